"""Name the misconception whose formula gives exactly the student's numbers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from grader.diagnosis import templates
from grader.diagnosis.error_patterns import candidate_factors
from grader.diagnosis.failure_signature import FailureSignature, Match, compare_failures
from grader.model.check import Explanation

__all__ = ["KnownMistake", "contenders", "explaining_all", "likely_mistakes", "name_mistakes"]

_ENOUGH_CHECKS: Final = 2
_ENOUGH_NOT_FINITE: Final = 5
"""Checks in which nothing finite came: in a few, as for large inputs alone, it does of many mistakes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownMistake:
    """A known mistake, and how the checks fail that were tried with it.

    Attributes:
        name: Name of the misconception.
        part: The part it belongs to.
        text: What it is, and the advice.
        see: Where the handout explains the idea.
        signatures: How checks fail with it, by id; a check that was tried and is not here passes.
        tried: Ids of the checks that were tried.
        program: Which of the programs that make the mistake was tried; 0 is the first.
    """

    name: str
    part: str
    text: str
    see: str
    signatures: Mapping[str, FailureSignature]
    tried: frozenset[str]
    program: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A known mistake that the failures speak for.

    Attributes:
        known: The mistake.
        matches: How the failures that it can explain agree with it.
        whole: Whether it explains every failure it was tried on, those too that another mistake explains.
        own: Whether it gives all numbers of every failure that it predicts and no mistake named before it
            explains.
        factor: Phrase for what its numbers must be multiplied by; empty for nothing.
    """

    known: KnownMistake
    matches: Mapping[str, Match]
    whole: bool
    own: bool = False
    factor: str = ""

    @property
    def exact(self) -> frozenset[str]:
        """Ids of the checks in which everything agrees."""
        return frozenset(check for check, match in self.matches.items() if match.exact)

    @property
    def is_specific(self) -> bool:
        """Whether the failures say enough to name it.

        That nothing finite, or nothing at all, was computed says so little that it has to explain every
        failure.
        """
        matches = self.matches.values()
        broken = self.whole and len(self.exact) >= _ENOUGH_NOT_FINITE
        return broken or any(match.specific and (self.whole or not match.all_zero) for match in matches)

    @property
    def is_believable(self) -> bool:
        """Whether it may be named.

        A mistake that leaves a failure unexplained needs a second one beside it. Then it has to give all
        numbers of some check, and such as do not agree by chance: many mistakes share a verdict, or the first
        wrong value.
        """
        return self.whole or any(match.exact and match.telling for match in self.matches.values())

    @property
    def rank(self) -> tuple[bool, bool, int, int]:
        """How much speaks for it, to be compared."""
        return self.whole, not self.factor, len(self.exact), len(self.matches)

    @property
    def certain(self) -> bool:
        """Whether it explains everything, and more than one graph speaks for it: many mistakes share one.

        Beside another mistake it has to explain all that it predicts, by numbers that do not agree by chance.
        Where nothing finite was computed it remains a guess.
        """
        if self.whole:
            finite = any(match.specific for match in self.matches.values())
            return finite and len(self.exact) >= _ENOUGH_CHECKS
        exact = (self.matches[check] for check in self.exact)
        telling = [match for match in exact if match.telling and match.specific and not match.all_zero]
        return self.own and len(telling) >= _ENOUGH_CHECKS


def name_mistakes(
    failures: Mapping[str, FailureSignature], passed: Iterable[str], known: Sequence[KnownMistake]
) -> dict[str, Explanation]:
    """Explain failures of one part by known mistakes.

    A mistake is named if the values it gives are the student's, in every check it was tried on or, where
    there is a second mistake, in some check wholly and in others up to the first value that the second
    touches. One that predicts a failure where there is none is not the student's, nor is one most of whose
    failures look otherwise. Where
    two fit equally well, neither is named. What is left is explained by the next likely mistake.

    Args:
        failures: How checks of the part failed, by id.
        passed: Ids of the checks that passed.
        known: The known mistakes of the part.

    Returns:
        Explanations by id of check; failures that no mistake explains have none.
    """
    found: dict[str, Explanation] = {}
    for best, rivals in _choices(failures, passed, known):
        # Two programs that make one mistake are no rivals.
        if len({one.known.name for one in rivals}) == 1 and best.is_specific:
            for check in best.matches:
                found.setdefault(check, _explanation(best))
    return found


def contenders(
    failures: Mapping[str, FailureSignature], passed: Iterable[str], known: Sequence[KnownMistake]
) -> frozenset[tuple[str, int]]:
    """Choose the mistakes that fit best, one or several of which are named unless others fit as well.

    Returns:
        Name and program of each.
    """
    return frozenset(
        (one.known.name, one.known.program)
        for _, rivals in _choices(failures, passed, known)
        for one in rivals
    )


def _choices(
    failures: Mapping[str, FailureSignature], passed: Iterable[str], known: Sequence[KnownMistake]
) -> Iterator[tuple[_Candidate, list[_Candidate]]]:
    """Choose what fits best, then what fits best what is left, and so on; each with all that fit as well."""
    left = dict(failures)
    possible = likely_mistakes(failures, passed, known)
    while candidates := _believable(possible, left, failures):
        best = max(candidates, key=lambda candidate: candidate.rank)
        ranked = [one for one in candidates if one.rank == best.rank]
        rivals = [one for one in ranked if one.matches.keys() & best.matches.keys()]
        yield best, rivals
        for check in best.matches:
            left.pop(check, None)
        names = {one.known.name for one in rivals}
        possible = [one for one in possible if one.name not in names]


def _believable(
    possible: Sequence[KnownMistake],
    left: Mapping[str, FailureSignature],
    failures: Mapping[str, FailureSignature],
) -> list[_Candidate]:
    candidates = [one for mistake in possible if (one := _consider(mistake, left, failures))]
    return [one for one in candidates if one.is_believable]


def likely_mistakes(
    failures: Mapping[str, FailureSignature], passed: Iterable[str], known: Sequence[KnownMistake]
) -> list[KnownMistake]:
    """Choose the mistakes that some failures speak for and nothing speaks against, the likeliest first."""
    return [one.known for one in _likely(failures, passed, known)]


def explaining_all(
    failures: Mapping[str, FailureSignature], passed: Iterable[str], known: Sequence[KnownMistake]
) -> list[KnownMistake]:
    """Choose the mistakes that give all numbers of all failures, which is more than any others do."""
    every = failures.keys()
    return [one.known for one in _likely(failures, passed, known) if one.exact == every and not one.factor]


def _likely(
    failures: Mapping[str, FailureSignature], passed: Iterable[str], known: Sequence[KnownMistake]
) -> list[_Candidate]:
    passing = frozenset(passed)
    possible = [one for one in known if not one.signatures.keys() & passing]
    candidates = [
        candidate
        for one in possible
        if (candidate := _consider(one, failures, failures)) and _fits_half(candidate, failures)
    ]
    return sorted(candidates, key=lambda one: one.rank, reverse=True)


def _fits_half(candidate: _Candidate, failures: Mapping[str, FailureSignature]) -> bool:
    """Return whether at least half of the failures that a mistake predicts look as it predicts them."""
    return 2 * len(candidate.matches) >= len(candidate.known.signatures.keys() & failures.keys())


def _consider(
    known: KnownMistake, left: Mapping[str, FailureSignature], failures: Mapping[str, FailureSignature]
) -> _Candidate | None:
    """Make the mistake a candidate if anything speaks for it.

    Args:
        known: The mistake.
        left: The failures that are not explained yet.
        failures: All of them.
    """
    pairs = [
        (failure, known.signatures[check]) for check, failure in left.items() if check in known.signatures
    ]
    matches = {mine.check: match for mine, theirs in pairs if (match := compare_failures(mine, theirs))}
    every = failures.keys() & known.tried
    if matches:
        exact = {check for check, match in matches.items() if match.exact}
        return _Candidate(known=known, matches=matches, whole=exact == every, own=len(exact) == len(pairs))
    # A factor is believed only where it is the same in every failure that the mistake could explain.
    if len(pairs) != len(every) or len(every) < _ENOUGH_CHECKS:
        return None
    return _scaled(known, pairs)


def _scaled(
    known: KnownMistake, pairs: Sequence[tuple[FailureSignature, FailureSignature]]
) -> _Candidate | None:
    """Make the mistake a candidate if all pairs of failures agree but for one and the same factor."""
    factors = [candidate_factors(mine) for mine, _ in pairs]
    for phrase in factors[0]:
        if not all(phrase in one for one in factors):
            continue
        exact: dict[str, Match] = {}
        for (mine, theirs), one in zip(pairs, factors, strict=True):
            match = compare_failures(mine, theirs, one[phrase])
            if match is None or not match.exact:
                break
            exact[mine.check] = match
        else:
            return _Candidate(known=known, matches=exact, whole=True, factor=phrase)
    return None


def _explanation(candidate: _Candidate) -> Explanation:
    known = candidate.known
    # In the detail, which is not shown of hidden checks: a factor would tell a ratio of their numbers.
    besides = templates.BESIDES.format(factor=candidate.factor) if candidate.factor else ""
    return Explanation(
        name=known.name, text=known.text, detail=besides, certain=candidate.certain, see=known.see
    )
