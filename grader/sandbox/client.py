"""The grader's side of a worker: requests with deadlines, replacement of a worker that died.

Call a function of a submission at the highest level of confinement that holds:

    from grader.model.limits import Limits
    from grader.sandbox.client import Sandbox
    from grader.sandbox.launcher import Launcher
    from grader.wire.codec import Reference, encode

    with Launcher() as launcher:
        sandbox = Sandbox("def double(x): return 2 * x", Limits(), launcher.start)
        function = encode([1, "name", "double"])
        result = encode([None, "call", Reference(1, ""), (21,), {}])
        print(sandbox.request("run", [function, result])["value"])
        sandbox.close()

An operation is the number under which the worker keeps its result, or None; a verb; and its operands.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import asdict
from functools import partial
from typing import Any, Final

from grader.model.limits import Limits
from grader.sandbox.assumptions import Assumptions
from grader.sandbox.deadline import Deadline
from grader.sandbox.dialogue import Conversation, Dialogue, Finder, KnownQuestions
from grader.sandbox.faults import (
    BrokenConversation,
    Crashed,
    NotTried,
    NoWorker,
    Raised,
    StudentFault,
    TimedOut,
    WallClock,
)
from grader.sandbox.lent_callables import LENT_FAILED, LentCallables, LentFailure, Refer, encode_frame
from grader.sandbox.process import WorkerProcess, spawn_worker
from grader.sandbox.replies import InvalidReply, read_fault, read_load_failures, read_reply, validate_reply
from grader.sandbox.worker_line import NotResetError, RequestAhead, WorkerLine
from grader.wire.channel import GREETING, ChannelClosed, FrameError
from grader.wire.codec import Lent, copy_plain

__all__ = ["Sandbox"]

_GRACE_SECONDS: Final = 0.5
_START_SECONDS: Final = 60.0
_NO_PROCESS: Final = "no process could be started to run the code"
_ANY_REPLY_BYTES: Final = 1 << 22
# For each byte that was sent: answers are about as large as what they are computed from.
_BYTES_BACK: Final = 4


class Sandbox:
    """Runs one submission in a worker and replaces the worker when it dies.

    Args:
        source: Text of the submission.
        limits: What it may use.
        start: Starts a worker process.
        file: What the submission finds as its `__file__`.
        cells: First and last line of each of its cells, in the order in which they run; empty for a file that
            runs as a whole.
        patience: Seconds by the clock that all its calls together may pass without computing; the limits
            alone decide if None.
        given: Contents of the files that it finds beside it, by name.

    Attributes:
        limits: What it may use.
        epoch: Changes whenever objects in the worker are lost; their numbers are void from then on.
        output: What the submission printed since the last reset, up to the limit.
        received: How many bytes the worker has sent since the last reset.
        share: Part of the time of a call that a request gets.
        met_seconds: What all answers took that had come ahead when the suite asked for them.
        load_failures: Why cells, or the file, ended before their end when the submission was first loaded;
            None until then.
        load_seconds: Time by the clock that it took to load the submission, when that was done last.
    """

    def __init__(
        self,
        source: str,
        limits: Limits,
        start: Callable[[], WorkerProcess] = spawn_worker,
        file: str = "submission.py",
        cells: Sequence[tuple[int, int]] = (),
        patience: float | None = None,
        given: Mapping[str, bytes] | None = None,
    ) -> None:
        self.limits = limits
        self.epoch = 0
        self.output = ""
        self.share = 1.0
        self._source = source
        self._file = file
        self._cells = list(cells)
        self._given = dict(given or {})
        self.load_failures: tuple[StudentFault, ...] | None = None
        self.load_seconds = 0.0
        self._start = start
        self._process: WorkerProcess | None = None
        self._names: dict[str, bool] = {}
        self._greeted = self._loaded = False
        self._load_fault: StudentFault | WallClock | None = None
        self._load_ran_out = False
        self._load_unmet: Exception | None = None
        self._line = WorkerLine(limits, patience)
        self.met_seconds = 0.0
        self._answering = False  # a question of the worker
        self._sent = 0  # bytes, since the last reset
        self.received = 0
        self._lent = LentCallables()
        self._assumptions: dict[str, Assumptions] = {}
        self._untold: list[tuple[str, int, int, bool]] = []  # of these, what the worker does not know yet
        self._dialogue = Dialogue()

    def prepare(self) -> None:
        """Start a worker, if none runs, without waiting for it."""
        if self._process is None:
            self._process = self._start()
            self._greeted = self._loaded = False

    def names(self) -> dict[str, bool]:
        """Return the public names of the loaded submission, and whether each can be called.

        Raises:
            StudentFault: The submission did not load.
            WallClock: It did not load in time by the clock, though its CPU time was not used up.
        """
        self._load()
        return self._names

    def is_loaded(self) -> bool:
        """Load the submission unless that is done, and tell whether it is; the next request meets why not."""
        try:
            self._load()
        except Exception as error:  # noqa: BLE001  # whatever it is, the one who asks for something is to meet it
            self._load_unmet = error
            return False
        return True

    @property
    def cpu_seconds(self) -> float:
        """CPU time of all its calls so far, in seconds."""
        return self._line.time.cpu_seconds(self._process)

    @property
    def idle_seconds(self) -> float:
        """Seconds by the clock of calls that were ended because they waited without computing."""
        return self._line.time.idle_seconds

    @property
    def clock_seconds(self) -> float:
        """Seconds by the clock that all its calls have taken so far, but for those a busy machine took."""
        return self._line.time.clock_seconds

    @property
    def load_fault(self) -> StudentFault | None:
        """Why the submission cannot be loaded at all; None if it can, or was not loaded yet.

        One that was loaded once and then ran out of time can: what it did until then counts.
        """
        once_loaded = any(self._names.values())
        return self._load_fault if isinstance(self._load_fault, StudentFault) and not once_loaded else None

    def request(self, kind: str, *operands: object) -> dict[str, Any]:
        """Send a request to the worker with the submission loaded and wait for the reply.

        Args:
            kind: `run`, or another that the worker knows.
            operands: As the worker takes them.

        Raises:
            StudentFault: The student's code failed; the class tells how.
            WallClock: The clock ran out before the CPU time did.
            NoWorker: No worker could be started.
        """
        self._load()
        if self._answering:
            self._dialogue.give_up()  # a request within a request has a time of its own
        assumed, self._untold = self._untold, []
        return self._exchange(kind, *operands, *([assumed] if assumed else ()))

    def assume(self, name: str, given: dict[str, Any], returns: object, *, untried: bool = False) -> None:
        """Let the submission's own calls of `name` use a result until the next reset, where theirs is wrong.

        The worker learns of it together with the next request.

        Args:
            name: A function of the submission.
            given: Arguments by name that the result is for; those left out may have any value.
            returns: The result, a plain value.
            untried: Whether the function is not called first; decided when `name` is first assumed.

        Raises:
            StudentFault: The submission did not load, or failed otherwise.
            WallClock: It did not load in time by the clock.
        """
        self._load()
        if name not in self._assumptions:
            assumptions = Assumptions()
            ask, note = self.lend(assumptions.look_up), self.lend(assumptions.note_replaced)
            self._untold.append((name, ask.number, note.number, untried))
            self._assumptions[name] = assumptions
        self._assumptions[name].add(given, returns)

    @property
    def replaced(self) -> tuple[str, ...]:
        """Functions that a known result was used for in place of their own, since the last reset."""
        return tuple(name for name, known in self._assumptions.items() if known.replaced)

    def reset(self) -> None:
        """Forget objects, assumptions and lent callables of the check that ended.

        The worker forgets them before it does anything else: its part travels with the next request.
        """
        self._lent.clear()
        self._forget_assumptions()
        self.output = ""
        self.epoch += 1
        self._sent = self.received = 0
        if self._dialogue.ahead:  # the worker may wait for an answer that is never given
            self.close()
        self._dialogue.clear()
        self._line.reset_due = self._loaded

    def record(self, place: bytes) -> None:
        """Take down what is said from here to the next reset.

        Args:
            place: What the conversation begins with; see `dialogue.heard`.
        """
        self._dialogue.record(place)

    def take_down(self, kind: str, asked: bytes, found: bytes) -> None:
        """Take down what a check finds out of the submission without the worker, by a finder of this kind."""
        self._dialogue.take_down(kind, asked, found)

    @property
    def conversation(self) -> Conversation | None:
        """What was taken down; None where it is too long to be kept, or a worker was lost on the way."""
        return self._dialogue.conversation

    def follow(self, known: KnownQuestions, place: bytes, finders: Mapping[str, Finder]) -> bytes | None:
        """Ask the worker what is known to be asked, as long as the answers are known.

        What does not go on as known is left to the requests that follow, up to the next reset: those that
        were made here are not made again, and get the answers that have come.

        Args:
            known: Says what is asked next.
            place: Where the conversation begins.
            finders: Find out what is not asked of the worker, by kind.

        Returns:
            Where it has ended; None if an answer did not come.
        """
        process = self._process
        if process is None or not self._loaded or self._load_fault is not None:
            return None
        with closing(RequestAhead()) as request:
            hold = partial(self._hold, process, request)
            return self._dialogue.follow(known, place, hold, finders)

    def accept_ahead(self) -> None:
        """Take what was asked ahead for all that the current check asks."""
        self._dialogue.clear()

    def _hold(
        self, process: WorkerProcess, request: RequestAhead, kind: str, message: bytes
    ) -> bytes | Exception | None:
        """Send one message; what comes in place of an answer is for the request that will be the same.

        Args:
            process: The worker.
            request: The request that is under way; it goes on with the answers to questions of the worker.
            kind: Kind of a request; empty for the answer to a question of the worker's.
            message: The message.

        Returns:
            None where nothing was asked: that request meets why.
        """
        sent = False
        try:
            if kind:
                request.close()
                self._line.time.require(process)
                sent = self._line.reset_with(process, message)
                request.begin(self._line.time.deadline(process, kind))
        except TimedOut:
            return None
        except NotResetError:
            try:
                self._replace()
            except Exception as error:  # noqa: BLE001  # whatever it is, the next request is to meet it
                self._load_unmet = error
            return None
        try:
            if not kind:
                request.deadline.check()
            return self._line.ask(process, request.deadline, message, sent=sent)
        except (ChannelClosed, FrameError, StudentFault, WallClock) as error:
            return error

    def give_up_loading(self, kind: type[NotTried | WallClock]) -> None:
        """Raise `kind` for every later request if the clock ran out when the submission was last loaded."""
        if self._load_ran_out:
            self._load_fault = kind("the file took too long to import in an earlier check")

    def lend(self, function: Callable[..., object], refer: Refer | None = None) -> Lent:
        """Let the worker call `function` until the next reset.

        Args:
            function: Called with plain values, and a `Reference` for every other object.
            refer: Returns the reference for an object that cannot be sent back by value.
        """
        return self._lent.add(function, refer)

    def close(self, grace: float = 0.0) -> str:
        """End the worker; describe how it had ended if it was gone already, or within `grace` seconds."""
        process, self._process = self._process, None
        self._loaded = self._line.reset_due = False
        self._dialogue.clear()
        self._forget_assumptions()
        self.epoch += 1
        if process is None:
            return ""
        # An error here must not cost more than the call that the worker ran.
        with suppress(Exception):
            self._line.time.close(process)
        with suppress(Exception):
            return process.kill(grace)
        return ""

    def _forget_assumptions(self) -> None:
        self._assumptions.clear()
        self._untold = []

    def _load(self) -> None:
        """Load the submission unless that is done; one that failed to load is not tried again."""
        if self._load_fault is not None:
            raise self._load_fault
        if self._loaded:
            return
        if self._load_unmet is not None:
            unmet, self._load_unmet = self._load_unmet, None
            raise unmet
        try:
            self.prepare()
        except Exception as error:
            raise NoWorker(f"{_NO_PROCESS}: {error}") from error
        self._require_greeting()
        began = self.clock_seconds
        try:
            reply = self._exchange(
                "load", self._source, asdict(self.limits), self._file, self._cells, self._given
            )
            self._names = reply["names"]
            self._require_something()
        except StudentFault as fault:
            self._load_fault = fault
            raise
        except WallClock:
            self._load_ran_out = True
            raise
        self._loaded, self._load_ran_out = True, False
        self.load_seconds = self.clock_seconds - began

    def _require_something(self) -> None:
        """Refuse a submission that failed before it defined anything that can be called."""
        if self.load_failures and not any(self._names.values()):
            raise self.load_failures[0]

    def _require_greeting(self) -> None:
        """Wait until the worker says that it is confined; it has not heard of the submission yet.

        Until then its end is the machine's fault, and from then on the submission's, whatever it says.
        """
        process = self._process
        if process is None or self._greeted:
            return
        try:
            greeting = process.channel.receive(_START_SECONDS)
        except (ChannelClosed, FrameError):
            greeting = None
        self._greeted = greeting == GREETING
        if not self._greeted:
            ending = self.close(_GRACE_SECONDS)
            raise NoWorker(f"{_NO_PROCESS}: {process.fault or ending or 'it does not answer'}")

    def _exchange(self, kind: str, *operands: object) -> dict[str, Any]:
        process = self._line.time.require(self._process)
        frame = encode_frame([kind, *operands])
        try:
            return self._converse(process, kind, frame)
        except NotResetError:
            self._replace()
            return self._exchange(kind, *operands)
        except LentFailure as failure:
            raise failure.error  # noqa: B904  # as the suite raised it
        except ChannelClosed:
            ending = self.close(_GRACE_SECONDS)
            raise Crashed(f"the process that ran the code {ending or 'went away'}") from None
        except (FrameError, InvalidReply) as error:
            self.close()
            raise Crashed(
                f"the process that ran the code sent something that is no reply: {error}"
            ) from error
        except (TimedOut, WallClock):
            self.close()
            raise
        except (StudentFault, NoWorker):
            raise
        # No code here foresaw it. Whose doing it was, only a run of the solution can tell.
        except Exception as error:
            self.close()
            raise BrokenConversation(type(error).__name__) from error

    def _converse(self, process: WorkerProcess, kind: str, frame: bytes) -> dict[str, Any]:
        sent = self._line.reset_with(process, frame)
        failures: list[Exception] = []
        with self._line.time.deadline(process, kind, self.share) as deadline:
            answer = self._ask(process, deadline, kind, frame, sent=sent)
            while True:
                self._require_useful(answer)
                reply = read_reply(answer)
                self._keep_output(reply)
                if "call" not in reply:
                    break
                deadline.check()
                answered = self._answer(process, copy_plain(reply), failures)
                answer = self._ask(process, deadline, "", answered)
        if failures:
            raise LentFailure(failures[0])
        if "error" in reply:
            raise read_fault(reply["error"], self._source)
        validate_reply(reply, kind)
        if kind == "load" and self.load_failures is None:
            # What a worker says that was started later might be about checks that ran before.
            self.load_failures = read_load_failures(reply, self._source)
        return reply

    def _ask(
        self, process: WorkerProcess, deadline: Deadline, request: str, message: bytes, *, sent: bool = False
    ) -> bytes:
        """Send a message, unless that is done, and receive the answer, unless `follow` has done both.

        Raises:
            OtherConversationError: It has sent another one.
        """
        self._sent += len(message)
        met = self._dialogue.meet(message)
        if met is None:
            answer = self._line.ask(process, deadline, message, sent=sent)
        else:
            answer, seconds = met
            deadline.count(seconds)
            self.met_seconds += seconds
        self._dialogue.take_down(request, message, answer)
        return answer

    def _replace(self) -> None:
        """Go on in a new worker; nothing of the check that runs is lost, for it has told none anything."""
        epoch, assumptions, untold = self.epoch, dict(self._assumptions), self._untold
        self.close()
        self.epoch, self._assumptions, self._untold = epoch, assumptions, untold
        self._load()

    def _require_useful(self, answer: bytes) -> None:
        """Refuse an answer longer than any check can use: read, it would take several times that."""
        self.received += len(answer)
        most = max(_ANY_REPLY_BYTES, _BYTES_BACK * self._sent)
        if len(answer) > most:
            self.close()  # it may be a question, and nobody answers it
            raise Raised(
                f"the value cannot be handed over: it takes {len(answer)} bytes, and {most} may be sent here",
                exception="ValueError",
            )

    def _keep_output(self, reply: dict[str, Any]) -> None:
        output = reply.get("output")
        if type(output) is str:
            self.output += output[: max(0, self.limits.output_bytes - len(self.output))]

    def _answer(self, process: WorkerProcess, call: dict[str, Any], failures: list[Exception]) -> bytes:
        """Run a lent callable for the worker; its arguments are sent back with their contents.

        Student code may catch what the callable raises, and must not read it: the text may hold right
        answers. So the worker learns only that it failed, and the exception is kept in `failures`.
        """
        self._answering = True
        try:
            return self._lent.answer(call)
        except InvalidReply:
            raise
        except Exception as error:  # noqa: BLE001  # raised again once the worker has answered
            if self._process is not process:
                # The callable used the submission, whose worker did not survive that.
                raise LentFailure(error) from None
            failures.append(error)
            return LENT_FAILED
        except BaseException as error:  # noqa: BLE001  # pytest.fail or an interrupt: nothing goes on after it
            self.close()
            raise LentFailure(error) from None
        finally:
            self._answering = False
