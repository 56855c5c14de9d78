"""Figures for a lecture: a shared mistake on one slide, with the graph on which right and wrong part."""

import base64
import textwrap
from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import Element, SubElement, fromstring, register_namespace, tostring

from grader.explain import Graph, render_svg
from grader.explain.description import describe_first_errors
from grader.model.check import Check
from grader.model.formatting import abridged, printable
from grader.reports.failure_rows import actual_vs_expected_rows
from grader.site.causes import Cause

__all__ = ["Slide", "make_slide", "rasterise"]

_SVG: Final = "http://www.w3.org/2000/svg"
_WIDTH: Final = 1280
_HEIGHT: Final = 720
_MARGIN: Final = 56
_HEAD: Final = 200
_FOOT: Final = 130
_FONT: Final = "system-ui, 'DejaVu Sans', Helvetica, Arial, sans-serif"
_SHARED: Final = "{shared} of {handed_in} make this mistake"
_WRAP_HEAD: Final = 50
_WRAP_FOOT: Final = 76
_WRAP_ROW: Final = 78
_MOST_LINES: Final = 9
_MONO: Final = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"

register_namespace("", _SVG)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """A figure.

    Attributes:
        cause: The mistake.
        name: Name of its files, without suffix.
        svg: The figure.
        png: The same as pixels; empty where nothing is installed that draws them.
        alternative: What it shows, in words.
    """

    cause: Cause
    name: str
    svg: str
    png: bytes
    alternative: str

    @property
    def source(self) -> str:
        """The figure as an address that a page can show by itself."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.svg.encode()).decode('ascii')}"


def make_slide(cause: Cause, handed_in: int, graph: Graph | None, check: Check | None, name: str) -> Slide:
    """Make the figure of a mistake.

    Args:
        cause: The mistake.
        handed_in: How many handed in.
        graph: The graph of a check that fails by it; None where no check that fails by it has one.
        check: A visible check that fails by it, which is told in words where there is no graph; None for
            none.
        name: Name of its files, without suffix.
    """
    told = _SHARED.format(shared=cause.shared, handed_in=handed_in)
    size = {"width": str(_WIDTH), "height": str(_HEIGHT), "viewBox": f"0 0 {_WIDTH} {_HEIGHT}"}
    root = Element(f"{{{_SVG}}}svg", {**size, "role": "img", "aria-label": told, "font-family": _FONT})
    SubElement(root, f"{{{_SVG}}}rect", {"width": str(_WIDTH), "height": str(_HEIGHT), "fill": "#ffffff"})
    _write(root, _MARGIN, 68, told, size=24, fill="#57606a")
    bottom = _write_lines(root, 112, cause.mistake, width=_WRAP_HEAD, size=34, weight="bold")
    room = _HEIGHT - bottom - _FOOT
    if graph is not None:
        drawing = fromstring(render_svg(graph, prefix="graph-"))  # noqa: S314  # drawn by us a moment ago
        place = {"x": str(_MARGIN), "y": str(bottom), "height": str(room), "width": str(_WIDTH - 2 * _MARGIN)}
        drawing.attrib.update({**place, "preserveAspectRatio": "xMidYMid meet"})
        root.append(drawing)
    elif check is not None:
        for number, line in enumerate(_check_lines(check)):
            _write(root, _MARGIN, bottom + 40 + 32 * number, line, size=20, family=_MONO)
    _write_lines(root, _HEIGHT - _FOOT + 44, cause.advice, width=_WRAP_FOOT, size=24, weight="normal")
    errors = " ".join(describe_first_errors(graph)) if graph else ""
    svg = tostring(root, encoding="unicode")
    return Slide(
        cause=cause,
        name=name,
        svg=svg,
        png=rasterise(svg),
        alternative=f"{told}: {cause.mistake} {errors}".strip(),
    )


def _check_lines(check: Check) -> list[str]:
    """Tell what a check called, what came and what was expected, without a word that a student wrote."""
    rows = [("called", str(check.calls[-1]))] if check.calls else []
    # Without a value that differs, a message is left, which the student's code may have made.
    told = check if check.differences else replace(check, message="", exception="")
    rows += [(row.label, row.text) for row in actual_vs_expected_rows(told)]
    lines = [f"In the check “{check.title}”"]
    for label, text in rows:
        first, *more = textwrap.wrap(printable(abridged(text, 300)), _WRAP_ROW) or [""]
        lines += [f"{label:<9} {first}", *(f"{'':<9} {line}" for line in more)]
    return lines[:_MOST_LINES]


def rasterise(svg: str) -> bytes:
    """Turn a drawing into a PNG of twice its size; nothing where resvg is not installed."""
    try:
        import resvg_py  # noqa: PLC0415  # only an instructor's installation has it
    except ImportError:
        return b""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=2 * _WIDTH, sans_serif_family="DejaVu Sans"))


def _write_lines(root: Element, top: int, text: str, *, width: int, size: int, weight: str) -> int:
    """Write a text over several lines and return where it ends."""
    for line in textwrap.wrap(printable(text), width):
        _write(root, _MARGIN, top, line, size=size, weight=weight)
        top += round(1.3 * size)
    return top


def _write(  # one for each property
    root: Element,
    x: int,
    y: int,
    text: str,
    *,
    size: int,
    fill: str = "#1f2328",
    weight: str = "normal",
    family: str = _FONT,
) -> None:
    properties = {"font-size": str(size), "fill": fill, "font-weight": weight, "font-family": family}
    # Spaces set columns out, and SVG would fold them.
    text = text.replace(" ", "\N{NO-BREAK SPACE}") if family == _MONO else text
    SubElement(root, f"{{{_SVG}}}text", {"x": str(x), "y": str(y), **properties}).text = text
