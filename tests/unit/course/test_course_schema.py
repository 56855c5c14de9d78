"""The schema for editors says what the models say, and the file in docs is that schema."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from grader.course.manifest_schema import schema, schema_text
from grader.course.yaml_document import parse_yaml

ROOT = Path(__file__).parents[3]
VALIDATOR = Draft202012Validator(schema())


def manifest() -> Any:
    """Parse the manifest of this course, as an editor would."""
    return parse_yaml((ROOT / "assignments.yaml").read_text(encoding="utf-8")).data


def test_schema_on_disk_is_current() -> None:
    assert (ROOT / "docs/schemas/assignments.schema.json").read_text(encoding="utf-8") == schema_text()


def test_schema_is_valid() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


def test_manifest_names_the_schema_for_editors() -> None:
    first = (ROOT / "assignments.yaml").read_text(encoding="utf-8").split("\n")[0]
    assert first == "# yaml-language-server: $schema=docs/schemas/assignments.schema.json"


def test_schema_accepts_the_manifest_of_this_course() -> None:
    VALIDATOR.validate(manifest())


@pytest.mark.parametrize(
    "way, value",
    [
        (("titel",), "an unknown key"),
        (("name",), "Two_Layer"),
        (("title",), 3),
        (("due",), 20261106),
        (("parts",), []),
        (("parts", 0, "points"), 0),
        (("parts", 0, "points"), "15"),
        (("parts", 0, "scoring"), "some"),
        (("reveal",), True),
        (("limits",), {"memory_mb": -1}),
        (("limits",), {"memory": 1}),
        (("tolerances",), {"rtol": -1e-9}),
        (("files", "stub"), "/exercises/a.py"),
        (("files", "stub"), "exercises/a-b.py"),
        (("files", "suite"), "../suites"),
        (("files", "suite"), "tests\\suites"),
    ],
)
def test_schema_rejects_what_the_models_reject(way: tuple[str | int, ...], value: object) -> None:
    data = manifest()
    inner = data["assignments"][0]
    for key in way[:-1]:
        inner = inner[key]
    inner[way[-1]] = value
    found = [list(error.absolute_path)[:2] for error in VALIDATOR.iter_errors(data)]
    assert found
    assert all(place == ["assignments", 0] for place in found)


def test_schema_rejects_a_version_that_is_a_number() -> None:
    data = manifest()
    data["course"]["version"] = 2026.1
    assert not VALIDATOR.is_valid(data)


def test_every_key_has_a_description() -> None:
    definitions = schema()["$defs"]
    entries = {name: made["properties"] for name, made in definitions.items() if "properties" in made}
    assert len(entries) == 8
    for properties in entries.values():
        for made in properties.values():
            reference = made.get("$ref", made.get("items", {}).get("$ref", "")).rpartition("/")[2]
            assert made.get("description") or definitions[reference]["description"]
