"""The levels of confinement for the process that runs a submission."""

from enum import StrEnum

__all__ = ["Isolation"]


class Isolation(StrEnum):
    """A level of confinement, as described in docs/security.md.

    Levels compare by their names: a greater one prevents everything that a lesser one prevents.
    """

    L1 = "L1"
    L3 = "L3"
    L4 = "L4"

    @property
    def meaning(self) -> str:
        """The measures of the level, in a few words."""
        return _MEANINGS[self]


_MEANINGS = {
    Isolation.L1: "a separate process with resource limits",
    Isolation.L3: "a separate process without rights: resource limits, Landlock and seccomp",
    Isolation.L4: "a bubblewrap container, and in it a process without rights",
}
