"""The reports of an audit: text for instructors, and JSON."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from textwrap import indent, wrap
from typing import Final

from grader.authoring.audit.findings import AssignmentAudit, Finding, FindingKind, HiddenRule
from grader.model.formatting import counted

__all__ = ["SCHEMA", "render_json", "render_text"]

SCHEMA: Final = "grade-audit/1"

_WIDTH: Final = 100

_HIDDEN_RULES: Final = (
    "No fault: a program that passes every visible check fails these. Does the handout state each rule?"
)

_HEADINGS: Final[dict[FindingKind, tuple[str, str]]] = {
    FindingKind.SOLUTION: (
        "The solution loses points",
        "Correct the check, or the solution. Until then no other finding means much.",
    ),
    FindingKind.UNSTABLE: (
        "Checks that the solution passes by chance",
        "Keep the numbers of the case away from zeros, ties and kinks, and let the check draw no others.",
    ),
    FindingKind.STUB: (
        "Checks that the stub passes",
        "Let the check ask for a value that only a written function returns.",
    ),
    FindingKind.VARIANT: (
        "Correct solutions that lose points",
        "Compare what the stub asks for, and nothing else.",
    ),
    FindingKind.HARMLESS: (
        "Misconceptions that cost nothing in their part",
        "Add a check, or a case whose numbers separate the mistake from the correct answer.",
    ),
    FindingKind.ELSEWHERE: (
        "Misconceptions that cost points in another part",
        "Let the checks of that part assume the correct result of the function: `submission.assume`.",
    ),
    FindingKind.SAME: (
        "Misconceptions that fail with the same values",
        "Make them one entry, or add a case in which they differ.",
    ),
    FindingKind.IDLE: (
        "Idle checks",
        "Let the check ask for more, or remove it.",
    ),
    FindingKind.SURVIVOR: (
        "Changes of the solution that no check notices",
        "Strengthen the suite. If a change computes the same, mark it in equivalent-mutants.toml.",
    ),
    FindingKind.STALE: (
        "Marks of equivalence that match no change any more",
        "Remove the entries from equivalent-mutants.toml, or write them anew.",
    ),
    FindingKind.CAUGHT: (
        "Marks of equivalence that are wrong",
        "Remove the entries from equivalent-mutants.toml: these changes are caught.",
    ),
    FindingKind.PROMISE: (
        "Sentences of the stub that no visible check keeps",
        "Add a check, and name it in promises.toml; or take the sentence out of the stub.",
    ),
    FindingKind.GRADIENT: (
        "Recorded gradients that central differences contradict",
        "Correct the model, or keep its inputs away from kinks; then run `grade record`.",
    ),
    FindingKind.INCOMPLETE: (
        "Not audited",
        "Install what recording needs; the extra `record` brings PyTorch.",
    ),
}


def render_text(audit: AssignmentAudit) -> str:
    """Render an audit as text: counts, then a paragraph of findings and advice for each kind."""
    counts = audit.counts
    variants = counted(counts.variants, "other correct solution")
    lines = [
        f"{audit.name}: {counted(counts.checks, 'check')}",
        f"  {counted(counts.misconceptions, 'misconception')}, {variants}",
        f"  {counts.mutants} small changes of the solution, {counts.equivalent} of them equivalent",
        f"  {counted(counts.seeds, 'seed')}, {counted(counts.gradients, 'gradient')}",
    ]
    for kind, found in _by_kind(audit.findings):
        heading, advice = _HEADINGS[kind]
        lines += ["", f"  {heading}: {len(found)}", *_wrap(advice)]
        lines += [line for finding in found for line in _render_finding(finding)]
    if audit.hidden_rules:
        lines += [
            "",
            f"  Rules that only hidden checks test: {len(audit.hidden_rules)}",
            *_wrap(_HIDDEN_RULES),
        ]
        lines += [line for rule in audit.hidden_rules for line in _render_hidden_rule(rule)]
    if not audit.findings:
        lines.append("  No findings: the suite catches what it should, and nothing else.")
    return "\n".join(lines) + "\n"


def render_json(audits: Sequence[AssignmentAudit], seconds: float) -> str:
    """Render audits as JSON, in the format that docs/audit.md describes.

    Args:
        audits: The audits.
        seconds: Elapsed time, in seconds.
    """
    content = {
        "schema": SCHEMA,
        "seconds": round(seconds, 3),
        "assignments": [asdict(audit) for audit in audits],
    }
    return json.dumps(content, indent=2) + "\n"


def _by_kind(findings: Iterable[Finding]) -> Iterator[tuple[FindingKind, list[Finding]]]:
    findings = tuple(findings)
    for kind in _HEADINGS:
        if found := [finding for finding in findings if finding.kind is kind]:
            yield kind, found


def _render_finding(finding: Finding) -> Iterator[str]:
    if not finding.original:
        yield from _wrap(f"- {finding.subject}: {finding.text}")
        return
    # The text of a survivor would repeat the heading.
    text = "" if finding.kind is FindingKind.SURVIVOR else f": {finding.text}"
    yield from _wrap(f"- {finding.subject}{text}")
    yield indent(finding.original, "        - ")
    yield indent(finding.mutated, "        + ")


def _render_hidden_rule(rule: HiddenRule) -> Iterator[str]:
    hint = f" Hint: {rule.hint}" if rule.hint else ""
    more = f" and {len(rule.programs) - 1} more" if len(rule.programs) > 1 else ""
    yield from _wrap(f"- {rule.check}: {rule.rule}.{hint} It alone fails {rule.programs[0]}{more}")


def _wrap(text: str) -> list[str]:
    return wrap(
        text,
        _WIDTH,
        initial_indent="    ",
        subsequent_indent="      " if text.startswith("- ") else "    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
