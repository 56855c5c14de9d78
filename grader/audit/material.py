"""What an audit tries on a suite: the solution, the stub, and programs that are right or wrong on purpose."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.audit.definitions import Function, functions_of
from grader.audit.equivalents import load_equivalents
from grader.audit.mutation import Key, Mutant, mutants_of
from grader.course import Assignment
from grader.diagnosis.catalogue import VARIANTS, Misconception, load_catalogue, wrong_source
from grader.errors import UsageError
from grader.files import read_text
from grader.publish.markers import find_regions
from grader.submission.solved import read_solved

__all__ = ["Material", "read_material"]


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
        one.stem: f"{solution}\n\n{read_text(one, 'variant')}"
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
