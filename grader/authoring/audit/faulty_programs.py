"""Try the programs that are wrong: every known mistake and every mutant."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from grader.authoring.audit.findings import Finding, Kind
from grader.authoring.audit.material import Material
from grader.authoring.audit.mutation import Mutant
from grader.authoring.audit.program_functions import changed_functions
from grader.authoring.audit.sound_programs import Dependence, OnTrial, first_trial
from grader.course.solution import locate_in_solved
from grader.diagnosis.catalogue import Misconception
from grader.diagnosis.failure_signature import compare
from grader.model.check import Outcome
from grader.suite.jobs import SuiteJob, Trial
from grader.suite.trials import TrialResult, run_trials

__all__ = ["FaultyPrograms", "faulty_trials", "try_faulty_programs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultyPrograms:
    """What the wrong programs have shown.

    Attributes:
        findings: What is wrong.
        caught_by: Of every check, how many misconceptions it catches.
    """

    findings: tuple[Finding, ...]
    caught_by: Mapping[str, int]


def faulty_trials(material: Material, dependence: Dependence) -> list[Trial]:
    """List the trials: each program runs the checks that run what it changes, a mutant until one fails."""
    mistakes = [
        Trial(name=f"misconception {name}", source=source, seed=None, checks=checks)
        for name, source in material.wrong.items()
        if (checks := dependence.of(changed_functions(material.solution, source)))
    ]
    mutants = [
        Trial(name=f"mutant {number}", source=one.source, seed=None, checks=checks, until_lost=True)
        for number, one in enumerate(material.mutants)
        if (checks := dependence.of([one.function]))
    ]
    return [*mistakes, *mutants]


def try_faulty_programs(
    job: SuiteJob, material: Material, dependence: Dependence, trials: Sequence[Trial], on_trial: OnTrial
) -> FaultyPrograms:
    """Run every known mistake and every mutant.

    Args:
        job: The suite, and how to compare.
        material: The programs.
        dependence: Which checks run which function.
        trials: What `wrong_trials` has listed.
        on_trial: Told each result, from any thread.
    """
    done = run_trials(job, trials, on_trial, first_trial(material))
    results = {result.name: result for result in done.results}
    mistakes = {
        name: results.get(f"misconception {name}", _nothing(f"misconception {name}"))
        for name in material.wrong
    }
    mutants = [
        results.get(f"mutant {number}", _nothing(f"mutant {number}"))
        for number in range(len(material.mutants))
    ]
    caught_by = Counter(check for result in mistakes.values() for check in result.lost)
    findings = (
        *_of_mistakes(material.misconceptions, mistakes, dependence),
        *_alike([one for one in material.misconceptions if not one.order_dependent], mistakes),
        *_idle(dependence, caught_by),
        *_of_mutants(material, mutants),
        *_stale(material),
    )
    return FaultyPrograms(
        findings=findings, caught_by={check: caught_by[check] for check in dependence.checks}
    )


def _nothing(name: str) -> TrialResult:
    """Give the result of a program that no check can tell from the solution."""
    return TrialResult(name=name, outcomes={}, signatures={})


def _of_mistakes(
    entries: Sequence[Misconception], results: Mapping[str, TrialResult], dependence: Dependence
) -> Iterator[Finding]:
    for entry in entries:
        by_part: dict[str, list[str]] = {}
        for check in results[entry.name].lost:
            by_part.setdefault(dependence.checks[check].part, []).append(check)
        if not by_part.pop(entry.part, None):
            text = f"no check of part {entry.part} fails with it: {entry.mistake}"
            yield Finding(kind=Kind.HARMLESS, subject=entry.name, part=entry.part, text=text)
        for part, lost in by_part.items():
            more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
            text = f"is of part {entry.part}, and costs points in {part}: {lost[0]}{more}"
            yield Finding(kind=Kind.ELSEWHERE, subject=entry.name, part=part, text=text)


def _alike(entries: Sequence[Misconception], results: Mapping[str, TrialResult]) -> Iterator[Finding]:
    """Find mistakes of one part that fail the same checks with the same numbers."""

    def fails(entry: Misconception) -> tuple[str, str]:
        lost = {name: results[entry.name].outcomes[name] for name in results[entry.name].lost}
        return entry.part, repr(sorted(lost.items()))

    for (part, _), group in groupby(sorted(entries, key=fails), key=fails):
        left = list(group)
        while left:
            first = left.pop(0)
            same = [one for one in left if _same(results[first.name], results[one.name])]
            left = [one for one in left if one not in same]
            if same and results[first.name].lost:
                names = ", ".join(one.name for one in same)
                text = f"fails every check with the same values as {names}"
                yield Finding(kind=Kind.SAME, subject=first.name, part=part, text=text)


def _same(one: TrialResult, other: TrialResult) -> bool:
    if set(one.signatures) != set(other.signatures):
        return False
    matches = (compare(seen, other.signatures[check]) for check, seen in one.signatures.items())
    return all(match is not None and match.exact for match in matches)


def _idle(dependence: Dependence, caught_by: Mapping[str, int]) -> Iterator[Finding]:
    for name, check in dependence.checks.items():
        if not caught_by[name]:
            text = "no misconception fails it"
            yield Finding(kind=Kind.IDLE, subject=name, part=check.part, text=text)


def _of_mutants(material: Material, results: Sequence[TrialResult]) -> Iterator[Finding]:
    for mutant, result in zip(material.mutants, results, strict=True):
        lost = [name for name, outcome in result.outcomes.items() if outcome is not Outcome.PASSED]
        marked = mutant.key in material.equivalents
        if not lost and not marked:
            yield _of_mutant(Kind.SURVIVOR, mutant, material, "no check fails with this change")
        if lost and marked:
            text = f"this change is marked as equivalent, and {lost[0]} fails with it"
            yield _of_mutant(Kind.CAUGHT, mutant, material, text)


def _of_mutant(kind: Kind, mutant: Mutant, material: Material, text: str) -> Finding:
    return Finding(
        kind=kind,
        subject=f"{locate_in_solved(material.path, mutant.line)}, {mutant.function}",
        text=text,
        original=mutant.original,
        mutated=mutant.mutated,
    )


def _stale(material: Material) -> Iterator[Finding]:
    known = {mutant.key for mutant in material.mutants}
    for key in material.equivalents:
        if key not in known:
            function, original, mutated = key
            yield Finding(
                kind=Kind.STALE,
                subject=function,
                text="a change is marked as equivalent that no mutant makes",
                original=original,
                mutated=mutated,
            )
