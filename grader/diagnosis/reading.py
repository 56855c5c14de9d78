"""Explain the failures that no known mistake explains, by the signs of their wrong values."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from grader.diagnosis.observations import Observation
from grader.diagnosis.sign_words import SIGN_WORDS
from grader.diagnosis.signs import Sign, read_sign
from grader.scoring import Explanation

__all__ = ["read_failures"]

_ENOUGH_CHECKS: Final = 2


def read_failures(failures: Mapping[str, Observation]) -> dict[str, Explanation]:
    """Explain failures of one part by what can be read from their numbers alone.

    Args:
        failures: How checks of the part failed, by id.

    Returns:
        Explanations by id of check. A sign that is seen in one check alone is told as a guess, and so is a
        factor that differs from check to check. Where there is no sign, the first wrong value among right
        ones is pointed at.
    """
    signs = {check: sign for check, failure in failures.items() if (sign := _sign(failure))}
    seen = Counter((sign.name, sign.factor) for sign in signs.values())
    return {
        check: Explanation(
            name=sign.name,
            text=SIGN_WORDS[sign.name],
            detail=sign.detail,
            certain=sign.name == _FIRST or seen[sign.name, sign.factor] >= _ENOUGH_CHECKS,
        )
        for check, sign in signs.items()
    }


_FIRST: Final = "first-wrong"


def _sign(failure: Observation) -> Sign | None:
    return read_sign(failure) or _first_wrong(failure)


def _first_wrong(failure: Observation) -> Sign | None:
    """Point at the first wrong value where right ones come before it or wrong ones after it."""
    if len(failure.names) == 1 or failure.first_wrong is None:
        return None
    return Sign(name=_FIRST, detail=f"It is `{failure.names[failure.first_wrong]}`.")
