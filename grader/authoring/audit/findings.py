"""What an audit finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["AssignmentAudit", "Counts", "Finding", "Kind"]


class Kind(StrEnum):
    """What is wrong, by what it is that should have been so."""

    SOLUTION = "solution"
    UNSTABLE = "unstable"
    STUB = "stub"
    VARIANT = "variant"
    HARMLESS = "harmless"
    ELSEWHERE = "elsewhere"
    SAME = "same"
    IDLE = "idle"
    SURVIVOR = "survivor"
    STALE = "stale"
    CAUGHT = "caught"
    GRADIENT = "gradient"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        kind: What is wrong.
        subject: What it is about: a check, a misconception, a variant, a place in the solution, a case.
        text: What was found, in a sentence or two.
        part: Part of the assignment, where it is of one.
        original: The lines of the solution a mutant changes; empty if this is about no mutant.
        mutated: The same lines as the mutant has them.
    """

    kind: Kind
    subject: str
    text: str
    part: str = ""
    original: str = ""
    mutated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much an audit tried.

    Attributes:
        checks: Checks of the suite.
        seeds: Seeds the solution was run with.
        variants: Right solutions in another style.
        misconceptions: Known mistakes.
        mutants: Mutants of the solution, with those marked as equivalent.
        equivalent: Mutants that are marked as equivalent.
        gradients: Recorded gradients that were compared with central differences.
    """

    checks: int
    seeds: int
    variants: int
    misconceptions: int
    mutants: int
    equivalent: int
    gradients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentAudit:
    """The audit of one assignment.

    Attributes:
        name: Name of the assignment.
        counts: How much was tried.
        findings: What is wrong, kind by kind.
        caught_by: Of every check, how many misconceptions it catches.
    """

    name: str
    counts: Counts
    findings: tuple[Finding, ...]
    caught_by: Mapping[str, int]
