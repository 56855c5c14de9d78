"""Plots of paths: what stands in them, legible without colour, on dark ground, and in words."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Final

import pytest

from grader.errors import CourseFault
from grader.publish.handouts import render_handout
from grader.publish.paths_plot import PathsPlot, render_paths
from tests.support.course_files import ROOT

SVG: Final = "{http://www.w3.org/2000/svg}"
PLOT: Final = PathsPlot(
    title="Two ways down",
    description="One goes straight & one zigzags.",
    paths=[("straight", [(-2.0, 1.0), (-1.0, 0.5), (0.0, 0.0)]), ("zigzag", [(-2.0, 1.0), (-1.0, -0.8)])],
    rings=[(1.0, 0.5), (2.0, 1.0)],
    left=-3.0,
    right=1.0,
    low=-1.0,
    high=1.5,
)


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314  # our own drawing


def test_every_path_has_a_panel_with_its_label_and_a_dot_for_each_step() -> None:
    root = parsed(render_paths(PLOT))
    panels = root.findall(f"{SVG}svg")
    assert [text.text for text in root.findall(f"{SVG}text")] == ["straight", "zigzag"]
    for panel, (_, points) in zip(panels, PLOT.paths, strict=True):
        (line,) = panel.findall(f"{SVG}polyline")
        assert len(line.attrib["points"].split()) == len(points)
        assert len(panel.findall(f"{SVG}circle")) == len(points) - 1
        assert len(panel.findall(f"{SVG}ellipse")) == len(PLOT.rings)


def test_a_path_goes_where_its_points_lie() -> None:
    (panel, _) = parsed(render_paths(PLOT)).findall(f"{SVG}svg")
    width, height = float(panel.attrib["width"]), float(panel.attrib["height"])
    (line,) = panel.findall(f"{SVG}polyline")
    places = [tuple(map(float, place.split(","))) for place in line.attrib["points"].split()]
    expected = [(width * (x + 3) / 4, height * (1.5 - y) / 2.5) for x, y in PLOT.paths[0][1]]
    assert places == [pytest.approx(place, abs=0.05) for place in expected]


def test_title_and_description_say_in_words_what_is_drawn() -> None:
    root = parsed(render_paths(PLOT))
    words = {element.attrib["id"]: element.text for element in root if "id" in element.attrib}
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"].split() == list(words)
    assert words == {"title": PLOT.title, "description": PLOT.description}


def test_ink_and_ground_are_the_only_colours_and_change_places_in_the_dark() -> None:
    text = render_paths(PLOT)
    style = parsed(text).findtext(f"{SVG}style") or ""
    assert "prefers-color-scheme: dark" in style
    assert "currentColor" in style
    assert not {name for element in parsed(text).iter() for name in element.attrib} & {"fill", "stroke"}


def test_the_same_plot_gives_the_same_text() -> None:
    assert render_paths(PLOT) == render_paths(replace(PLOT))


@pytest.mark.parametrize("point", [(1.5, 0.0), (0.0, -1.5), (float("nan"), 0.0)])
def test_a_path_that_leaves_the_plot_is_the_course_s_fault(point: tuple[float, float]) -> None:
    with pytest.raises(CourseFault, match="the path 'away' leaves"):
        render_paths(replace(PLOT, paths=[("away", [(0.0, 0.0), point])]))


def test_the_handout_plots_what_its_solution_computes() -> None:
    plots: dict[str, PathsPlot] = {}

    def paths(name: str, **plot: object) -> str:
        plots[name] = PathsPlot(**plot)  # type: ignore[arg-type]  # the template gives what it takes
        return ""

    solutions = ROOT / "solutions"
    render_handout(solutions / "optimizers.md", solutions / "optimizers.py", str, paths)
    (plot,) = plots.values()
    assert len(plot.paths) == 4
    for _, points in plot.paths:
        assert points[0] == (-8.0, 1.0)
        assert len(points) == 61
        assert abs(points[-1][0]) < 3
