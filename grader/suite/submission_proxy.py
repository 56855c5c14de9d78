"""What a suite sees of a submission: its module, and the ways of asking it that suites have in common."""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple, TypeVar

from grader.diagnosis.failure_signature import Answer
from grader.model.check import Difference
from grader.sandbox.faults import NotStarted, Raised, TimedOut
from grader.suite.comparison import WrongAnswer
from grader.suite.handles import Handle
from grader.suite.mistakes import PrivateNameError
from grader.suite.session import CHANGES, Help, Session
from grader.suite.value_formatting import abridge

__all__ = ["ChangedArgumentError", "Known", "SubmissionProxy", "WarningGivenError"]

T = TypeVar("T")


class ChangedArgumentError(AssertionError):
    """The submission changed an argument in place; raised on purpose, as a suite's own assertion would be."""


class WarningGivenError(AssertionError):
    """The submission gave a warning; raised on purpose, as a suite's own assertion would be."""


_NOTHING_RAISED: Final = "none"
_WARNING: Final = re.compile(r"^.+:[0-9]+: (\w*Warning: .{1,80})", re.MULTILINE)
"""How Python prints a warning: its place, its kind and its text."""
_MOST_NAMED: Final = 4
_MOST_FROM_THE_START: Final = 16  # to ask for each step of a training costs more than to train in vain
_MAY_BE_OF_ANOTHER: Final = (AssertionError, NotStarted, Raised)


class Known(NamedTuple):
    """What is right for one call that a submission may make inside.

    Attributes:
        name: The function called.
        given: Arguments by name; those left out may be anything.
        returns: What the reference returns, a plain value.
    """

    name: str
    given: dict[str, Any]
    returns: Any


