import pytest

from grader.course import load_course
from grader.errors import UsageError
from grader.notebook.session import choose_assignment
from tests.support.course_files import ROOT

COURSE = load_course(ROOT)
QUADRATIC = "def forward(x, w1, w2, b):\n    return 1"
LAYERS = "%time\ndef forward(X, params, activation, output_activation):\n    return 1"
NAMES = ", ".join(one.name for one in COURSE.assignments)


def chosen(line: str, *cells: str, notebook: str = "") -> tuple[str, tuple[str, ...]]:
    assignment, selection = choose_assignment(COURSE, line.split(), cells, notebook)
    return assignment.name, selection.parts


@pytest.mark.parametrize(
    "line, cells, found",
    [
        ("", [QUADRATIC], ("quadratic-model", ())),
        ("", [LAYERS, "x = 1"], ("two-layer-mlp", ())),
        ("", ["def forward(", LAYERS], ("two-layer-mlp", ())),
        ("forward loss", [QUADRATIC], ("quadratic-model", ("forward", "loss"))),
        ("scalar-graphs", [QUADRATIC], ("scalar-graphs", ())),
        ("scalar-graphs fork", [], ("scalar-graphs", ("fork",))),
    ],
)
def test_assignment_follows_from_arguments_and_functions(
    line: str, cells: list[str], found: tuple[str, tuple[str, ...]]
) -> None:
    assert chosen(line, *cells) == found


def test_notebook_name_takes_precedence_over_functions() -> None:
    assert chosen("", QUADRATIC, notebook="two_layer_mlp") == ("two-layer-mlp", ())


@pytest.mark.parametrize("cells", [[], ["x = 1"], [QUADRATIC, LAYERS], ["def forward(z): pass"]])
def test_ambiguous_cells_require_a_name(cells: list[str]) -> None:
    with pytest.raises(UsageError, match="Cannot tell from the executed cells") as caught:
        chosen("", *cells)
    assert "quadratic-model" in caught.value.advice


def test_unknown_part_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"no part named 'fork'; its parts are forward, loss,") as caught:
        chosen("quadratic-model fork")
    assert NAMES in caught.value.advice
