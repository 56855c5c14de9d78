"""Another back end records and checks as PyTorch does: here, products of plain Python numbers."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from grader.errors import CourseFault
from grader.oracle import Case, OracleCase, Recordings
from grader.oracle.central_differences import check_gradients
from grader.oracle.recorder import record_suite
from tests.support.small_suites import write

ROOT = Path(__file__).parents[3]
ORACLE = """
    from grader.oracle import case

    def product(tape, *, x, y):
        z = tape.watch("z", tape.watch("x", x) * tape.watch("y", y))
        tape.keep("twice", 2.0 * z.value)
        return z * z

    @case(model=product, seeds=3)
    def squared_product(rng):
        return {"x": float(rng.normal()), "y": float(rng.normal())}
    """


@dataclass(slots=True, eq=False)
class Number:
    """A number that passes gradients on to its factors."""

    value: float
    factors: tuple[tuple["Number", float], ...] = ()
    gradient: float = 0.0

    def __mul__(self, other: "Number") -> "Number":
        return Number(self.value * other.value, ((self, other.value), (other, self.value)))

    def backward(self, upstream: float = 1.0) -> None:
        self.gradient += upstream
        for factor, slope in self.factors:
            factor.backward(upstream * slope)


class NumberTape:
    """Watches numbers, one of them moved by a step."""

    def __init__(self, moved: str = "", step: float = 0.0) -> None:
        self.values: dict[str, Any] = {}
        self.watched: dict[str, Number] = {}
        self._moved, self._step = moved, step

    def watch(self, name: str, value: Any, _formula: str = "") -> Number:
        number = value if isinstance(value, Number) else Number(value)
        if name == self._moved:
            number = Number(number.value + self._step)
        self.watched[name] = number
        self.values[name] = number.value
        return number

    def keep(self, name: str, value: Any, _formula: str = "") -> None:
        self.values[name] = value


class NumberBackend:
    """Differentiates products of numbers.

    Args:
        scale: What every gradient is multiplied by; 1 is right.
    """

    libraries: tuple[str, ...] = ("numpy",)
    solution: Path | None = None

    def __init__(self, scale: float = 1.0) -> None:
        self._scale = scale

    @contextmanager
    def reproducible(self) -> Iterator[None]:
        yield

    def compute(self, case: OracleCase, inputs: Mapping[str, Any], seed: int) -> Case:
        tape = NumberTape()
        case.model(tape, **inputs).backward()
        gradients = {name: self._scale * number.gradient for name, number in tape.watched.items()}
        return Case(name=case.name, seed=seed, inputs=inputs, values=tape.values, gradients=gradients)

    def evaluate(
        self, case: OracleCase, inputs: Mapping[str, Any], name: str, step: npt.NDArray[np.float64]
    ) -> float:
        result = case.model(NumberTape(name, float(step)), **inputs)
        return float(result.value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "visible" / "oracle.py", ORACLE)
    return tmp_path / "visible"


def test_another_backend_records_values_and_gradients(folder: Path) -> None:
    (path,) = record_suite(folder, lambda _: None, backend=NumberBackend())

    recording = Recordings(folder).load(path.stem)
    assert set(recording.provenance) == {"numpy", "python", "machine"}
    for seed in range(3):
        drawn = recording.draw(seed)
        x, y = drawn.inputs["x"], drawn.inputs["y"]
        assert drawn.values == {"x": x, "y": y, "z": x * y, "twice": 2 * x * y}
        assert drawn.gradients == {
            "x": pytest.approx(2 * x * y * y),
            "y": pytest.approx(2 * x * y * x),
            "z": pytest.approx(2 * x * y),
        }


def test_central_differences_of_another_backend_agree_with_its_gradients(folder: Path) -> None:
    record_suite(folder, lambda _: None, backend=NumberBackend())

    assert list(check_gradients(folder, NumberBackend())) == [None] * 9


def test_wrong_gradient_of_a_backend_is_found(folder: Path) -> None:
    record_suite(folder, lambda _: None, backend=NumberBackend(scale=2.0))

    found = list(check_gradients(folder, NumberBackend()))

    assert None not in found
    assert [(one.seed, one.name) for one in found if one][:3] == [(0, "x"), (0, "y"), (0, "z")]
    assert all(one.recorded == pytest.approx(2 * one.measured) for one in found if one)


def test_fault_of_a_backend_names_case_and_seed(folder: Path) -> None:
    write(folder / "oracle.py", ORACLE.replace("tape.keep(", "tape.forget("))

    with pytest.raises(CourseFault, match="case 'squared_product' cannot be recorded with seed 0") as caught:
        record_suite(folder, lambda _: None, backend=NumberBackend())
    assert f"({folder / 'oracle.py'}:" in caught.value.message


def test_recording_with_another_backend_imports_no_torch(tmp_path: Path) -> None:
    write(tmp_path / "suite" / "visible" / "oracle.py", ORACLE)
    write(tmp_path / "torch.py", "raise ModuleNotFoundError('made unimportable by a test')\n")
    code = f"""
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
sys.path.append({str(ROOT)!r})
from grader.oracle.central_differences import check_gradients
from grader.oracle.recorder import record_suite
from tests.unit.oracle.test_oracle_backends import NumberBackend
folder = Path(sys.argv[1], "suite", "visible")
assert record_suite(folder, print, backend=NumberBackend())
assert list(check_gradients(folder, NumberBackend())) == [None] * 9
"""
    subprocess.run([sys.executable, "-P", "-c", code, str(tmp_path)], check=True, cwd=tmp_path)
