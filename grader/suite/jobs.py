"""What a runner process is asked to do: a suite, and a submission to judge or programs to try on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.model.assignment import Tolerance
from grader.model.isolation import Isolation
from grader.model.limits import Limits

__all__ = ["RunRequest", "Selection", "SubmissionJob", "SuiteFolder", "SuiteJob", "Trial"]


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
class SuiteJob:
    """The suite of an assignment: the same for everyone who hands it in.

    Attributes:
        folders: Where the checks are.
        parts: Names of the assignment's parts.
        solution: Text of the solution, which decides whose fault it is when a check itself fails; empty where
            there is none.
        tolerance: How far a number may be from the right one.
        limits: What a submission may use.
        isolation: Lowest level of isolation that will do.
        patience: Seconds by the clock that the calls of a submission may pass without computing; the limits
            alone decide if None.
        given: Contents of the files that a submission finds beside it, by name.
        packages: Packages that a submission may import besides NumPy, with their versions.
    """

    folders: tuple[SuiteFolder, ...]
    parts: tuple[str, ...]
    solution: str
    tolerance: Tolerance
    limits: Limits
    isolation: Isolation = Isolation.L1
    patience: float | None = None
    given: dict[str, bytes] = field(default_factory=dict)
    packages: tuple[str, ...] = ()


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
        """Tell whether a check, by its id and its part, is to run."""
        return part in (self.parts or (part,)) and check in (self.checks or (check,))


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionJob:
    """One submission to judge.

    Attributes:
        source: Its text.
        file: Name of the student's own file, which the submission finds as its `__file__`.
        seed: What the order of checks and the seeds of hidden cases are drawn from.
        selection: Which checks to run.
        cells: First and last line of each of its cells, in the order in which they run; empty for a file that
            runs as a whole.
        seek_repairs: Whether to look for small changes with which failed checks pass, which takes seconds.
        parameters: Names of the parameters of its functions and classes, by their names; None where they are
            still to be read from its text.
    """

    source: str
    file: str = "submission.py"
    seed: int = 0
    selection: Selection = Selection()  # a frozen record
    cells: tuple[tuple[int, int], ...] = ()
    seek_repairs: bool = False
    parameters: Mapping[str, tuple[str, ...]] | None = None


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
class RunRequest:
    """What one process is to do with one suite.

    Attributes:
        suite: The suite.
        submission: The submission to judge; None where there are trials, and where the process is to judge
            many submissions, which follow one by one.
        trials: Programs to try in place of a submission.
        seed: What the submissions that follow will draw from, as far as that is known: their process warms up
            with it.
    """

    suite: SuiteJob
    submission: SubmissionJob | None = None
    trials: tuple[Trial, ...] = ()
    seed: int = 0
