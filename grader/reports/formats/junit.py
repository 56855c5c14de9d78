"""The report as JUnit XML, which GitLab, Jenkins and most other CI systems show as a list of tests.

The form is that of the schema junit-10 of the Jenkins xUnit plugin, which pytest follows too.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import Final

from grader.model.check import Check, Outcome
from grader.model.formatting import one_line
from grader.model.report import AssignmentReport, Report
from grader.model.scoring import format_points
from grader.reports import templates
from grader.reports.failure_rows import describe_outcome, failure_rows, format_title
from grader.reports.formats.terminal import format_rows
from grader.reports.grouping import checks_of
from grader.reports.registry import RenderOptions, ReportFormat
from grader.reports.sections import format_total

__all__ = ["FORMAT"]

_KINDS: Final = {
    Outcome.PASSED: "",
    Outcome.NOT_STARTED: "skipped",
    Outcome.SKIPPED: "skipped",
    Outcome.PENDING: "error",
}


def _write(report: Report, _options: RenderOptions) -> str:
    """Write a suite for each assignment, a test for each check.

    What is not written yet is a skipped test; what could not be judged is an error; all other lost checks are
    failures.
    """
    root = ET.Element("testsuites", name=one_line(report.course))
    for assignment in report.assignments:
        root.append(_suite(assignment, report))
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    root.set("time", _seconds(check for one in report.assignments for check in checks_of(one)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(assignment: AssignmentReport, report: Report) -> ET.Element:
    cases = [_check_test(assignment, check) for check in checks_of(assignment)]
    if assignment.unusable:
        cases.append(_lone_test(assignment, templates.SUBMISSION_TEST, "failure", assignment.unusable))
    if assignment.fault:
        cases.append(_lone_test(assignment, templates.SUITE_TEST, "error", assignment.fault))
    if not assignment.ran and not cases:
        cases.append(_lone_test(assignment, templates.SUBMISSION_TEST, "skipped", templates.UNCHANGED))
    found = [child.tag for case in cases for child in case]
    suite = ET.Element(
        "testsuite",
        name=one_line(assignment.name),
        tests=str(len(cases)),
        failures=str(found.count("failure")),
        errors=str(found.count("error")),
        skipped=str(found.count("skipped")),
        time=_seconds(checks_of(assignment)),
    )
    properties = ET.SubElement(suite, "properties")
    for name, value in _properties(assignment, report):
        ET.SubElement(properties, "property", name=name, value=one_line(value))
    suite.extend(cases)
    points = templates.SUBMISSION.format(submission=assignment.submission, points=format_total(assignment))
    notes = [points, *assignment.notices]
    if not (assignment.hidden_ran or assignment.unusable):
        notes.append(templates.PROVISIONAL)
    ET.SubElement(suite, "system-out").text = "\n".join(map(one_line, notes))
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


def _check_test(assignment: AssignmentReport, check: Check) -> ET.Element:
    title = format_title(check)
    case = _test(assignment, check.part, title)
    case.set("time", _seconds([check]))
    if kind := _KINDS.get(check.outcome, "failure"):
        message = one_line(describe_outcome(check))
        ending = ET.SubElement(case, kind, message=message, type=check.outcome.value)
        ending.text = format_rows(failure_rows(check)) if kind == "failure" else None
    return case


def _lone_test(assignment: AssignmentReport, title: str, kind: str, reason: str) -> ET.Element:
    """Make a test of what no check tests."""
    case = _test(assignment, "suite" if kind == "error" else "submission", title)
    lines = list(map(one_line, reason.split("\n")))
    ET.SubElement(case, kind, message=lines[0], type=kind).text = "\n".join(lines)
    return case


def _seconds(checks: Iterable[Check]) -> str:
    return f"{sum(check.seconds for check in checks):.3f}"


def _test(assignment: AssignmentReport, part: str, title: str) -> ET.Element:
    return ET.Element("testcase", classname=one_line(f"{assignment.name}.{part}"), name=one_line(title))


FORMAT: Final = ReportFormat(name="junit", suffix=".xml", write=_write)
