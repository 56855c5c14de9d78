"""Describe in plain English what pydantic found wrong in a manifest."""

import difflib
import re
from dataclasses import fields
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from pydantic_core import ErrorDetails

from grader.course import manifest_schema as schema
from grader.course.yaml_document import Document, KeyPath, Position
from grader.model.assignment import Tolerance
from grader.model.limits import Limits
from grader.model.policies import AttemptPolicy, LateRule

__all__ = ["describe_validation_error"]

_KNOWN_KEYS: Final[dict[str, list[str]]] = {
    "": list(schema.Manifest.model_fields),
    "course": list(schema.CourseEntry.model_fields),
    "assignments": list(schema.AssignmentEntry.model_fields),
    "files": list(schema.FilesEntry.model_fields),
    "limits": [field.name for field in fields(Limits)],
    "tolerances": [field.name for field in fields(Tolerance)],
    "attempts": [field.name for field in fields(AttemptPolicy)],
    "late": [field.name for field in fields(LateRule)],
    "parts": list(schema.PartEntry.model_fields),
}
_KINDS: Final = {
    "int_type": "a whole number",
    "float_type": "a number",
    "string_type": "text",
    "bool_type": "true or false",
    "model_type": "a mapping of keys to values",
    "dataclass_type": "a mapping of keys to values",
    "tuple_type": "a list",
}
_UNKNOWN_KEY: Final = {"extra_forbidden", "unexpected_keyword_argument"}
_LONGEST_VALUE: Final = 60
_PINNED_EXAMPLE: Final = "pandas==3.1.1"


def describe_validation_error(document: Document, error: ErrorDetails) -> tuple[Position, str]:
    """Describe a validation error.

    Args:
        document: The document that was validated.
        error: One of pydantic's errors.

    Returns:
        The position in the file, and the problem in a sentence.
    """
    at, kind = error["loc"], error["type"]
    if kind == "missing":
        return document.values[at[:-1]], f"{_label(at[:-1])}the key `{at[-1]}` is missing"
    if kind in _UNKNOWN_KEY:
        return document.keys[at], f"{_label(at[:-1])}unknown key `{at[-1]}`; {_suggest_keys(at)}"
    position = document.values[at]
    return position, f"{_label(at)}{_describe_invalid_value(kind, error, position)}"


def _label(at: KeyPath) -> str:
    """Name a value by its keys within the innermost list, or by its number in that list."""
    names = [str(key) for key in at]
    inner = 1 + max((i for i, key in enumerate(at) if isinstance(key, int)), default=-1)
    if inner == len(at) > 0:
        return f"{names[-2]}, entry {int(at[-1]) + 1}: "
    return f"{'.'.join(names[inner:])}: " if at else ""


def _suggest_keys(at: KeyPath) -> str:
    """Suggest the known key nearest to an unknown one, or else list all of them."""
    mapping = next((key for key in reversed(at[:-1]) if isinstance(key, str)), "")
    known = _KNOWN_KEYS[mapping]
    nearest = difflib.get_close_matches(str(at[-1]).lower(), known, n=1)
    return f"did you mean `{nearest[0]}`?" if nearest else f"known keys here: {', '.join(known)}"


def _describe_invalid_value(kind: str, error: ErrorDetails, position: Position) -> str:
    """Describe what is wrong with a value."""
    found, context = _describe_value(error["input"], position), error.get("ctx", {})
    if kind in _KINDS:
        return f"expected {_KINDS[kind]}, found {found}{_advise_on_quotes(kind, error['input'], position)}"
    if kind == "value_error":
        return f"{found} {context['error']}"
    if kind == "string_pattern_mismatch":
        return f"{_describe_pattern(context['pattern'], error['input'])}, found {found}"
    if kind in {"enum", "literal_error"}:
        return f"expected {context['expected']}, found {found}"
    if kind == "too_short":
        return "expected at least one entry, found none"
    return f"must {error['msg'].partition(' should ')[2] or 'be otherwise'}, found {found}"


def _advise_on_quotes(kind: str, value: Any, position: Position) -> str:
    """Advise to add or drop quotes where YAML took text for a number, or a number for text."""
    if kind == "string_type" and isinstance(value, bool | int | float):
        return f'; put it in quotes: "{position.text}"'
    if kind in {"int_type", "float_type"} and isinstance(value, str) and value.strip().isdecimal():
        return "; leave out the quotes"
    return ""


def _describe_value(value: Any, position: Position) -> str:
    """Describe a value as it stands in the file."""
    text = position.text.replace("\n", " ")
    text = text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 3]}..."
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


def _describe_pattern(pattern: str, text: str) -> str:
    """Describe the form that a text should have."""
    if pattern == schema.NAME:
        return "expected a name of lower-case letters and digits with hyphens, such as two-layer-mlp"
    if pattern == schema.LINE:
        return "expected one line of text without spaces around it"
    if pattern == schema.PINNED:
        return f"expected a package with `==` and its exact version, such as {_example_of_pin(text)}"
    return _describe_path(pattern, text)


def _describe_path(pattern: str, text: str) -> str:
    """Name what is wrong with a path."""
    if "\\" in text:
        return "expected `/` between folders, on Windows too"
    if text.startswith("/") or text[1:2] == ":":
        return "expected a path from the course folder, not an absolute one"
    if ".." in text.split("/"):
        return "expected a path that stays inside the course folder"
    kinds = {schema.PYTHON: (".py",), schema.SOLVED: (".py", ".ipynb")}.get(pattern, ())
    if kinds and not text.endswith(kinds):
        return f"expected a file that ends in {' or '.join(kinds)}"
    if kinds:
        return "expected a file whose name Python can import, such as two_layer_mlp.py"
    return "expected a path such as exercises/handout.md"


def _example_of_pin(text: str) -> str:
    """Name the package as it is installed here; another package where it is not."""
    name = re.match(r"[A-Za-z0-9._-]*[A-Za-z0-9]", text)
    try:
        return f"{name[0]}=={version(name[0])}" if name else _PINNED_EXAMPLE
    except PackageNotFoundError:
        return _PINNED_EXAMPLE
