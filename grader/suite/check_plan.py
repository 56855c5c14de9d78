"""What a suite says of a check before it runs, and why pytest cannot read a file of them."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grader.errors import CourseFault
from grader.oracle import Recordings
from grader.suite.case_table import PARAMETER, Row

__all__ = ["CheckFolder", "CheckPlan", "collection_problem", "plan_check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFolder:
    """A folder of checks.

    Attributes:
        path: The folder, absolute.
        hidden: Whether students do not have it.
        recordings: Its recorded cases.
    """

    path: Path
    hidden: bool
    recordings: Recordings


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPlan:
    """What is known of a check before it runs.

    Attributes:
        id: What it is called everywhere, such as `visible/test_loss.py::test_mse`.
        title: What people call it.
        part: The part it counts for.
        hint: What its author advises whoever fails it; may be empty.
        folder: Where it is.
        apart: Whether it asks for far more work than others; see `Overruns`.
    """

    id: str
    title: str
    part: str
    hint: str
    folder: CheckFolder
    apart: bool = False

    @property
    def hidden(self) -> bool:
        """Whether students do not have the check."""
        return self.folder.hidden


def plan_check(item: pytest.Item, folder: CheckFolder, parts: Collection[str]) -> CheckPlan:
    """Read what a suite says of a check.

    Args:
        item: The check, as pytest has collected it.
        folder: The folder of checks that it is in.
        parts: Names of the assignment's parts.

    Raises:
        CourseFault: It does not say which part it counts for, or the assignment has no such part.
    """
    relative = item.path.relative_to(folder.path.parent).as_posix()
    identifier = f"{relative}::{item.nodeid.partition('::')[2]}"
    marker = item.get_closest_marker("part")
    if marker is None or len(marker.args) != 1:
        raise CourseFault(f"{identifier} does not say which part it counts for: mark it with `part`")
    (part,) = marker.args
    if part not in parts:
        known = ", ".join(parts)
        raise CourseFault(f"{identifier} counts for part {part!r}; the assignment has {known}")
    return CheckPlan(
        id=identifier,
        title=_title(item),
        part=part,
        hint=_row_hint(item) or str(marker.kwargs.get("hint", "")),
        folder=folder,
        apart=item.get_closest_marker("apart") is not None,
    )


def collection_problem(report: pytest.CollectReport) -> str:
    """Say why a file cannot be collected: pytest's last line, and the last line of the file that it names."""
    told = str(report.longrepr)
    lines = re.findall(rf'{re.escape(Path(report.nodeid).name)}(?:", line |:)(\d+)', told)
    place = f" (line {lines[-1]})" if lines else ""
    return f"{report.nodeid} cannot be collected: {told.splitlines()[-1].removeprefix('E').strip()}{place}"


def _row_hint(item: pytest.Item) -> str:
    """Return the hint of the row of a table that a check is made from; empty if there is none."""
    row = getattr(getattr(item, "callspec", None), "params", {}).get(PARAMETER)
    return row.hint if isinstance(row, Row) else ""


def _title(item: pytest.Item) -> str:
    """Name a check for people: the first line of its docstring, or its own name as words."""
    function: Any = getattr(item, "function", None)
    words = (function.__doc__ or "").strip().partition("\n")[0].rstrip(".")
    name, bracket, parameter = item.name.partition("[")
    title = words or name.removeprefix("test_").replace("_", " ")
    return f"{title} ({parameter.rstrip(']')})" if bracket else title
