"""One slip makes all that is computed from it wrong too, and only the slip is to blame."""

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.course import load_course
from grader.diagnosis.failure_signature import FailureSignature
from grader.diagnosis.propagation import (
    describe_consequences,
    find_consequences,
    find_origin,
    load_origins,
    load_steps,
)
from grader.errors import CourseFault
from grader.oracle import Case, Recordings
from tests.support.failures import failure

ROOT = Path(__file__).parents[3]
RIGHT = {"out": np.array([1.0, 2.0]), "z": np.array([3.0, 8.0]), "w": np.array([9.0, 64.0])}
STEPS = {
    "z": lambda case, own: own["out"] * case.inputs["slope"],
    "w": lambda _, own: own["z"] ** 2,
}


def _of(actual: Mapping[str, Any]) -> FailureSignature:
    case = Case(name="c", seed=0, inputs={"slope": np.array([3.0, 4.0])}, values={}, gradients=RIGHT)
    blank = failure("a", actual, RIGHT)
    return FailureSignature(
        check="a",
        part="one",
        names=blank.names,
        actual=blank.actual,
        expected=blank.expected,
        wrong=blank.wrong,
        case=case,
    )


def test_value_that_follows_from_the_student_s_own_is_a_consequence() -> None:
    own = {"out": RIGHT["out"], "z": 2 * RIGHT["z"], "w": 4 * RIGHT["w"]}
    assert find_consequences(_of(own), STEPS) == ("w",)


def test_value_with_its_own_mistake_is_no_consequence() -> None:
    own = {"out": RIGHT["out"], "z": 2 * RIGHT["z"], "w": 5 * RIGHT["w"]}
    assert find_consequences(_of(own), STEPS) == ()


def test_first_wrong_value_is_never_a_consequence() -> None:
    own = {"out": 2 * RIGHT["out"], "z": 2 * RIGHT["z"], "w": 4 * RIGHT["w"]}
    assert find_consequences(_of(own), {"out": lambda _, own: own["out"], **STEPS}) == ("z", "w")


def test_values_that_no_step_can_use_have_no_consequences() -> None:
    own = {"out": "text", "z": np.zeros((3, 3)), "w": np.array([1.0, 1.0])}
    assert find_consequences(_of(own), STEPS) == ()


@pytest.mark.parametrize("z", [None, "text", [3.0, 8.0], np.zeros((9, 1, 2)), np.array([3j, 8j])])
def test_step_is_given_no_value_of_another_kind_or_shape(z: Any) -> None:
    given: list[Any] = []
    own = {"out": 2 * RIGHT["out"], "z": z, "w": np.array([1.0, 1.0])}
    assert find_consequences(_of(own), {"w": lambda _, own: given.append(own["z"])}) == ()
    assert not given


def test_check_without_gradients_has_no_consequences() -> None:
    assert find_consequences(failure("a", {"z": 1.0, "w": 4.0}, {"z": 2.0, "w": 5.0}), STEPS) == ()


def test_values_made_of_one_wrong_gradient_point_at_that() -> None:
    own = {"out": RIGHT["out"], "z": 2 * RIGHT["z"], "w": 4 * RIGHT["w"]}
    assert find_origin(_of(own), STEPS, {"dz": ("z", "w")}) == ("dz", ("z", "w"))
    assert describe_consequences(_of(own), STEPS, ("z", "w")) == ""


def test_value_that_is_wrong_by_itself_points_at_no_other_gradient() -> None:
    own = {"out": RIGHT["out"], "z": 2 * RIGHT["z"], "w": 5 * RIGHT["w"]}
    assert find_origin(_of(own), STEPS, {"dz": ("z", "w")}) is None
    follows = {**own, "w": 4 * RIGHT["w"]}
    assert find_origin(_of(follows), STEPS, {"dout": ("out", "w")}) is None


def test_steps_file_without_origins_has_none(tmp_path: Path) -> None:
    assert load_origins(tmp_path) == {}
    (tmp_path / "steps.py").write_text("STEPS = {}", encoding="utf-8")
    assert load_origins(tmp_path) == {}


def test_steps_file_that_does_not_run_is_refused(tmp_path: Path) -> None:
    assert load_steps(tmp_path) == {}
    (tmp_path / "steps.py").write_text("STEPS = 1 / 0", encoding="utf-8")
    with pytest.raises(CourseFault, match="ZeroDivisionError"):
        load_steps(tmp_path)


def _recorded() -> list[Any]:
    """Every assignment's part with steps, and the recorded cases that some of them can be computed on."""
    found = []
    for one in load_course(ROOT).assignments:
        for part, steps in load_steps(one.files.suite).items():
            recordings = Recordings(one.visible)
            for path in sorted(recordings.folder.glob("*.rec")):
                case = recordings.load(path.stem).draw(0)
                # Only the gradient nearest the loss follows from no other.
                if len(case.gradients.keys() - steps.keys()) <= 1 and _computed(steps, case):
                    found.append(pytest.param(steps, case, id=f"{one.name}-{part}-{case.name}"))
    return found


def _computed(steps: Mapping[str, Any], case: Case) -> dict[str, Any]:
    """Take every step from the right gradients; one that needs what the case has not recorded is left out."""
    values = {}
    for name in steps.keys() & case.gradients.keys():
        with contextlib.suppress(KeyError):
            values[name] = steps[name](case, case.gradients)
    return values


@pytest.mark.parametrize("steps, case", _recorded())
def test_steps_of_this_course_give_the_right_gradients(steps: Mapping[str, Any], case: Case) -> None:
    for name, value in _computed(steps, case).items():
        np.testing.assert_allclose(value, case.gradients[name], rtol=1e-9, atol=1e-12)


def test_every_part_with_steps_has_a_case_to_compute_them_on() -> None:
    parts = {
        f"{one.name}-{part}" for one in load_course(ROOT).assignments for part in load_steps(one.files.suite)
    }
    assert {"-".join(f"{one.id}".split("-")[:-1]) for one in _recorded()} == parts
