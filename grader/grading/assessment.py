"""Assess one submission: from the run of its suite to its report, with places, points and faults."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property
from typing import Final

from grader.grading.notices import describe_conversions, describe_load_failures, describe_load_fault
from grader.model.assignment import Assignment, Part
from grader.model.check import Check, Difference, Fault, Location, Outcome, RunFault
from grader.model.formatting import join_first
from grader.model.report import AssignmentReport, MissingFunction, PartScore
from grader.model.scoring import lost_part, score_part
from grader.model.suspects import Cleared, cleared_by, last_function, likeliest_methods, suspects_of
from grader.sandbox import SOURCE_NAME
from grader.submission.code_lookup import (
    has_function_outside_class,
    line_of_function,
    line_of_value,
)
from grader.submission.reader import Submission
from grader.suite.results import SuiteRun

__all__ = ["assess", "missing_functions", "unchanged", "unusable"]

# `foward` is as near to `forward` as 0.92, `backward` as 0.53; `activate` to `activate_grad` as 0.76.
_NEAR: Final = 0.8
_MOST_NAMED: Final = 8
_ANOTHER_FILE: Final = (
    "{name} defines none of the functions of {assignment}: {names}.\nIs it the file for this assignment?"
    " Hand in the one in which you wrote them."
)


def missing_functions(checks: Sequence[Check], submission: Submission) -> tuple[MissingFunction, ...]:
    """Find the functions and classes that checks needed and the submission does not define.

    Args:
        checks: What the run found, with the names that the suite asked for.
        submission: What was handed in.

    Returns:
        Each once, in the order of the checks.
    """
    asked = dict.fromkeys(_lacking(checks))
    known = {*asked, *(call.function.partition(".")[0] for check in checks for call in check.calls)}
    own = [name for name in submission.parameters if name not in known]
    return tuple(
        MissingFunction(name=name, nearest=_outside_class(name, submission.source) or _nearest(name, own))
        for name in asked
        if name not in submission.parameters
    )


def is_another_file(checks: Sequence[Check], missing: Sequence[MissingFunction]) -> bool:
    """Tell whether no check found what it needs, and no function has nearly the right name."""
    lacking = {
        check.id for check in checks if check.outcome is Outcome.SKIPPED and check.needs and not check.trace
    }
    names = {one.name for one in missing}
    return (
        bool(checks)
        and len(lacking) == len(checks)
        and all(check.needs in names for check in checks)
        and not any(one.nearest for one in missing)
    )


def _lacking(checks: Sequence[Check]) -> Iterable[str]:
    """Give the names that were not there: where one was, but called what is not written, there are frames."""
    return (
        check.needs
        for check in checks
        if check.outcome is Outcome.SKIPPED and check.needs and not check.trace
    )


def _outside_class(name: str, source: str) -> str:
    """Return the name of a method without its class if it stands outside, as where it is outdented."""
    _, _, method = name.rpartition(".")
    return method if method != name and has_function_outside_class(source, method) else ""


def _nearest(name: str, own: Sequence[str]) -> str:
    return next(iter(get_close_matches(name, own, n=1, cutoff=_NEAR)), "")


_FRAME: Final = re.compile(rf'File "{SOURCE_NAME}", line (\d{{1,9}})')
_PLACE: Final = re.compile(rf"{SOURCE_NAME}:(\d{{1,9}})")
_ELEMENT: Final = re.compile(r"([^\[\]]*)\[(\d{1,9})\]")


def assess(
    assignment: Assignment, submission: Submission, run: SuiteRun, seed: int, pristine: Collection[str] = ()
) -> AssignmentReport:
    """Report on a submission whose suite ran.

    Args:
        assignment: What it was handed in for.
        submission: What was handed in.
        run: What the run found.
        seed: What the run's seeds were drawn from.
        pristine: Fingerprints of what was handed out; empty where they are not known.
    """
    if run.load_fault is not None and not run.faults:
        reason = describe_load_fault(run.load_fault, submission)
        lost = unusable(assignment, submission.name, reason, seed)
        return replace(lost, sha256=submission.sha256, notices=submission.notices)
    order = [part.name for part in assignment.parts]
    checks = sorted(
        run.checks, key=lambda check: order.index(check.part) if check.part in order else len(order)
    )
    missing = missing_functions(checks, submission)
    if not (run.left_out or run.faults) and is_another_file(run.checks, missing):
        names = join_first([one.name for one in missing], most=_MOST_NAMED)
        reason = _ANOTHER_FILE.format(name=submission.name, assignment=assignment.name, names=names)
        notices = (*describe_load_failures(run.load_failures, submission), *submission.notices)
        lost = unusable(assignment, submission.name, reason, seed)
        return replace(lost, sha256=submission.sha256, notices=notices)
    clues = _Clues(run.checks)
    checks = [_placed(check, submission, clues) for check in run.checks]
    hidden_ran = any(check.hidden for check in checks)
    parts = [_score(part, checks, run.left_out.get(part.name, 0)) for part in assignment.parts_by_checks]
    faults = list(run.faults)
    if hidden_ran and not faults:
        faults += [
            RunFault(kind=Fault.SUITE, message=f"the suite has no check for part {one.name}")
            for one in parts
            if not (one.checks or one.left_out)
        ]
    return AssignmentReport(
        name=assignment.name,
        title=assignment.title,
        submission=submission.name,
        sha256=submission.sha256,
        parts=tuple(parts),
        untouched=_untouched(submission, checks, pristine),
        hidden_ran=hidden_ran,
        reveal=assignment.reveal.value,
        fault="\n".join(map(str, faults)),
        notices=(
            *describe_load_failures(run.load_failures, submission),
            *submission.notices,
            *describe_conversions(run.conversions),
        ),
        missing=missing_functions([check for part in parts for check in part.checks], submission),
        seed=seed,
        faults=tuple(faults),
        defects=run.defects,
        runner_errors=run.errors,
    )


def unusable(assignment: Assignment, name: str, reason: str, seed: int) -> AssignmentReport:
    """Report on a submission that cannot be run at all: no points, and the reason."""
    return AssignmentReport(
        name=assignment.name,
        title=assignment.title,
        submission=name,
        sha256="",
        parts=tuple(lost_part(part.name, part.title, part.points) for part in assignment.parts_by_checks),
        untouched=False,
        hidden_ran=False,
        reveal=assignment.reveal.value,
        unusable=reason,
        seed=seed,
    )


def unchanged(assignment: Assignment, name: str, seed: int) -> AssignmentReport:
    """Report on a submission that is as it was handed out and was not run: no points, and no failures."""
    return replace(
        unusable(assignment, name, "", seed), untouched=True, hidden_ran=assignment.hidden.is_dir()
    )


def _untouched(submission: Submission, checks: Sequence[Check], pristine: Collection[str]) -> bool:
    """Whether it is as it was handed out; where that is not known, whether every check met an empty stub."""
    if pristine:
        return submission.fingerprint in pristine
    return bool(checks) and all(check.outcome is Outcome.NOT_STARTED for check in checks)


def _score(part: Part, checks: Sequence[Check], left_out: int) -> PartScore:
    mine = [check for check in checks if check.part == part.name]
    return score_part(part.name, part.title, part.points, part.scoring, mine, left_out)


class _Clues:
    """What all checks together say about where a mistake may be, found out where something failed.

    Args:
        checks: The checks.
    """

    def __init__(self, checks: Sequence[Check]) -> None:
        self._checks = checks

    @cached_property
    def cleared(self) -> Cleared:
        """What passing checks use."""
        return cleared_by(self._checks)

    @cached_property
    def likeliest(self) -> Mapping[str, str]:
        """The method that a failing check most likely fails for, by its id."""
        return likeliest_methods(self._checks)


def _placed(check: Check, submission: Submission, clues: _Clues) -> Check:
    """Put the student's own file and lines in the place of lines of the source that ran."""
    if check.outcome is Outcome.PASSED and not check.output:
        return check  # as most are, and nothing in it has a place
    trace = tuple(submission.locate(place.line, place.function) for place in check.trace)
    differences = tuple(_with_place(difference, check, submission) for difference in check.differences)
    places = [difference.location for difference in differences if difference.location is not None]
    location = None
    if check.outcome is not Outcome.PASSED:
        location = trace[-1] if trace else _line_of_result(check, submission, places, clues)
    explanation = check.explanation
    if explanation is not None and explanation.location is not None:
        location = submission.locate(explanation.location.line, explanation.location.function)
        explanation = replace(explanation, location=location)
    return replace(
        check,
        explanation=explanation,
        trace=trace,
        differences=differences,
        location=location,
        needs=_needs(check, submission),
        output=_with_places(check.output, submission),
        message=_with_places(check.message, submission),
    )


