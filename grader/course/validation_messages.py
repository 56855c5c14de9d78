"""Say in plain words what pydantic found wrong."""

import difflib
from typing import Any, Final

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from grader.course import manifest_schema as models
from grader.course.yaml_document import Document, Keys, Place

__all__ = ["explain"]

_ENTRIES: Final[dict[str, type[BaseModel]]] = {
    "": models.Manifest,
    "course": models.CourseEntry,
    "assignments": models.AssignmentEntry,
    "files": models.FilesEntry,
    "limits": models.LimitsEntry,
    "tolerances": models.ToleranceEntry,
    "parts": models.PartEntry,
}
_KINDS: Final = {
    "int_type": "a whole number",
    "float_type": "a number",
    "string_type": "text",
    "model_type": "a mapping of keys to values",
    "tuple_type": "a list",
}


def explain(document: Document, error: ErrorDetails) -> tuple[Place, str]:
    """Say what an error is and where it stands.

    Args:
        document: The document that was validated.
        error: One error of pydantic's.

    Returns:
        The place in the file, and the problem in a sentence.
    """
    at, kind = error["loc"], error["type"]
    if kind == "missing":
        return document.values[at[:-1]], f"{_label(at[:-1])}the key `{at[-1]}` is missing"
    if kind == "extra_forbidden":
        return document.keys[at], f"{_label(at[:-1])}unknown key `{at[-1]}`; {_nearest(at)}"
    place = document.values[at]
    return place, f"{_label(at)}{_wrong(kind, error, place)}"


def _label(at: Keys) -> str:
    """Name a value by its keys within the innermost list, or by its number in that list."""
    names = [str(key) for key in at]
    inner = 1 + max((i for i, key in enumerate(at) if isinstance(key, int)), default=-1)
    if inner == len(at) > 0:
        return f"{names[-2]}, entry {int(at[-1]) + 1}: "
    return f"{'.'.join(names[inner:])}: " if at else ""


def _nearest(at: Keys) -> str:
    """Give the known key nearest to an unknown one, or all of them."""
    mapping = next((key for key in reversed(at[:-1]) if isinstance(key, str)), "")
    known = _ENTRIES[mapping].model_fields
    nearest = difflib.get_close_matches(str(at[-1]).lower(), known, n=1)
    return f"did you mean `{nearest[0]}`?" if nearest else f"known keys here: {', '.join(known)}"


def _wrong(kind: str, error: ErrorDetails, place: Place) -> str:
    """Say what is wrong with a value."""
    found, context = _found(error["input"], place), error.get("ctx", {})
    if kind in _KINDS:
        return f"expected {_KINDS[kind]}, found {found}{_quotes(kind, error['input'], place)}"
    if kind == "value_error":
        return f"{found} {context['error']}"
    if kind == "string_pattern_mismatch":
        return f"{_pattern(context['pattern'], error['input'])}, found {found}"
    if kind == "enum":
        return f"expected {context['expected']}, found {found}"
    if kind == "too_short":
        return "expected at least one entry, found none"
    return f"must {error['msg'].partition(' should ')[2] or 'be otherwise'}, found {found}"


def _quotes(kind: str, value: Any, place: Place) -> str:
    """Say which way quotes would help where YAML took text for something else, or the other way round."""
    if kind == "string_type" and isinstance(value, bool | int | float):
        return f'; put it in quotes: "{place.text}"'
    if kind in {"int_type", "float_type"} and isinstance(value, str) and value.strip().isdecimal():
        return "; leave out the quotes"
    return ""


def _found(value: Any, place: Place) -> str:
    """Describe a value as it stands in the file."""
    text = place.text if len(place.text) <= 60 else f"{place.text[:57]}..."
    text = text.replace("\n", " ")
    match value:
        case None:
            return "an empty value"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case bool():
            return f"`{text}`, which YAML takes for {str(value).lower()}"
        case int() | float():
            return f"the number {text}"
        case _:
            return f"the text `{text}`" if text else "empty text"


def _pattern(pattern: str, text: str) -> str:
    """Say what text of a pattern looks like, and for a path what is wrong with this one."""
    if pattern == models.NAME:
        return "expected a name of lower-case letters and digits with hyphens, such as two-layer-mlp"
    if pattern == models.LINE:
        return "expected one line of text without spaces around it"
    if "\\" in text:
        return "expected `/` between folders, on Windows too"
    if text.startswith("/") or text[1:2] == ":":
        return "expected a path from the course folder, not an absolute one"
    if ".." in text.split("/"):
        return "expected a path that stays inside the course folder"
    kinds = {models.PYTHON: (".py",), models.SOLVED: (".py", ".ipynb")}.get(pattern, ())
    if kinds and not text.endswith(kinds):
        return f"expected a file that ends in {' or '.join(kinds)}"
    if kinds:
        return "expected a file whose name Python can import, such as two_layer_mlp.py"
    return "expected a path such as exercises/handout.md"
