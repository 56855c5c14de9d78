"""What the audit of `optimizers` does not show: several slips at once, functions not started, its numbers.

`grade audit` runs every misconception and variant, and the solution with fifty seeds.
"""

import importlib.util
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pytest

from grader.diagnosis.catalogue import load_catalogue
from grader.model.check import Outcome
from grader.oracle import Case, Recordings
from tests.unit.suites.breaking import assignment, mistaken, run, solution, stub, stub_function

NAME: Final = "optimizers"

SUITE: Final = assignment(NAME).files.suite
MISTAKES: Final = {entry.name: entry for entry in load_catalogue(SUITE)}
PARTS: Final = {
    "SGD": "sgd",
    "RMSProp": "adaptive",
    "Adam": "adaptive",
    "clip_by_global_norm": "clipping",
    "warmup_cosine": "training",
    "fit": "training",
}
TOGETHER: Final = (
    ("sgd-uphill", "adam-counts-from-0", "clip-lengthens", "fit-loss-after-the-step"),
    ("sgd-momentum-as-an-average", "rmsprop-without-root", "schedule-below-0"),
    ("sgd-in-place", "adam-betas-exchanged", "clip-each-by-itself", "fit-schedule-not-used"),
)
"""Mistakes of different parts."""


def test_the_solution_passes_every_check() -> None:
    grading = run(NAME, solution(NAME))
    assert grading.failed == {}
    assert grading.faults == ()


def test_the_stub_passes_no_check() -> None:
    grading = run(NAME, stub(NAME))
    assert grading.passed == []
    assert set(grading.failed.values()) == {Outcome.NOT_STARTED}


def test_every_part_has_enough_checks_visible_and_hidden_each_with_a_title_of_its_own() -> None:
    checks = run(NAME, solution(NAME)).checks
    counts = Counter((check.part, check.hidden) for check in checks)
    least = {"sgd": 8, "adaptive": 14, "clipping": 4, "training": 6}
    assert all(counts[part, hidden] >= least[part] for part in least for hidden in (False, True))
    assert len({check.title for check in checks}) == len(checks)
    assert all(check.hint for check in checks)


@pytest.mark.parametrize("name", PARTS)
def test_what_is_not_started_costs_its_own_part(name: str) -> None:
    grading = run(NAME, f"{solution(NAME)}\n\n{stub_function(NAME, name)}\n")
    assert grading.lost == {PARTS[name]}
    assert grading.faults == ()


@pytest.mark.parametrize("name", ["SGD", "RMSProp", "Adam"])
def test_an_optimizer_that_cannot_be_made_costs_its_own_part(name: str) -> None:
    grading = run(
        NAME, f"{solution(NAME)}\n\nclass {name}:\n    def __init__(self, lr):\n        raise ValueError\n"
    )
    assert grading.lost == {PARTS[name]}
    assert grading.faults == ()


@pytest.mark.parametrize("mistakes", TOGETHER)
def test_mistakes_in_several_parts_cost_points_in_these_alone(mistakes: tuple[str, ...]) -> None:
    grading = run(NAME, mistaken(NAME, *mistakes))
    assert grading.lost == {MISTAKES[mistake].part for mistake in mistakes}
    assert grading.faults == ()


def test_a_training_without_end_is_ended_by_the_suite() -> None:
    endless = "def fit(loss_and_grads, params, optimizer, steps, schedule=None):\n"
    endless += "    while True:\n        loss_and_grads(params)\n"
    grading = run(NAME, f"{solution(NAME)}\n\n{endless}")
    assert grading.lost == {"training"}
    assert Outcome.TIMEOUT not in grading.failed.values()
    assert any("when does its loop end?" in check.message for check in grading.checks)


