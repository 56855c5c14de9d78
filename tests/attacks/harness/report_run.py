"""Run a check and render the report on it; find what it reveals, and text that a program would obey.

A hidden check is run twice, on different numbers. Whatever differs between the two reports reveals something
about the numbers, in whatever way it is written.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import fill
from typing import Final

from grader.errors import UnusableSubmission
from grader.grading.assessment import assess, unusable
from grader.model.assignment import Tolerance
from grader.model.check import Check, Location, Outcome
from grader.model.report import AssignmentReport, Report
from grader.reports.registry import RenderOptions, render_report
from grader.sandbox.client import Sandbox
from grader.sandbox.process import WorkerProcess
from grader.submission.code_lookup import parameter_names
from grader.submission.reader import Submission, read_submission
from grader.suite.comparison import Expect
from grader.suite.results import SuiteRun
from grader.suite.session import Session
from grader.suite.verdicts import verdict_of
from tests.attacks.harness.attack import Attack
from tests.attacks.harness.course import inputs_of, right_answers
from tests.attacks.harness.observed_sandbox import AttackLimits
from tests.attacks.harness.trial import Trial
from tests.attacks.harness.world import World

__all__ = ["obeyed", "run_report", "run_report_without_escaping"]

Start = Callable[[], WorkerProcess]

_COMMAND: Final = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)
_OURS: Final = re.compile(r"^::(?=(?:error|warning|notice) [^\n]*?::)", re.MULTILINE)
_MARKUP: Final = re.compile(r"<(?:/?[a-z]+|!--)", re.IGNORECASE)
_UNSEEN: Final = "\u034f\u115f\u3164\uffa0\ufe01\u2800\U000e0101"
_WIDTHS: Final = (40, 80, 200)


def run_report(attack: Attack, world: World, start: Start, reveal: str = "") -> Trial:
    """Run an attack in a hidden and in a visible check, and look at what the reports on them say.

    Args:
        attack: The attack.
        world: Where it is handed in.
        start: Starts a worker.
        reveal: What hidden checks show; both `name` and `hint` if empty.
    """
    world.reset()
    trial = Trial("")
    path = world.hand_in(attack)
    submission = _read(path, attack)
    if isinstance(submission, UnusableSubmission):
        report = unusable(world.course.assignments[0], _name(path, attack), str(submission), 1)
        trial.verdict = "refused"
        trial.note("obeyed", obeyed(*_rendered(_whole(world, report))))
        return trial
    visible = _check(attack, submission, start, hidden=False, seed=0)
    trial.verdict = str(visible.outcome)
    trial.message = visible.message
    trial.note("obeyed", obeyed(*_rendered(_report(world, submission, visible, "hint"))))
    hidden = [_check(attack, submission, start, hidden=True, seed=seed) for seed in (0, 1)]
    for shown in [reveal] if reveal else ["name", "hint"]:
        texts = [list(_rendered(_report(world, submission, check, shown))) for check in hidden]
        trial.note("secret", _difference(*texts))
        for check, told in zip(hidden, texts, strict=True):
            trial.note("obeyed", obeyed(*told))
            trial.verdict = str(check.outcome)
    return trial


def run_report_without_escaping(attack: Attack, world: World, start: Start) -> Trial:
    """Print what a student wrote as it stands, and put JSON together by hand."""
    world.reset()
    path = world.hand_in(attack)
    submission = _read(path, attack)
    trial = Trial("careless")
    if isinstance(submission, UnusableSubmission):
        said = {"file": path.name, "why": path.read_text("utf-8", "replace")}
    else:
        check = _check(attack, submission, start, hidden=False, seed=0)
        frames = [place.function for place in check.trace]
        said = {
            "file": _name(path, attack),
            "message": check.message,
            "exception": check.exception,
            "output": check.output,
            "frames": "\n".join(frames),
            "notices": "\n".join(submission.notices),
            "calls": "\n".join(map(str, check.calls)),
            "differences": "\n".join(difference.actual for difference in check.differences),
        }
    by_hand = "{" + ", ".join(f'"{name}": "{text}"' for name, text in said.items()) + "}"
    folded = (fill(text, width) for text in said.values() for width in _WIDTHS)
    trial.note("obeyed", obeyed(by_hand, "\n".join(said.values()), *folded))
    return trial


def obeyed(as_json: str, *pages: str) -> str:
    """Say what in a report a terminal, a CI log, a browser or a reader of JSON would obey."""
    try:
        json.loads(as_json)
    except ValueError as error:
        return f"not JSON: {error}"
    if not as_json.isascii():
        return "JSON that is not ASCII"
    for text in (as_json, *pages):
        if found := _COMMAND.search(text):
            return f"a command to a CI system: {found[0]!r}"
    if found := _MARKUP.search(as_json):
        return f"markup in JSON: {found[0]!r}"
    for page in pages:
        for character in page:
            if character in _UNSEEN or not (character.isprintable() or character in "\n\u3000\xa0"):
                return f"a character that is not printed: {character!r}"
    return ""


def _name(path: Path, attack: Attack) -> str:
    return path.name if attack.make is not None else "submission.py"


def _read(path: Path, attack: Attack) -> Submission | UnusableSubmission:
    try:
        return read_submission(path, module="attacked", name=_name(path, attack))
    except UnusableSubmission as error:
        return error


def _check(attack: Attack, submission: Submission, start: Start, *, hidden: bool, seed: int) -> Check:
    """Run what a check runs and put it down as the plugin does."""
    sandbox = Sandbox(submission.source, AttackLimits.of(attack).plain(), start)
    session = Session(sandbox, parameter_names(submission.source))
    expect = Expect(Tolerance(), session)
    inputs = inputs_of("hidden" if hidden else "visible", seed)
    values, gradients = right_answers(inputs)
    error: BaseException | None = None
    try:
        arguments = {name: inputs[name] for name in ("x", "w1", "w2", "b")}
        answer = session.resolve("forward")(**arguments)
        if "backward" in sandbox.names():
            # What it returned goes back to it, as with a cache.
            found = session.resolve("backward")(**inputs, cache=answer)
            expect(found, gradients, "gradients")
        expect(answer, values["y_hat"], "y_hat")
    except Exception as problem:  # noqa: BLE001  # whatever it is, it is what is to be told
        error = problem
    verdict = verdict_of(error)
    trace = tuple(Location(file="", line=line, function=function) for line, function in verdict.frames)
    check = Check(
        id="hidden/test_hidden.py::test" if hidden else "visible/test_visible.py::test",
        title="two batches",
        part="forward",
        hidden=hidden,
        outcome=verdict.outcome or Outcome.WRONG,
        message=verdict.message,
        exception=verdict.exception,
        calls=tuple(session.calls),
        differences=tuple(verdict.differences),
        location=trace[-1] if trace else None,
        trace=trace,
        hint="Square x first.",
        output=session.output,
        seeds=(("hidden_batch", 3),),
        needs=verdict.needs,
        explanation=verdict.explanation,
    )
    sandbox.close()
    return check


def _report(world: World, submission: Submission, check: Check, reveal: str) -> Report:
    run = SuiteRun(checks=(check,), faults=(), isolation="L3")
    assignment = world.course.assignments[0]
    return _whole(world, replace(assess(assignment, submission, run, 1), reveal=reveal))


def _whole(world: World, assignment: AssignmentReport) -> Report:
    return Report(
        course=world.course.name,
        course_version="1",
        grader_version="1",
        isolation="L3",
        isolation_asked="L3",
        seed=1,
        assignments=(assignment,),
    )


def _rendered(report: Report) -> Iterator[str]:
    yield render_report("json", report)
    for width in _WIDTHS:
        yield render_report("terminal", report, RenderOptions(width=width))
    yield render_report("markdown", report)
    yield render_report("junit", report)
    yield render_report("gradescope", report)
    # Here each line is a command of ours; what it says must hold no other.
    yield _OURS.sub("", render_report("annotations", report))


def _difference(one: list[str], other: list[str]) -> str:
    for mine, theirs in zip(one, other, strict=True):
        for left, right in zip(mine.splitlines(), theirs.splitlines(), strict=False):
            if left != right:
                return f"{left.strip()!r} for other numbers than {right.strip()!r}"
        if mine != theirs:
            return f"{len(mine.splitlines())} lines for other numbers than {len(theirs.splitlines())}"
    return ""
