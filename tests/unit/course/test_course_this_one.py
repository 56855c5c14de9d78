"""The course of this repository is the one its curriculum describes."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from grader.course import Course, find_course, load_course


@pytest.fixture(scope="module")
def course() -> Course:
    """Load the course this file is in."""
    return load_course(find_course(Path(__file__)))


@pytest.mark.parametrize(
    "name, module, points",
    [
        ("scalar-graphs", "scalar_graphs", {"factory": 20, "affine": 20, "fork": 20, "engine": 40}),
        ("quadratic-model", "quadratic_model", {"forward": 15, "loss": 15, "backward": 40, "training": 30}),
        (
            "two-layer-mlp",
            "two_layer_mlp",
            {"activations": 15, "forward": 15, "loss": 20, "backward": 35, "training": 15},
        ),
        ("gradient-checking", "gradient_checking", {"numerical": 35, "comparing": 25, "checking": 40}),
    ],
)
def test_the_assignments_have_their_parts_and_points(
    course: Course, name: str, module: str, points: dict[str, int]
) -> None:
    assignment = course.assignment(name)
    assert assignment.module == module
    assert {part.name: part.points for part in assignment.parts} == points


def test_assignments_are_due_in_their_order_and_at_least_three_weeks_apart(course: Course) -> None:
    due = [one.due for one in course.assignments]
    assert all(after - before >= timedelta(weeks=3) for before, after in pairwise(due))
