"""The records of an audit: findings, counts, and what they add up to."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["AssignmentAudit", "Counts", "Finding", "FindingKind", "HiddenRule"]


class FindingKind(StrEnum):
    """The rule of a sound suite that a finding breaks."""

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
    PROMISE = "promise"
    GRADIENT = "gradient"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault of a suite.

    Attributes:
        kind: The rule it breaks.
        subject: The check, misconception, variant, place in the solution or case at fault.
        text: The fault, in a sentence or two.
        part: Part of the assignment; empty for a fault of no single part.
        original: The lines of the solution that a mutant changes; empty unless the subject is a mutant.
        mutated: The same lines in the mutant.
    """

    kind: FindingKind
    subject: str
    text: str
    part: str = ""
    original: str = ""
    mutated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The size of an audit.

    Attributes:
        checks: Checks of the suite.
        seeds: Seeds with which the solution was run.
        variants: Correct solutions in another style.
        misconceptions: Misconceptions of the catalogue.
        mutants: Mutants of the solution, including those marked as equivalent.
        equivalent: Mutants that are marked as equivalent.
        gradients: Recorded gradients compared with central differences.
    """

    checks: int
    seeds: int
    variants: int
    misconceptions: int
    mutants: int
    equivalent: int
    gradients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenRule:
    """A rule that students cannot see: a hidden check fails programs that pass every visible one.

    Attributes:
        check: Id of the check.
        part: Its part.
        rule: What it tests: the first line of its docstring, or its name in words.
        hint: Its hint for students; empty without one.
        programs: The programs, as misconceptions or changes of the solution.
    """

    check: str
    part: str
    rule: str
    hint: str
    programs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentAudit:
    """The audit of one assignment.

    Attributes:
        name: Name of the assignment.
        counts: The size of the audit.
        findings: The faults, kind by kind.
        caught_by: The number of misconceptions that each check catches, by its id.
        hidden_rules: What only hidden checks test; that is no fault, and should be known.
    """

    name: str
    counts: Counts
    findings: tuple[Finding, ...]
    caught_by: Mapping[str, int]
    hidden_rules: tuple[HiddenRule, ...] = ()
