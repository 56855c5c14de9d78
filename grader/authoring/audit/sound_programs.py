"""Try the programs that are right, and learn from functions that are not started which checks run them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from grader.authoring.audit.findings import Finding, Kind
from grader.authoring.audit.material import Material
from grader.authoring.audit.program_functions import not_started
from grader.model.check import Check, Outcome
from grader.suite.jobs import SuiteJob, Trial
from grader.suite.trials import TrialResult, run_trials

__all__ = [
    "SEEDS",
    "Dependence",
    "OnTrial",
    "SoundPrograms",
    "first_trial",
    "sound_trials",
    "try_sound_programs",
]

SEEDS: Final = 50
"""Seeds with which the solution is run."""

OnTrial = Callable[[TrialResult], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependence:
    """Which checks run which function of the solution.

    Attributes:
        checks: Every check, in the order of the suite.
        by_function: Ids of the checks that run a function, by its name.
    """

    checks: Mapping[str, Check]
    by_function: Mapping[str, frozenset[str]]

    def of(self, functions: Iterable[str] | None) -> tuple[str, ...]:
        """List the checks that run any of some functions; all where it is not known which they are.

        Those of the part that has most of them come first: it is the functions' own.
        """
        if functions is None:
            return tuple(self.checks)
        found = frozenset[str]().union(*(self.by_function[name] for name in functions))
        parts = [self.checks[check].part for check in found]
        return tuple(
            sorted(
                (check for check in self.checks if check in found),
                key=lambda check: -parts.count(self.checks[check].part),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundPrograms:
    """What the right programs have shown.

    Attributes:
        dependence: Which checks run which function.
        findings: What is wrong.
    """

    dependence: Dependence
    findings: tuple[Finding, ...]


def first_trial(material: Material) -> Trial:
    """Make the trial of the solution whose draws all others repeat that bring no seed."""
    return Trial(name="seed 0", source=material.solution, seed=0)


def sound_trials(material: Material) -> list[Trial]:
    """List what is tried besides the first trial: those that repeat its draws come first."""
    return [
        *(
            Trial(name=f"function {name}", source=not_started(material.solution, function), seed=None)
            for name, function in material.functions.items()
        ),
        Trial(name="stub", source=material.stub, seed=None),
        *(
            Trial(name=f"variant {name}", source=source, seed=number)
            for number, (name, source) in enumerate(material.variants.items())
        ),
        *(Trial(name=f"seed {seed}", source=material.solution, seed=seed) for seed in range(1, SEEDS)),
    ]


def try_sound_programs(job: SuiteJob, material: Material, on_trial: OnTrial) -> SoundPrograms:
    """Run the solution with every seed, the stub, the variants, and the solution without each function.

    Args:
        job: The suite, and how to compare.
        material: The programs.
        on_trial: Told each result, from any thread.
    """
    done = run_trials(job, sound_trials(material), on_trial, first_trial(material))
    checks = {check.id: check for check in done.checks}
    results = {result.name: result for result in done.results}
    dependence = Dependence(
        checks=checks,
        by_function={name: frozenset(results[f"function {name}"].lost) for name in material.functions},
    )
    solved = [results[f"seed {seed}"] for seed in range(SEEDS)]
    findings = (
        *_of_solution(checks, solved),
        *_of_stub(checks, results["stub"]),
        *_of_variants(checks, {name: results[f"variant {name}"] for name in material.variants}),
    )
    return SoundPrograms(dependence=dependence, findings=findings)


def _of_solution(checks: Mapping[str, Check], solved: list[TrialResult]) -> Iterator[Finding]:
    for name, check in checks.items():
        lost = [seed for seed, result in enumerate(solved) if result.outcomes[name] is not Outcome.PASSED]
        if len(lost) == len(solved):
            yield Finding(
                kind=Kind.SOLUTION,
                subject=name,
                part=check.part,
                text="the solution fails it with every seed",
            )
        elif lost:
            text = f"the solution fails it with {len(lost)} of {len(solved)} seeds, first with seed {lost[0]}"
            yield Finding(kind=Kind.UNSTABLE, subject=name, part=check.part, text=text)


def _of_stub(checks: Mapping[str, Check], result: TrialResult) -> Iterator[Finding]:
    for name, outcome in result.outcomes.items():
        if outcome is Outcome.PASSED:
            yield Finding(
                kind=Kind.STUB, subject=name, part=checks[name].part, text="the untouched stub passes it"
            )


def _of_variants(checks: Mapping[str, Check], results: Mapping[str, TrialResult]) -> Iterator[Finding]:
    for name, result in results.items():
        for lost in result.lost:
            yield Finding(
                kind=Kind.VARIANT,
                subject=name,
                part=checks[lost].part,
                text=f"fails {lost} ({result.outcomes[lost]})",
            )
