"""Which calls have taken too long, so that one endless function does not use up the time of all others."""

from collections import Counter
from collections.abc import Collection
from typing import Final

from grader.sandbox.faults import NotTried, WallClock

__all__ = ["Overruns"]

Choice = tuple[str, ...]
"""A function and what may decide whether it comes to an end: its options, and what it finds when it calls
others."""

_MOST: Final = 3  # overruns of a function that has never returned
_MOST_LOST: Final = 3.0  # time that those of one have cost that has, in calls
_SHARE_AFTER_ONE: Final = 1 / 4
_SHARE_OF_THE_ONE_BEFORE: Final = 1 / 2
_LEAST_SECONDS: Final = 0.05  # that a call needs whose worker is new
_TIMES_WHAT_RETURNED: Final = 4.0


class Overruns:
    """The calls of a submission that have taken too long.

    Args:
        seconds_per_call: CPU time of one call, as the assignment limits it.
    """

    def __init__(self, seconds_per_call: float) -> None:
        self._seconds_per_call = seconds_per_call
        self._endless: dict[Choice, type[NotTried | WallClock]] = {}
        self._counted: Counter[str] = Counter()
        self._lost: dict[str, float] = {}  # what those have cost that are counted, in calls
        self._suspected: set[Choice] = set()
        self._longest: dict[str, float] = {}  # seconds of calls that returned

    def __bool__(self) -> bool:
        return bool(self._endless or self._counted or self._suspected)

    @property
    def functions(self) -> Collection[str]:
        """Functions of which a call has taken too long, in checks that are like others."""
        return +self._counted

    def is_endless(self, function: str) -> bool:
        """Tell whether a function is one of them, and no call of it has ever returned."""
        return self._counted[function] > 0 and function not in self._longest

    def require_hope(self, function: str, choice: Choice, *, apart: bool) -> None:
        """Refuse a call that would take too long again.

        Args:
            function: What is called.
            choice: What calls like it have in common.
            apart: Whether its check asks for far more work than others. It comes last, and is tried wherever
                the function has returned.

        Raises:
            NotTried: One like it has; or several of the function have, and none has returned, or they have
                cost the whole time of several calls.
            WallClock: On one like it the clock ran out, and nobody knows why.
        """
        if choice in self._endless:
            raise self._endless[choice](
                f"`{function}` took too long in another check like this one, and was not tried again"
            )
        overruns = self._counted[function]
        has_returned = function in self._longest
        if overruns < _MOST or (has_returned and (apart or self._lost[function] < _MOST_LOST)):
            return
        raise NotTried(f"`{function}` took too long in {overruns} other checks, and was not tried again")

    def share(self, function: str) -> float:
        """Return which part of the time of a call the next one of a function gets.

        Where one has not come to an end it is less, and less again after each further one, but several times
        what the function took where it returned.
        """
        overruns = self._counted[function]
        if not overruns:
            return 1.0
        taken = self._longest.get(function, 0.0) / self._seconds_per_call
        halved = _SHARE_AFTER_ONE * _SHARE_OF_THE_ONE_BEFORE ** (overruns - 1)
        least = _LEAST_SECONDS / self._seconds_per_call
        return min(1.0, max(halved, least, _TIMES_WHAT_RETURNED * taken))

    def note_return(self, function: str, seconds: float) -> None:
        """Note that a call has returned, after some time by the clock."""
        self._longest[function] = max(self._longest.get(function, 0.0), seconds)

    def note_overrun(
        self, function: str, choice: Choice, waited: float = 0.0, load_seconds: float = 0.0, *, apart: bool
    ) -> None:
        """Note that a call has taken too long.

        Args:
            function: What was called.
            choice: What calls like it have in common.
            waited: Seconds by the clock that it took, if it was ended because it did not compute; else 0.
            load_seconds: What it takes to load the submission, as it must be anew after each such call.
            apart: Whether it says nothing of others, for the check asks for far more work than they do.
        """
        self._endless[choice] = NotTried
        if not apart:
            in_calls = max(self.share(function), waited / self._seconds_per_call)
            in_calls += load_seconds / self._seconds_per_call
            self._lost[function] = self._lost.get(function, 0.0) + in_calls
            self._counted[function] += 1

    def suspect(self, choice: Choice) -> None:
        """Note that the clock ran out on a call, until `settle` says what came of it."""
        self._suspected.add(choice)

    def settle(self, kind: type[NotTried | WallClock] | None) -> None:
        """Say what calls like the suspected ones fail with from now on; None if they may try again."""
        if kind is not None:
            self._endless.update(dict.fromkeys(self._suspected, kind))
        self._suspected.clear()
