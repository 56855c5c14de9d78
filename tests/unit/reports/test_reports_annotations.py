"""Reports as workflow commands, read back as a runner of GitHub reads them."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pytest

from grader.model.check import Location
from grader.model.formatting import printable
from grader.model.report import Report
from grader.reports.registry import render_report
from tests.support.hostile_texts import HOSTILE, TEXT, UNUSABLE
from tests.support.report_samples import GOOD, KINDS, assignment, raised, report

COMMAND = re.compile(r"::(?P<kind>\w+) (?P<properties>[^\n]*?)::(?P<message>[^\n]*)")


class Command(NamedTuple):
    """A workflow command as the runner understands it."""

    kind: str
    properties: dict[str, str]
    message: str


def understood(text: str) -> list[Command]:
    """Read commands as the runner does: one a line, escapes undone."""
    assert text.endswith("\n")
    found = []
    for line in text.removesuffix("\n").split("\n"):
        match = COMMAND.fullmatch(line)
        assert match, line
        pairs = (pair.partition("=") for pair in match["properties"].split(","))
        properties = {name: undone(value) for name, _, value in pairs}
        found.append(Command(match["kind"], properties, undone(match["message"])))
    return found


def undone(text: str) -> str:
    for escape, character in (("%0A", "\n"), ("%0D", "\r"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, character)
    return text


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_is_one_command(kind: str) -> None:
    commands = understood(render_report("annotations", KINDS[kind]))
    assert commands[-1].kind == "notice"
    assert {command.kind for command in commands} <= {"error", "warning", "notice"}


def test_failure_is_placed_at_its_line() -> None:
    error, notice = understood(render_report("annotations", KINDS["wrong"]))
    assert error.properties == {
        "file": "two_layer_mlp.py",
        "line": "143",
        "title": "Backward: gradients with relu",
    }
    assert "18 of 24 entries differ" in error.message
    assert "76.67 of 100 points" in notice.message


def test_failure_in_a_notebook_names_cell_and_line() -> None:
    commands = understood(render_report("annotations", KINDS["timeout"]))
    (slow,) = [command for command in commands if command.properties.get("file", "").endswith(".ipynb")]
    assert "line" not in slow.properties
    assert "cell 4, line 12" in slow.message


def test_at_most_eight_errors_are_listed_and_the_rest_counted() -> None:
    failed = (
        replace(raised(title=f"number {n}"), location=Location(file="a.py", line=n)) for n in range(1, 12)
    )
    commands = understood(render_report("annotations", report(assignment((*GOOD, *failed)))))
    assert [command.kind for command in commands].count("error") == 8
    assert "3 more failures" in commands[-1].message


def test_untouched_stub_is_no_error() -> None:
    (notice,) = understood(render_report("annotations", KINDS["untouched"]))
    assert "Only the visible checks ran" in notice.message


def test_unusable_file_is_an_error_with_the_reason() -> None:
    error, _ = understood(render_report("annotations", KINDS["unusable"]))
    assert error.properties["file"] == "two_layer_mlp.py"
    assert "not valid Python" in error.message


@pytest.mark.parametrize("shown", [HOSTILE, UNUSABLE], ids=["checks", "unusable"])
def test_student_text_is_no_command(shown: Report) -> None:
    text = render_report("annotations", shown)
    commands = understood(text)
    assert {command.kind for command in commands} <= {"error", "warning", "notice"}
    assert set().union(*(command.properties for command in commands)) <= {"file", "line", "title"}
    assert all(line.isprintable() and "##[" not in line for line in text.splitlines())
    assert len(text.splitlines()) == len(commands)


def test_student_text_is_shown_as_it_was() -> None:
    error, _ = understood(render_report("annotations", UNUSABLE))
    assert error.message == "\n".join(printable(line) for line in TEXT.split("\n"))
    assert error.properties["file"] == printable(" ".join(TEXT.split("\n")))


@pytest.mark.parametrize("kind", ["many-wrong", "hidden-name", "pending"])
def test_report_reads_as_before(kind: str, golden: Callable[[str, str], None]) -> None:
    golden(f"annotations/{kind}.txt", render_report("annotations", KINDS[kind]))
