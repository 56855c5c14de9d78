"""The report as JUnit XML, which GitLab, Jenkins and most other CI systems show as a list of tests.

The form is that of the schema junit-10 of the Jenkins xUnit plugin, which pytest follows too.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import Final

from grader.model.check import Check, Outcome
from grader.model.formatting import printable
from grader.model.redaction import redact_report
from grader.model.report import AssignmentReport, Report
from grader.model.scoring import format_points
from grader.reports.failure_rows import rows, sentence
from grader.reports.grouping import checks
from grader.reports.sections import PROVISIONAL, total
from grader.reports.terminal import set_out

__all__ = ["render_junit"]

_KINDS: Final = {
    Outcome.PASSED: "",
    Outcome.NOT_STARTED: "skipped",
    Outcome.SKIPPED: "skipped",
    Outcome.PENDING: "error",
}


def render_junit(report: Report) -> str:
    """Write a report as JUnit XML: a suite for each assignment, a test for each check.

    What is not written yet is a skipped test; what could not be judged is an error; all other lost checks are
    failures. Hidden checks are redacted here, whatever the report holds.

    Args:
        report: What the run found out.

    Returns:
        The document, ending in a newline.
    """
    shown = redact_report(report)
    root = ET.Element("testsuites", name=_text(shown.course))
    for assignment in shown.assignments:
        root.append(_suite(assignment, shown))
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(assignment: AssignmentReport, report: Report) -> ET.Element:
    cases = [_case(assignment, check) for check in checks(assignment)]
    if assignment.unusable:
        cases.append(_lone(assignment, "The submission can be run", "failure", assignment.unusable))
    if assignment.fault:
        cases.append(_lone(assignment, "The suite can be run", "error", assignment.fault))
    found = [child.tag for case in cases for child in case]
    suite = ET.Element(
        "testsuite",
        name=_text(assignment.name),
        tests=str(len(cases)),
        failures=str(found.count("failure")),
        errors=str(found.count("error")),
        skipped=str(found.count("skipped")),
    )
    properties = ET.SubElement(suite, "properties")
    for name, value in _properties(assignment, report):
        ET.SubElement(properties, "property", name=name, value=_text(value))
    suite.extend(cases)
    notes = [f"{assignment.submission}: {total(assignment)}", *assignment.notices]
    if not (assignment.hidden_ran or assignment.unusable):
        notes.append(PROVISIONAL)
    ET.SubElement(suite, "system-out").text = "\n".join(map(_text, notes))
    return suite


def _properties(assignment: AssignmentReport, report: Report) -> Iterable[tuple[str, str]]:
    return (
        ("points", format_points(assignment.points)),
        ("possible", format_points(assignment.possible)),
        ("pending", format_points(assignment.pending)),
        ("hidden_ran", str(assignment.hidden_ran).lower()),
        ("seed", str(assignment.seed)),
        ("course_version", report.course_version),
        ("grader_version", report.grader_version),
        ("isolation", report.isolation),
    )


def _case(assignment: AssignmentReport, check: Check) -> ET.Element:
    hidden = " (hidden)" if check.hidden else ""
    case = _named(assignment, check.part, f"{check.title}{hidden}")
    if kind := _KINDS.get(check.outcome, "failure"):
        told = ET.SubElement(case, kind, message=_text(sentence(check)), type=_text(check.outcome.value))
        told.text = set_out(rows(check)) if kind == "failure" else None
    return case


def _lone(assignment: AssignmentReport, title: str, kind: str, reason: str) -> ET.Element:
    """Return a test of what no check tests."""
    case = _named(assignment, "submission" if kind == "failure" else "suite", title)
    first, *_ = reason.split("\n")
    ET.SubElement(case, kind, message=_text(first), type=kind).text = "\n".join(
        map(_text, reason.split("\n"))
    )
    return case


def _named(assignment: AssignmentReport, part: str, title: str) -> ET.Element:
    return ET.Element("testcase", classname=_text(f"{assignment.name}.{part}"), name=_text(title))


def _text(text: str) -> str:
    """Return one line without what XML cannot hold, such as control characters."""
    return printable(" ".join(text.split("\n")))
