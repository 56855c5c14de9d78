"""The page for a lab hour: counts, mistakes, no names, nothing of hidden checks that a report would hide."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from grader.diagnosis.catalogue import load_catalogue
from grader.gradebook.store import Gradebook
from grader.model.assignment import Reveal
from grader.model.report import Report
from grader.reports.formats.json import read_json
from grader.site.lab import LabPage
from tests.support.class_site import EVIL, MISTAKE, NAME, NOW, ClassSite

Open = Callable[..., LabPage]


@pytest.fixture
def reports(site: ClassSite) -> list[Report]:
    """The reports about a right answer and one with a known mistake, as the gradebook has them."""
    with Gradebook(site.book, create=False) as book:
        return [
            read_json(one.result.report)
            for student in ("501", "502")
            for one in book.attempts(assignment=NAME, student=student, texts=True)
        ]


@pytest.fixture
def open_lab(site: ClassSite, tmp_path: Path) -> Open:
    def begin(*, names: bool = False, reveal: Reveal = Reveal.HINT) -> LabPage:
        assignment = replace(site.course.assignment(NAME), reveal=reveal)
        return LabPage(
            site.course, assignment, tmp_path / "lab.html", zone=UTC, names=names, enrolled=len(EVIL) + 1
        )

    return begin


def fill(lab: LabPage, reports: list[Report]) -> None:
    """Let one student be right, and those with hostile names make the mistake."""
    lab.expect([("s0", "one"), *((text, text) for text in EVIL), ("late", "not graded")])
    lab.note(("s0", "one"), "Ada Lovelace", reports[0])
    for text in EVIL:
        lab.note((text, text), text, reports[1])


def text_of(folder: Path) -> str:
    _, _, text = (folder / "lab.html").read_text(encoding="utf-8").partition("</style>")
    return text


def test_mistakes_are_counted_and_nobody_is_named_unless_asked(
    open_lab: Open, reports: list[Report], site: ClassSite, tmp_path: Path
) -> None:
    (known,) = (
        one for one in load_catalogue(site.course.assignment(NAME).files.suite) if one.name == MISTAKE
    )
    lab = open_lab()
    fill(lab, reports)
    lab.write(NOW)
    text = text_of(tmp_path)
    assert f"<b>{len(EVIL)} of {len(EVIL) + 1}</b>" in text
    assert "<b>1</b>being graded" in text
    assert "Brought up to date at 12:00:00" in text
    assert known.mistake in text.replace("&#39;", "'").replace("&amp;", "&")
    assert "Lovelace" not in text
    named = open_lab(names=True)
    fill(named, reports)
    named.write(NOW)
    assert "Lovelace" in text_of(tmp_path)


def test_mistake_that_only_hidden_checks_show_is_kept_where_a_report_keeps_it(
    open_lab: Open, reports: list[Report], tmp_path: Path
) -> None:
    (own,) = reports[1].assignments
    parts = tuple(
        replace(part, checks=tuple(replace(check, hidden=True) for check in part.checks))
        for part in own.parts
    )
    hidden = replace(reports[1], assignments=(replace(own, parts=parts),))
    shown = {}
    for reveal in (Reveal.NAME, Reveal.HINT):
        lab = open_lab(reveal=reveal)
        lab.expect([("s1", "one")])
        lab.note(("s1", "one"), "Blaise Pascal", hidden)
        lab.write(NOW)
        shown[reveal] = "No known mistake" not in text_of(tmp_path)
    assert shown == {Reveal.NAME: False, Reveal.HINT: True}


def test_last_of_several_files_counts_and_what_is_gone_is_forgotten(
    open_lab: Open, reports: list[Report], tmp_path: Path
) -> None:
    lab = open_lab()
    lab.expect([("s0", "first try"), ("s0", "second try")])
    lab.note(("s0", "second try"), "Ada", reports[0])
    lab.note(("s0", "first try"), "Ada", reports[1])
    lab.write(NOW)
    assert "<b>1</b>have every part" in text_of(tmp_path)
    lab.expect([("s0", "first try")])
    lab.write(NOW)
    assert "<b>0</b>have every part" in text_of(tmp_path)


@pytest.mark.slow
def test_open_page_renews_itself_and_obeys_no_name(
    open_lab: Open, reports: list[Report], browser: Browser, tmp_path: Path
) -> None:
    lab = open_lab(names=True)
    fill(lab, reports)
    lab.write(NOW)
    told: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.goto((tmp_path / "lab.html").as_uri())
        for text in EVIL:
            assert page.get_by_role("rowheader", name=text, exact=True).count() == 1
        assert page.locator("img, script").count() == 0
        lab.write(NOW + timedelta(hours=1), ended=True)
        page.get_by_text(re.compile("ended at 13:00:00")).wait_for()
        assert "obeyed" not in page.title()
        assert page.locator("meta[http-equiv=refresh]").count() == 0
    assert not told