@pytest.mark.parametrize("hidden", [False, True], ids=["visible", "hidden"])
def test_the_suite_finds_the_gradients_that_torch_finds(hidden: bool) -> None:  # noqa: FBT001  # a parameter of the test
    conftest = _conftest()
    walks = [case for case in _cases(hidden=hidden) if "problem" in case.inputs and case.gradients]
    if hidden:
        assert walks
    for case in walks:
        loss, grads = conftest.Landscape(case)(case.inputs["start"])
        assert loss == pytest.approx(case.values["loss"], rel=1e-12)
        for name, right in case.gradients.items():
            np.testing.assert_allclose(grads[name], right, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("eps", [None, 1e-8], ids=["as asked for", "always 1e-8"])
@pytest.mark.parametrize("stands", ["outside", "inside"])
def test_no_check_depends_on_where_epsilon_stands(stands: str, eps: float | None) -> None:
    """Every kind of walk is followed by a method with another epsilon, with many of its seeds."""
    landscape, tolerance = _conftest().Landscape, assignment(NAME).tolerances
    for case in [*_cases(hidden=False), *_cases(hidden=True)[::4]]:
        kind = case.name.rpartition("_")[2]
        if "path" not in case.values or kind == "sgd":
            continue
        optimizer = _Adaptive(kind, case.inputs, stands, eps)
        params, path = case.inputs["start"], dict(case.values["path"])
        slopes = landscape(case) if "problem" in case.inputs else None
        rates = case.inputs.get("rates") or [case.inputs["lr"]] * case.inputs["steps"]
        for number in range(case.inputs["steps"]):
            grads = slopes(params, number)[1] if slopes else case.inputs["grads"][number]
            params = optimizer.step(params, grads, rates[number])
            for name, right in path.get(number + 1, {}).items():
                np.testing.assert_allclose(
                    params[name], right, rtol=tolerance.rtol, atol=tolerance.atol, err_msg=case.name
                )


def test_the_recordings_are_small() -> None:
    files = [path for side in ("visible", "hidden") for path in (SUITE / side / "recordings").iterdir()]
    assert sum(path.stat().st_size for path in files) < 900_000


class _Adaptive:
    """RMSProp and Adam with an epsilon of another size or in another place.

    Args:
        kind: `rmsprop` or `adam`.
        settings: The settings of a case.
        stands: Whether epsilon stands `inside` of the root, or `outside`.
        eps: Epsilon; that of the settings if None.
    """

    def __init__(self, kind: str, settings: Mapping[str, Any], stands: str, eps: float | None) -> None:
        default = (0.9, 0.999) if kind == "adam" else (0.0, settings.get("alpha", 0.99))
        self._betas = settings.get("betas", default)
        self._corrects = kind == "adam"
        self._eps = settings.get("eps", 1e-8) if eps is None else eps
        self._stands = stands
        self._taken = 0
        self._moments: dict[str, Any] = {}

    def step(self, params: Mapping[str, Any], grads: Mapping[str, Any], lr: float) -> dict[str, Any]:
        self._taken += 1
        return {name: value - lr * self._direction(name, grads[name]) for name, value in params.items()}

    def _direction(self, name: str, grad: Any) -> Any:
        found = np.asarray(grad, dtype=np.float64)
        first, second = self._moments.get(name, (0.0, 0.0))
        beta1, beta2 = self._betas
        first = beta1 * first + (1 - beta1) * found
        second = beta2 * second + (1 - beta2) * found**2
        self._moments[name] = first, second
        if self._corrects:
            first, second = first / (1 - beta1**self._taken), second / (1 - beta2**self._taken)
        if self._stands == "inside":
            return first / np.sqrt(second + self._eps)
        return first / (np.sqrt(second) + self._eps)


def _conftest() -> Any:
    """Import what the checks share, which computes gradients without torch."""
    spec = importlib.util.spec_from_file_location("shared_by_checks", SUITE / "conftest.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _cases(*, hidden: bool) -> list[Case]:
    """All recorded cases, with all of their seeds."""
    recordings = Recordings(assignment(NAME).hidden if hidden else assignment(NAME).visible)
    loaded = [recordings.load(path.stem) for path in sorted(recordings.folder.glob("*.rec"))]
    return [one.draw(seed) for one in loaded for seed in one.seeds]
