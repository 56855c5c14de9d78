"""Which functions a submission lacks, and which of its own may have been meant; from its text alone."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Final

from grader.scoring import Check, Missing, Outcome
from grader.submission.where import parameter_names

__all__ = ["missing_functions"]

# `foward` is as near to `forward` as 0.92, `backward` as 0.53; `activate` to `activate_grad` as 0.76.
_NEAR: Final = 0.8


def missing_functions(checks: Sequence[Check], source: str) -> tuple[Missing, ...]:
    """Find the functions and classes that checks needed and the submission does not define.

    Args:
        checks: What the run found, with the names that the suite asked for.
        source: The text of the submission.

    Returns:
        Each once, in the order of the checks.
    """
    defined = parameter_names(source)
    asked = dict.fromkeys(_lacking(checks))
    known = {*asked, *(call.function.partition(".")[0] for check in checks for call in check.calls)}
    own = [name for name in defined if name not in known]
    return tuple(Missing(name=name, nearest=_nearest(name, own)) for name in asked if name not in defined)


def _lacking(checks: Sequence[Check]) -> Iterable[str]:
    """Give the names that were not there: where one was, but called what is not written, there are frames."""
    return (
        check.needs
        for check in checks
        if check.outcome is Outcome.SKIPPED and check.needs and not check.trace
    )


def _nearest(name: str, own: Sequence[str]) -> str:
    return next(iter(get_close_matches(name, own, n=1, cutoff=_NEAR)), "")
