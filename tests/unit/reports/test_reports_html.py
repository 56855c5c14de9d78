import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.model.check import Check, Explanation, Location, Outcome
from grader.reports.context import ReaderContext
from grader.reports.registry import RenderOptions, render_report
from tests.support.report_samples import GOOD, KINDS, assignment, report, wrong

GOLDEN = Path(__file__).parents[2] / "golden" / "reports"
READ = ["hidden-hint", "strange"]
HOSTILE = '<script>alert(1)</script><img src=x onerror="a()">\'"&amp;</div></table>$x$\x1b[31m\u202e'


class Page(HTMLParser):
    """Notes elements and texts, and that every element is closed where it should be."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.shown = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.shown += f"{data} "


@pytest.mark.parametrize("kind", READ)
def test_html_report_reads_as_before(kind: str, golden: Callable[[str, str], None]) -> None:
    golden(f"reports/{kind}.html", render_report("html", KINDS[kind]))


def test_no_golden_page_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.html")} == set(READ)


@pytest.mark.parametrize("kind", KINDS)
def test_page_has_the_text_of_the_terminal(kind: str) -> None:
    page = Page(render_report("html", KINDS[kind]))
    bars = str.maketrans(dict.fromkeys("█░?| ", None))
    terminal = "".join(render_report("terminal", KINDS[kind], RenderOptions(width=1000)).split()).translate(
        bars
    )
    assert "".join(page.shown.split()).translate(bars) == terminal


@pytest.mark.parametrize("kind", KINDS)
def test_page_holds_only_text_and_tables(kind: str) -> None:
    page = Page(render_report("html", KINDS[kind]))
    assert set(page.tags) <= {"div", "table", "tr", "th", "td", "span", "b"}
    assert {name for name, _ in page.attributes} <= {"style", "class", "scope"}
    assert not re.search(r"url|expression|@import", str(page.attributes))


@pytest.mark.parametrize(
    "see, is_link",
    [
        ("two-layer-mlp.md#losses", True),
        ("two-layer-mlp.md", True),
        ("javascript:alert(1)//.md", False),
        ("../../secret.md", False),
        ("https://example.org/a.md", False),
        ("", False),
    ],
)
def test_place_to_read_is_a_link_into_the_handout_and_nowhere_else(see: str, *, is_link: bool) -> None:
    cause = Explanation(name="a", text="Look there.", certain=True, see=see)
    shown = report(assignment((*GOOD, replace(wrong(), explanation=cause))))
    links = [value for name, value in Page(render_report("html", shown)).attributes if name == "href"]
    assert links == ([see] if is_link else [])


@pytest.mark.parametrize(
    "place, is_link",
    [
        ("__graphs__/mlp-gradients-of-a-layer.html", True),
        ("__graphs__/../secret.html", False),
        ("elsewhere/mlp.html", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("brief", [True, False])
def test_graph_of_a_failed_check_is_a_link_beside_the_notebook(
    place: str, *, is_link: bool, brief: bool
) -> None:
    failed = wrong()
    context = ReaderContext(graphs={failed.id: place})
    found = report(assignment((*GOOD, failed)))
    options = RenderOptions(brief=brief, contexts={found.assignments[0].name: context})
    page = Page(render_report("html", found, options))
    assert [value for name, value in page.attributes if name == "href"] == ([place] if is_link else [])
    assert place in render_report("terminal", found, options)


@given(st.text() | st.just(HOSTILE), st.sampled_from([Outcome.RAISED, Outcome.WRONG, Outcome.CRASHED]))
@example(HOSTILE, Outcome.RAISED)
def test_student_text_is_not_obeyed(text: str, outcome: Outcome) -> None:
    check = Check(
        id="visible/t.py::t",
        title=text,
        part="backward",
        hidden=False,
        outcome=outcome,
        message=text,
        exception=text,
        output=text,
        location=Location(file=text, line=1, cell=2, function=text),
    )
    mine = replace(assignment((*GOOD, check)), submission=text, notices=(text,))
    page = Page(render_report("html", report(mine)))
    plain = Page(render_report("html", report(assignment((*GOOD, replace(check, title="t", message="m"))))))
    assert set(page.tags) == set(plain.tags)
    assert {name for name, _ in page.attributes} <= {"style", "class", "scope"}
    shown = render_report("html", report(mine)).replace("\n", "")
    assert all(one.isprintable() or unicodedata.category(one) == "Zs" for one in shown)


def luminance(color: str) -> float:
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def colors() -> Iterator[str]:
    for kind in KINDS:
        yield from re.findall(r"(?<!-)color:(#[0-9a-f]{6})", render_report("html", KINDS[kind]))


def test_colours_are_readable_on_light_and_dark_ground() -> None:
    used = set(colors())
    assert len(used) == 3
    for color in used:
        assert (1.0 + 0.05) / (luminance(color) + 0.05) > 4
        assert (luminance(color) + 0.05) / (luminance("#111111") + 0.05) > 4


def test_no_ground_is_painted() -> None:
    for kind in KINDS:
        assert set(re.findall(r"background[^:]*:([^;\"]*)", render_report("html", KINDS[kind]))) <= {"none"}