class SubmissionProxy:
    """The student's module, which lives in a worker: `submission.forward(X=X, params=params)`.

    None, bools, numbers, strings, tuples, lists, dicts and arrays are passed and returned by value; every
    other result is a handle, which forwards attributes, calls and arithmetic. Functions of the suite may be
    passed; the worker calls them back.

    Args:
        session: The conversation with the worker.
    """

    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise PrivateNameError(name)
        return self._session.resolve(name)

    def assume(self, name: str, given: dict[str, Any], returns: object) -> None:
        """Let the submission's own calls of one of its functions find the reference's result.

        A check of `backward` should not fail because `forward` is wrong: forward has checks of its own. The
        check runs with the submission as it is first, and counts if it passes. Only if it fails it runs once
        more, and then a call of `name` from inside the submission returns `returns` when its arguments are
        those of `given` to within rounding and the student's function returns something else; every other
        call reaches the student's function. The report names the functions that were replaced. Where the
        student's function has not come to an end in another check, it is the other way round: the check runs
        with the results first, and only if it fails with the student's function.

        Args:
            name: A function of the submission; nothing happens if it has none of that name.
            given: Arguments by name; those left out may be anything.
            returns: A plain value; where it is an array of more than 512 entries, which take long to compute,
                the student's function is not called even once.
        """
        self._session.assume(name, given, returns)

    def show_as(self, name: str, made: Handle) -> None:
        """Give an object of the submission's the name that reports call it by.

        Where a check uses operators, a report shows all that it did: `x = Value(2.0); (x ** 3).backward()`.
        Without a name, what is used once stands where it is used, and the rest is called `a`, `b` and so on.

        Args:
            name: The name, as of a variable.
            made: The object: what a class of the submission, a method or an operator has given.
        """
        self._session.name(made, name)

    @property
    def changed_arguments(self) -> list[str]:
        """Arguments that the check's calls have changed in place, as `params['W1'] of backward`."""
        self._session.used.add(CHANGES)
        return [f"{path} of `{function}`" for function, path in self._session.changed]

    def judge(self, attempt: Callable[[], T], known: Iterable[tuple[str, dict[str, Any], Any]]) -> T:
        """Judge one function by itself, so that a slip in another one does not cost its points.

        An attempt that succeeds counts as it is. One that fails is made once more, and this time the
        submission's own calls of the functions it builds on find the right results: first of those that have
        failed a check as they are, and where that does not help, of all. Where nothing is known of them, the
        first attempt stands. A function that ran out of time in another check, and has never returned, is not
        waited for: its right results are there from the beginning. Only if the check fails so, it is tried.
        Right results that have helped a check that builds on the same functions are there from the beginning
        too; if the check fails so, it runs once more, as if nothing had helped.

        Args:
            attempt: Calls the function and compares what it returns.
            known: What is right for the calls it may make, each as for `assume`; asked for only if it is
                needed, so that an iterator computes nothing in vain.

        Returns:
            What the attempt returns.
        """
        session = self._session
        if session.help is Help.UNTRIED or (session.overran and session.help is not Help.WITHHELD):
            known = list(known)
            if session.help is Help.UNTRIED or any(session.is_endless(name) for name, _, _ in known):
                self._assume_all(known)
                return attempt()
        if session.help is Help.POSTPONED and session.was_helped():
            known = list(known)
            few = {name for name, _, _ in known} if len(known) <= _MOST_FROM_THE_START else ()
            if few and (helpful := session.helpful(few)):
                self._assume_all(one for one in known if one[0] in helpful)
                return attempt()
        try:
            return attempt()
        except TimedOut:
            # With its worker went what the attempt holds, so the check runs anew or not at all.
            if session.overran and any(name in session.overran for name, _, _ in known):
                session.ask_for_help()
            raise
        except _MAY_BE_OF_ANOTHER:
            session.note_failure()
            known = list(known)
            if not known:
                raise
        result = self._attempt_beside(known, attempt)
        session.note_help({name for name, _, _ in known})
        return result

    def _attempt_beside(self, known: list[tuple[str, dict[str, Any], Any]], attempt: Callable[[], T]) -> T:
        """Attempt once more beside right results: of functions that have failed a check, then of all."""
        session = self._session
        failed = session.doubts({name for name, _, _ in known})
        doubtful = [one for one in known if one[0] in failed]
        if 0 < len(doubtful) < len(known):
            self._assume_all(doubtful)
            try:
                return attempt()
            except TimedOut:
                session.ask_for_help()
                raise
            except _MAY_BE_OF_ANOTHER:
                known = [one for one in known if one[0] not in failed]
        self._assume_all(known)
        return attempt()

    def _assume_all(self, known: Iterable[tuple[str, dict[str, Any], Any]]) -> None:
        for name, given, returns in known:
            self.assume(name, given, returns)

    def unchanged(self, call: Callable[[], T]) -> T:
        """Make a call, and require that nothing in it changes an argument in place.

        Returns:
            What the call returns.

        Raises:
            ChangedArgumentError: It changed one.
        """
        before = len(self._session.changed)
        result = call()
        changed = list(dict.fromkeys(self.changed_arguments[before:]))
        if changed:
            shown = ", ".join(changed[:_MOST_NAMED])
            raise ChangedArgumentError(f"arguments were changed in place: {shown}; work on copies")
        return result

    def without_warnings(self, call: Callable[[], T]) -> T:
        """Make a call, and require that Python and NumPy print no warning in it.

        Of one line Python prints a warning once, so let no earlier call of the same check meet it.

        Returns:
            What the call returns.

        Raises:
            WarningGivenError: A warning was printed.
        """
        before = len(self._session.output)
        result = call()
        found = _WARNING.search(self._session.output, before)
        if found is not None:
            raise WarningGivenError(f"there was a warning: {found[1]}")
        return result

    def raises(
        self,
        kind: type[Exception],
        call: Callable[[], object],
        name: str = "exception",
        *,
        match: str | None = None,
    ) -> None:
        """Require that a call raises an exception; one of a subclass will do.

        Args:
            kind: A built-in exception, such as ValueError.
            call: The call.
            name: What messages call the exception.
            match: A regular expression to be found in its message; None if any message will do.

        Raises:
            WrongAnswer: The call raises nothing, another exception, or one with another message.
        """
        raised = self._raised_by(call)
        wanted, came = kind.__name__, raised.exception if raised is not None else _NOTHING_RAISED
        is_right = raised is not None and wanted in (came, *raised.bases)
        answers = [_answer(name, came, wanted, is_right=is_right)]
        if is_right and raised is not None and match is not None:
            found = re.search(match, raised.message) is not None
            answers.append(_answer(f"message of the {name}", raised.message, match, is_right=found))
        if any(answer.describe is not None for answer in answers):
            raise WrongAnswer(answers)

    def printed(self, call: Callable[[], object]) -> str:
        """Make a call and return what it prints, up to the assignment's `output_kb`."""
        before = len(self._session.output)
        call()
        return self._session.output[before:]

    @staticmethod
    def _raised_by(call: Callable[[], object]) -> Raised | None:
        try:
            call()
        except Raised as raised:
            return raised
        return None


def _answer(name: str, actual: str, expected: str, *, is_right: bool) -> Answer:
    """Take down a text that an exception was asked for."""
    if is_right:
        return Answer(name=name, actual=actual, expected=expected)
    difference = Difference(
        name=name,
        problem="value",
        message=f"{name} is not what it should be",
        expected=abridge(expected),
        actual=abridge(actual),
    )
    return Answer(name=name, actual=actual, expected=expected, describe=lambda: difference)
