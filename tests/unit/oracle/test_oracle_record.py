"""Recording with torch, on models small enough to differentiate by hand."""

import zlib
from pathlib import Path

import numpy as np
import pytest

from grader.errors import CourseFault
from grader.oracle import Recordings
from grader.oracle.cases import load_cases
from grader.oracle.central_differences import numerical_slope
from grader.oracle.recorder import record_suite
from grader.oracle.recordings import find_problems
from tests.support.small_suites import write

pytest.importorskip("torch")

from grader.oracle.torch_backend import TorchBackend

MODELS = """
    import torch

    def squares(tape, *, w, x, t):
        w_, x_ = tape.watch("w", w), tape.watch("x", x)
        z = tape.watch("z", w_ * x_)
        unused = tape.watch("unused", 3.0)
        tape.keep("parts", {"z": [z, (1, "text")], "count": 2, "more": torch.tensor([1, 2])})
        return ((z - t) ** 2).sum()

    def descent(tape, *, start):
        x = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        optimiser = torch.optim.SGD([x], lr=0.25)
        steps = []
        for _ in range(2):
            optimiser.zero_grad()
            (x ** 2).sum().backward()
            optimiser.step()
            steps.append(x.detach().clone())
        tape.keep("steps", steps)

    def paths(tape, *, a, long):
        a_ = tape.watch("a", a)
        b = tape.watch("b", torch.exp(a_))
        same = tape.watch("same", b)
        chain = b
        for _ in range(3000 if long else 2):
            chain = chain + a_
        c = tape.watch("c", chain)
        d = tape.watch("d", torch.maximum(c, b) if long else c * c)
        tape.keep("aside", 2 * torch.tanh(d), "2 * tanh(d)")
        tape.keep("numbers", torch.tensor([1.0]))
        tape.keep("loss", d - 5.0)
        return d - 5.0 if long else tape.watch("result", -d)

    def kinked(tape, *, x):
        return torch.relu(tape.watch("x", x)).sum()
    """
ORACLE = """
    from models import descent, kinked, paths, squares
    from grader.oracle import case

    @case(model=squares, seeds=2)
    def small(rng):
        return {"w": rng.normal(size=3), "x": 2.0, "t": 1.0}

    @case(model=descent, seeds=1)
    def steps(rng):
        return {"start": [1.0, -2.0]}
    """
PATHS = """

    @case(model=paths, seeds=3)
    def paths_(rng):
        return {"a": 0.5, "long": True}

    @case(model=paths, seeds=8)
    def turning(rng):
        return {"a": 0.5, "long": bool(rng.integers(2))}
    """


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A suite folder with an oracle that is not recorded."""
    write(tmp_path / "models.py", MODELS)
    write(tmp_path / "visible" / "oracle.py", ORACLE)
    return tmp_path / "visible"


def recorded(folder: Path) -> dict[str, bytes]:
    """Record a folder; give what was written, by name."""
    return {path.name: path.read_bytes() for path in record_suite(folder, lambda _: None)}


def test_recorded_gradients_match_those_derived_by_hand(folder: Path) -> None:
    recorded(folder)
    for seed in (0, 1):
        drawn = Recordings(folder).load("small").draw(seed)
        w, x, t = (np.asarray(drawn.inputs[name]) for name in ("w", "x", "t"))
        upstream = 2 * (w * x - t)

        assert list(drawn.gradients) == ["unused", "z", "x", "w"]
        np.testing.assert_allclose(drawn.gradients["z"], upstream, rtol=1e-14)
        np.testing.assert_allclose(drawn.gradients["w"], upstream * x, rtol=1e-14)
        assert drawn.gradients["x"] == pytest.approx((upstream * w).sum(), rel=1e-14)
        assert type(drawn.gradients["x"]) is float
        assert drawn.gradients["unused"] == 0.0
        np.testing.assert_array_equal(drawn.values["z"], w * x)
        assert drawn.values["parts"]["z"][1] == (1, "text")
        assert drawn.values["parts"]["more"].tolist() == [1, 2]


def edges_of(folder: Path, name: str, seed: int) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Give formula and sources of each quantity, as recorded."""
    drawn = Recordings(folder).load(name).draw(seed)
    return {quantity: (edge.formula, edge.sources) for quantity, edge in drawn.edges.items()}


def test_edges_lead_to_the_nearest_quantities(folder: Path) -> None:
    write(folder / "oracle.py", ORACLE + PATHS)
    recorded(folder)

    assert edges_of(folder, "paths_", 2) == {
        "b": ("exp(a)", ("a",)),
        "same": ("b", ("b",)),
        "c": ("", ("a", "b")),
        "d": ("max(c, b)", ("c", "b")),
        "aside": ("2 * tanh(d)", ("d",)),
        "loss": ("", ("d",)),
    }
    assert edges_of(folder, "small", 0) == {"z": ("w * x", ("w", "x"))}
    assert edges_of(folder, "steps", 0) == {}


