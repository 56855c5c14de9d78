"""The resources that a submission may use.

The worker imports this module too, so it needs the standard library alone.
"""

from dataclasses import dataclass, field
from typing import Any, Final

__all__ = ["DEFAULT_WALL_SECONDS", "Limits"]

DEFAULT_WALL_SECONDS: Final = 30.0
_DAY: Final = 86_400
_MEBI: Final = 1_048_576


def _limit(description: str, *, most: int) -> dict[str, Any]:
    # Keywords of pydantic's `Field`, by which the manifest is validated and its JSON Schema made.
    return {"description": description, "gt": 0, "le": most, "strict": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a submission may use."""

    cpu_seconds_per_call: float = field(
        default=2.0, metadata=_limit("CPU time of one call, in seconds.", most=_DAY)
    )
    cpu_seconds_total: float = field(
        default=20.0, metadata=_limit("CPU time of all calls together, in seconds.", most=_DAY)
    )
    wall_seconds_total: float = field(
        default=DEFAULT_WALL_SECONDS,
        metadata=_limit(
            "Time by the clock that all calls together may take, in seconds. How much of it may pass without "
            "computing is recorded with the solution, unless more than the default is given here.",
            most=_DAY,
        ),
    )
    memory_mb: int = field(
        default=1024, metadata=_limit("Memory of the submission's process, in megabytes.", most=_MEBI)
    )
    output_kb: int = field(
        default=16, metadata=_limit("How much of what a submission prints is kept, in kilobytes.", most=_MEBI)
    )

    @property
    def memory_bytes(self) -> int:
        """Address space of the worker, in bytes; NumPy alone takes about 130 million of them."""
        return self.memory_mb * 1_000_000

    @property
    def output_bytes(self) -> int:
        """Printed text that is kept for each reply, in bytes."""
        return self.output_kb * 1_000

    @property
    def cpu_seconds_to_load(self) -> float:
        """CPU time of loading a submission: that of a call, and some for the cells after one that overran."""
        return 2.0 + self.cpu_seconds_per_call

    @property
    def idle_seconds_per_call(self) -> float:
        """Time by the clock that a call may spend without computing, in seconds."""
        return 2.0 + self.cpu_seconds_per_call

    @property
    def wall_seconds_per_call(self) -> float:
        """Wall-clock time of one call, in seconds; generous, because the machine may be busy."""
        return 5.0 + 10.0 * self.cpu_seconds_per_call
