"""Read one file of misconceptions, or find every problem of it at once."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from grader.course.toml_document import KeyPath, TomlSyntaxError, locate_values, parse_toml
from grader.diagnosis.catalogue_form import NAME, SITES, EditForm, MisconceptionForm, ProgramForm
from grader.errors import CatalogueFault, CatalogueProblem
from grader.files import read_course_text

__all__ = ["CatalogueFile", "read_catalogue_file", "suggest"]

_SHOW_FORM: Final = "Correct the file; the page on known mistakes shows what an entry looks like."
_QUOTE: Final = "Correct the line. Texts stand in quotes, those of several lines between ''' and '''."
_RENAME: Final = "Give one of the two another name, or delete it."
_TWICE: Final = re.compile(r"Cannot (?:declare \((?P<keys>.*)\) twice|overwrite a value)")
_MISMATCH: Final = re.compile(r"Expected `(?P<kind>[^`]+)`(?P<bound> of length)?")
_KINDS: Final = {"str": "text", "bool": "true or false", "array": "a list"}
_LONGEST_VALUE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueFile:
    """What one file of a catalogue says.

    Attributes:
        path: The file.
        sites: Texts of the solution that it names, by their names.
        entries: Its misconceptions with their parts and names, in the order of the file.
    """

    path: Path
    sites: Mapping[str, str]
    entries: tuple[tuple[str, str, MisconceptionForm], ...]


def read_catalogue_file(path: Path) -> CatalogueFile:
    """Read a file of misconceptions.

    Args:
        path: The file, of TOML.

    Raises:
        CatalogueFault: The file is not TOML, or not of the form of a catalogue; all problems are listed.
        CourseFault: It cannot be read.
    """
    text = read_course_text(path, "list of misconceptions")
    try:
        document = parse_toml(text)
    except TomlSyntaxError as error:
        raise CatalogueFault([_syntax_problem(path, error)]) from error
    checker = _Checker(document)
    checker.check()
    if checker.found:
        lines = locate_values(text)
        raise CatalogueFault(
            CatalogueProblem(path=path, line=lines.get(at, 0), message=message, advice=advice)
            for at, message, advice in checker.found
        )
    return CatalogueFile(
        path=path,
        sites=document.get(SITES, {}),
        entries=tuple(
            (part, name, msgspec.convert(entry, MisconceptionForm))
            for part, entries in document.items()
            if part != SITES
            for name, entry in entries.items()
        ),
    )


def suggest(wrong: str, known: Iterable[str], several: str) -> str:
    """Suggest the known name nearest to an unknown one, or else list all of them.

    Args:
        wrong: The unknown name.
        known: The known ones.
        several: What the list is called, such as `sites of this file`.
    """
    names = list(known)
    if nearest := difflib.get_close_matches(wrong, names, n=1):
        return f"did you mean `{nearest[0]}`?"
    return f"{several}: {', '.join(f'`{name}`' for name in names)}" if names else f"{several}: none"


def _syntax_problem(path: Path, error: TomlSyntaxError) -> CatalogueProblem:
    """Describe why a text is not TOML; a name that is there twice is so to a parser."""
    message, advice = f"not valid TOML: {error.reason}", _QUOTE
    if twice := _TWICE.search(error.reason):
        table = ".".join(re.findall(r"'([^']*)'", twice["keys"] or ""))
        message = f"`[{table}]` is here twice" if table else "a key is here twice"
        advice = _RENAME
    return CatalogueProblem(path=path, line=error.line, message=message, advice=advice)


class _Checker:
    """Compares a document with the form of a catalogue.

    Attributes:
        found: What is wrong: the path of the value, the problem, and what to do.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.found: list[tuple[KeyPath, str, str]] = []
        self._document = document
        self._sites: dict[str, str] = {}

    def check(self) -> None:
        self._check_sites(self._document.get(SITES, {}))
        for part, entries in self._document.items():
            if part == SITES:
                continue
            if not isinstance(entries, dict):
                self._report((part,), f"`{part}` stands in no misconception", "Write `[part.name]` above it.")
                continue
            for name, entry in entries.items():
                self._check_entry(part, name, entry)

    def _report(self, at: KeyPath, message: str, advice: str = _SHOW_FORM) -> None:
        self.found.append((at, message, advice))

    def _check_sites(self, sites: Any) -> None:
        if not isinstance(sites, dict):
            self._report((SITES,), "expected a table `[sites]` of names and texts")
            return
        for name, text in sites.items():
            if isinstance(text, str) and text:
                self._sites[name] = text
            else:
                self._report((SITES, name), f"{name}: expected a text of the solution, found {_shown(text)}")

    def _check_entry(self, part: str, name: str, entry: Any) -> None:
        at = (part, name)
        if not isinstance(entry, dict):
            advice = f"Write `[{part}.name-of-the-mistake]` above it."
            self._report(at, f"`{name}` stands in `[{part}]`, which is a part and no misconception", advice)
            return
        if not NAME.fullmatch(name):
            message = f"`{name}` is no name of lower-case letters and digits with hyphens"
            self._report(at, message, "Rename it, such as `loss-without-mean`.")
        self._check_program(at, entry, MisconceptionForm)
        more = entry.get("alternatives")
        for number, program in enumerate(more if isinstance(more, list) else []):
            if isinstance(program, dict):
                self._check_program((*at, "alternatives", number), program, ProgramForm)
            else:
                self._report((*at, "alternatives", number), f"expected a program, found {_shown(program)}")

    def _check_program(self, at: KeyPath, program: Mapping[str, Any], form: type[Struct]) -> None:
        self._check_form(at, program, form)
        edits = program.get("edits", [])
        if not edits and not program.get("append"):
            self._report(at, f"{at[1]} changes nothing: it has neither `edits` nor `append`")
        for number, edit in enumerate(edits if isinstance(edits, list) else []):
            self._check_edit((*at, "edits", number), edit)

    def _check_edit(self, at: KeyPath, edit: Any) -> None:
        if not isinstance(edit, dict):
            self._report(at, f"expected an edit, {{ site = ..., becomes = ... }}, found {_shown(edit)}")
            return
        self._check_form(at, edit, EditForm)
        site, text = edit.get("site"), edit.get("find")
        if (site is None) == (text is None):
            which = "neither `site` nor `find`" if site is None else "both `site` and `find`"
            self._report(at, f"an edit has {which}", "Say where it is: by one of the two.")
        if isinstance(site, str) and site not in self._sites:
            known = suggest(site, self._sites, "sites of this file")
            advice = "Correct its name, or add it to `[sites]`."
            self._report((*at, "site"), f"there is no site `{site}`; {known}", advice)
        there = text if site is None else self._sites.get(str(site))
        if isinstance(there, str) and edit.get("becomes") == there:
            self._report(at, "the edit changes nothing: it puts there what is there")

    def _check_form(self, at: KeyPath, value: Mapping[str, Any], form: type[Struct]) -> None:
        """Report the keys that are unknown or missing, and values of another kind."""
        fields = {field.name: field for field in msgspec.structs.fields(form)}
        for key in value.keys() - fields.keys():
            self._report((*at, key), f"unknown key `{key}`; {suggest(key, fields, 'known keys here')}")
        for name, field in fields.items():
            if name not in value:
                if field.required:
                    self._report(at, f"the key `{name}` is missing")
                continue
            if name in {"edits", "alternatives"} and isinstance(value[name], list):
                continue  # each of them is checked by itself
            try:
                msgspec.convert(value[name], field.type)
            except msgspec.ValidationError as error:
                self._report((*at, name), f"{name}: {_describe(str(error), value[name])}")


def _describe(error: str, value: Any) -> str:
    mismatch = _MISMATCH.match(error)
    if mismatch is None:
        return error
    if mismatch["bound"]:
        return "expected some text, found none"
    kind = mismatch["kind"].partition(" ")[0]
    return f"expected {_KINDS.get(kind, kind)}, found {_shown(value)}"


def _shown(value: Any) -> str:
    """Describe a value of TOML."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f"the text `{value[:_LONGEST_VALUE]}`" if value else "empty text"
        case dict():
            return "a table"
        case list():
            return "a list"
        case _:
            return f"`{value}`"
