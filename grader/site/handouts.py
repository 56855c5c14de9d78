"""The published handouts as pages of the site, so that each mistake leads to the place that explains it."""

import base64
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt
from markupsafe import Markup

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
    """

    def __init__(self, markup: Markup, anchors: dict[str, str]) -> None:
        self.markup = markup
        self.anchors = anchors


def read_handout(assignment: Assignment) -> Handout | None:
    """Read the published handout of an assignment; None where none is published.

    Headings get the anchors that GitHub gives them. Pictures beside it become part of the page. A link to
    another file becomes its text, because the site stands alone.
    """
    path = assignment.files.stub.with_name(f"{assignment.name}.md")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    anchors = _add_anchors(tokens)
    for token in tokens:
        # The policy of the pages permits no style but that of the sheet.
        if aligned := str(token.attrs.pop("style", "")):
            token.attrSet("class", aligned.removeprefix("text-align:"))
        if token.type == "inline" and token.children:
            token.children = list(_own(token.children, path.parent, anchors))
    parser.add_render_rule("table_open", lambda *_: _TABLE)
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    markup = parser.renderer.render(tokens, parser.options, {})
    return Handout(Markup(markup), anchors)  # noqa: S704  # the course's own text, and markup in it was not permitted


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


def _own(children: "Sequence[Token]", folder: Path, anchors: dict[str, str]) -> "Iterator[Token]":
    """Make pictures part of the page, and leave out links that lead to files beside the handout."""
    kept: list[bool] = []
    for token in children:
        match token.type:
            case "image":
                token.attrSet("src", _as_data(folder / str(token.attrGet("src"))))
                yield token
            case "link_open":
                target = str(token.attrGet("href"))
                kept.append(target.startswith(("https://", "http://")) or target.removeprefix("#") in anchors)
                if kept[-1]:
                    yield token
            case "link_close":
                if kept.pop():
                    yield token
            case _:
                yield token


def _as_data(path: Path) -> str:
    try:
        content = base64.b64encode(path.read_bytes()).decode("ascii")
    except OSError:
        return ""
    return f"data:{_KINDS.get(path.suffix, 'application/octet-stream')};base64,{content}"
