"""The published handouts as pages of the site, so that each mistake leads to the place that explains it."""

import base64
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt
from markupsafe import Markup

from grader.files import read_course_text
from grader.model.assignment import Assignment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

__all__ = ["Handout", "read_handout"]

_KINDS: Final = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
# What may be wider than a phone scrolls by itself, by keyboard too.
_TABLE: Final = '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>'
_NOT_IN_ANCHORS: Final = re.compile(r"[^\w\- ]")


class Handout:
    """A handout as elements of a page.

    Attributes:
        markup: The elements.
        anchors: The anchors of its headings, each with its title.
        pages: The pages of graphs beside it that it leads to, by their names.
    """

    def __init__(self, markup: Markup, anchors: dict[str, str], pages: dict[str, str]) -> None:
        self.markup = markup
        self.anchors = anchors
        self.pages = pages


def read_handout(assignment: Assignment) -> Handout | None:
    """Read the published handout of an assignment; None where none is published.

    Headings get the anchors that GitHub gives them. Pictures beside it become part of the page, and pages of
    graphs part of the site. A link to another file becomes its text, because the site stands alone.
    """
    path = assignment.files.stub.with_name(f"{assignment.name}.md")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    anchors = _add_anchors(tokens)
    pages: dict[str, str] = {}
    beside = _Beside(path.parent, f"{assignment.name}-", anchors, pages)
    for token in tokens:
        # The policy of the pages permits no style but that of the sheet.
        if aligned := str(token.attrs.pop("style", "")):
            token.attrSet("class", aligned.removeprefix("text-align:"))
        if token.type == "inline" and token.children:
            token.children = list(beside.own(token.children))
    parser.add_render_rule("table_open", lambda *_: _TABLE)
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    markup = parser.renderer.render(tokens, parser.options, {})
    return Handout(Markup(markup), anchors, pages)  # noqa: S704  # the course's own text, and markup in it was not permitted


def _add_anchors(tokens: "Sequence[Token]") -> dict[str, str]:
    anchors: dict[str, str] = {}
    for token, inside in pairwise(tokens):
        if token.type != "heading_open":
            continue
        plain = base = _NOT_IN_ANCHORS.sub("", inside.content.lower()).replace(" ", "-")
        again = 0
        while plain in anchors:
            again += 1
            plain = f"{base}-{again}"
        anchors[plain] = inside.content
        token.attrSet("id", plain)
    return anchors


class _Beside:
    """Takes in what lies beside a handout, so that the site stands alone.

    Args:
        folder: The folder of the handout.
        prefix: What the names of its pages begin with.
        anchors: The anchors of the handout.
        pages: Receives the pages that it leads to.
    """

    def __init__(self, folder: Path, prefix: str, anchors: dict[str, str], pages: dict[str, str]) -> None:
        self._folder = folder
        self._prefix = prefix
        self._anchors = anchors
        self._pages = pages

    def own(self, children: "Sequence[Token]") -> "Iterator[Token]":
        """Make pictures part of the page, and leave out links that lead to other files."""
        kept: list[bool] = []
        for token in children:
            match token.type:
                case "image":
                    token.attrSet("src", _as_data(self._folder / str(token.attrGet("src"))))
                    yield token
                case "link_open":
                    kept.append(self._leads_somewhere(str(token.attrGet("href"))))
                    if kept[-1]:
                        yield token
                case "link_close":
                    if kept.pop():
                        yield token
                case _:
                    yield token

    def _leads_somewhere(self, target: str) -> bool:
        if target.startswith(("https://", "http://")) or target.removeprefix("#") in self._anchors:
            return True
        path = self._folder / target
        is_page = target.startswith(self._prefix) and "/" not in target and path.suffix == ".html"
        if is_page and path.is_file():
            self._pages[target] = read_course_text(path, "page of a graph")
        return target in self._pages


def _as_data(path: Path) -> str:
    try:
        content = base64.b64encode(path.read_bytes()).decode("ascii")
    except OSError:
        return ""
    return f"data:{_KINDS.get(path.suffix, 'application/octet-stream')};base64,{content}"
