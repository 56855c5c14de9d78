"""Try one program on the checks of a bench, and put down how it fared."""

import base64
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Self

from grader.diagnosis.observations import Observation
from grader.errors import CourseFault
from grader.sandbox.faults import NoWorker, WallClock
from grader.scoring import Outcome
from grader.suite.bench import Bench, Result
from grader.suite.job import Trial
from grader.suite.session import Session
from grader.suite.verdicts import verdict_of
from grader.wire.codec import decode, encode

__all__ = ["TrialResult", "try_program"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialResult:
    """How a program fared.

    Attributes:
        name: Name of the trial.
        outcomes: How each check ended that was run, by id.
        observations: How those failed that gave a wrong answer or raised an exception, by id.
    """

    name: str
    outcomes: Mapping[str, Outcome]
    observations: Mapping[str, Observation]

    @property
    def lost(self) -> list[str]:
        """Ids of the checks that did not pass."""
        return [check for check, outcome in self.outcomes.items() if outcome is not Outcome.PASSED]

    def to_plain(self) -> dict[str, Any]:
        """Write the result as what JSON can hold."""
        observations = encode([one.to_plain() for one in self.observations.values()])
        return {
            "name": self.name,
            "outcomes": dict(self.outcomes),
            "observations": base64.b64encode(observations).decode("ascii"),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Read a result that `to_plain` wrote."""
        observations = map(Observation.from_plain, decode(base64.b64decode(plain["observations"])))
        return cls(
            name=plain["name"],
            outcomes={check: Outcome(outcome) for check, outcome in plain["outcomes"].items()},
            observations={one.check: one for one in observations},
        )


def try_program(bench: Bench, trial: Trial, start: Callable[[str], Session]) -> TrialResult:
    """Run the checks a trial asks for against its program.

    Args:
        bench: Holds the checks.
        trial: The program, and what to run.
        start: Starts a conversation with a program.
    """
    outcomes: dict[str, Outcome] = {}
    observations: dict[str, Observation] = {}
    order = trial.checks or bench.order
    if trial.seed is not None:
        bench.reseed(trial.seed)
    with closing(start(trial.source)) as session:
        for check, following in zip(order, [*order[1:], None], strict=True):
            result = bench.run(check, session, following)
            outcomes[check] = _outcome(bench, result)
            if result.observation is not None:
                observations[check] = result.observation
            if trial.until_lost and outcomes[check] is not Outcome.PASSED:
                break
    return TrialResult(name=trial.name, outcomes=outcomes, observations=observations)


def _outcome(bench: Bench, result: Result) -> Outcome:
    """Say how a check ended: what the suite's own code stumbles over, the solution does not do to it."""
    if isinstance(result.error, CourseFault | NoWorker) and str(result.error) not in bench.faults:
        bench.faults.append(str(result.error))
    if isinstance(result.error, WallClock):
        return Outcome.TIMEOUT
    return verdict_of(result.error).outcome or Outcome.WRONG
