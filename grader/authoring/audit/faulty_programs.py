"""The programs that a suite must fail: the solution with a known misconception, and its mutants."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from grader.authoring.audit.findings import Finding, FindingKind, HiddenRule
from grader.authoring.audit.programs import ProgramSet
from grader.authoring.audit.sound_programs import Coverage, TrialCallback, reference_trial
from grader.course.solution import locate_in_solved
from grader.diagnosis.catalogue import Misconception
from grader.diagnosis.failure_signature import compare_failures
from grader.mutation.program_functions import changed_functions
from grader.mutation.program_text import Mutant
from grader.suite.jobs import SuiteJob, Trial
from grader.suite.trials import TrialResult, run_trials

__all__ = ["FaultyPrograms", "faulty_trials", "try_faulty_programs"]


_AT_A_TIME: Final = 60
"""Mutants that are tried on checks which nothing has failed so far, before it is seen which are left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultyPrograms:
    """What the programs that a suite must fail show of it.

    Attributes:
        caught_by: The number of misconceptions that each check catches, by its id.
        findings: The faults of the suite.
        hidden_rules: What only hidden checks test.
    """

    caught_by: Mapping[str, int]
    findings: tuple[Finding, ...]
    hidden_rules: tuple[HiddenRule, ...]


def faulty_trials(programs: ProgramSet, coverage: Coverage) -> list[Trial]:
    """List a trial for each program that any check can tell from the solution.

    It runs the checks that run what the program changes. Those of a mutant stop at the first that fails,
    visible ones first: one that a hidden check stops passes all visible ones.
    """
    misconceptions = [
        Trial(name=f"misconception {name}", source=source, seed=None, checks=checks)
        for name, source in programs.misconception_sources.items()
        if (checks := coverage.checks_running(changed_functions(programs.solution, source)))
    ]
    mutants = [
        Trial(
            name=f"mutant {number}",
            source=mutant.source,
            seed=None,
            checks=tuple(sorted(checks, key=lambda check: coverage.checks[check].hidden)),
            until_lost=True,
        )
        for number, mutant in enumerate(programs.mutants)
        if (checks := coverage.checks_running([mutant.function]))
    ]
    return [*misconceptions, *mutants]


def try_faulty_programs(
    job: SuiteJob, programs: ProgramSet, coverage: Coverage, trials: Sequence[Trial], on_trial: TrialCallback
) -> FaultyPrograms:
    """Run every misconception and every mutant.

    Args:
        job: The suite, and how to compare.
        programs: The programs.
        coverage: Which checks run which function.
        trials: The trials that `faulty_trials` lists.
        on_trial: Called with each result, from any thread.

    Returns:
        What they show.
    """
    done = run_trials(job, trials, on_trial, reference_trial(programs))
    results = {result.name: result for result in done.results}

    def result_of(trial: str) -> TrialResult:
        # A program without a trial is one that every check passes.
        return results.get(trial) or TrialResult(name=trial, outcomes={}, signatures={})

    by_name = {one.name: result_of(f"misconception {one.name}") for one in programs.misconceptions}
    by_mutant = [result_of(f"mutant {number}") for number in range(len(programs.mutants))]
    caught = Counter(check for result in by_name.values() for check in result.lost)
    comparable = [one for one in programs.misconceptions if not one.order_dependent]
    findings = [
        *_judge_misconceptions(programs.misconceptions, by_name, coverage),
        *_find_indistinguishable(comparable, by_name),
        *_find_idle_checks(job, programs, coverage, [*by_name.values(), *by_mutant], on_trial),
        *_judge_mutants(programs, by_mutant),
        *_find_stale_marks(programs),
    ]
    names = [*by_name, *(_describe_mutant(programs, mutant) for mutant in programs.mutants)]
    return FaultyPrograms(
        caught_by={check: caught[check] for check in coverage.checks},
        findings=tuple(findings),
        hidden_rules=tuple(_list_hidden_rules(coverage, names, [*by_name.values(), *by_mutant])),
    )


def _list_hidden_rules(
    coverage: Coverage, names: Sequence[str], results: Sequence[TrialResult]
) -> Iterator[HiddenRule]:
    """List the hidden checks that fail a program which passes every visible one."""
    programs: dict[str, list[str]] = {}
    for name, result in zip(names, results, strict=True):
        if all(coverage.checks[check].hidden for check in result.lost):
            for check in result.lost:
                programs.setdefault(check, []).append(name)
    for identifier, hidden in coverage.checks.items():
        if identifier in programs:
            yield HiddenRule(
                check=identifier,
                part=hidden.part,
                rule=hidden.title,
                hint=hidden.hint,
                programs=tuple(programs[identifier]),
            )


def _describe_mutant(programs: ProgramSet, mutant: Mutant) -> str:
    changed = " / ".join(line.strip() for line in mutant.mutated.split("\n"))
    return f"{locate_in_solved(programs.path, mutant.line)}, {mutant.function}: {changed}"


