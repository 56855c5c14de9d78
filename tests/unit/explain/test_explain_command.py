"""`grade explain`: what can be drawn, what is drawn, and what is not shown."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.support.command import copy_course, grade_here
from tests.support.course_files import ROOT

SLIPS = {
    "scalar_graphs": ('dd = -df * v["n"]', 'dd = df * v["n"]'),
    "two_layer_mlp": ('"W2": dz2.T @ stages["h"]', '"W2": dz2.T @ stages["z1"]'),
}


@pytest.fixture
def slips(tmp_path: Path) -> dict[str, Path]:
    """Submissions with one slip each."""
    paths = {}
    for module, (right, wrong) in SLIPS.items():
        source = (ROOT / "solutions" / f"{module}.py").read_text(encoding="utf-8")
        assert source.count(right) == 1
        paths[module] = tmp_path / f"{module}.py"
        paths[module].write_text(source.replace(right, wrong), encoding="utf-8")
    return paths


def test_examples_and_checks_are_listed_with_marks_on_failures(slips: dict[str, Path]) -> None:
    result = grade_here("explain", "scalar-graphs", "--submission", slips["scalar_graphs"])

    assert result.status == 0
    assert "worked_factory" in result.text
    assert "graph_relu_at_zero" in result.text
    assert "long_chain" not in result.text  # of hidden checks
    assert "✗  Gradients of every node of the fork (x = 2, y = -1)" in result.out
    assert "✓  Values of every node of the fork (x = 2, y = -1)" in result.out


def test_example_is_drawn_without_a_submission(tmp_path: Path) -> None:
    result = grade_here("explain", "scalar-graphs", "worked_factory", "--svg", tmp_path / "new" / "f.svg")

    assert result.status == 0
    assert "u = w * x 6 8 y = v * u 12 4" in result.text
    assert ET.parse(tmp_path / "new" / "f.svg").getroot().tag.endswith("svg")  # noqa: S314  # our own text
    assert result.out.endswith("f.svg\n")


def test_check_is_drawn_with_the_student_s_first_wrong_number(slips: dict[str, Path]) -> None:
    result = grade_here(
        "explain", "scalar-graphs", "gradients of every node of the fork (x = 2",
        "--submission", slips["scalar_graphs"],
    )  # fmt: skip

    assert result.status == 0
    assert "-0.0854134\n" in result.out
    assert "came 0.0854134 expected -0.0854134" in result.text
    assert "first wrong gradient, nearest the result, is that of `d`" in result.text
    assert result.out.count("came") == 3


def test_first_failed_check_of_several_is_drawn(slips: dict[str, Path]) -> None:
    words = ("two-layer-mlp", "gradients of a layer", "--submission", slips["two_layer_mlp"])
    result = grade_here("explain", *words)

    assert result.out.startswith("Gradients of a layer (relu, mse-second layer) (wrong)\n")
    assert "entries differ" in result.out
    assert "is that of `W2`" in result.text


def test_passed_check_shows_the_right_values() -> None:
    result = grade_here(
        "explain",
        "scalar-graphs",
        "values of every node of the fork (x = 2",
        "--submission",
        "solutions/scalar_graphs.py",
    )

    assert result.status == 0
    assert "All your numbers are right." in result.out
    assert "came" not in result.out


def test_unwritten_function_is_named_beside_the_right_values() -> None:
    result = grade_here("explain", "quadratic-model", "gradient of every stage of the worked example")

    assert result.status == 0
    assert "`stages` is not started" in result.text
    assert "loss = r ** 2" in result.out


@pytest.mark.parametrize(
    "subject, message",
    [
        ("worked_factry", "has no example or check 'worked_factry'. Did you mean 'worked_factory'?"),
        ("The derivative of the maximum", "no example or check"),
        ("rule of an operation", "and all of them passed. Give the whole title"),
        ("loss of the factory", "no example or check"),
    ],
)
def test_unknown_or_ambiguous_subject_is_refused(subject: str, message: str) -> None:
    result = grade_here("explain", "scalar-graphs", subject, "--submission", "solutions/scalar_graphs.py")

    assert result.status == 2
    assert message in " ".join(result.err.split())


def test_check_without_a_graph_is_refused() -> None:
    result = grade_here("explain", "two-layer-mlp", "an activation that does not exist")

    assert (result.status, result.out) == (2, "")
    assert "compares no quantities of a graph" in result.err


def test_unusable_submission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scalar_graphs.py"
    path.write_text("def f(:\n", encoding="utf-8")

    result = grade_here("explain", "scalar-graphs", "--submission", path)
    named = grade_here("explain", "scalar-graphs", "fork", "--submission", path)

    assert (result.status, named.status) == (2, 2)
    assert "cannot be run" in result.err
    assert named.err == result.err


@pytest.fixture
def hidden(tmp_path: Path, slips: dict[str, Path]) -> tuple[Path, list[str | Path]]:
    """A course, and the words that draw a hidden check of it."""
    course = copy_course(tmp_path / "course", "scalar-graphs")
    names = [path.name for path in (course / "tests/suites/scalar-graphs/hidden").glob("test_*.py")]
    check = next(name for name in names if "fork" in name)
    return course, ["explain", "scalar-graphs", f"hidden/{check}", "--submission", slips["scalar_graphs"]]


def test_hidden_check_is_not_drawn(hidden: tuple[Path, list[str | Path]]) -> None:
    course, words = hidden

    result = grade_here(*words, "--svg", course / "no.svg", cwd=course)

    assert (result.status, result.out) == (2, "")
    assert "is a hidden check, and its numbers are not shown" in result.err
    assert not any(character.isdigit() for character in result.err)
    assert not (course / "no.svg").exists()


def test_full_reveal_draws_hidden_checks_of_the_same_seed(
    hidden: tuple[Path, list[str | Path]],
) -> None:
    course, words = hidden
    manifest = course / "assignments.yaml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("\n    files:", "\n    reveal: full\n    files:"), encoding="utf-8")

    first, again, other = (grade_here(*words, "--seed", seed, cwd=course) for seed in ("5", "5", "6"))

    assert first.status == 0
    assert "came" in first.out
    assert first.out == again.out != other.out
