"""Resource limits a worker sets on itself before any student code runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["MAX_FRAME_BYTES", "OPEN_FILES", "WorkerLimits", "apply_limits", "bound"]

MAX_FRAME_BYTES: Final = 1 << 26
"""Greatest length of a message in either direction, in bytes."""

OPEN_FILES: Final = 64
"""How many descriptors a worker may have open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLimits:
    """What a submission may use.

    Attributes:
        cpu_seconds_per_call: CPU time of one call, in seconds.
        cpu_seconds_total: CPU time of all calls together, in seconds.
        memory_bytes: Address space of the worker, in bytes; NumPy alone takes about 130 MB of it.
        output_bytes: How much printed text is kept for each reply, in bytes.
    """

    cpu_seconds_per_call: float = 2.0
    cpu_seconds_total: float = 20.0
    memory_bytes: int = 1 << 30
    output_bytes: int = 16 * 1024

    @property
    def wall_seconds_per_call(self) -> float:
        """Seconds a call may take by the clock: generous, since a busy machine is not its fault."""
        return 5.0 + 10.0 * self.cpu_seconds_per_call

    @classmethod
    def from_message(cls, fields: Mapping[str, Any]) -> "WorkerLimits":
        """Build the record from the plain dict that crossed the wire."""
        return cls(**fields)


def apply_limits(limits: WorkerLimits) -> None:
    """Bound this process's memory, CPU time, files and core dumps, where the system knows such limits.

    The CPU limit is a last resort, above what the grader enforces from outside.
    """
    try:
        import resource  # noqa: PLC0415  # only POSIX has it; elsewhere the grader's own deadlines remain
    except ModuleNotFoundError:
        return
    cpu = int(limits.cpu_seconds_total + limits.cpu_seconds_per_call) + 2
    bound(
        {
            resource.RLIMIT_AS: limits.memory_bytes,
            resource.RLIMIT_CPU: cpu,
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_NOFILE: OPEN_FILES,
        }
    )


def bound(wanted: Mapping[int, int]) -> None:
    """Set limits of this process for good, by their numbers in `resource`; none above what holds already."""
    import resource  # noqa: PLC0415  # only POSIX has it

    for kind, value in wanted.items():
        _, hard = resource.getrlimit(kind)
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (limit, limit))
