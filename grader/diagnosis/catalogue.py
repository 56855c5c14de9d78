"""The catalogue of an assignment: known mistakes, each as an edit of the solution, with advice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from msgspec import UNSET

from grader.course.toml_document import locate_values
from grader.diagnosis import templates
from grader.diagnosis.catalogue_file import CatalogueFile, read_catalogue_file
from grader.diagnosis.catalogue_form import EditForm, MisconceptionForm, ProgramForm
from grader.diagnosis.failure_signature import FailureSignature
from grader.diagnosis.misconception_match import KnownMistake
from grader.errors import CatalogueFault, CatalogueProblem, CourseFault
from grader.files import read_course_text

__all__ = [
    "CATALOGUE_FILES",
    "Edit",
    "Misconception",
    "catalogue_files",
    "find_python_catalogue",
    "known_mistake",
    "load_catalogue",
    "mistaken_source",
    "unedited_source",
]

CATALOGUE_FILES: Final = ("misconceptions.toml", "misconceptions/*.toml")
"""Where the files of a catalogue lie in the folder of an assignment's suites."""
VARIANTS: Final = "variants"
_NOT_READ: Final = "misconceptions.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One edit of the solution.

    Attributes:
        find: The text, which occurs exactly once.
        becomes: What stands in its place.
        site: The name that the file gives to the text; empty for none.
    """

    find: str
    becomes: str
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """One known mistake.

    Attributes:
        name: Its name, unique in the assignment, such as `mse-gradient-without-n`.
        part: Name of the part that loses points by it.
        mistake: What code with it does, in a sentence.
        advice: One or two sentences that point at the idea, not at the line to type.
        see: Anchor of the heading of the handout that explains the idea.
        path: The file that describes it.
        base: Name of the variant whose text the edits are made in, after the solution's; empty for none.
        edits: The edits, made one after the other.
        append: Text put after all that, such as a function in place of the solution's.
        order_dependent: Whether its numbers depend on the order in which a set happens to iterate.
        alternatives: More programs that make the mistake, such as one that takes operands in another order,
            each as an entry of its own, named `name (2)` and so on.
    """

    name: str
    part: str
    mistake: str
    advice: str
    see: str
    path: Path
    base: str = ""
    edits: tuple[Edit, ...] = ()
    append: str = ""
    order_dependent: bool = False
    alternatives: tuple["Misconception", ...] = ()

    @property
    def programs(self) -> tuple["Misconception", ...]:
        """Every program that makes the mistake, its own first."""
        return self, *self.alternatives


def catalogue_files(suite: Path) -> list[Path]:
    """List the files of a suite's catalogue."""
    return [path for pattern in CATALOGUE_FILES for path in sorted(suite.glob(pattern))]


def load_catalogue(suite: Path) -> tuple[Misconception, ...]:
    """Read the catalogue of a suite; one without its files has no entries.

    Args:
        suite: The folder of the assignment's suites, with `misconceptions.toml`, or with a folder
            `misconceptions` of such files.

    Raises:
        CatalogueFault: A file is not of the form of a catalogue, or two entries have one name; all problems
            of all files are listed.
        CourseFault: A file cannot be read.
    """
    problems = list(find_python_catalogue(suite))
    entries: list[Misconception] = []
    for path in catalogue_files(suite):
        try:
            entries += _entries(read_catalogue_file(path))
        except CatalogueFault as fault:
            problems += fault.problems
    problems += _find_duplicates(entries)
    if problems:
        raise CatalogueFault(problems)
    return tuple(entries)


def find_python_catalogue(suite: Path) -> Iterator[CatalogueProblem]:
    """Find the file that held a suite's catalogue when it was Python."""
    if (suite / _NOT_READ).is_file():
        yield CatalogueProblem(
            path=suite / _NOT_READ,
            line=0,
            message="misconceptions are data now, and are not read from Python",
            advice=f"Write its entries into {suite / CATALOGUE_FILES[0]}, as the page on known mistakes "
            "shows, and delete it.",
        )


