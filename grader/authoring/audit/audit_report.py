"""An audit as text for instructors, and as JSON."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from textwrap import indent, wrap
from typing import Final

from grader.authoring.audit.findings import AssignmentAudit, Finding, Kind

__all__ = ["SCHEMA", "render_json", "render_text"]

SCHEMA: Final = "grade-audit/1"

_WIDTH: Final = 100

_HEADINGS: Final[dict[Kind, tuple[str, str]]] = {
    Kind.SOLUTION: (
        "The solution loses points",
        "Correct the check, or the solution. Until then no other finding means much.",
    ),
    Kind.UNSTABLE: (
        "Checks that the solution passes by chance",
        "Keep the numbers of the case away from zeros, ties and kinks, and let the check draw no others.",
    ),
    Kind.STUB: (
        "Checks that the stub passes",
        "Let the check ask for a value that only a written function returns.",
    ),
    Kind.VARIANT: (
        "Right solutions that lose points",
        "Compare what was asked for in the stub, and nothing else.",
    ),
    Kind.HARMLESS: (
        "Misconceptions that cost nothing in their part",
        "Add a check, or a case whose numbers tell the mistake from the right answer.",
    ),
    Kind.ELSEWHERE: (
        "Misconceptions that cost points in another part",
        "Let the checks of that part assume the right result of the function: `submission.assume`.",
    ),
    Kind.SAME: (
        "Misconceptions that cannot be told apart",
        "Make them one entry, or add a case in which they differ.",
    ),
    Kind.IDLE: (
        "Idle checks",
        "Add the misconception that the check is for to the catalogue, or take the check away.",
    ),
    Kind.SURVIVOR: (
        "Changes of the solution that no check notices",
        "Strengthen the suite; where the change computes the same, mark it in equivalent-mutants.toml.",
    ),
    Kind.STALE: (
        "Marks of equivalence that fit no change any more",
        "Take the entries out of equivalent-mutants.toml, or write them anew.",
    ),
    Kind.CAUGHT: (
        "Marks of equivalence that are wrong",
        "Take the entries out of equivalent-mutants.toml: these changes are caught.",
    ),
    Kind.GRADIENT: (
        "Recorded gradients that central differences contradict",
        "Correct the model, or keep its inputs away from kinks; then run `grade record`.",
    ),
    Kind.INCOMPLETE: (
        "What was not audited",
        "Install the extra `record`, which brings PyTorch.",
    ),
}


def render_text(audit: AssignmentAudit) -> str:
    """Write an audit for people: counts, then a paragraph for each kind of finding, with what to do."""
    counts = audit.counts
    lines = [
        f"{audit.name}: {counts.checks} checks",
        f"  {counts.misconceptions} misconceptions, {counts.variants} other right solutions",
        f"  {counts.mutants} small changes of the solution, {counts.equivalent} of them equivalent",
        f"  {counts.seeds} seeds, {counts.gradients} gradients",
    ]
    for kind, found in _by_kind(audit.findings):
        heading, advice = _HEADINGS[kind]
        lines += ["", f"  {heading}: {len(found)}", *_lines(advice, 4)]
        lines += [line for finding in found for line in _finding(finding)]
    if not audit.findings:
        lines.append("  Nothing was found: the suite catches what it should, and nothing else.")
    return "\n".join(lines) + "\n"


def render_json(audits: Sequence[AssignmentAudit], seconds: float) -> str:
    """Write audits as JSON, in the form that docs/audit.md describes.

    Args:
        audits: The audits.
        seconds: How long they took by the clock.
    """
    content = {
        "schema": SCHEMA,
        "seconds": round(seconds, 3),
        "assignments": [asdict(audit) for audit in audits],
    }
    return json.dumps(content, indent=2) + "\n"


def _by_kind(findings: Iterable[Finding]) -> Iterator[tuple[Kind, list[Finding]]]:
    findings = tuple(findings)
    for kind in _HEADINGS:
        if found := [finding for finding in findings if finding.kind is kind]:
            yield kind, found


def _finding(finding: Finding) -> Iterator[str]:
    if not finding.original:
        yield from _lines(f"- {finding.subject}: {finding.text}", 4)
        return
    # Of a survivor the heading has said what its text says.
    text = "" if finding.kind is Kind.SURVIVOR else f": {finding.text}"
    yield from _lines(f"- {finding.subject}{text}", 4)
    yield indent(finding.original, "        - ")
    yield indent(finding.mutated, "        + ")


def _lines(text: str, margin: int) -> list[str]:
    space = " " * margin
    return wrap(
        text,
        _WIDTH,
        initial_indent=space,
        subsequent_indent=space + ("  " if text.startswith("- ") else ""),
        break_long_words=False,
        break_on_hyphens=False,
    )
