import re
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from grader.charts.curves import Chart, describe_chart, render_chart
from grader.errors import CourseFault

SVG: Final = "{http://www.w3.org/2000/svg}"
LAYERS: Final = np.arange(1, 21)
CURVES: Final = Chart(
    title="Sigmoid",
    description="Both curves rise, and the lower one is steeper.",
    x_label="layer",
    y_label="norm of dW",
    curves={
        "large": (LAYERS, np.geomspace(1e-3, 1.0, 20)),
        "small": (LAYERS, np.geomspace(1e-18, 0.9, 20)),
    },
    log_y=True,
    y_range=(1e-20, 1e5),
)
PATHS: Final = Chart(
    title="Two ways down",
    description="One goes straight & one zigzags.",
    x_label="x",
    y_label="y",
    curves={"straight": ([-2.0, -1.0, 0.0], [1.0, 0.5, 0.0]), "zigzag": ([-2.0, -1.0], [1.0, -0.8])},
    x_range=(-3.0, 1.0),
    y_range=(-1.0, 1.5),
    panels=True,
    contours=[(1.0, 0.5), (2.0, 1.0)],
)
BOTH: Final = pytest.mark.parametrize("chart", [CURVES, PATHS], ids=["curves", "paths"])


def _parse(chart: Chart) -> ET.Element:
    return ET.fromstring(render_chart(chart))  # noqa: S314  # our own drawing


