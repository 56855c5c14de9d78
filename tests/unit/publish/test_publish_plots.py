"""Plots of handouts: what stands in them, for those who see them and for those who do not."""

from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

import pytest

from grader.publish.plots import Line, Plot, render_plot

SVG = "{http://www.w3.org/2000/svg}"

PLOT = Plot(
    title="Errors",
    description="One line falls and the other is level.",
    x_label="step h",
    y_label="error",
    lines=(
        Line(label="falling", x=[1e-4, 1e-2, 1.0], y=[10.0, 0.1, 1e-3]),
        Line(label="level & dashed", x=[1e-4, 1.0], y=[1e-3, 1e-3]),
    ),
    log_x=True,
    log_y=True,
)


def drawn(plot: Plot = PLOT) -> Element:
    return fromstring(render_plot(plot))  # noqa: S314  # our own


def texts(plot: Plot = PLOT) -> dict[str, Element]:
    return {element.text or "": element for element in drawn(plot).iter(f"{SVG}text")}


def paths(plot: Plot) -> list[Element]:
    """Give the lines of a plot, without axes and the pieces beside labels."""
    return [one for one in drawn(plot).iter(f"{SVG}path") if one.get("stroke-width") == "2"][
        : len(plot.lines)
    ]


def test_a_plot_is_told_in_words() -> None:
    root = drawn()
    assert root.findtext(f"{SVG}title") == "Errors"
    description = root.findtext(f"{SVG}desc") or ""
    assert "One line falls" in description
    assert "falling: 1.0e+01 at 0.0001; 1.0e-01 at 0.01; 1.0e-03 at 1." in description
    assert root.get("aria-labelledby") == "title description"


def test_axes_and_lines_are_labelled_where_they_are() -> None:
    written = texts()
    assert {"step h", "error", "falling", "level & dashed", "1e-4", "1e0", "1e1", "1e-3"} <= set(written)


def test_lines_differ_without_colour() -> None:
    dashes = [path.get("stroke-dasharray") for path in paths(PLOT)]
    assert len(set(dashes)) == len(dashes)
    assert {path.get("stroke") for path in paths(PLOT)} == {"currentColor"}


def test_the_ink_follows_the_ground_of_the_reader() -> None:
    style = drawn().findtext(f"{SVG}style") or ""
    assert "prefers-color-scheme: dark" in style
    assert "fill" not in drawn().attrib


def test_labels_of_lines_that_meet_at_their_ends_do_not_cover_each_other() -> None:
    written = texts()
    heights = sorted(float(written[label].get("y", "")) for label in ("falling", "level & dashed"))
    assert heights[1] - heights[0] >= 15


def test_decades_are_equally_far_apart_on_a_logarithmic_axis() -> None:
    (left, _), (middle, _), (right, _) = points_of(paths(PLOT)[0])
    assert middle - left == pytest.approx(right - middle, abs=0.11)


def points_of(path: Element) -> list[tuple[float, float]]:
    numbers = (path.get("d") or "").removeprefix("M ").split(" L ")
    return [(float(x), float(y)) for x, y in (pair.split() for pair in numbers)]


def test_greater_numbers_are_farther_right_and_farther_up() -> None:
    plot = replace(PLOT, log_x=False, log_y=False, lines=(Line(label="up", x=[-2, 0, 3], y=[-1, 0.5, 8]),))
    points = points_of(paths(plot)[0])
    assert points == sorted(points)
    assert [y for _, y in points] == sorted((y for _, y in points), reverse=True)


def test_a_plain_axis_is_marked_at_round_numbers() -> None:
    plot = replace(PLOT, log_x=False, log_y=False, lines=(Line(label="up", x=[0, 10], y=[0, 0.4]),))
    assert {"0", "2", "10", "0.1", "0.4"} <= set(texts(plot))


@pytest.mark.parametrize("y", [0.0, -1.0, float("nan"), float("inf")])
def test_a_point_that_has_no_place_is_left_out(y: float) -> None:
    plot = replace(PLOT, lines=(Line(label="gap", x=[0.1, 1, 10], y=[1, y, 2]),))
    assert len(points_of(paths(plot)[0])) == 2


def test_a_line_without_a_point_is_refused_by_the_name_of_its_plot() -> None:
    with pytest.raises(ValueError, match="Errors"):
        render_plot(replace(PLOT, lines=(Line(label="none", x=[1], y=[0]),)))


def test_a_level_line_has_a_plot_around_it() -> None:
    plot = replace(PLOT, log_y=False, lines=(Line(label="level", x=[1, 10], y=[3, 3]),))
    assert len({y for _, y in points_of(paths(plot)[0])}) == 1


def test_the_same_numbers_give_the_same_text() -> None:
    assert render_plot(PLOT) == render_plot(replace(PLOT))
    nearly = Line(label="falling", x=[1e-4, 1e-2, 1.0], y=[10.0, 0.1 * (1 + 1e-15), 1e-3])
    assert points_of(paths(replace(PLOT, lines=(nearly,)))[0]) == points_of(paths(PLOT)[0])
