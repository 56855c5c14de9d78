"""The pages of a report in a real browser: they open, sort, search, and are read without eyes or a mouse."""

from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from grader.explain import render_walk
from grader.explain.drawable import graph_of_example
from grader.gradebook.grades import AssignmentGrade
from grader.model.check import Outcome
from grader.site.pages import Pages
from grader.site.records import AttemptEntry, CheckEnd, PartPoints, Work
from grader.site.views import CourseView, view_assignment
from tests.support.class_site import EVIL, NAME, ClassSite, student

# Chromium takes its time to start where all cores are busy.
pytestmark = pytest.mark.slow
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
KINDS = (
    "index.html",
    f"{NAME}/index.html",
    f"{NAME}/handout.html",
    f"{NAME}/similar.html",
    f"{NAME}/pair-1.html",
)
SERIOUS = {"serious", "critical"}
WIDTH = 390


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a tab that fails the test if anything is said to its console, or asks for the network."""
    told: list[str] = []
    with browser.new_context() as context:
        opened = context.new_page()
        opened.on("console", lambda message: told.append(message.text))
        opened.on("pageerror", lambda error: told.append(str(error)))
        opened.on(
            "request",
            lambda one: told.append(one.url) if not one.url.startswith(("file:", "data:")) else None,
        )
        yield opened
    assert not told


def open_page(page: Page, path: Path) -> None:
    page.goto(path.as_uri())


def shown(page: Page, table: str) -> list[str]:
    """Return the names in the rows of a table that are to be seen, in their order."""
    rows = page.locator(f"#{table} tbody tr:not([hidden]) th")
    return [text.strip() for text in rows.all_inner_texts()]


def axe_findings(page: Page) -> list[str]:
    """Return what axe-core finds serious in a page."""
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['help']}: {one['nodes'][0]['html']}: {one['nodes'][0]['failureSummary']}"
        for one in found["violations"]
        if one["impact"] in SERIOUS
    ]


def test_every_page_opens_in_silence_and_obeys_nobody(page: Page, site: ClassSite) -> None:
    for path in site.pages:
        open_page(page, path)
        assert "obeyed" not in page.title().partition("<")[0]
        assert page.locator("h1").first.is_visible()
        assert page.evaluate("document.querySelectorAll('img[onerror], [onmouseover]').length") == 0


def test_policy_stops_a_script_that_is_put_into_a_page(
    browser: Browser, site: ClassSite, tmp_path: Path
) -> None:
    text = (site.folder / NAME / "index.html").read_text(encoding="utf-8")
    evil = '<script>document.title = "obeyed"</script><img src="x" onerror="document.title = \'obeyed\'">'
    copy = tmp_path / "page.html"
    copy.write_text(text.replace("</main>", f"{evil}</main>"), encoding="utf-8")
    told: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("console", lambda message: told.append(message.text))
        page.goto(copy.as_uri())
        assert "obeyed" not in page.title()
    assert any("Content Security Policy" in one for one in told)


def test_tables_sort_and_search_by_mouse_and_by_keyboard(page: Page, site: ClassSite) -> None:
    open_page(page, site.folder / NAME / "index.html")
    everybody = shown(page, "students-table")
    points = page.locator("#students-table thead th", has_text="Points")
    points.get_by_role("button").click()
    assert points.get_attribute("aria-sort") == "descending"
    best = shown(page, "students-table")
    assert set(best[:2]) == {"lovelaceada", "Clara Schumann"}
    page.keyboard.press("Enter")
    assert points.get_attribute("aria-sort") == "ascending"
    assert (best[-1], shown(page, "students-table")[0]) == ("Grace Hopper", "Grace Hopper")
    page.keyboard.press("/")
    page.keyboard.type("clara LAB")
    assert shown(page, "students-table") == ["Clara Schumann"]
    assert page.locator(".tools output").inner_text() == f"1 of {len(everybody)} students"
    page.keyboard.press("Escape")
    assert len(shown(page, "students-table")) == len(everybody)
    page.get_by_label("Section").select_option("Lab 2")
    assert shown(page, "students-table") == ["Clara Schumann"]
    page.get_by_label("Section").select_option(EVIL[1])
    assert len(shown(page, "students-table")) == 1


def test_axe_finds_nothing_serious_in_the_light_and_in_the_dark(page: Page, site: ClassSite) -> None:
    own = site.folder / "hand-back" / "pascalblaise-502.html"
    pages = [
        own,
        *(site.folder / kind for kind in KINDS),
    ]
    for path in pages:
        # The dark has the same elements in other colours; a student's page has words of every kind.
        for scheme in ("light", "dark") if path == own else ("light",):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            open_page(page, path)
            page.evaluate(AXE)
            assert not axe_findings(page), (path.name, scheme)


def test_search_finds_one_of_two_thousand_on_a_modest_page(
    page: Page, site: ClassSite, tmp_path: Path
) -> None:
    assignment = site.course.assignment(NAME)
    view = view_assignment(assignment, [_work(number) for number in range(2000)], (), {}, UTC)
    course = CourseView(course="A course", written="now", sections=("Lab 1",), assignments=(view,), people=())
    text = Pages(UTC, "").render("assignment.html", view=course, one=view)
    assert len(text.encode()) < 3_000_000
    (tmp_path / "large.html").write_text(text, encoding="utf-8")
    open_page(page, tmp_path / "large.html")
    page.keyboard.press("/")
    page.keyboard.type("number 1234")
    assert shown(page, "students-table") == ["Student number 1234"]
    page.locator("#students-table thead th", has_text="Points").get_by_role("button").click()
    assert shown(page, "students-table") == ["Student number 1234"]


def _work(number: int) -> Work:
    """Make the work of one of many: three attempts, two dozen checks, two mistakes."""
    grade = AssignmentGrade(name=NAME, title="", points=Fraction(number % 101), possible=Fraction(100))
    time = datetime(2026, 11, 1 + number % 13, 12, number % 60, tzinfo=UTC)
    attempt = AttemptEntry(
        number=1, file="a.py", handed_in=time, points=Fraction(50), pending=Fraction(), counts=True
    )
    checks = tuple(
        CheckEnd(
            id=f"c{each}",
            title=f"Check {each}",
            part="loss",
            hidden=each % 2 == 0,
            outcome=Outcome.WRONG if (number + each) % 7 == 0 else Outcome.PASSED,
        )
        for each in range(25)
    )
    part = PartPoints(name="loss", title="The loss", points=Fraction(50), possible=Fraction(100))
    return Work(
        student=student(f"s{number}", f"Student number {number}"),
        page=f"s{number}.html",
        grade=grade,
        attempts=(attempt, attempt, attempt),
        parts=(part,),
        checks=checks,
        causes={f"mistake-{number % 9}": 3, f"mistake-{number % 40}": 1},
    )


def test_walk_through_a_graph_goes_forward_and_back_by_keyboard(
    page: Page, site: ClassSite, tmp_path: Path
) -> None:
    graph = graph_of_example(site.course.assignment("scalar-graphs"), "again_difference")
    assert graph is not None
    (tmp_path / "walk.html").write_text(render_walk(graph), encoding="utf-8")
    open_page(page, tmp_path / "walk.html")
    assert page.locator("li.step:visible h2").all_inner_texts() == ["Forward: a"]
    page.get_by_role("button", name="Last").click()
    assert "The ways add up" in page.locator("li.step:visible").inner_text()
    page.keyboard.press("ArrowLeft")
    assert (
        "local derivative 1.3 times upstream gradient -8.788" in page.locator("li.step:visible").inner_text()
    )
    assert page.locator(".now").count() == 1
    page.evaluate(AXE)
    assert not axe_findings(page)


def test_pages_fit_a_phone_and_paper(page: Page, site: ClassSite) -> None:
    page.set_viewport_size({"width": WIDTH, "height": 844})
    for name in ("index.html", f"{NAME}/index.html", f"{NAME}/teach.html", f"{NAME}/handout.html"):
        open_page(page, site.folder / name)
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH, name
    open_page(page, site.folder / NAME / "index.html")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".tools").first.is_visible()