def _line_of_result(
    check: Check, submission: Submission, places: Sequence[Location], clues: _Clues
) -> Location | None:
    """Find the line that computes the first wrong value, or returned it, or else where to begin to look."""
    branch = check.location
    value = next(iter(places), None)
    if branch is None:
        return value or _called(check, submission, clues)
    returned = submission.locate(branch.line, branch.function)
    # What stands behind the `return` that ran has not run.
    has_run = value is not None and value.cell == returned.cell and value.line <= returned.line
    return value if has_run else returned


def _with_places(printed: str, submission: Submission) -> str:
    """Put the student's own places in what was printed, such as warnings and tracebacks."""
    frames = _FRAME.sub(lambda found: str(submission.locate(int(found[1]))), printed)
    return _PLACE.sub(lambda found: str(submission.locate(int(found[1]))), frames)


def _with_place(difference: Difference, check: Check, submission: Submission) -> Difference:
    if not check.calls:
        return difference
    function = check.calls[-1].function
    line = _line_of(difference.name, submission.source, function)
    return replace(difference, location=None if line is None else submission.locate(line, function))


def _line_of(name: str, source: str, function: str) -> int | None:
    """Find the line of a value by its key, or of an element of the result, named such as `result[1]`."""
    element = _ELEMENT.fullmatch(name)
    if element is None:
        return line_of_value(source, function, name)
    base, position = element.groups()
    # The tuple may itself be an entry of a dict; else it is what the function returns.
    line = line_of_value(source, function, base)
    return line_of_value(source, function, int(position)) if line is None else line


def _called(check: Check, submission: Submission, clues: _Clues) -> Location | None:
    """Find where to begin to look when nothing else is known.

    That is the one method or operator which only checks that fail use, or far more often than others, or else
    the function that was called last.
    """
    suspects = suspects_of(check, clues.cleared)
    if check.id in clues.likeliest and not any("." in name for name in suspects):
        suspects = frozenset({clues.likeliest[check.id]})
    lines = {name: line_of_function(submission.source, name) for name in suspects if "." in name}
    known = [(line, name) for name, line in lines.items() if line is not None]
    if len(known) == len(suspects) == 1:
        return submission.locate(*known[0])
    function = last_function(check)
    line = line_of_function(submission.source, function) if function else None
    return None if line is None else submission.locate(line, function)


def _needs(check: Check, submission: Submission) -> str:
    """Keep the name of a function that is needed if the suite or the student's text has it.

    With frames, the name comes from the running code, where a made-up one could carry hidden values.
    """
    if check.trace and line_of_function(submission.source, check.needs) is None:
        return ""
    return check.needs
