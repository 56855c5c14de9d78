"""The schema of a manifest as pydantic models, and as the JSON Schema for editors."""

import json
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, WithJsonSchema

from grader.model.assignment import Graded, Reveal, Scoring, Tolerance
from grader.model.isolation import Isolation
from grader.model.limits import Limits
from grader.model.policies import AttemptPolicy, LateRule

__all__ = [
    "LINE",
    "NAME",
    "PATH",
    "PINNED",
    "PYTHON",
    "SOLVED",
    "AssignmentEntry",
    "CourseEntry",
    "FilesEntry",
    "Manifest",
    "PartEntry",
    "parse_due",
    "schema",
    "schema_text",
]

_SEGMENT: Final = r"[^/\\:]*[^/\\:.][^/\\:]*"
PATH: Final = rf"^({_SEGMENT}/)*{_SEGMENT}$"
"""A path below the course folder: no `..` in it, no root or drive before it, no backslash."""
PYTHON: Final = rf"^({_SEGMENT}/)*[^\W\d]\w*\.py$"
"""The same, to a file that Python can import."""
SOLVED: Final = rf"^({_SEGMENT}/)*[^\W\d]\w*\.(py|ipynb)$"
"""The same, or a notebook of such a name."""
NAME: Final = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
"""A name that is easy to type: lower-case letters and digits with hyphens."""
FUNCTION: Final = r"^[^\W\d]\w*(\.[^\W\d]\w*)?$"
"""A function, a class, or a method with its class before a dot."""
PINNED: Final = r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?(\[[A-Za-z0-9._,-]+\])?==[0-9][A-Za-z0-9.!+_-]*$"
"""A package with its exact version, and perhaps extras."""
LINE: Final = r"^[^\s]([^\n]*[^\s])?$"
"""One line of text without spaces around it."""


def parse_due(value: object) -> datetime:
    """Read a due date.

    Args:
        value: The value in the manifest.

    Returns:
        The date and time, with a time zone.

    Raises:
        ValueError: If it is not a date and time with a time zone, in this millennium. The message is the end
            of a sentence that begins with a description of the value.
    """
    try:
        due = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError("is not a date and time such as 2026-11-06T23:59:00+01:00") from None
    if due.tzinfo is None:
        raise ValueError(f"has no time zone; write {due.isoformat()}+01:00 or whichever is yours")
    if not 2000 <= due.year < 3000:
        raise ValueError(f"gives the year {due.year}, which cannot be meant")
    return due


_Due = Annotated[
    datetime,
    BeforeValidator(parse_due),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-11-06T23:59:00+01:00"]}),
]
# Numbers are strict, because neither "1" nor true is 1. Models are not, because tuples are given as lists.
_Name = Annotated[str, Field(pattern=NAME, max_length=60)]
_Line = Annotated[str, Field(pattern=LINE, max_length=200)]
_Path = Annotated[str, Field(pattern=PATH, max_length=250)]
_Python = Annotated[str, Field(pattern=PYTHON, max_length=250)]
_Solved = Annotated[str, Field(pattern=SOLVED, max_length=250)]
_Function = Annotated[str, Field(pattern=FUNCTION, max_length=200)]
_Pinned = Annotated[str, Field(pattern=PINNED, max_length=200)]
_Points = Annotated[int, Strict(), Field(gt=0, le=100)]
_Count = Annotated[int, Strict(), Field(ge=0, le=1000)]
_Number = Annotated[float, Strict(), Field(ge=0, le=1000)]
_Flag = Annotated[bool, Strict()]


class _Entry(BaseModel):
    """A mapping of the manifest; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class PartEntry(_Entry):
    """One part of an assignment."""

    name: _Name = Field(description="Name that the checks of a suite refer to.")
    title: _Line = Field(description="The part's name for people.")
    points: _Points = Field(description="Points of the part; those of all parts sum to 100.")
    scoring: Scoring = Field(
        Scoring.PROPORTIONAL,
        description="Points by the share of checks that pass, or only if every one passes.",
    )
    graded: Graded = Field(
        Graded.BY_CHECKS,
        description="Who grades the part: the suite's checks, or a person, with `grade gradebook mark`.",
    )


class FilesEntry(_Entry):
    """The paths of an assignment's files from the course folder, with `/` between folders."""

    stub: _Python = Field(description="The file that students fill in; its notebook lies beside it.")
    solution: _Solved | None = Field(
        None, description="The solved file, .py or .ipynb; absent in a release for students."
    )
    handout: _Path | None = Field(
        None, description="The handout's template; absent in a release for students."
    )
    suite: _Path = Field(description="The folder that holds the suites `visible` and, if any, `hidden`.")
    given: tuple[_Path, ...] = Field(
        (),
        description="Data files and modules that a submission can read; they lie in the folder of the stub.",
    )


class AssignmentEntry(_Entry):
    """One assignment."""

    name: _Name = Field(description="Name on the command line: lower case, digits and hyphens.")
    title: _Line = Field(description="The assignment's name for people.")
    due: _Due = Field(description="When it is due, with a time zone.")
    files: FilesEntry
    limits: Limits = Limits()
    reveal: Reveal = Field(
        Reveal.HINT,
        description="What a failed hidden check shows: its name, also the author's hint, or everything.",
    )
    tolerances: Tolerance = Tolerance()
    attempts: AttemptPolicy | None = Field(
        None, description="Which attempt of a student counts; absent for what the course says."
    )
    late: LateRule | None = Field(
        None, description="What lateness costs; absent for what the course says, which may be nothing."
    )
    weight: _Number = Field(1, description="Weight of the assignment in the course grade.")
    bonus: _Flag = Field(default=False, description="Whether the assignment can only raise the course grade.")
    given: tuple[_Function, ...] = Field(
        (),
        description="Functions and classes that students find solved on purpose, such as `helper` or "
        "`Account.balance`; every other one that a check calls has a solution region.",
    )
    packages: tuple[_Pinned, ...] = Field(
        (),
        description="Packages that a submission may import besides NumPy and the standard library, each in "
        "the one version that students and graders have, such as `pandas==3.1.1`; what it needs comes along.",
    )
    parts: tuple[PartEntry, ...] = Field(min_length=1)


class CourseEntry(_Entry):
    """The course as a whole."""

    name: _Line = Field(description="The course's name for people.")
    version: _Line = Field(description='Version of the course, in quotes, such as "2026.1".')
    isolation: Isolation = Field(
        Isolation.L3,
        description="Lowest level of isolation for code that is not one's own: in CI, and for classes.",
    )
    attempts: AttemptPolicy | None = Field(
        None, description="Which attempt counts where an assignment does not say; absent for the best of all."
    )
    late: LateRule | None = Field(
        None, description="What lateness costs where an assignment does not say; absent for nothing."
    )
    drop_lowest: _Count = Field(
        0,
        description="How many of each student's worst assignments are left out; bonus ones are not counted.",
    )
    most: _Number = Field(
        100, description="The most a course grade can be, in percent; more than 100 lets bonus raise it."
    )


class Manifest(_Entry):
    """The course, its assignments and their parts."""

    course: CourseEntry
    assignments: tuple[AssignmentEntry, ...] = Field(min_length=1)


def schema() -> dict[str, Any]:
    """Make the JSON Schema of `assignments.yaml` from the models that validate it.

    Returns:
        The schema, of draft 2020-12.
    """
    made = Manifest.model_json_schema()
    made["title"] = "assignments.yaml"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def schema_text() -> str:
    """Make the text of `docs/schemas/assignments.schema.json`.

    Returns:
        The schema as JSON, indented by two spaces and ending in a newline.
    """
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
