"""A course and its assignments, as records that have been validated."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from grader.errors import UsageError
from grader.model.isolation import Isolation
from grader.model.limits import Limits
from grader.model.policies import AttemptPolicy, LateRule

__all__ = ["Assignment", "Course", "Files", "Graded", "Part", "Reveal", "Scoring", "Tolerance"]


class Reveal(StrEnum):
    """The part of a failed hidden check that is shown: its name, also its hint, or everything."""

    NAME = "name"
    HINT = "hint"
    FULL = "full"


class Scoring(StrEnum):
    """The rule by which checks become points: by the share that passes, or only if every one passes."""

    PROPORTIONAL = "proportional"
    ALL_OR_NOTHING = "all-or-nothing"


class Graded(StrEnum):
    """Who grades a part: the checks of the suite, or a person, whose marks the gradebook keeps."""

    BY_CHECKS = "by-checks"
    BY_HAND = "by-hand"


def _tolerance(description: str) -> dict[str, Any]:
    # Keywords of pydantic's `Field`, as in `Limits`.
    return {"description": description, "ge": 0, "strict": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far a number may be from the reference: |actual - expected| <= atol + rtol * |expected|."""

    rtol: float = field(default=1e-6, metadata=_tolerance("Relative tolerance."))
    atol: float = field(default=1e-9, metadata=_tolerance("Absolute tolerance."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of an assignment.

    Attributes:
        name: Name that a suite's checks refer to.
        title: The part's name for people.
        points: Points of the part; those of an assignment's parts sum to 100.
        scoring: The rule by which the part's checks become points.
        graded: Who grades it.
    """

    name: str
    title: str
    points: int
    scoring: Scoring = Scoring.PROPORTIONAL
    graded: Graded = Graded.BY_CHECKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The paths of an assignment's files; absolute, unless the record is being read or written.

    Attributes:
        stub: The file that students fill in.
        solution: The solved file; None in a release for students.
        handout: The template of the handout; None in a release for students.
        suite: The folder of the graded suites.
        given: Data files and modules beside the stub, or in folders there, that a submission can read.
    """

    stub: Path
    solution: Path | None = None
    handout: Path | None = None
    suite: Path
    given: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One assignment of the course.

    Attributes:
        name: Name in the manifest and on the command line, such as `two-layer-mlp`.
        title: The assignment's name for people.
        due: The due date, with a time zone.
        files: The paths of its files.
        parts: Its parts, in the order of the manifest.
        limits: The resources that a submission may use.
        reveal: The part of a failed hidden check that is shown.
        tolerances: The tolerances of comparisons with the reference.
        attempts: Which attempt counts; None leaves it to the course.
        late: What lateness costs; None leaves it to the course.
        weight: Its weight in the course grade.
        bonus: Whether it can only raise the course grade.
        given: Names of the functions and classes that students find solved on purpose.
        packages: Packages that a submission may import besides NumPy, with their versions.
    """

    name: str
    title: str
    due: datetime
    files: Files
    parts: tuple[Part, ...]
    limits: Limits = field(default_factory=Limits)
    reveal: Reveal = Reveal.HINT
    tolerances: Tolerance = Tolerance()
    attempts: AttemptPolicy | None = None
    late: LateRule | None = None
    weight: float = 1
    bonus: bool = False
    given: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()

    @property
    def package_names(self) -> tuple[str, ...]:
        """Names of the packages that a submission may import besides NumPy."""
        return tuple(re.split(r"\[|==", one)[0] for one in self.packages)

    @property
    def parts_by_checks(self) -> tuple[Part, ...]:
        """The parts that the suite grades, in the order of the manifest."""
        return tuple(part for part in self.parts if part.graded is Graded.BY_CHECKS)

    @property
    def parts_by_hand(self) -> tuple[Part, ...]:
        """The parts that a person grades."""
        return tuple(part for part in self.parts if part.graded is Graded.BY_HAND)

    @property
    def module(self) -> str:
        """Name under which a submission is imported."""
        return self.files.stub.stem

    @property
    def given_modules(self) -> tuple[str, ...]:
        """Names of the modules and packages among the given files."""
        inside = [path.relative_to(self.files.stub.parent) for path in self.files.given]
        return tuple(
            dict.fromkeys(path.parts[0].removesuffix(".py") for path in inside if path.suffix == ".py")
        )

    @property
    def notebook(self) -> Path:
        """The notebook beside the stub, which students may fill in instead; it need not exist."""
        return self.files.stub.with_suffix(".ipynb")

    @property
    def visible(self) -> Path:
        """The folder of the visible suite."""
        return self.files.suite / "visible"

    @property
    def hidden(self) -> Path:
        """The folder of the hidden suite; it need not exist, and students do not have it."""
        return self.files.suite / "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course, as described by its manifest.

    Attributes:
        root: The course folder, which holds the manifest; absolute.
        name: The course's name for people.
        version: Version of the course.
        isolation: Lowest level accepted for code that is not one's own.
        assignments: Its assignments, in the order of the manifest.
        attempts: Which attempt counts, where an assignment does not say.
        late: What lateness costs, where an assignment does not say.
        drop_lowest: How many of each student's worst assignments are left out.
        most: The most a course grade can be, in percent.
        unproved: Whether it was bundled without proof that its solutions pass its checks.
    """

    root: Path
    name: str
    version: str
    isolation: Isolation = Isolation.L3
    assignments: tuple[Assignment, ...]
    attempts: AttemptPolicy | None = None
    late: LateRule | None = None
    drop_lowest: int = 0
    most: float = 100
    unproved: bool = False

    def require_solutions(self) -> None:
        """Require that the course has solutions.

        Raises:
            UsageError: No assignment has a solved file, as in a release for students.
        """
        if all(one.files.solution is None for one in self.assignments):
            raise UsageError(
                f"No assignment of the course in {self.root} has a solved file.",
                "A release for students has none: do this in the folder of the course itself.",
            )

    def select(self, names: Iterable[str]) -> tuple[Assignment, ...]:
        """Return the assignments of the given names, without duplicates; without any name, all of them.

        Raises:
            UsageError: If no assignment has the name; the advice suggests the nearest.
        """
        return tuple(map(self.assignment, dict.fromkeys(names))) or self.assignments

    def assignment(self, name: str) -> Assignment:
        """Find an assignment by its name.

        Args:
            name: Name of the assignment, exactly as in the manifest.

        Returns:
            The assignment.

        Raises:
            UsageError: If no assignment has the name; the advice suggests the nearest.
        """
        by_name = {one.name: one for one in self.assignments}
        if name in by_name:
            return by_name[name]
        nearest = difflib.get_close_matches(name.lower(), by_name, n=1)
        guess = f"Did you mean {nearest[0]}? " if nearest else ""
        raise UsageError(
            f"This course has no assignment named {name!r}.",
            f"{guess}Its assignments are: {', '.join(by_name)}.",
        )
