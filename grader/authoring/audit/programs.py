"""The programs of an audit: the solution, the stub, variants, misconceptions and mutants."""

import ast
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from grader.course.solution import find_regions, read_solved
from grader.diagnosis.catalogue import VARIANTS, Misconception, load_catalogue, mistaken_source
from grader.errors import CourseFault, UsageError
from grader.files import read_course_text
from grader.model.assignment import Assignment
from grader.mutation.mutants import make_mutants
from grader.mutation.program_functions import Function, find_functions
from grader.mutation.program_text import Mutant, MutantKey

__all__ = ["EQUIVALENTS", "ProgramSet", "load_equivalents", "load_programs"]

EQUIVALENTS: Final = "equivalent-mutants.toml"
"""Name of the file, beside the suite, that marks mutants as equivalent to the solution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramSet:
    """The programs that the suite of an assignment is audited with.

    Attributes:
        path: The solved file, as messages name it.
        solution: Text of the solution.
        stub: Text of the stub.
        functions: Functions of the solution, by qualified name.
        variants: Texts of correct solutions in another style, by name.
        misconceptions: The misconceptions of the catalogue, one for each program that makes it.
        misconception_sources: Texts of the programs that hold them, by name.
        mutants: The solution with one small change each.
        equivalents: Reasons why mutants compute the same as the solution, by their keys.
    """

    path: str
    solution: str
    stub: str
    functions: Mapping[str, Function]
    variants: Mapping[str, str]
    misconceptions: tuple[Misconception, ...]
    misconception_sources: Mapping[str, str]
    mutants: tuple[Mutant, ...]
    equivalents: Mapping[MutantKey, str]


def load_programs(assignment: Assignment) -> ProgramSet:
    """Read the programs of an assignment, and make its mutants.

    Raises:
        UsageError: The assignment has no solved file.
        CourseFault: A file of the assignment is at fault.
    """
    path, suite = assignment.files.solution, assignment.files.suite
    if path is None:
        raise UsageError(
            f"{assignment.name} has no solved file, with which its suite could be audited",
            "Audit the course itself, not a release of it.",
        )
    solution = read_solved(path)
    entries = [program for entry in load_catalogue(suite) for program in entry.programs]
    regions = find_regions(solution, str(path))
    lines = {line for region in regions for line in range(region.begin, region.end)}
    variants = sorted((suite / VARIANTS).glob("*.py"))
    return ProgramSet(
        path=str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path),
        solution=solution,
        stub=read_solved(assignment.files.stub),
        functions=find_functions(ast.parse(solution)),
        variants={one.stem: f"{solution}\n\n{read_course_text(one, 'variant')}" for one in variants},
        misconceptions=tuple(entries),
        misconception_sources={entry.name: mistaken_source(entry, solution, suite) for entry in entries},
        mutants=tuple(make_mutants(solution, lines)),
        equivalents=load_equivalents(suite),
    )


def load_equivalents(suite: Path) -> dict[MutantKey, str]:
    """Read which mutants of an assignment's solution are equivalent to it.

    Args:
        suite: The folder of the assignment's suites; without the file, no mutant is equivalent.

    Returns:
        The reasons, by the key of the mutant.

    Raises:
        CourseFault: The file is not TOML, an entry is incomplete, or a mutant is marked twice.
    """
    path = suite / EQUIVALENTS
    if not path.is_file():
        return {}
    try:
        document = tomllib.loads(read_course_text(path, "list of equivalent mutants"))
    except tomllib.TOMLDecodeError as error:
        raise CourseFault(f"{path} is not valid TOML: {error}") from error
    reasons: dict[MutantKey, str] = {}
    problems: list[str] = []
    for number, entry in enumerate(document.get("equivalent", []), 1):
        if not _is_complete(entry):
            problems.append(f"{path}: entry {number} needs `function`, `original`, `mutated` and `reason`")
            continue
        for mutated in _as_texts(entry["mutated"]):
            key = (entry["function"], entry["original"].strip(), mutated.strip())
            if key in reasons:
                problems.append(f"{path}: entry {number} marks a mutant a second time: {key[2]}")
            reasons[key] = entry["reason"]
    if problems:
        raise CourseFault("\n".join(problems), "Correct these entries; docs/audit.md shows their form.")
    return reasons


def _is_complete(entry: Mapping[str, Any]) -> bool:
    texts = all(isinstance(entry.get(name), str) for name in ("function", "original", "reason"))
    return texts and bool(entry["reason"].strip()) and bool(_as_texts(entry.get("mutated")))


def _as_texts(value: object) -> list[str]:
    """Return one text, or a list of texts, as a list; an empty list for any other value."""
    values: list[Any] = value if isinstance(value, list) else [value]
    return values if all(isinstance(text, str) for text in values) else []
