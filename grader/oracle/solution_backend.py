"""The solution as its own reference, for a course that has nothing better.

It proves nothing about the solution: a mistake in it is recorded as right. Everything else holds, recorded
inputs, other draws in every run, and comparison by value.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.course.solution import read_solved
from grader.errors import CourseFault
from grader.oracle.cases import OracleCase
from grader.oracle.recordings import Case

__all__ = ["SolutionBackend", "create"]


def create(solution: Path | None) -> "SolutionBackend":
    """Make the back end for an assignment's solved file."""
    return SolutionBackend(solution)


class SolutionBackend:
    """Runs models as `model(tape, solution, **inputs)`; see `grader.oracle.backend.Backend`.

    Args:
        solution: The solved file; None where there is none, and nothing can be computed.
    """

    libraries: tuple[str, ...] = ("numpy",)

    def __init__(self, solution: Path | None) -> None:
        self.solution = solution
        self._module: ModuleType | None = None

    @contextmanager
    def reproducible(self) -> Iterator[None]:
        """Run the solution, once.

        Raises:
            CourseFault: There is none, or it cannot be run.
        """
        if self.solution is None:
            raise CourseFault("the oracle takes its values from the solution, and the assignment has none")
        self._module = _load(self.solution)
        yield

    def compute(self, case: OracleCase, inputs: Mapping[str, Any], seed: int) -> Case:
        """Run a case's model with the solution."""
        tape = _Values()
        case.model(tape, self._module, **inputs)
        return Case(name=case.name, seed=seed, inputs=inputs, values=tape.values, gradients={})


class _Values:
    """A tape that keeps values alone."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def watch(self, name: str, value: Any, formula: str = "") -> Any:  # noqa: ARG002  # the tape's words
        raise CourseFault(
            f"the model watches {name!r}, and the back end `solution` differentiates nothing",
            "Record its value with `tape.keep`, or choose the back end `torch` or `python`.",
        )

    def keep(self, name: str, value: Any, formula: str = "") -> None:  # noqa: ARG002  # as above
        self.values[name] = value


def _load(path: Path) -> ModuleType:
    module = ModuleType(path.stem)
    module.__file__ = str(path)
    # A dataclass looks its module up by name.
    before = sys.modules.get(path.stem)
    sys.modules[path.stem] = module
    try:
        exec(compile(read_solved(path), str(path), "exec"), vars(module))  # noqa: S102  # the author's own
    except Exception as error:
        raise CourseFault(
            f"the solution {path.name} cannot be run: {type(error).__name__}: {error}"
        ) from error
    finally:
        if before is None:
            del sys.modules[path.stem]
        else:
            sys.modules[path.stem] = before
    return module
