import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from grader.model.check import Difference, Fault, Outcome
from grader.reports.json_report import SCHEMA, render_json
from tests.support.report_samples import KINDS

PUBLISHED = json.loads(
    (Path(__file__).parents[3] / "docs" / "schemas" / "report.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = Draft202012Validator(PUBLISHED)

Edit = Callable[[dict[str, Any]], object]


def refuse_constant(name: str) -> None:
    pytest.fail(f"{name} is not JSON")


def parsed(kind: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render_json(KINDS[kind]), parse_constant=refuse_constant)
    return document


def wrong_check(document: dict[str, Any]) -> dict[str, Any]:
    check: dict[str, Any] = document["assignments"][0]["parts"][2]["checks"][-1]
    return check


def test_published_schema_is_itself_valid() -> None:
    Draft202012Validator.check_schema(PUBLISHED)


@pytest.mark.parametrize("kind", KINDS)
def test_report_keeps_to_the_published_schema(kind: str) -> None:
    VALIDATOR.validate(parsed(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_report_is_ascii_and_readable_as_strict_utf8(kind: str) -> None:
    text = render_json(KINDS[kind])
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


def test_numbers_that_are_not_finite_are_strings() -> None:
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
