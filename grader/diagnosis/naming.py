"""Name the misconception whose formula gives exactly the student's numbers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from grader.diagnosis.factors import factors_of
from grader.diagnosis.matching import Match, compare
from grader.diagnosis.observations import Observation
from grader.scoring import Explanation

__all__ = ["Known", "name_mistakes"]

_ENOUGH_CHECKS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A known mistake, and how the checks fail that were tried with it.

    Attributes:
        name: Name of the misconception.
        part: The part it belongs to.
        text: What it is, and the advice.
        see: Where the handout explains the idea.
        observations: How checks fail with it, by id; a check that was tried and is not here passes.
        tried: Ids of the checks that were tried.
    """

    name: str
    part: str
    text: str
    see: str
    observations: Mapping[str, Observation]
    tried: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A known mistake that the failures speak for.

    Attributes:
        known: The mistake.
        matches: How the failures that it can explain agree with it.
        whole: Whether it explains every failure it was tried on, and all it predicts are there.
        factor: What its numbers must be multiplied by, in words; empty for nothing.
    """

    known: Known
    matches: Mapping[str, Match]
    whole: bool
    factor: str = ""

    @property
    def weight(self) -> tuple[bool, bool, int, int]:
        """How much speaks for it: compare these."""
        exact = [match for match in self.matches.values() if match.exact]
        return self.whole, not self.factor, len(exact), len(self.matches)

    @property
    def certain(self) -> bool:
        """Whether it explains everything, and more than one graph speaks for it: many mistakes share one."""
        return self.whole and sum(match.exact for match in self.matches.values()) >= _ENOUGH_CHECKS


def name_mistakes(
    failures: Mapping[str, Observation], passed: Iterable[str], known: Sequence[Known]
) -> dict[str, Explanation]:
    """Explain failures of one part by known mistakes.

    A mistake is named if the values it gives are the student's, in every check it was tried on or, where
    there is a second mistake, at least up to the first value that the second touches. One that predicts a
    failure where there is none is not the student's. What is left is explained by the next likely mistake.

    Args:
        failures: How checks of the part failed, by id.
        passed: Ids of the checks that passed.
        known: The known mistakes of the part.

    Returns:
        Explanations by id of check; failures that no mistake explains have none.
    """
    left, right = dict(failures), frozenset(passed)
    possible = [mistake for mistake in known if not mistake.observations.keys() & right]
    candidates = [one for mistake in possible for one in _try(mistake, left)]
    found: dict[str, Explanation] = {}
    while candidates:
        best = max(candidates, key=lambda candidate: candidate.weight)
        explanation = _explanation(best)
        for check in best.matches:
            found.setdefault(check, explanation)
            left.pop(check, None)
        others = (one.known for one in candidates if one.known is not best.known)
        candidates = [one for mistake in others for one in _try(mistake, left)]
    return found


def _try(known: Known, failures: Mapping[str, Observation]) -> Iterator[_Candidate]:
    """Give the mistake as a candidate if anything speaks for it."""
    both = failures.keys() & known.observations.keys()
    pairs = [(failures[check], known.observations[check]) for check in failures if check in both]
    matches = {mine.check: match for mine, theirs in pairs if (match := compare(mine, theirs))}
    if matches:
        exact = {check for check, match in matches.items() if match.exact}
        yield _Candidate(known=known, matches=matches, whole=exact == failures.keys() & known.tried)
        return
    # A factor is believed only where it is the same in every failure that the mistake could explain.
    every = failures.keys() & known.tried
    if len(pairs) != len(every) or len(every) < _ENOUGH_CHECKS:
        return
    for words in factors_of(pairs[0][0]):
        scaled = {mine.check: match for mine, theirs in pairs if (match := _scaled(mine, theirs, words))}
        if len(scaled) == len(every):
            yield _Candidate(known=known, matches=scaled, whole=True, factor=words)


def _scaled(student: Observation, known: Observation, words: str) -> Match | None:
    factor = factors_of(student).get(words)
    match = None if factor is None else compare(student, known, (factor,))
    return match if match is not None and match.exact else None


def _explanation(candidate: _Candidate) -> Explanation:
    known = candidate.known
    besides = f" Besides, everything comes {candidate.factor}." if candidate.factor else ""
    return Explanation(
        name=known.name, text=f"{known.text}{besides}", certain=candidate.certain, see=known.see
    )