def test_edges_may_depend_on_the_seed(folder: Path) -> None:
    write(folder / "oracle.py", ORACLE + PATHS)
    recorded(folder)
    loaded = Recordings(folder).load("turning")
    drawn = [loaded.draw(seed) for seed in loaded.seeds]

    assert {case.inputs["long"] for case in drawn} == {True, False}
    for case in drawn:
        assert case.edges["d"].formula == ("max(c, b)" if case.inputs["long"] else "c * c")
        assert case.result == ("" if case.inputs["long"] else "result")


def test_shared_edges_are_stored_once(folder: Path) -> None:
    write(folder / "oracle.py", ORACLE + PATHS)
    recorded(folder)

    entries = Recordings(folder).load("paths_").entries.values()

    assert not any(b"tanh" in zlib.decompress(entry) for entry in entries)


def test_model_may_return_no_result(folder: Path) -> None:
    recorded(folder)
    drawn = Recordings(folder).load("steps").draw(0)

    assert drawn.gradients == {}
    assert [step.tolist() for step in drawn.values["steps"]] == [[0.5, -1.0], [0.25, -0.5]]


def test_recording_is_deterministic(folder: Path) -> None:
    first = recorded(folder)
    for name in first:
        (folder / "recordings" / name).unlink()

    assert recorded(folder) == first
    assert sorted(first) == ["small.rec", "steps.rec"]


def test_complete_recordings_are_kept_and_leftovers_removed(folder: Path) -> None:
    told: list[str] = []
    record_suite(folder, told.append)
    assert told == ["small", "steps"]
    assert find_problems(folder) == []
    assert recorded(folder) == {}

    (folder / "recordings" / "old.rec").write_bytes(b"left over")
    assert len(recorded(folder)) == 2
    assert not (folder / "recordings" / "old.rec").exists()


@pytest.mark.parametrize(
    "code, words",
    [
        ("import no_such_module", "cannot be imported: ModuleNotFoundError"),
        ("x = 1", "defines no case"),
        ("def f(:", "cannot be imported: SyntaxError"),
        (ORACLE + "\n    again = steps\n", "defines twice: steps"),
        (ORACLE.replace('"t": 1.0', '"y": 1.0'), "case 'small' cannot be recorded with seed 0: TypeError"),
        (ORACLE.replace("2.0", "1 / 0"), "case 'small' cannot be recorded with seed 0: ZeroDivisionError"),
        (ORACLE.replace('"x": 2.0', '"x": object'), "case 'small' cannot be recorded with seed 0"),
    ],
    ids=["import", "no case", "syntax", "twice", "argument", "draw", "input"],
)
def test_failed_recording_writes_nothing(code: str, words: str, folder: Path) -> None:
    write(folder / "oracle.py", code)

    with pytest.raises(CourseFault, match=words):
        recorded(folder)
    assert not (folder / "recordings").exists()


@pytest.mark.parametrize("file", ["models.py", "visible/oracle.py"])
def test_recording_fault_names_the_line(file: str, folder: Path) -> None:
    path = folder.parent / file
    text = path.read_text(encoding="utf-8")
    place = "return {" if "oracle" in file else "w_, x_ ="
    line = text[: text.index(place)].count("\n") + 1
    path.write_text(text.replace(place, f"1 / 0; {place}", 1), encoding="utf-8")

    with pytest.raises(CourseFault) as caught:
        recorded(folder)
    assert f"{path}:{line})" in caught.value.message
    assert caught.value.advice


def test_watching_model_without_result_is_a_fault(folder: Path) -> None:
    write(folder.parent / "models.py", MODELS.replace("steps = []", 'steps = [tape.watch("x", start)]'))

    with pytest.raises(CourseFault, match="watches x and returns nothing to differentiate") as caught:
        recorded(folder)
    assert "Return the scalar" in caught.value.advice


def test_quantity_watched_twice_is_a_fault(folder: Path) -> None:
    write(folder.parent / "models.py", MODELS.replace('tape.watch("unused"', 'tape.watch("w"'))

    with pytest.raises(CourseFault, match="recorded with seed 0: the model watches 'w' twice"):
        recorded(folder)


def test_models_module_is_unloaded_after_recording(folder: Path) -> None:
    import sys

    recorded(folder)

    assert "models" not in sys.modules


def test_numerical_slope_matches_the_derivative(folder: Path) -> None:
    small = load_cases(folder)[0]
    inputs = small.inputs(0)
    w, x = np.asarray(inputs["w"]), inputs["x"]
    direction = np.array([1.0, -0.5, 0.25])
    slope, rounding = numerical_slope(TorchBackend(), small, inputs, "w", direction)

    assert slope == pytest.approx(float((2 * (w * x - 1) * x) @ direction), rel=1e-7)
    assert 0 < rounding < 1e-6
