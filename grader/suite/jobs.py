"""What a runner process is told, and what it tells: plain data, one JSON text each."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Self

from grader.model.limits import Limits

__all__ = ["Job", "Selection", "SuiteFolder", "Trial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteFolder:
    """One folder of checks.

    Attributes:
        path: The folder.
        hidden: Whether its checks are hidden from students.
    """

    path: str
    hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which checks of a suite to run: those that both of these take.

    Attributes:
        parts: Names of the parts; empty for every part.
        checks: Ids of the checks; empty for every check.
    """

    parts: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()

    def takes(self, check: str, part: str) -> bool:
        """Whether a check, by its id and its part, is to run."""
        return part in (self.parts or (part,)) and check in (self.checks or (check,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One program to try on a suite, not for points but to learn how it fares.

    Attributes:
        name: What its results are called.
        source: Text of the program.
        seed: What the seeds of hidden cases are drawn from; None for the cases drawn before.
        checks: Ids of the checks to run, in this order; empty for every check.
        until_lost: Whether to stop at the first check that does not pass.
    """

    name: str
    source: str
    seed: int | None = 0
    checks: tuple[str, ...] = ()
    until_lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One run of a suite against one submission.

    Attributes:
        folders: Where the checks are.
        parts: Names of the assignment's parts.
        source: Text of the submission.
        solution: Text of the solution, which decides whose fault it is when a check itself fails; empty where
            there is none.
        seed: What the order of checks and the seeds of hidden cases are drawn from.
        rtol: Relative tolerance of comparisons.
        atol: Absolute tolerance of comparisons.
        limits: What the submission may use.
        isolation: Lowest level of isolation that will do, such as `L1`.
        selection: Which checks to run.
        trials: Programs to try; where there are any, there is no submission to judge.
    """

    folders: tuple[SuiteFolder, ...]
    parts: tuple[str, ...]
    source: str
    solution: str
    seed: int
    rtol: float
    atol: float
    limits: Limits
    isolation: str = "L1"
    selection: Selection = Selection()
    trials: tuple[Trial, ...] = ()

    def to_json(self) -> str:
        """Write the job as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a job that `to_json` wrote."""
        fields: dict[str, Any] = json.loads(text)
        fields["folders"] = tuple(SuiteFolder(**folder) for folder in fields["folders"])
        fields["parts"] = tuple(fields["parts"])
        fields["limits"] = Limits(**fields["limits"])
        chosen = fields["selection"]
        fields["selection"] = Selection(parts=tuple(chosen["parts"]), checks=tuple(chosen["checks"]))
        trials = ({**trial, "checks": tuple(trial["checks"])} for trial in fields["trials"])
        fields["trials"] = tuple(Trial(**trial) for trial in trials)
        return cls(**fields)