def _texts(root: ET.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def _curves(root: ET.Element) -> list[ET.Element]:
    """Return the curves, without the samples of their dashes beside the labels."""
    lines = [line for line in root.iter(f"{SVG}polyline") if line.attrib["class"].startswith("curve ")]
    return [line for line in lines if len(_places(line)) > 2]


def _path(panel: ET.Element) -> list[tuple[float, float]]:
    """Return the places of the one path of a panel."""
    (line,) = panel.findall(f"{SVG}polyline[@class='curve c0']")
    return _places(line)


def _places(line: ET.Element) -> list[tuple[float, float]]:
    points = (point.split(",") for point in line.attrib["points"].split())
    return [(float(x), float(y)) for x, y in points]


def test_curves_pass_through_their_numbers_on_a_logarithmic_axis() -> None:
    large, small = (np.array(_places(line)) for line in _curves(_parse(CURVES)))
    assert large.shape == small.shape == (20, 2)
    np.testing.assert_allclose(np.diff(large[:, 0]), np.diff(large[:, 0])[0], atol=0.11)
    np.testing.assert_allclose(np.diff(large[:, 1]), np.diff(large[:, 1])[0], atol=0.11)
    # Three decades of the one curve are as high as three of the eighteen of the other.
    rises = [(one[0, 1] - one[-1, 1]) / decades for one, decades in ((large, 3), (small, 17.954))]
    assert rises[0] == pytest.approx(rises[1], rel=1e-2)


def test_linear_axes_place_points_in_proportion() -> None:
    chart = replace(CURVES, curves={"a": ([0, 1, 4], [-2, 0, 1])}, log_y=False, y_range=None)
    (a, b, c) = _places(_curves(_parse(chart))[0])
    assert c[0] - a[0] == pytest.approx(4 * (b[0] - a[0]), abs=0.3)
    assert c[1] - a[1] == pytest.approx(1.5 * (b[1] - a[1]), abs=0.3)


def test_both_axes_can_be_logarithmic() -> None:
    chart = replace(CURVES, curves={"a": ([1e-6, 1e-4, 1.0], [1e-6, 1e-4, 1.0])}, log_x=True, y_range=None)
    (a, b, c) = _places(_curves(_parse(chart))[0])
    assert c[0] - a[0] == pytest.approx(3 * (b[0] - a[0]), abs=0.3)
    assert c[1] - a[1] == pytest.approx(3 * (b[1] - a[1]), abs=0.3)
    assert _texts(_parse(chart)).count("10⁻⁶") == 2


def test_points_that_an_axis_cannot_show_are_left_out() -> None:
    chart = replace(CURVES, curves={"a": ([1, 2, 3, 4, 5], [1.0, 0.0, np.nan, np.inf, 2.0])})
    assert describe_chart(chart).endswith("a: from 1 at 1 to 2 at 5.")


def test_axes_name_what_they_measure() -> None:
    shown = _texts(_parse(CURVES))
    assert {"10⁻²⁰", "10⁻¹²", "10⁰", "10⁴", "5", "20", "layer", "norm of dW", "Sigmoid"} <= set(shown)
    assert {"-3", "1", "0.5", "-1"} <= set(_texts(_parse(PATHS)))


def test_curves_can_be_told_apart_without_colour() -> None:
    root = _parse(CURVES)
    assert len({line.attrib.get("stroke-dasharray") for line in _curves(root)}) == 2
    assert {"large", "small"} <= set(_texts(root))


def test_labels_of_curves_that_end_together_do_not_overlap() -> None:
    ends = dict(zip("abcdef", [1, 1, 1, 2, 1, 9], strict=True))
    curves = {name: (LAYERS, np.geomspace(1e-10, end, 20)) for name, end in ends.items()}
    root = _parse(replace(CURVES, curves=curves))
    heights = {text.text: float(text.attrib["y"]) for text in root.iter(f"{SVG}text") if text.text in ends}
    assert min(b - a for a, b in pairwise(sorted(heights.values()))) >= 18
    assert min(heights, key=lambda name: heights[name]) == "f"


def test_each_path_has_a_panel_with_its_label_and_a_dot_for_each_step() -> None:
    root = _parse(PATHS)
    panels = root.findall(f"{SVG}g")
    assert {"straight", "zigzag"} <= set(_texts(root))
    for panel, (xs, _) in zip(panels, PATHS.curves.values(), strict=True):
        assert len(_path(panel)) == np.size(xs)
        assert len(panel.findall(f"{SVG}circle")) == np.size(xs) - 1
        assert len(panel.findall(f"{SVG}ellipse")) == len(PATHS.contours)


def test_path_lies_where_its_contour_lines_say() -> None:
    panel = _parse(PATHS).findall(f"{SVG}g")[0]
    ellipse = panel.findall(f"{SVG}ellipse")[1]
    cx, cy, rx, ry = (float(ellipse.attrib[name]) for name in ("cx", "cy", "rx", "ry"))
    # The outer ellipse reaches 2 to the left and 1 upwards; the path begins at both.
    assert _path(panel)[0] == pytest.approx((cx - rx, cy - ry), abs=0.11)
    assert _path(panel)[-1] == pytest.approx((cx, cy), abs=0.11)


@BOTH
def test_title_and_description_tell_what_is_drawn(chart: Chart) -> None:
    root = _parse(chart)
    words = {element.attrib["id"]: element.text for element in root if "id" in element.attrib}
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"].split() == ["title", "description"]
    assert words == {"title": chart.title, "description": describe_chart(chart)}


def test_description_names_both_ends_of_each_curve() -> None:
    assert describe_chart(CURVES) == (
        "Chart. Sigmoid. Both curves rise, and the lower one is steeper. "
        "large: from 0.001 at 1 to 1 at 20. small: from 1e-18 at 1 to 0.9 at 20."
    )


@BOTH
def test_colours_stand_out_from_their_ground_on_dark_screens_and_paper_stays_light(chart: Chart) -> None:
    style = _parse(chart).findtext(f"{SVG}style") or ""
    light, dark = style.split("@media screen and (prefers-color-scheme: dark)")
    schemes = [dict(re.findall(r"\.(\w+) \{ \w+: (#\w+)", part)) for part in (light, dark)]
    assert schemes[0].keys() == schemes[1].keys()
    for name in schemes[0].keys() - {"ground", "grid"}:
        assert min(_contrast(scheme[name], scheme["ground"]) for scheme in schemes) > 4.5, name


@BOTH
def test_colours_come_from_the_style_sheet_alone(chart: Chart) -> None:
    assert not {name for element in _parse(chart).iter() for name in element.attrib} & {"fill", "stroke"}


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))

    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    "curves, message",
    [
        ({}, "'Sigmoid' has 0 curves, not 1 to 6"),
        ({str(number): ([1, 2], [1, 2]) for number in range(7)}, "has 7 curves, not 1 to 6"),
        ({"a": ([1, 2], [1.0, 2.0, 3.0])}, "'a' .* has 2 x and 3 y"),
        ({"a": ([1, 2], [0.0, np.nan])}, "'a' .* has no point that can be drawn"),
        ({"a": ([1, 2], [1.0, 1e6])}, "'a' .* leaves the range"),
    ],
)
def test_undrawable_chart_is_refused(curves: dict[str, Any], message: str) -> None:
    with pytest.raises(CourseFault, match=message):
        render_chart(replace(CURVES, curves=curves))


@pytest.mark.parametrize("point", [(1.5, 0.0), (0.0, -1.5)])
def test_path_that_leaves_the_plane_is_refused(point: tuple[float, float]) -> None:
    x, y = point
    with pytest.raises(CourseFault, match=r"the curve 'away' .* leaves the range"):
        render_chart(replace(PATHS, curves={"away": ([0.0, x], [0.0, y])}))


@BOTH
def test_same_chart_gives_the_same_text(chart: Chart) -> None:
    assert render_chart(chart) == render_chart(replace(chart))
