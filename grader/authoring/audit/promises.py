"""The promises of a stub: each sentence that binds names the visible checks that keep it."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from grader.authoring.audit.findings import Finding, FindingKind
from grader.errors import CourseFault
from grader.files import read_course_text

__all__ = ["PROMISES", "Promise", "find_unkept_promises", "load_promises"]

PROMISES: Final = "promises.toml"
"""Name of the file, beside the suite, that names checks for sentences of the stub."""

_BINDING: Final = re.compile(r"\b(must|never|always|raises|also|any)\b", re.IGNORECASE)
_END: Final = re.compile(r"(?<=[.;]) ")
_EXAMPLE: Final = re.compile(r"^\s*Examples?:\s*$", re.MULTILINE)
_PARAGRAPH: Final = re.compile(r"\n\s*\n")
_VISIBLE: Final = "visible/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What a sentence of the stub promises, and what keeps it.

    Attributes:
        of: The function, class or method whose docstring it stands in; empty for the module's.
        says: Words of the sentence.
        checks: Visible checks that fail a program which breaks it, as `test_loss.py::test_values`.
        reason: Why no check can; empty where there are checks.
    """

    of: str
    says: str
    checks: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """A sentence of a docstring: whose it is, its text, and the line where the docstring begins."""

    of: str
    text: str
    line: int


def load_promises(suite: Path) -> tuple[Promise, ...]:
    """Read which checks keep the promises of an assignment's stub.

    Args:
        suite: The folder of the assignment's suites; without the file, no check is named for any sentence.

    Raises:
        CourseFault: The file is not TOML, or an entry is incomplete.
    """
    path = suite / PROMISES
    if not path.is_file():
        return ()
    try:
        document = tomllib.loads(read_course_text(path, "list of promises"))
    except tomllib.TOMLDecodeError as error:
        raise CourseFault(f"{path} is not valid TOML: {error}") from error
    entries = document.get("promise", [])
    problems = [
        f"{path}: entry {number} needs `of`, `says`, and either `checks` or `reason`"
        for number, entry in enumerate(entries, 1)
        if not _is_complete(entry)
    ]
    if problems:
        raise CourseFault("\n".join(problems), "Correct these entries; docs/audit.md shows their form.")
    return tuple(
        Promise(
            of=entry["of"],
            says=" ".join(entry["says"].split()),
            checks=tuple(entry.get("checks", ())),
            reason=entry.get("reason", ""),
        )
        for entry in entries
    )


def _is_complete(entry: Mapping[str, Any]) -> bool:
    checks, reason = entry.get("checks", []), entry.get("reason", "")
    named = isinstance(checks, list) and all(isinstance(check, str) for check in checks)
    told = isinstance(entry.get("of"), str) and isinstance(entry.get("says"), str) and isinstance(reason, str)
    return named and told and bool(entry["says"].strip()) and bool(checks) != bool(reason)


def find_unkept_promises(stub: str, promises: Sequence[Promise], checks: Iterable[str]) -> list[Finding]:
    """Find sentences of a stub that no check is named for, and entries that fit nothing.

    A sentence binds if it has one of the words must, never, always, raises, also and any. Examples are left
    out.

    Args:
        stub: Text of the stub.
        promises: The entries of the assignment's file.
        checks: Ids of its checks.
    """
    said, visible = list(_sentences(stub)), [check for check in checks if check.startswith(_VISIBLE)]
    binding = (one for one in said if _BINDING.search(one.text))
    return [
        *(_unnamed(one) for one in binding if not any(_fits(promise, one) for promise in promises)),
        *(
            _finding(promise, "the stub does not say that")
            for promise in promises
            if not any(_fits(promise, one) for one in said)
        ),
        *(
            _finding(promise, f"{name} is no visible check")
            for promise in promises
            for name in promise.checks
            if not any(_is_named(check, name) for check in visible)
        ),
    ]


def _sentences(stub: str) -> Iterator[_Sentence]:
    """Give the sentences of every docstring, each on one line, those of examples left out."""
    for name, node in _documented(ast.parse(stub), ""):
        text = _EXAMPLE.split(ast.get_docstring(node) or "")[0]
        line = getattr(node, "lineno", 1)
        for paragraph in _PARAGRAPH.split(text):
            for sentence in _END.split(" ".join(paragraph.split())):
                yield _Sentence(of=name, text=sentence, line=line)


def _documented(
    node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, name: str
) -> Iterator[tuple[str, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]]:
    yield name, node
    for one in node.body:
        if isinstance(one, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _documented(one, f"{name}.{one.name}" if name else one.name)


def _fits(promise: Promise, sentence: _Sentence) -> bool:
    return promise.of == sentence.of and promise.says in sentence.text


def _is_named(check: str, name: str) -> bool:
    return check == f"{_VISIBLE}{name}" or check.startswith(f"{_VISIBLE}{name}[")


def _unnamed(sentence: _Sentence) -> Finding:
    place = f"line {sentence.line}" + (f", {sentence.of}" if sentence.of else "")
    text = f"no check is named for: {sentence.text}"
    return Finding(kind=FindingKind.PROMISE, subject=place, text=text)


def _finding(promise: Promise, fault: str) -> Finding:
    subject = f"{PROMISES}, {promise.of or 'the module'}"
    return Finding(kind=FindingKind.PROMISE, subject=subject, text=f"{promise.says}: {fault}")
