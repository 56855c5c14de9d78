"""How far the process that runs a submission is confined."""

from enum import StrEnum

__all__ = ["Isolation"]


class Isolation(StrEnum):
    """A level of confinement; docs/security.md says what each means.

    Levels compare by their names: a greater one keeps everything out that a lesser one keeps out.
    """

    L1 = "L1"
    L3 = "L3"
    L4 = "L4"

    @property
    def meaning(self) -> str:
        """What the level consists of, in a few words."""
        return _MEANINGS[self]


_MEANINGS = {
    Isolation.L1: "a separate process with resource limits",
    Isolation.L3: "a separate process without rights: resource limits, Landlock and seccomp",
    Isolation.L4: "a bubblewrap container, and in it a process without rights",
}
