import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from grader.errors import UsageError
from grader.model.check import Argument, Call, Check, Difference, Explanation, Fault, Location, Outcome
from grader.model.redaction import redact_report
from grader.model.report import MissingFunction
from grader.reports.formats.json import SCHEMA, read_json, write_line
from grader.reports.registry import render_report
from tests.support.report_samples import GOOD, KINDS, assignment, report, wrong

PUBLISHED = json.loads(
    (Path(__file__).parents[3] / "docs" / "schemas" / "report.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = Draft202012Validator(PUBLISHED)

Edit = Callable[[dict[str, Any]], object]


def refuse_constant(name: str) -> None:
    pytest.fail(f"{name} is not JSON")


def parsed(kind: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render_report("json", KINDS[kind]), parse_constant=refuse_constant)
    return document


def wrong_check(document: dict[str, Any]) -> dict[str, Any]:
    check: dict[str, Any] = document["assignments"][0]["parts"][2]["checks"][-1]
    return check


def test_published_schema_is_itself_valid() -> None:
    Draft202012Validator.check_schema(PUBLISHED)


@pytest.mark.parametrize("kind", KINDS)
def test_report_keeps_to_the_published_schema(kind: str) -> None:
    VALIDATOR.validate(parsed(kind))


@pytest.mark.parametrize("location", [None, Location(file="a.py", line=3, cell=2, function="f")])
def test_why_a_check_failed_keeps_to_the_schema_and_is_read_back(location: Location | None) -> None:
    why = Explanation(name="one-sign", text="One sign is wrong.", certain=True, location=location)
    original = report(assignment((*GOOD, replace(wrong(), explanation=why))))
    text = render_report("json", original)
    VALIDATOR.validate(json.loads(text))
    assert read_json(text).assignments[0].parts == original.assignments[0].parts


@pytest.mark.parametrize("kind", KINDS)
def test_report_is_ascii_and_readable_as_strict_utf8(kind: str) -> None:
    text = render_report("json", KINDS[kind])
    assert text.isascii()
    assert text.endswith("}\n")
    assert json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8")


BROKEN: dict[str, Edit] = {
    "another version": lambda one: one.update(schema="grade-report/2"),
    "an unknown key": lambda one: one.update(extra=1),
    "no seed": lambda one: one.pop("seed"),
    "an unknown outcome": lambda one: wrong_check(one).update(outcome="failed"),
    "a check with an unknown key": lambda one: wrong_check(one).update(value="0.5"),
    "points as a float alone": lambda one: one.update(score=76.67),
    "an inexact fraction": lambda one: one["score"]["points"].update(exact="76.67"),
    "negative points": lambda one: one["score"]["points"].update(decimal=-1),
    "a shape of floats": lambda one: wrong_check(one)["differences"][0].update(actual_shape=[0.5]),
    "a number as a string": lambda one: wrong_check(one)["differences"][0].update(greatest="much"),
    "line 0": lambda one: wrong_check(one)["location"].update(line=0),
    "a call as a string": lambda one: wrong_check(one).update(calls=["f()"]),
}


@pytest.mark.parametrize("edit", BROKEN.values(), ids=BROKEN.keys())
def test_schema_refuses_a_broken_report(edit: Edit) -> None:
    document = parsed("wrong")
    edit(document)
    assert not VALIDATOR.is_valid(document)


def test_schema_knows_every_outcome_fault_and_field() -> None:
    definitions = PUBLISHED["$defs"]
    check = definitions["check"]["properties"]
    assert check["outcome"]["enum"] == [outcome.value for outcome in Outcome]
    assert check["fault"]["enum"] == [*(fault.value for fault in Fault), None]
    assert list(definitions["difference"]["properties"]) == [field.name for field in fields(Difference)]
    assert PUBLISHED["properties"]["schema"]["const"] == SCHEMA


def test_schema_describes_every_field() -> None:
    places = [PUBLISHED, *PUBLISHED["$defs"].values()]
    bare = [
        name
        for place in places
        for name, field in place.get("properties", {}).items()
        if "description" not in field and "$ref" not in field
    ]
    assert bare == []


def test_points_are_given_rounded_and_exact() -> None:
    assert parsed("wrong")["score"]["points"] == {"decimal": 76.67, "exact": "230/3"}


def test_infinite_numbers_and_nan_are_strings() -> None:
    difference = wrong_check(parsed("strange"))["differences"][0]
    numbers = [difference[name] for name in ("greatest", "actual_there", "expected_there")]
    assert numbers == ["NaN", "Infinity", "-Infinity"]


def test_halves_of_surrogate_pairs_are_escaped() -> None:
    assert r"\udc80" in wrong_check(parsed("strange"))["hint"]


def test_call_is_given_with_shapes_and_values() -> None:
    (call,) = wrong_check(parsed("wrong"))["calls"]
    assert call["function"] == "backward"
    assert call["arguments"][0] == {"name": "X", "kind": "array", "shape": [5, 4], "value": "", "items": []}
    assert call["arguments"][3]["value"] == "'mse'"


READABLE = {kind: report for kind, report in KINDS.items() if kind != "strange"}


@pytest.mark.parametrize("kind", READABLE)
def test_report_is_read_back_whole(kind: str) -> None:
    assert read_json(render_report("json", READABLE[kind])) == redact_report(READABLE[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_report_read_back_is_written_as_before(kind: str) -> None:
    text = render_report("json", KINDS[kind])
    assert render_report("json", read_json(text)) == text


NUMBERS = st.none() | st.floats(allow_nan=False)
SHAPES = st.none() | st.lists(st.integers(0, 9), max_size=3).map(tuple)
LOCATIONS = st.builds(Location)
ARGUMENTS = st.recursive(
    st.builds(Argument, shape=SHAPES, items=st.just(())),
    lambda inner: st.builds(Argument, shape=SHAPES, items=st.lists(inner, max_size=2).map(tuple)),
    max_leaves=4,
)
DIFFERENCES = st.builds(
    Difference,
    expected=st.text(),
    actual=st.text(),
    expected_shape=SHAPES,
    actual_shape=SHAPES,
    index=SHAPES,
    location=st.none() | LOCATIONS,
    mismatched=st.none() | st.integers(0),
    total=st.none() | st.integers(0),
    **dict.fromkeys(("greatest", "expected_there", "actual_there", "rtol", "atol"), NUMBERS),
)
CHECKS = st.builds(
    Check,
    part=st.just("backward"),
    hidden=st.just(value=False),
    message=st.text(),
    exception=st.text(),
    calls=st.lists(st.builds(Call, arguments=st.lists(ARGUMENTS, max_size=2).map(tuple)), max_size=2).map(
        tuple
    ),
    differences=st.lists(DIFFERENCES, max_size=2).map(tuple),
    location=st.none() | LOCATIONS,
    trace=st.lists(LOCATIONS, max_size=2).map(tuple),
    hint=st.text(),
    output=st.text(),
    seeds=st.lists(st.tuples(st.text(), st.integers()), max_size=2).map(tuple),
    needs=st.text(),
    fault=st.none() | st.sampled_from(Fault),
    explanation=st.none() | st.builds(Explanation, detail=st.text(), see=st.text()),
)


@given(st.lists(CHECKS, max_size=3), st.text(), st.integers(0))
def test_any_report_is_read_back_whole(checks: list[Check], text: str, seed: int) -> None:
    mine = replace(
        assignment((*GOOD, *checks)), notices=(text,), fault=text, missing=(MissingFunction(name=text),)
    )
    run = replace(report(mine), seed=seed)
    assert read_json(render_report("json", run)) == run
    assert json.loads(write_line(run)) == json.loads(render_report("json", run))


@pytest.mark.parametrize("kind", KINDS)
def test_line_for_a_database_holds_the_same_report(kind: str) -> None:
    line = write_line(KINDS[kind])
    assert line.isascii()
    assert line.index("\n") == len(line) - 1
    assert json.loads(line, parse_constant=refuse_constant) == parsed(kind)


def test_line_for_a_database_holds_a_text_that_looks_like_a_list_of_checks() -> None:
    mine = replace(report(assignment(GOOD)), course='"checks": []')
    assert json.loads(write_line(mine)) == json.loads(render_report("json", mine))


def test_older_report_without_a_later_field_is_read() -> None:
    document = parsed("wrong")
    for check in document["assignments"][0]["parts"][2]["checks"]:
        del check["explanation"]
    document["assignments"][0]["later"] = "ignored"
    assert read_json(json.dumps(document)) == KINDS["wrong"]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"schema": "grade-report/1"}', "{}"],
    ids=["nothing", "a list", "cut off", "only a schema", "an empty object"],
)
def test_text_that_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no report of grade"):
        read_json(text)


def test_report_of_another_schema_is_refused() -> None:
    document = parsed("wrong")
    document["schema"] = "grade-report/9"
    with pytest.raises(UsageError, match="'grade-report/9', and 'grade-report/1' was expected"):
        read_json(json.dumps(document))


UNREADABLE = (
    "an unknown outcome",
    "a shape of floats",
    "a number as a string",
    "a call as a string",
)


@pytest.mark.parametrize("name", UNREADABLE)
def test_report_with_a_broken_value_is_refused(name: str) -> None:
    document = parsed("wrong")
    BROKEN[name](document)
    with pytest.raises(UsageError, match="no report of grade"):
        read_json(json.dumps(document))
