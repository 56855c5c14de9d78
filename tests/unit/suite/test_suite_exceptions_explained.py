"""A check that ended with an exception: what the report on it says of the exception."""

from grader.model.check import Check
from grader.model.redaction import redact
from tests.support.small_suites import SmallSuite, by_name

SUITE = """
pytestmark = pytest.mark.part("one")

def test_product(submission):
    submission.product(np.ones((5, 3)), np.ones((5, 4)))

def test_own(submission):
    submission.own()

def test_on_the_left(submission):
    assert (2 * submission.Value(1.0)).data == 2.0
"""
SUBMISSION = """
def product(dz2, h):
    return dz2 @ h
def own():
    raise ValueError("of my own making")
class Value:
    def __init__(self, data):
        self.data = data
"""


def checks_of(small_suite: SmallSuite, *, hidden: bool = False) -> dict[str, Check]:
    (small_suite.hidden if hidden else small_suite.visible)(SUITE)
    if hidden:
        small_suite.visible("pytestmark = pytest.mark.part('one')\ndef test_nothing(): pass")
    return dict(by_name(small_suite.run(SUBMISSION)))


def test_a_visible_check_names_the_arrays_and_their_shapes(small_suite: SmallSuite) -> None:
    explanation = checks_of(small_suite)["test_product"].explanation

    assert explanation is not None
    assert explanation.name == "matrix-product-of-unequal-lengths"
    assert "Here `dz2` is (5, 3) and `h` is (5, 4)" in explanation.detail
    assert explanation.certain


def test_arithmetic_of_the_suites_own_names_the_method_that_the_class_lacks(small_suite: SmallSuite) -> None:
    explanation = checks_of(small_suite)["test_on_the_left"].explanation

    assert explanation is not None
    assert explanation.detail == "For `2 * x` the class `Value` needs `__rmul__`."


def test_an_exception_of_the_students_own_making_is_not_explained(small_suite: SmallSuite) -> None:
    assert checks_of(small_suite)["test_own"].explanation is None


def test_a_hidden_check_shows_the_idea_alone_and_only_where_hints_are_shown(small_suite: SmallSuite) -> None:
    check = checks_of(small_suite, hidden=True)["test_product"]
    shown = redact(check, "hint").explanation

    assert check.explanation is not None
    assert check.explanation.detail
    assert shown is not None
    assert (shown.text, shown.detail) == (check.explanation.text, "")
    assert redact(check, "name").explanation is None
