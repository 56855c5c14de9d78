"""What a submission may use. The worker reads this module too, so it imports the standard library alone."""

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a submission may use.

    Attributes:
        cpu_seconds_per_call: CPU time of one call from the suite, in seconds.
        cpu_seconds_total: CPU time of all calls together, in seconds.
        memory_mb: Address space of the worker, in megabytes; NumPy alone takes about 130 of them.
        output_kb: How much printed text is kept for each reply, in kilobytes.
    """

    cpu_seconds_per_call: float = 2.0
    cpu_seconds_total: float = 20.0
    memory_mb: int = 1024
    output_kb: int = 16

    @property
    def memory_bytes(self) -> int:
        """Address space of the worker, in bytes."""
        return self.memory_mb * 1_000_000

    @property
    def output_bytes(self) -> int:
        """How much printed text is kept for each reply, in bytes."""
        return self.output_kb * 1_000

    @property
    def wall_seconds_per_call(self) -> float:
        """Seconds a call may take by the clock: generous, since a busy machine is not its fault."""
        return 5.0 + 10.0 * self.cpu_seconds_per_call
