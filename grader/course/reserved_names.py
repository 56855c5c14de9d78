"""The names that no assignment may have: `grade audit` must mean the command."""

from typing import Final

__all__ = ["COMMANDS"]

COMMANDS: Final = frozenset(
    {
        "audit",
        "bundle",
        "ci",
        "class",
        "doctor",
        "explain",
        "gradebook",
        "gradescope",
        "publish",
        "record",
        "report",
        "run",
        "similar",
        "submit",
        "verify",
    }
)
"""The commands of `grade`."""
