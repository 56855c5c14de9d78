"""Serve one request in this process and report what happens, message by message."""

import gc
import os
import socket
from collections.abc import Mapping
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import pytest

from grader.errors import CourseFault, UsageError
from grader.model.check import Explanation, Fault, RunFault
from grader.model.conversion import Conversion
from grader.model.limits import Limits
from grader.model.serialisation import Encoded, from_json, to_json
from grader.sandbox.client import Sandbox
from grader.sandbox.faults import Raised, StudentFault
from grader.sandbox.launcher import Launcher
from grader.submission.code_lookup import parameter_names
from grader.suite.check_run import CheckRun
from grader.suite.forking import can_fork, serve_in_forks
from grader.suite.jobs import RunRequest, Selection, SubmissionJob, SuiteJob
from grader.suite.judging import Judge
from grader.suite.known_runs import KnownRuns
from grader.suite.plugin import SuitePlugin
from grader.suite.results import LoadFailure
from grader.suite.session import Session
from grader.suite.trials import try_program
from grader.suite.verdicts import own_traceback
from grader.wire.channel import MAX_FRAME_BYTES, Channel, ChannelClosed

if TYPE_CHECKING:
    from grader.suite.explainer import SuiteMistakes

__all__ = ["collect", "serve_request"]

# They report, remember and debug, which is ours to do. Left out by `addopts` they would be imported first.
_UNUSED: Final = (
    "cacheprovider",
    "debugging",
    "doctest",
    "faulthandler",
    "junitxml",
    "legacypath",
    "logging",
    "pastebin",
    "setuponly",
    "setupplan",
    "stepwise",
    "terminal",
    "threadexception",
    "unraisableexception",
    "warnings",
)
_BATCH: Final = 50
_SERVED: Final = 0
_BROKEN: Final = 1


def serve_request(conversation: socket.socket, launcher: Launcher) -> int:
    """Read a request, run its suite, and send what is found.

    Where many submissions are to follow, the first message is `ready`, and they come as `serve_in_forks`
    takes them. Each message is a JSON object with one key: `plan` (every check, undecided), `check` (one
    decided check), `explanations` (why checks failed) or `trial` (how one program fared), and last `end`
    (what is wrong with the suite or the run, the level the code was confined at, how many checks of each part
    were not asked for). Or there is only one, `refused`: this machine cannot confine the code as asked, or
    cannot import what the code may import.

    Args:
        conversation: A connected stream socket; the other side sends a `RunRequest`.
        launcher: Starts workers.

    Returns:
        0 if the request was served to its end.
    """
    channel = Channel(conversation, MAX_FRAME_BYTES)
    try:
        request = from_json(_next_frame(channel), RunRequest)
        try:
            launcher.require(request.suite.isolation)
        except UsageError as refusal:
            _send(channel, "refused", {"message": refusal.message, "advice": refusal.advice})
            return _SERVED
        _run(request, launcher, channel, conversation)
    except ChannelClosed:
        return _BROKEN  # whoever asked does not wait for the answer any more
    return _SERVED


def _run(request: RunRequest, launcher: Launcher, channel: Channel, conversation: socket.socket) -> None:
    emit = partial(_send, channel)
    if request.submission is None and not request.trials:
        if not can_fork():
            raise NotImplementedError("only where processes can fork does one collect a suite for many")
        plugin = SuitePlugin(request.suite, partial(_serve_many, request.seed, launcher, conversation))
        collect(plugin)
        return
    with closing(_Workload(request, launcher, emit)) as workload:
        plugin = SuitePlugin(request.suite, workload)
        status = collect(plugin)
        workload.finish(plugin, status)


def _serve_many(seed: int, launcher: Launcher, conversation: socket.socket, plugin: SuitePlugin) -> None:
    """Judge many submissions with the suite that has been collected, each in a fork of this process."""

    def serve(inner: socket.socket) -> int:
        gc.freeze()  # what is known by now holds no rings to look for
        channel = Channel(inner, MAX_FRAME_BYTES)
        try:
            submission = from_json(_next_frame(channel), SubmissionJob)
            request = RunRequest(suite=plugin.suite, submission=submission)
            with closing(_Workload(request, launcher, _Batches(channel), mistakes)) as workload:
                workload(plugin)
                workload.finish(plugin, pytest.ExitCode.OK)
        except ChannelClosed:
            return _BROKEN
        return _SERVED

    plugin.known = known = KnownRuns()
    mistakes = _warm_up(plugin, launcher, seed)
    with closing(known), closing(mistakes.tried):
        known.share()
        mistakes.tried.share()
        gc.freeze()  # no fork need look for rings in it
        _send(Channel(conversation, MAX_FRAME_BYTES), "ready", True)
        serve_in_forks(conversation, serve, pinned=True, inboxes=(known, mistakes.tried))


