"""The programs that a suite must pass, and what they reveal of it: which checks run which function."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from grader.authoring.audit.findings import Finding, FindingKind
from grader.authoring.audit.programs import ProgramSet
from grader.model.check import Check, Outcome
from grader.mutation.program_functions import remove_implementation
from grader.suite.jobs import SuiteJob, Trial
from grader.suite.trials import TrialResult, run_trials

__all__ = ["SEEDS", "Coverage", "TrialCallback", "reference_trial", "sound_trials", "try_sound_programs"]

SEEDS: Final = 50
"""Number of seeds with which the solution is run."""

TrialCallback = Callable[[TrialResult], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Which checks run which function of the solution.

    Attributes:
        checks: Every check by its id, in the order of the suite.
        by_function: Ids of the checks that run a function, by its name.
    """

    checks: Mapping[str, Check]
    by_function: Mapping[str, frozenset[str]]

    def checks_running(self, functions: Iterable[str] | None) -> tuple[str, ...]:
        """List the checks that run any of the functions, those of the part with most of them first.

        Args:
            functions: Qualified names; None, where they are not known, for every check.
        """
        if functions is None:
            return tuple(self.checks)
        found = frozenset[str]().union(*(self.by_function[name] for name in functions))
        parts = [self.checks[check].part for check in found]
        in_order = [check for check in self.checks if check in found]
        return tuple(sorted(in_order, key=lambda check: -parts.count(self.checks[check].part)))


def reference_trial(programs: ProgramSet) -> Trial:
    """Make the trial of the solution whose draws are repeated by every trial without a seed."""
    return Trial(name="seed 0", source=programs.solution, seed=0)


def sound_trials(programs: ProgramSet) -> list[Trial]:
    """List the trials besides the reference trial: those that repeat its draws come first."""
    unimplemented = [
        Trial(name=f"function {name}", source=remove_implementation(programs.solution, function), seed=None)
        for name, function in programs.functions.items()
    ]
    variants = [
        Trial(name=f"variant {name}", source=source, seed=number)
        for number, (name, source) in enumerate(programs.variants.items())
    ]
    seeds = [Trial(name=f"seed {seed}", source=programs.solution, seed=seed) for seed in range(1, SEEDS)]
    return [*unimplemented, Trial(name="stub", source=programs.stub, seed=None), *variants, *seeds]


def try_sound_programs(
    job: SuiteJob, programs: ProgramSet, on_trial: TrialCallback
) -> tuple[Coverage, list[Finding]]:
    """Run the solution with every seed, the stub, the variants, and the solution without each function.

    Args:
        job: The suite, and how to compare.
        programs: The programs.
        on_trial: Called with each result, from any thread.

    Returns:
        Which checks run which function, and the findings.
    """
    done = run_trials(job, sound_trials(programs), on_trial, reference_trial(programs))
    checks = {check.id: check for check in done.checks}
    results = {result.name: result for result in done.results}
    coverage = Coverage(
        checks=checks,
        by_function={name: frozenset(results[f"function {name}"].lost) for name in programs.functions},
    )
    findings = [
        *_judge_solution(checks, [results[f"seed {seed}"] for seed in range(SEEDS)]),
        *_judge_stub(checks, results["stub"]),
        *_judge_variants(checks, {name: results[f"variant {name}"] for name in programs.variants}),
    ]
    return coverage, findings


def _judge_solution(checks: Mapping[str, Check], by_seed: Sequence[TrialResult]) -> Iterator[Finding]:
    for name, check in checks.items():
        lost = [seed for seed, result in enumerate(by_seed) if result.outcomes[name] is not Outcome.PASSED]
        if len(lost) == len(by_seed):
            kind, text = FindingKind.SOLUTION, "the solution fails it with every seed"
            yield Finding(kind=kind, subject=name, part=check.part, text=text)
        elif lost:
            text = (
                f"the solution fails it with {len(lost)} of {len(by_seed)} seeds, first with seed {lost[0]}"
            )
            yield Finding(kind=FindingKind.UNSTABLE, subject=name, part=check.part, text=text)


def _judge_stub(checks: Mapping[str, Check], result: TrialResult) -> Iterator[Finding]:
    for name, outcome in result.outcomes.items():
        if outcome is Outcome.PASSED:
            text = "the untouched stub passes it"
            yield Finding(kind=FindingKind.STUB, subject=name, part=checks[name].part, text=text)


def _judge_variants(checks: Mapping[str, Check], results: Mapping[str, TrialResult]) -> Iterator[Finding]:
    for name, result in results.items():
        for lost in result.lost:
            text = f"fails {lost} ({result.outcomes[lost]})"
            yield Finding(kind=FindingKind.VARIANT, subject=name, part=checks[lost].part, text=text)
