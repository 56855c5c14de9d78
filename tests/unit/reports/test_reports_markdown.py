"""Reports as Markdown, read back by a parser of Markdown."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from grader.model.formatting import printable
from grader.model.report import Report
from grader.reports.formats.markdown import SUMMARY_BYTES
from grader.reports.registry import RenderOptions, render_report
from tests.support.hostile_texts import HOSTILE, TEXT, UNUSABLE
from tests.support.report_samples import GOOD, KINDS, assignment, report, wrong

MARKUP = {
    "html_inline",
    "html_block",
    "link_open",
    "image",
    "code_block",
    "hr",
    "blockquote_open",
    "list_item_open",
}


def tokens(text: str) -> Iterator[Token]:
    """Give every token, those within lines too."""
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        yield token
        yield from token.children or ()


def shape(text: str) -> list[str]:
    """List the blocks of a page by their kinds."""
    return [token.type for token in tokens(text) if token.level == 0 and token.nesting != -1]


@pytest.mark.parametrize("kind", KINDS)
def test_page_has_a_heading_for_each_assignment(kind: str) -> None:
    headings = [
        one.content
        for one in tokens(render_report("markdown", KINDS[kind]))
        if one.type == "inline" and one.level == 1
    ]
    for one in KINDS[kind].assignments:
        assert any(one.name.replace("-", r"\-") in heading for heading in headings)


@pytest.mark.parametrize("shown", [HOSTILE, UNUSABLE], ids=["checks", "unusable"])
def test_student_text_makes_no_markup(shown: Report) -> None:
    found = {token.type for token in tokens(render_report("markdown", shown))}
    assert not found & MARKUP


@pytest.mark.parametrize("shown", [HOSTILE, UNUSABLE], ids=["checks", "unusable"])
def test_student_text_adds_no_block(shown: Report) -> None:
    def tamed(text: str) -> str:
        return text.replace(TEXT, "text")

    (one,) = shown.assignments
    plain = replace(shown, assignments=(replace(one, submission="text", unusable=tamed(one.unusable)),))
    kinds = shape(render_report("markdown", shown))
    assert kinds.count("heading_open") == shape(render_report("markdown", plain)).count("heading_open")
    assert kinds.count("table_open") == shape(render_report("markdown", plain)).count("table_open")


def test_student_text_is_readable() -> None:
    shown = [token.content for token in tokens(render_report("markdown", UNUSABLE)) if token.type == "text"]
    joined = "".join(shown)
    for line in ("<script>alert(1)</script>", "[click](http://evil.invalid)", "# heading"):
        assert printable(line) in joined


def test_nobody_is_mentioned() -> None:
    for token in tokens(render_report("markdown", UNUSABLE)):
        if token.type == "text":
            assert "@" not in token.content


def test_no_line_is_a_command() -> None:
    for shown in (HOSTILE, UNUSABLE):
        for line in render_report("markdown", shown).splitlines():
            assert not line.lstrip().startswith("::")
            assert "##[" not in line
            assert line.isprintable()


def test_page_that_is_too_long_loses_its_longest_pieces_and_says_so() -> None:
    long = "x" * 500
    many = (replace(wrong(title=f"check {n}"), message=f"{n}{long}", differences=()) for n in range(250))
    run = report(replace(assignment((*GOOD, *many)), hidden_ran=False))
    assert len(render_report("markdown", run).encode()) > 100_000
    text = render_report("markdown", run, RenderOptions(max_bytes=100_000))
    assert 95_000 < len(text.encode()) <= 100_000
    assert "left out here" in text
    assert r"Only the visible checks ran" in text
    assert shape(text).count("table_open") == 1


def test_page_may_be_as_long_as_github_accepts() -> None:
    assert SUMMARY_BYTES == 1024 * 1024
    long = "x" * 500
    many = (replace(wrong(title=f"check {n}"), message=f"{n}{long}", differences=()) for n in range(2200))
    run = report(assignment(many))
    text = render_report("markdown", run)
    assert SUMMARY_BYTES - 5000 < len(text.encode()) <= SUMMARY_BYTES
    assert text == render_report("markdown", run, RenderOptions(max_bytes=SUMMARY_BYTES))


def test_page_within_the_limit_is_whole() -> None:
    assert "left out here" not in render_report("markdown", KINDS["many-wrong"])


def test_report_says_when_hidden_checks_did_not_run() -> None:
    assert "Only the visible checks ran" in render_report("markdown", KINDS["untouched"])
    assert "Only the visible checks ran" not in render_report("markdown", KINDS["wrong"])


@pytest.mark.parametrize("kind", ["many-wrong", "hidden-name", "pending", "two-assignments"])
def test_report_reads_as_before(kind: str, golden: Callable[[str, str], None]) -> None:
    golden(f"markdown/{kind}.md", render_report("markdown", KINDS[kind]))