def _warm_up(plugin: SuitePlugin, launcher: Launcher, seed: int) -> "SuiteMistakes":
    """Run the solution and read the known mistakes, so that no fork has to load or draw what many need."""
    # What only wrong submissions need, each of their forks would import anew.
    import grader.diagnosis.exceptions  # noqa: PLC0415  # see above
    import grader.suite.branches  # noqa: F401, PLC0415  # see above

    mistakes = _mistakes_of(plugin.suite)
    suite = plugin.suite
    if plugin.faults or not suite.solution:
        return mistakes
    with suppress(CourseFault):  # told by the first submission that needs them
        mistakes.read()
    plugin.begin(seed, Selection())
    sandbox = Sandbox(suite.solution, suite.limits, launcher.start, given=suite.given)
    session = Session(sandbox, parameter_names(suite.solution))
    with closing(session):
        for check in plugin.order:
            plugin.run(check, session)
    return mistakes


def _mistakes_of(suite: SuiteJob) -> "SuiteMistakes":
    # One submission without a wrong answer does without the catalogue and what reads it.
    from grader.suite.explainer import SuiteMistakes  # noqa: PLC0415  # see above

    return SuiteMistakes(suite)


class _Workload:
    """What is done with the checks of a suite once they are collected.

    Args:
        request: What to do.
        launcher: Starts workers.
        emit: Sends one message of a kind, at once unless it may wait.
        mistakes: What the suite says of known mistakes, where that is read already.
    """

    def __init__(
        self,
        request: RunRequest,
        launcher: Launcher,
        emit: "_Emit",
        mistakes: "SuiteMistakes | None" = None,
    ) -> None:
        self._suite = request.suite
        self._mistakes = mistakes
        self._trials = request.trials
        self._submission = request.submission or SubmissionJob(source="")
        self._launcher = launcher
        self._emit = emit
        known = self._submission.parameters
        self._parameters = parameter_names(self._submission.source) if known is None else known
        self._conversions: set[Conversion] = set()
        self._session = self.open(self._submission.source)
        if not self._trials:
            self._session.prepare()  # its worker starts while the checks are collected

    def close(self) -> None:
        """End the submission's worker."""
        self._session.close()

    def open(self, source: str, *, like_own: bool = False, limits: Limits | None = None) -> Session:
        """Start a conversation with a program; one like the submission runs cell by cell as it does."""
        own = like_own or source == self._submission.source
        sandbox = Sandbox(
            source,
            limits or self._suite.limits,
            self._launcher.start,
            self._submission.file,
            self._submission.cells if own else (),
            self._suite.patience,
            self._suite.given,
        )
        return Session(sandbox, self._parameters)

    def __call__(self, plugin: SuitePlugin) -> None:
        """Judge the submission, or try the programs the request brings."""
        plugin.begin(self._submission.seed, self._submission.selection)
        self._emit("plan", Encoded(plugin.plan))
        if plugin.faults:
            return
        if self._trials:
            for trial in self._trials:
                self._emit("trial", try_program(plugin, trial, self.open).to_plain())
            return
        solve = partial(self.open, self._suite.solution) if self._suite.solution else None
        judge = Judge(self._session, solve, self._tell)
        judge.decide_all(plugin)
        self._conversions = judge.conversions
        if judge.signatures:
            self._explain(plugin, judge)

    def finish(self, plugin: SuitePlugin, status: int) -> None:
        """Send the last message."""
        faults = list(plugin.faults)
        ended = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        if status not in ended and not faults and not plugin.left_out:
            message = f"pytest ended with status {int(status)}: the suite holds no checks or cannot be run"
            faults.append(RunFault(kind=Fault.SUITE, message=message))
        self._emit(
            "end",
            {
                "faults": faults,
                "defects": plugin.defects,
                "isolation": self._launcher.level.value,
                "left_out": plugin.left_out,
                "load_failures": [_load_failure(one) for one in self._session.load_failures],
                "load_fault": _load_failure(self._session.load_fault) if self._session.load_fault else None,
                "cpu_seconds": self._session.cpu_seconds,
                "conversions": sorted(self._conversions),
            },
        )

    def _tell(self, run: CheckRun) -> None:
        self._emit("check", Encoded(run.encoded) if run.encoded else run.check, may_wait=run.error is None)

    def _explain(self, plugin: SuitePlugin, judge: Judge) -> None:
        """Explain failed checks; whatever goes wrong in it costs explanations and no points."""
        # As in `_mistakes_of`.
        from grader.suite.branches import find_branches  # noqa: PLC0415  # see above
        from grader.suite.explainer import Explainer  # noqa: PLC0415  # see above

        start = partial(self.open, like_own=True)
        mistakes = self._mistakes or _mistakes_of(self._suite)
        try:
            explainer = Explainer(self._suite, plugin, self.open, mistakes)
            found = explainer.explain(judge.decided, judge.signatures)
            # Elsewhere values are often picked from few, so that a wrong program passes by chance.
            if self._submission.seek_repairs and mistakes.differentiates:
                found |= self._explain_by_repair(plugin, judge, found)
            branches = find_branches(plugin, self._submission.source, judge.decided.values(), start)
        except CourseFault as fault:
            plugin.report_fault(Fault.SUITE, fault.message)
        except Exception as error:  # noqa: BLE001  # it works on whatever a submission has returned
            plugin.report_fault(
                Fault.GRADER, f"no explanations were found: {type(error).__name__}", own_traceback(error)
            )
        else:
            self._emit("explanations", found)
            self._emit("branches", branches)

    def _explain_by_repair(
        self, plugin: SuitePlugin, judge: Judge, found: Mapping[str, Explanation]
    ) -> dict[str, Explanation]:
        # As in `_mistakes_of`.
        from grader.suite.repair_explanations import explain_by_repair  # noqa: PLC0415  # see above
        from grader.suite.variant_runs import VariantRuns, limits_of_variants  # noqa: PLC0415  # see above

        start = partial(self.open, limits=limits_of_variants(self._suite.limits))
        runs = VariantRuns(plugin, self._submission.source, start, partial(self._emit, "tried"))
        return explain_by_repair(runs, judge.decided, judge.signatures, found)


