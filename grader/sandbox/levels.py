"""How far a worker is confined, and why no further."""

from dataclasses import dataclass
from enum import IntEnum

__all__ = ["Confinement", "Level", "Refusal"]


class Level(IntEnum):
    """How far a worker is confined; a greater level keeps everything that a lesser one keeps out."""

    L1 = 1
    L3 = 3
    L4 = 4

    @property
    def meaning(self) -> str:
        """What the level consists of, in a few words."""
        return _MEANINGS[self]

    def __str__(self) -> str:
        return self.name


_MEANINGS = {
    Level.L1: "a separate process with resource limits",
    Level.L3: "a separate process without rights: resource limits, Landlock and seccomp",
    Level.L4: "a bubblewrap container, and in it a process without rights",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a level was not used.

    Attributes:
        level: The level.
        reason: What was tried and what came of it.
        advice: What would help, as a sentence; empty where nothing is known.
    """

    level: Level
    reason: str
    advice: str = ""

    def __str__(self) -> str:
        sentence = f"{self.level} is not available: {self.reason}."
        return f"{sentence} {self.advice}" if self.advice else sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Confinement:
    """The level in use and how it was arrived at.

    Attributes:
        level: The highest level whose probe let nothing through.
        refused: The levels above it that were tried, highest first.
        proven: Whether attacks have been run on this processor architecture; elsewhere the filter of system
            calls has only been tested by interpreting it.
        details: What the level is made of here, such as the version of Landlock.
    """

    level: Level
    refused: tuple[Refusal, ...] = ()
    proven: bool = True
    details: tuple[str, ...] = ()
