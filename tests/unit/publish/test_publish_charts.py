import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from grader.publish.charts import Chart, describe_chart, render_chart

SVG = "{http://www.w3.org/2000/svg}"
CHART = Chart(
    title="Sigmoid",
    x_label="layer",
    y_label="norm of dW",
    curves={"large": np.geomspace(1e-3, 1.0, 20), "small": np.geomspace(1e-18, 0.9, 20)},
    decades=(-20, 5),
)


def drawn(chart: Chart = CHART) -> ET.Element:
    return ET.fromstring(render_chart(chart))  # noqa: S314  # we made it ourselves


def texts(root: ET.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def test_curves_go_through_their_numbers_on_a_logarithmic_axis() -> None:
    lines = [line.attrib["points"].split() for line in drawn().iter(f"{SVG}polyline")]
    heights = [[float(point.split(",")[1]) for point in line] for line in lines]

    assert [len(line) for line in lines] == [20, 20]
    # Three decades up in the one curve are as high as three of the eighteen in the other.
    per_decade = [(one[0] - one[-1]) / decades for one, decades in zip(heights, (3, 17.954), strict=True)]
    assert per_decade[0] == pytest.approx(per_decade[1], rel=1e-2)
    np.testing.assert_allclose(np.diff(heights[0]), np.diff(heights[0])[0], atol=0.11)


def test_curves_can_be_told_apart_without_colour() -> None:
    root = drawn()
    dashes = [line.attrib.get("stroke-dasharray") for line in root.iter(f"{SVG}polyline")]

    assert len(set(dashes)) == 2
    assert {"large", "small"} <= set(texts(root))


def test_labels_of_curves_that_end_together_do_not_cover_one_another() -> None:
    curves = {
        name: np.geomspace(1e-10, end, 5) for name, end in zip("abcdef", [1, 1, 1, 2, 1, 9], strict=True)
    }
    root = drawn(replace(CHART, curves=curves))
    places = {text.text: float(text.attrib["y"]) for text in root.iter(f"{SVG}text") if text.text in curves}

    ordered = sorted(places.values())
    assert min(np.diff(ordered)) >= 18
    assert places["f"] == ordered[0]


def test_the_axes_say_what_they_measure() -> None:
    shown = texts(drawn())
    assert {"10⁻²⁰", "10⁻¹⁶", "10⁰", "10⁴", "1", "20", "layer", "Sigmoid: norm of dW"} <= set(shown)


def test_title_and_description_say_in_words_what_is_drawn() -> None:
    root = drawn()
    words = {element.attrib["id"]: element.text for element in root if "id" in element.attrib}

    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"].split() == list(words)
    assert words == {"title": "Sigmoid", "description": describe_chart(CHART)}
    assert describe_chart(CHART) == (
        "Chart. Sigmoid: norm of dW over layer. large: from 1.0e-03 at 1 to 1.0e+00 at 20. "
        "small: from 1.0e-18 at 1 to 9.0e-01 at 20."
    )


def test_every_colour_has_another_on_dark_screens_and_paper_stays_light() -> None:
    style = drawn().findtext(f"{SVG}style") or ""
    light, dark = style.split("@media screen and (prefers-color-scheme: dark)")
    colours = [dict(re.findall(r"\.(\w+) \{ \w+: (#\w+)", part)) for part in (light, dark)]

    assert colours[0].keys() == colours[1].keys()
    for name, colour in colours[0].items():
        ground = [contrast(scheme[name], scheme["ground"]) for scheme in colours]
        assert name in ("ground", "grid") or min(ground) > 4.5, (name, colour)


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, from 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))

    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    "curves, message",
    [
        ({}, "one to 6 curves, not 0"),
        ({str(number): [1.0, 2.0] for number in range(7)}, "one to 6 curves, not 7"),
        ({"a": [1.0]}, "'a' is not an array of two or more numbers"),
        ({"a": [1.0, 2.0], "b": [1.0, 2.0, 3.0]}, "'b' has another length"),
        ({"a": [1.0, 0.0]}, "'a' leaves the decades"),
        ({"a": [1.0, float("nan")]}, "'a' leaves the decades"),
        ({"a": [1.0, 1e6]}, "'a' leaves the decades"),
    ],
)
def test_what_cannot_be_drawn_is_refused(curves: dict[str, list[float]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        render_chart(replace(CHART, curves=curves))


def test_the_same_chart_gives_the_same_text() -> None:
    assert render_chart(CHART) == render_chart(replace(CHART, title="Sigmoid"))