def _load_failure(fault: StudentFault) -> LoadFailure:
    return LoadFailure(
        line=fault.frames[0][0] if fault.frames else 0,
        exception=fault.exception if isinstance(fault, Raised) else "",
        message=fault.message,
    )


class _Emit(Protocol):
    """Sends a message of a kind, and with it all that was allowed to wait."""

    def __call__(self, kind: str, content: Any, /, *, may_wait: bool = False) -> None: ...


def _send(channel: Channel, kind: str, content: Any, *, may_wait: bool = False) -> None:  # noqa: ARG001  # nothing waits
    channel.send(to_json({kind: content}))


class _Batches:
    """Sends what may wait many at a time: nobody looks at one of many submissions before it is finished.

    What costs points may not, so that nobody can take it back by ending this process.

    Args:
        channel: Where they go.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._waiting: list[bytes] = []

    def __call__(self, kind: str, content: Any, *, may_wait: bool = False) -> None:
        """Send a message with all that wait, or let it wait with them."""
        self._waiting.append(to_json({kind: content}))
        if not may_wait or len(self._waiting) >= _BATCH:
            self._channel.send(*self._waiting)
            self._waiting.clear()


def _next_frame(channel: Channel) -> bytes:
    frame = None
    while frame is None:
        frame = channel.receive()
    return frame


def collect(plugin: SuitePlugin) -> int:
    """Let pytest collect a suite, and do the plugin's work.

    pytest takes brackets and colons in an argument for its own, and a course's folder may have any name: so
    this process goes to where the suite is, and names its folders from there.

    Returns:
        pytest's exit status.
    """
    folders = [Path(folder.path).absolute() for folder in plugin.suite.folders]
    os.chdir(os.path.commonpath([folder.parent for folder in folders]))
    return pytest.main(
        [
            *(f"-pno:{unused}" for unused in _UNUSED),
            "-c",
            str(Path(__file__).with_name("pytest.ini")),
            "--rootdir=.",
            "--confcutdir=.",
            *(os.path.relpath(folder) for folder in folders),
        ],
        plugins=[plugin],
    )