def _entries(file: CatalogueFile) -> Iterator[Misconception]:
    for part, name, form in file.entries:
        entry = Misconception(
            name=name,
            part=part,
            mistake=_folded(form.mistake),
            advice=_folded(form.advice),
            see=form.see,
            path=file.path,
            order_dependent=form.order_dependent,
        )
        programs: list[MisconceptionForm | ProgramForm] = [form, *form.alternatives]
        first, *more = (
            replace(
                entry,
                name=name if number == 1 else f"{name} ({number})",
                base=program.base,
                edits=tuple(_edit(edit, file.sites) for edit in program.edits),
                append=program.append,
            )
            for number, program in enumerate(programs, start=1)
        )
        yield replace(first, alternatives=tuple(more))


def _folded(text: str) -> str:
    """Put a text that is written on several lines on one."""
    return " ".join(text.split())


def _edit(form: EditForm, sites: Mapping[str, str]) -> Edit:
    if form.find is not UNSET:
        return Edit(find=form.find, becomes=form.becomes)
    site = str(form.site)
    return Edit(find=sites[site], becomes=form.becomes, site=site)


def _find_duplicates(entries: list[Misconception]) -> Iterator[CatalogueProblem]:
    """Find names that two misconceptions have: reports and recordings know them by their names alone."""
    first: dict[str, Misconception] = {}
    for entry in entries:
        other = first.setdefault(entry.name, entry)
        if other is not entry:
            lines = locate_values(read_course_text(entry.path, "list of misconceptions"))
            where = f"[{other.part}.{other.name}] of {other.path.name}"
            yield CatalogueProblem(
                path=entry.path,
                line=lines[entry.part, entry.name],
                message=f"the name `{entry.name}` is here twice in the assignment; the other is {where}",
                advice="Give one of the two another name.",
            )


def unedited_source(entry: Misconception, solution: str, suite: Path) -> str:
    """Write the program that a mistake's edits are made in: the solution, or a variant of it.

    Raises:
        CourseFault: The variant cannot be read.
    """
    if not entry.base:
        return solution
    path = suite / VARIANTS / f"{entry.base}.py"
    try:
        return f"{solution}\n\n{path.read_text(encoding='utf-8')}"
    except OSError as error:
        raise CourseFault(
            f"the misconception {entry.name!r} builds on {path}, which cannot be read: {error.strerror}"
        ) from error


def mistaken_source(entry: Misconception, solution: str, suite: Path) -> str:
    """Write a whole submission that makes the mistake.

    Args:
        entry: The mistake.
        solution: Text of the solution.
        suite: The folder of the assignment's suites, with `variants/`.

    Raises:
        CourseFault: An edit's old text does not occur exactly once, or the variant cannot be read.
    """
    source = unedited_source(entry, solution, suite)
    for edit in entry.edits:
        if source.count(edit.find) != 1:
            raise CourseFault(
                f"the misconception {entry.name!r} edits a text that occurs {source.count(edit.find)} times, "
                f"not once: {edit.find.strip()!r}",
                f"Correct its edits in {entry.path}.",
            )
        source = source.replace(edit.find, edit.becomes)
    return f"{source}\n\n{entry.append}" if entry.append else source


def known_mistake(
    entry: Misconception,
    handout: str,
    signatures: Mapping[str, FailureSignature],
    tried: frozenset[str],
    program: int = 0,
) -> KnownMistake:
    """Combine a mistake with how checks fail with it.

    Args:
        entry: The mistake.
        handout: File name of the assignment's handout.
        signatures: How checks fail with it, by id.
        tried: Ids of the checks that were tried.
        program: Which of its programs they failed with; 0 is the first.
    """
    return KnownMistake(
        name=entry.name,
        part=entry.part,
        text=templates.MISTAKE.format(mistake=entry.mistake, advice=entry.advice),
        see=f"{handout}#{entry.see}",
        signatures={check: one for check, one in signatures.items() if one.part == entry.part},
        tried=tried,
        program=program,
    )