def _judge_misconceptions(
    entries: Sequence[Misconception], results: Mapping[str, TrialResult], coverage: Coverage
) -> Iterator[Finding]:
    """Find misconceptions that cost nothing in their own part, or points in another."""
    for entry in entries:
        lost_by_part: dict[str, list[str]] = {}
        for check in results[entry.name].lost:
            lost_by_part.setdefault(coverage.checks[check].part, []).append(check)
        if not lost_by_part.pop(entry.part, None):
            text = f"no check of part {entry.part} fails with it: {entry.mistake}"
            yield Finding(kind=FindingKind.HARMLESS, subject=entry.name, part=entry.part, text=text)
        for part, lost in lost_by_part.items():
            more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
            text = f"is of part {entry.part}, and costs points in {part}: {lost[0]}{more}"
            yield Finding(kind=FindingKind.ELSEWHERE, subject=entry.name, part=part, text=text)


def _find_indistinguishable(
    entries: Sequence[Misconception], results: Mapping[str, TrialResult]
) -> Iterator[Finding]:
    """Find misconceptions of one part that fail the same checks with the same numbers."""

    def lost_outcomes(entry: Misconception) -> tuple[str, str]:
        lost = {name: results[entry.name].outcomes[name] for name in results[entry.name].lost}
        return entry.part, repr(sorted(lost.items()))

    for (part, _), group in groupby(sorted(entries, key=lost_outcomes), key=lost_outcomes):
        left = list(group)
        while left:
            first = left.pop(0)
            same = [one for one in left if _fail_alike(results[first.name], results[one.name])]
            left = [one for one in left if one not in same]
            if same and results[first.name].lost:
                names = ", ".join(one.name for one in same)
                text = f"fails every check with the same values as {names}"
                yield Finding(kind=FindingKind.SAME, subject=first.name, part=part, text=text)


def _fail_alike(one: TrialResult, other: TrialResult) -> bool:
    if set(one.signatures) != set(other.signatures):
        return False
    matches = (compare_failures(seen, other.signatures[check]) for check, seen in one.signatures.items())
    return all(match is not None and match.exact for match in matches)


def _find_idle_checks(
    job: SuiteJob,
    programs: ProgramSet,
    coverage: Coverage,
    results: Sequence[TrialResult],
    on_trial: TrialCallback,
) -> Iterator[Finding]:
    """Find the checks that neither a misconception nor a mutant fails.

    A mutant is given up at the first check that fails, so those that were never first run on all mutants,
    some at a time, until each has failed once.
    """
    lost = {check for result in results for check in result.lost}
    waiting = [check for check in coverage.checks if check not in lost]
    mutants = list(programs.mutants)
    while waiting and mutants:
        some, mutants = mutants[:_AT_A_TIME], mutants[_AT_A_TIME:]
        trials = [
            Trial(name=f"idle {number}", source=mutant.source, seed=None, checks=checks)
            for number, mutant in enumerate(some)
            if (checks := tuple(set(coverage.checks_running([mutant.function])).intersection(waiting)))
        ]
        if trials:
            done = run_trials(job, trials, on_trial, reference_trial(programs))
            lost = {check for result in done.results for check in result.lost}
            waiting = [check for check in waiting if check not in lost]
    for name in waiting:
        text = "neither a misconception nor a small change of the solution fails it"
        yield Finding(kind=FindingKind.IDLE, subject=name, part=coverage.checks[name].part, text=text)


def _judge_mutants(programs: ProgramSet, results: Sequence[TrialResult]) -> Iterator[Finding]:
    """Find mutants that survive, and mutants marked as equivalent that are caught.

    One that gives the right answers in another type, such as a list for an array, is right.
    """
    for mutant, result in zip(programs.mutants, results, strict=True):
        marked = mutant.key in programs.equivalents
        if not (result.lost or marked or result.converting):
            text = "no check fails with this change"
            yield _mutant_finding(FindingKind.SURVIVOR, mutant, programs, text)
        if result.lost and marked:
            text = f"this change is marked as equivalent, and {result.lost[0]} fails with it"
            yield _mutant_finding(FindingKind.CAUGHT, mutant, programs, text)


def _mutant_finding(kind: FindingKind, mutant: Mutant, programs: ProgramSet, text: str) -> Finding:
    return Finding(
        kind=kind,
        subject=f"{locate_in_solved(programs.path, mutant.line)}, {mutant.function}",
        text=text,
        original=mutant.original,
        mutated=mutant.mutated,
    )


def _find_stale_marks(programs: ProgramSet) -> Iterator[Finding]:
    made = {mutant.key for mutant in programs.mutants}
    text = "a change is marked as equivalent that no mutant makes"
    for function, original, mutated in (key for key in programs.equivalents if key not in made):
        yield Finding(kind=FindingKind.STALE, subject=function, text=text, original=original, mutated=mutated)
