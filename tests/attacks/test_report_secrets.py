"""No report on a hidden run holds a number of the hidden suite, a ratio to one, or a line of its source.

Every golden submission and many known mistakes are run with the whole suite; each run is rendered in every
form, and what stands there besides the words on visible checks is searched.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pytest

from grader.authoring.secrets import LineIndex, Secrets, gather_secrets
from grader.course.solution import read_solved
from grader.diagnosis.catalogue import load_catalogue, mistaken_source
from grader.grading.assessment import assess
from grader.grading.grade import suite_job
from grader.model.assignment import Assignment
from grader.model.check import Check, Outcome
from grader.model.report import AssignmentReport
from grader.reports.registry import format_names, render_report
from grader.submission.reader import read_submission
from grader.suite.results import SuiteRun
from tests.support.golden_runs import cases, course, submission_of
from tests.support.hidden_runs import HiddenRun, run_all
from tests.support.report_samples import report

_ENTRIES: Final = 8
_SEED: Final = 7
_NAMES: Final = [one.name for one in course().assignments]
_NUMBER: Final = re.compile(r"(?<![\w.])-?(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?(?![\w])")
_TIME: Final = re.compile(r'\btime="[\d.]+"|"seconds": [\d.e-]+')
_TELLING: Final = 4
"""Digits from which on a number is taken for one of the suite's and not for a count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A submission's report without redaction, and the numbers that the suite used.

    Attributes:
        of: What was run, for people.
        assignment: The report.
        numbers: The numbers, sorted.
    """

    of: str
    assignment: AssignmentReport
    numbers: npt.NDArray[np.float64] = field(compare=False)


@cache
def runs(name: str, folder: Path) -> list[Run]:
    """Run the suites of an assignment against its golden submissions and a draw of its known mistakes."""
    assignment = course().assignment(name)
    handed = dict(_handed_in(assignment, folder))
    limits = replace(suite_job(assignment).limits, cpu_seconds_per_call=0.3)
    suite = replace(suite_job(assignment), limits=limits)
    read = {
        of: read_submission(path, module=assignment.module, name=path.name) for of, path in handed.items()
    }
    done = run_all(suite, _SEED, [submission.source for submission in read.values()])
    return [
        Run(
            of=of,
            assignment=assess(assignment, read[of], _as_run(found), _SEED),
            numbers=np.unique(np.abs(np.array(sorted(found.numbers)))),
        )
        for of, found in zip(handed, done, strict=True)
    ]


def _as_run(found: HiddenRun) -> SuiteRun:
    return SuiteRun(checks=found.checks, faults=(), isolation="L1")


def _handed_in(assignment: Assignment, folder: Path) -> Iterator[tuple[str, Path]]:
    for case in cases():
        if case.startswith(f"{assignment.name}/"):
            yield case, submission_of(case)
    solution = assignment.files.solution
    assert solution is not None
    entries = load_catalogue(assignment.files.suite)
    for entry in random.Random(_SEED).sample(entries, min(_ENTRIES, len(entries))):  # noqa: S311  # variety
        path = folder / entry.name / f"{assignment.module}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            mistaken_source(entry, read_solved(solution), assignment.files.suite),
            encoding="utf-8",
            newline="\n",
        )
        yield entry.name, path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the known mistakes are written down."""
    return tmp_path_factory.mktemp("mistakes")


@cache
def secrets() -> tuple[Secrets, LineIndex]:
    """Gather the lines that students must not read."""
    gathered = gather_secrets(course())
    return gathered, LineIndex(gathered.lines)


@cache
def shown_of_hidden(run: Run) -> str:
    """Give all lines that a report has in any form and would not have if hidden checks had no details."""
    whole = run.assignment
    bare = tuple(replace(part, checks=tuple(map(_bare, part.checks))) for part in whole.parts)
    lines: dict[str, None] = {}
    for form in format_names():
        anyway = set(_lines(form, replace(whole, parts=bare)))
        shown = _lines(form, whole)
        lines |= dict.fromkeys(line for line in shown if line not in anyway)
    return "\n".join(lines)


