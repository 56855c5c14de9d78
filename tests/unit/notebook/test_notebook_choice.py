import pytest

from grader.course import load_course
from grader.errors import UsageError
from grader.notebook.choice import choose
from tests.support.course_files import ROOT

COURSE = load_course(ROOT)
QUADRATIC = "def forward(x, w1, w2, b):\n    return 1"
LAYERS = "%time\ndef forward(X, params, activation, output_activation):\n    return 1"
NAMES = ", ".join(one.name for one in COURSE.assignments)


def chosen(line: str, *cells: str, notebook: str = "") -> tuple[str, tuple[str, ...]]:
    assignment, selection = choose(COURSE, line.split(), cells, notebook)
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
def test_words_and_functions_tell_what_is_graded(
    line: str, cells: list[str], found: tuple[str, tuple[str, ...]]
) -> None:
    assert chosen(line, *cells) == found


def test_the_name_of_the_notebook_says_more_than_its_functions() -> None:
    assert chosen("", QUADRATIC, notebook="two_layer_mlp") == ("two-layer-mlp", ())


@pytest.mark.parametrize("cells", [[], ["x = 1"], [QUADRATIC, LAYERS], ["def forward(z): pass"]])
def test_cells_that_tell_nothing_call_for_a_name(cells: list[str]) -> None:
    with pytest.raises(UsageError, match="do not tell which assignment") as caught:
        chosen("", *cells)
    assert "quadratic-model" in caught.value.advice


def test_a_word_that_is_no_part_is_answered_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"no part named 'fork'; its parts are forward, loss,") as caught:
        chosen("quadratic-model fork")
    assert NAMES in caught.value.advice
