"""Reports as JUnit XML, against the schema that its readers publish."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
import xmlschema

from grader.model.check import Outcome
from grader.model.report import Report
from grader.reports.registry import render_report
from tests.support.hostile_texts import HOSTILE, UNUSABLE
from tests.support.report_samples import KINDS

SCHEMA = xmlschema.XMLSchema(Path(__file__).parents[2] / "data" / "junit-10.xsd")
REPORTS = {**KINDS, "hostile": HOSTILE, "hostile and unusable": UNUSABLE}


def parsed(report: Report) -> ET.Element:
    return ET.fromstring(render_report("junit", report))  # noqa: S314  # our own document


@pytest.mark.parametrize("kind", REPORTS)
def test_report_keeps_to_the_published_schema(kind: str) -> None:
    SCHEMA.validate(render_report("junit", REPORTS[kind]))


def test_schema_refuses_a_suite_without_its_counts() -> None:
    assert not SCHEMA.is_valid(render_report("junit", KINDS["wrong"]).replace(' failures="1"', ""))


@pytest.mark.parametrize("kind", REPORTS)
def test_counts_are_those_of_the_tests(kind: str) -> None:
    root = parsed(REPORTS[kind])
    for suite in root:
        cases = suite.findall("testcase")
        assert suite.get("tests") == str(len(cases))
        for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert suite.get(count) == str(len(suite.findall(f"testcase/{tag}")))


def test_every_check_is_a_test_of_its_outcome_s_kind() -> None:
    kinds = {
        Outcome.PASSED: None,
        Outcome.NOT_STARTED: "skipped",
        Outcome.SKIPPED: "skipped",
        Outcome.PENDING: "error",
    }
    for kind in ("partly-written", "pending", "timeout", "many-wrong"):
        (shown,) = KINDS[kind].assignments
        checks = [check for part in shown.parts for check in part.checks]
        cases = parsed(KINDS[kind]).findall("testsuite/testcase")
        for check, case in zip(checks, cases, strict=False):
            assert case.get("classname") == f"{shown.name}.{check.part}"
            assert next((child.tag for child in case), None) == kinds.get(check.outcome, "failure")


def test_points_are_properties_of_the_suite() -> None:
    properties = {one.get("name"): one.get("value") for one in parsed(KINDS["wrong"]).iter("property")}
    assert properties["points"] == "76.67"
    assert properties["possible"] == "100"
    assert properties["hidden_ran"] == "true"


def test_report_says_when_hidden_checks_did_not_run() -> None:
    assert "Only the visible checks ran" in render_report("junit", KINDS["untouched"])
    assert "Only the visible checks ran" not in render_report("junit", KINDS["wrong"])


@pytest.mark.parametrize("report", [HOSTILE, UNUSABLE], ids=["checks", "unusable"])
def test_student_text_adds_no_test_and_no_forbidden_character(report: Report) -> None:
    root = parsed(report)
    assert "forged" not in {case.get("name") for case in root.iter("testcase")}
    for text in root.itertext():
        assert all(character.isprintable() or character in "\n\u3000" for character in text)
    assert any("]]></failure>" in text for text in root.itertext())


@pytest.mark.parametrize("kind", ["many-wrong", "hidden-name", "pending", "unusable"])
def test_report_reads_as_before(kind: str, golden: Callable[[str, str], None]) -> None:
    golden(f"junit/{kind}.xml", render_report("junit", KINDS[kind]))