def _lines(form: str, assignment: AssignmentReport) -> list[str]:
    """Render a report; how long a check took is a number of this machine and none of the suite."""
    return _TIME.sub("", render_report(form, report(assignment))).splitlines()


def _bare(check: Check) -> Check:
    if not check.hidden:
        return check
    return Check(id=check.id, title=check.title, part=check.part, hidden=True, outcome=check.outcome)


def numbers_in(text: str) -> Iterator[tuple[str, float, float]]:
    """Give each telling number of a text, its magnitude, and by how much rounding may have changed it."""
    for found in _NUMBER.finditer(text.replace("_", "")):
        mantissa, power = found[1], int(found[2] or 0)
        digits = mantissa.replace(".", "").strip("0")
        if len(digits) >= _TELLING:
            places = len(mantissa.partition(".")[2])
            yield found[0], float(mantissa) * 10.0**power, 0.5001 * 10.0 ** (power - places)


def leaked_numbers(run: Run) -> list[str]:
    """Give the numbers of a report that are the suite's, and that no visible check shows."""
    visible = [check for part in run.assignment.parts for check in part.checks if not check.hidden]
    anyway = {token for token, _, _ in numbers_in(str(visible))}
    leaked = []
    for token, value, rounding in numbers_in(shown_of_hidden(run)):
        begin, end = np.searchsorted(run.numbers, [value - rounding, value + rounding])
        if end > begin and not any(one.startswith(token) or token.startswith(one) for one in anyway):
            leaked.append(token)
    return leaked


def redacted(name: str, folder: Path) -> Iterator[Run]:
    """Give the runs at reveal `hint`, and every third at `name`."""
    for number, run in enumerate(runs(name, folder)):
        reveal = "hint" if number % 3 else "name"
        yield replace(run, assignment=replace(run.assignment, reveal=reveal))


def failed_and_hidden(run: Run) -> list[Check]:
    return [
        check
        for part in run.assignment.parts
        for check in part.checks
        if check.hidden and check.outcome is not Outcome.PASSED
    ]


def require_no_number(name: str, folder: Path) -> None:
    """Require that no report shows a number of the hidden suite."""
    leaks = {run.of: leaked_numbers(run) for run in redacted(name, folder)}
    assert not {of: leaked for of, leaked in leaks.items() if leaked}


def require_no_line(name: str, folder: Path) -> None:
    """Require that no report shows a line of the hidden suite, or of the solution."""
    gathered, index = secrets()
    for run in redacted(name, folder):
        found = index.found_in(shown_of_hidden(run))
        for check in failed_and_hidden(run):
            found -= index.found_in(f"{check.id}\n{check.title}\n{check.hint}")
        assert not {gathered.lines[line] for line in found}, run.of


def require_no_detail(name: str, folder: Path) -> None:
    """Require that no report shows the detail of a hidden check."""
    for run in redacted(name, folder):
        text = " ".join(shown_of_hidden(run).split())
        checks = [check for part in run.assignment.parts for check in part.checks]
        # A visible check that fails for the same reason may say so.
        told = {check.explanation.detail for check in checks if check.explanation and not check.hidden}
        for check in failed_and_hidden(run):
            if check.explanation is not None and check.explanation.detail not in {"", *told}:
                assert check.explanation.detail not in text, run.of


def require_finds_in_full_reports(name: str, folder: Path) -> None:
    """Require that the search for numbers finds what full reveal shows."""
    some = [run for run in runs(name, folder) if failed_and_hidden(run)][::6]
    found = [leaked_numbers(replace(run, assignment=replace(run.assignment, reveal="full"))) for run in some]
    assert any(found)


# To run all submissions takes half a minute, so what is asked of their reports is asked in one test.
@pytest.mark.parametrize("name", _NAMES, scope="module")
def test_no_report_shows_a_secret_of_the_hidden_suite(name: str, folder: Path) -> None:
    require_finds_in_full_reports(name, folder)
    require_no_number(name, folder)
    require_no_line(name, folder)
    require_no_detail(name, folder)
