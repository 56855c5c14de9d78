"""Right values from a reference in plain Python, and from the solution, without PyTorch."""

import subprocess
import sys
from pathlib import Path

import pytest

from grader.errors import CourseFault
from grader.oracle import Recordings
from grader.oracle.backend import load_backend
from grader.oracle.cases import LoadedOracle, load_cases, load_oracle
from grader.oracle.central_differences import check_gradients
from grader.oracle.recorder import record_suite
from grader.oracle.recordings import find_problems
from tests.support.small_suites import write

ROOT = Path(__file__).parents[3]

STATISTICS = """
    import statistics
    from grader.oracle import case

    BACKEND = "python"

    def summary(tape, *, numbers):
        tape.keep("mean", statistics.fmean(numbers))
        tape.keep("median", statistics.median(numbers))

    @case(model=summary, seeds=3)
    def few(rng):
        return {"numbers": rng.integers(0, 100, size=5).tolist()}
    """
LINE = """
    import numpy as np
    from grader.oracle import case

    BACKEND = "python"

    def squared_error(tape, *, X, y, w):
        w = tape.watch("w", w)
        residuals = tape.watch("residuals", X @ w - y)
        loss = np.mean(residuals ** 2)
        tape.keep("loss", loss)
        slopes = 2 * residuals / len(y)
        return loss, {"w": X.T @ slopes, "residuals": slopes}

    @case(model=squared_error, seeds=3)
    def samples(rng):
        return {"X": rng.normal(size=(5, 2)), "y": rng.normal(size=5), "w": rng.normal(size=2)}
    """
FROM_SOLUTION = """
    from grader.oracle import case

    BACKEND = "solution"

    def summary(tape, solution, *, numbers):
        tape.keep("mean", solution.mean(numbers))
        tape.keep("kind", solution.Pair(1, 2).total())

    @case(model=summary, seeds=2)
    def few(rng):
        return {"numbers": [1, 2, 6]}
    """
SOLUTION = """
    from dataclasses import dataclass

    @dataclass
    class Pair:
        left: int
        right: int

        def total(self):
            return self.left + self.right

    def mean(numbers):
        return sum(numbers) / len(numbers)
    """


def oracle(folder: Path, text: str) -> Path:
    """Write the oracle of a suite's visible folder; return the folder."""
    write(folder / "suite" / "visible" / "oracle.py", text)
    return folder / "suite" / "visible"


def test_python_reference_is_recorded_as_it_is(tmp_path: Path) -> None:
    folder = oracle(tmp_path, STATISTICS)

    record_suite(folder, lambda _: None)

    drawn = Recordings(folder).load("few").draw(2)
    numbers = drawn.inputs["numbers"]
    assert drawn.values == {"mean": sum(numbers) / 5, "median": sorted(numbers)[2]}
    assert (drawn.gradients, drawn.edges) == ({}, {})
    assert list(check_gradients(folder)) == []


def test_gradients_worked_out_by_hand_are_recorded_and_proved(tmp_path: Path) -> None:
    folder = oracle(tmp_path, LINE)

    record_suite(folder, lambda _: None)

    assert list(Recordings(folder).load("samples").draw(0).gradients) == ["residuals", "w"]
    assert list(check_gradients(folder)) == [None] * 6


def test_gradient_worked_out_wrongly_is_found(tmp_path: Path) -> None:
    folder = oracle(tmp_path, LINE.replace("slopes = 2 *", "slopes ="))

    record_suite(folder, lambda _: None)

    assert None not in list(check_gradients(folder))


def test_gradients_at_a_kink_are_recorded_and_not_compared(tmp_path: Path) -> None:
    text = LINE.replace("slopes = 2 *", "slopes =").replace("seeds=3", "seeds=3, smooth=False")
    folder = oracle(tmp_path, text)

    record_suite(folder, lambda _: None)

    assert list(Recordings(folder).load("samples").draw(0).gradients) == ["residuals", "w"]
    assert list(check_gradients(folder)) == []


def test_gradient_of_many_numbers_is_compared_along_one_direction(tmp_path: Path) -> None:
    text = LINE.replace("size=(5, 2)", "size=(5, 100_000)").replace("size=2)", "size=100_000)")
    folder = oracle(tmp_path, text.replace("seeds=3", "seeds=1"))

    record_suite(folder, lambda _: None)

    assert list(check_gradients(folder)) == [None, None]


