"""What a suite sees of a submission."""

from typing import Any

from grader.suite.session import Session

__all__ = ["Submission"]


class Submission:
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
            raise AttributeError(name)
        return self._session.resolve(name)

    def assume(self, name: str, given: dict[str, Any], returns: object) -> None:
        """Let the submission's own calls of one of its functions find the reference's result.

        A check of `backward` should not fail because `forward` is wrong: forward has checks of its own. For
        the rest of the check, a call of `name` from inside the submission returns `returns` when its
        arguments are those of `given` to within rounding; every other call reaches the student's function.

        Args:
            name: A function of the submission; nothing happens if it has none of that name.
            given: Arguments by name; those left out may be anything.
            returns: A plain value.
        """
        self._session.assume(name, given, returns)

    @property
    def changed_arguments(self) -> list[str]:
        """Arguments that the check's calls have changed in place, as `params['W1'] of backward`."""
        return [f"{path} of `{function}`" for function, path in self._session.changed]
