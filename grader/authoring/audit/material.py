"""What an audit tries on a suite: the solution, the stub, and programs that are right or wrong on purpose."""

import ast
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from grader.authoring.audit.mutation import Key, Mutant, mutants_of
from grader.authoring.audit.program_functions import Function, functions_of
from grader.course.solution import find_regions, read_solved
from grader.diagnosis.catalogue import VARIANTS, Misconception, load_catalogue, wrong_source
from grader.errors import CourseFault, UsageError
from grader.files import read_course_text
from grader.model.assignment import Assignment

__all__ = ["EQUIVALENTS", "Material", "load_equivalents", "read_material"]

EQUIVALENTS: Final = "equivalent-mutants.toml"


def load_equivalents(suite: Path) -> dict[Key, str]:
    """Read which mutants of an assignment's solution are equivalent to it.

    Args:
        suite: The folder of the assignment's suites; without the file, none is.

    Returns:
        The reasons by the mutant's key: function, original and mutated text.

    Raises:
        CourseFault: The file is no TOML, an entry lacks something, or a mutant is marked twice.
    """
    path = suite / EQUIVALENTS
    if not path.is_file():
        return {}
    try:
        document = tomllib.loads(read_course_text(path, "list of equivalent mutants"))
    except tomllib.TOMLDecodeError as error:
        raise CourseFault(f"{path} is not valid TOML: {error}") from error
    found: dict[Key, str] = {}
    problems: list[str] = []
    for number, entry in enumerate(document.get("equivalent", []), 1):
        if not _is_entry(entry):
            problems.append(f"{path}: entry {number} needs `function`, `original`, `mutated` and `reason`")
            continue
        for mutated in _texts(entry["mutated"]):
            key = (entry["function"], entry["original"].strip(), mutated.strip())
            if key in found:
                problems.append(f"{path}: entry {number} marks a mutant a second time: {key[2]}")
            found[key] = entry["reason"]
    if problems:
        raise CourseFault("\n".join(problems), "Correct these entries; docs/audit.md shows their form.")
    return found


def _is_entry(entry: Mapping[str, Any]) -> bool:
    texts = all(isinstance(entry.get(name), str) for name in ("function", "original", "reason"))
    mutated = _texts(entry.get("mutated"))
    return texts and bool(entry["reason"].strip()) and bool(mutated)


def _texts(value: object) -> list[str]:
    """Give one text, or several, as a list; empty if it is neither."""
    values = value if isinstance(value, list) else [value]
    texts = [text for text in values if isinstance(text, str)]
    return texts if len(texts) == len(values) else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The programs an assignment's suite is tried with.

    Attributes:
        path: The solved file, as messages name it.
        solution: Text of the solution.
        stub: Text of the stub.
        functions: Functions of the solution, by qualified name.
        variants: Texts of right solutions in another style, by name.
        misconceptions: The known mistakes.
        wrong: Texts of the programs that make them, by name.
        mutants: The solution with one small change.
        equivalents: Reasons why mutants compute the same as the solution, by their keys.
    """

    path: str
    solution: str
    stub: str
    functions: Mapping[str, Function]
    variants: Mapping[str, str]
    misconceptions: tuple[Misconception, ...]
    wrong: Mapping[str, str]
    mutants: tuple[Mutant, ...]
    equivalents: Mapping[Key, str]


def read_material(assignment: Assignment) -> Material:
    """Read what an audit needs of an assignment, and make its mutants.

    Raises:
        UsageError: It has no solved file.
        CourseFault: A file of it is at fault.
    """
    path, suite = assignment.files.solution, assignment.files.suite
    if path is None:
        raise UsageError(
            f"{assignment.name} has no solved file, with which its suite could be audited",
            "Audit the course itself, not a release of it.",
        )
    solution = read_solved(path)
    entries = load_catalogue(suite).entries
    regions = find_regions(solution, str(path))
    lines = {line for region in regions for line in range(region.begin, region.end)}
    variants = {
        one.stem: f"{solution}\n\n{read_course_text(one, 'variant')}"
        for one in sorted((suite / VARIANTS).glob("*.py"))
    }
    return Material(
        path=str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path),
        solution=solution,
        stub=read_solved(assignment.files.stub),
        functions=functions_of(ast.parse(solution)),
        variants=variants,
        misconceptions=entries,
        wrong={entry.name: wrong_source(entry, solution, suite) for entry in entries},
        mutants=tuple(mutants_of(solution, lines)),
        equivalents=load_equivalents(suite),
    )