@pytest.mark.parametrize(
    "replaced, by, told",
    [
        ("return loss, {", "return {", "watches w, residuals and returns no pair"),
        (', "residuals": slopes}', "}", "gives gradients of w, and watches w, residuals"),
        ('tape.watch("w", w)', 'tape.watch("residuals", w)', "watches 'residuals' twice"),
    ],
)
def test_python_model_without_its_gradients_is_a_fault(
    tmp_path: Path, replaced: str, by: str, told: str
) -> None:
    assert replaced in LINE
    folder = oracle(tmp_path, LINE.replace(replaced, by))

    with pytest.raises(CourseFault, match="case 'samples' cannot be recorded with seed 0") as caught:
        record_suite(folder, lambda _: None)
    assert told in caught.value.message


def test_plain_backends_need_no_torch(tmp_path: Path) -> None:
    write(tmp_path / "solved.py", SOLUTION)
    folders = [oracle(tmp_path / name, text) for name, text in (("a", LINE), ("b", FROM_SOLUTION))]
    write(tmp_path / "torch.py", "raise ModuleNotFoundError('made unimportable by a test', name='torch')\n")
    code = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from grader.oracle.cases import load_cases
from grader.oracle.central_differences import check_gradients
from grader.oracle.recorder import record_suite
for folder in map(Path, sys.argv[2:]):
    assert load_cases(folder) and record_suite(folder, print, Path(sys.argv[1], "solved.py"))
    assert set(check_gradients(folder)) <= {None}
assert "torch" not in sys.modules
"""
    command = [sys.executable, "-P", "-c", code, str(tmp_path), *map(str, folders)]
    subprocess.run(command, check=True, cwd=ROOT)


def test_solution_is_its_own_reference(tmp_path: Path) -> None:
    folder, solution = oracle(tmp_path, FROM_SOLUTION), tmp_path / "solved.py"
    write(solution, SOLUTION)

    record_suite(folder, lambda _: None, solution)

    assert Recordings(folder).load("few").draw(1).values == {"mean": 3.0, "kind": 3}
    assert find_problems(folder, solution) == find_problems(folder) == []
    assert "solved" not in sys.modules


def test_values_from_the_solution_grow_old_with_it(tmp_path: Path) -> None:
    folder, solution = oracle(tmp_path, FROM_SOLUTION), tmp_path / "solved.py"
    write(solution, SOLUTION)
    record_suite(folder, lambda _: None, solution)
    write(solution, SOLUTION.replace("/ len", "/ 2 / len"))

    assert find_problems(folder, solution) == [
        "the recordings are older than the solution, from which their values come"
    ]
    record_suite(folder, lambda _: None, solution)
    assert Recordings(folder).load("few").draw(1).values["mean"] == 1.5


@pytest.mark.parametrize(
    "solved, told",
    [
        ("1 / 0\n", "the solution solved.py cannot be run: ZeroDivisionError"),
        ("", "cannot be recorded with seed 0: AttributeError"),
    ],
)
def test_solution_that_gives_no_values_is_a_fault(tmp_path: Path, solved: str, told: str) -> None:
    folder, solution = oracle(tmp_path, FROM_SOLUTION), tmp_path / "solved.py"
    write(solution, solved)

    with pytest.raises(CourseFault) as caught:
        record_suite(folder, lambda _: None, solution)
    assert told in caught.value.message


def test_solution_backend_refuses_what_it_cannot_do(tmp_path: Path) -> None:
    folder = oracle(tmp_path, FROM_SOLUTION.replace("tape.keep(", "tape.watch("))
    write(tmp_path / "solved.py", SOLUTION)

    with pytest.raises(CourseFault, match="`solution` differentiates nothing"):
        record_suite(folder, lambda _: None, tmp_path / "solved.py")
    with pytest.raises(CourseFault, match="the assignment has none"):
        record_suite(folder, lambda _: None)


@pytest.mark.parametrize("chosen", ["'numpy'", "7", "None"])
def test_unknown_backend_is_a_fault_that_lists_those_there_are(tmp_path: Path, chosen: str) -> None:
    folder = oracle(tmp_path, STATISTICS.replace('"python"', chosen))

    with pytest.raises(CourseFault, match="suite asks for the back end") as caught:
        record_suite(folder, lambda _: None)
    assert "python, solution, torch" in caught.value.advice


def test_oracle_can_bring_a_backend_of_its_own(tmp_path: Path) -> None:
    own = "from grader.oracle.python_backend import PythonBackend\n    BACKEND = PythonBackend()"
    folder = oracle(tmp_path, STATISTICS.replace('BACKEND = "python"', own))

    assert record_suite(folder, lambda _: None)


def test_oracle_without_a_backend_is_one_of_torch(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    from grader.oracle.torch_backend import TorchBackend

    loaded: LoadedOracle = load_oracle(oracle(tmp_path, STATISTICS.replace('BACKEND = "python"', "")))

    assert isinstance(load_backend(loaded), TorchBackend)
    assert [one.name for one in load_cases(tmp_path / "suite" / "visible")] == ["few"]
