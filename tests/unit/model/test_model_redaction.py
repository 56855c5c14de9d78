from dataclasses import replace

import pytest

from grader.model.check import Argument, Call, Check, Explanation, Location
from grader.model.redaction import redact
from tests.support.report_samples import BACKWARD, FORWARD, raised, wrong

LOSS = Call(
    function="loss",
    arguments=(
        Argument(name="out", kind="array", shape=(734, 0)),
        Argument(name="y", kind="array", shape=(5, 4)),
        Argument(name="cache", kind="dict", items=(Argument(name="0.1234", kind="float", value="0.1234"),)),
    ),
)


def hidden_wrong(reveal: str) -> Check:
    return redact(wrong(hidden=True), reveal)


def test_visible_check_is_shown_whole() -> None:
    assert redact(wrong(), "name") == wrong()


def test_hidden_check_is_shown_whole_at_full() -> None:
    assert hidden_wrong("full") == wrong(hidden=True)


@pytest.mark.parametrize("reveal", ["name", "hint"])
def test_hidden_check_keeps_text_from_the_course(reveal: str) -> None:
    before, after = wrong(hidden=True), hidden_wrong(reveal)
    assert (after.id, after.title, after.part, after.outcome) == (
        before.id,
        before.title,
        before.part,
        before.outcome,
    )
    assert after.seeds == before.seeds


@pytest.mark.parametrize("reveal", ["name", "hint"])
def test_hidden_check_shows_no_message_output_or_frames(reveal: str) -> None:
    after = redact(replace(raised(hidden=True), output="X[0] = 0.25"), reveal)
    assert (after.message, after.output, after.trace) == ("", "", ())


def test_hint_is_shown_at_hint_alone() -> None:
    assert hidden_wrong("hint").hint
    assert not hidden_wrong("name").hint


def test_explanation_keeps_text_from_the_course_at_hint_alone() -> None:
    told = Explanation(
        name="slip",
        text="A slip.",
        detail="`X` is 0.125",
        certain=True,
        see="page.md#slip",
        location=Location(file="a.py", line=3),
    )
    check = replace(wrong(), hidden=True, explanation=told)
    assert redact(check, "hint").explanation == replace(told, detail="", location=None)
    assert redact(check, "name").explanation is None


def test_difference_keeps_only_name_kind_line_and_expected_shape() -> None:
    (difference,) = hidden_wrong("hint").differences
    assert (difference.name, difference.problem, difference.expected_shape) == ("W1", "value", (6, 4))
    assert difference.location == Location(file="two_layer_mlp.py", line=143)
    rest = (difference.actual_shape, difference.greatest, difference.index, difference.mismatched)
    assert rest == (None, None, None, None)
    assert (difference.expected, difference.actual, difference.message) == ("", "", "")
    assert (difference.expected_there, difference.actual_there, difference.total) == (None, None, None)


def test_location_keeps_the_line_but_not_the_name_of_the_function() -> None:
    assert redact(raised(hidden=True), "hint").location == Location(file="two_layer_mlp.py", line=88)


@pytest.mark.parametrize(
    "name,shown",
    [
        ("ValueError", "ValueError"),
        ("LinAlgError", "LinAlgError"),
        ("KeyError", "KeyError"),
        ("X0_is_0_1234", "Exception"),
        ("print", "Exception"),
        ("", ""),
    ],
)
def test_exception_type_is_shown_if_well_known(name: str, shown: str) -> None:
    assert redact(replace(raised(hidden=True), exception=name), "hint").exception == shown


def test_calls_show_shapes_and_types_instead_of_values() -> None:
    (call,) = hidden_wrong("hint").calls
    assert str(BACKWARD) == "backward(X: (5, 4), y: (5, 3), scale: 0.125, kind: 'mse')"
    assert str(call) == "backward(X: (5, 4), y: (5, 3), scale: float, kind: str)"


def test_later_calls_show_only_shapes_and_keys_known_from_the_first() -> None:
    after = redact(replace(wrong(hidden=True), calls=(FORWARD, LOSS, FORWARD)), "hint")
    assert [str(call) for call in after.calls] == [
        "forward(X: (5, 4), params: {W1: (6, 4), b1: (6,)}, activation: str)",
        "loss(out: array, y: (5, 4), cache: dict)",
        "forward(X: (5, 4), params: {W1: (6, 4), b1: (6,)}, activation: str)",
    ]


def test_later_calls_hide_depth_and_length_of_containers() -> None:
    entry = Argument(name="", kind="list", items=(Argument(name="", kind="int", value="1"),))
    first = Call(function="f", arguments=(Argument(name="a", kind="list", items=(entry,)),))
    deep = Argument(name="", kind="list", items=(entry,))
    later = Call(function="f", arguments=(Argument(name="a", kind="list", items=(deep,)),))
    long = Call(function="f", arguments=(Argument(name="a", kind="list", items=(entry,) * 9),))
    after = redact(replace(wrong(hidden=True), calls=(first, later, long)), "name")
    assert [str(call) for call in after.calls] == ["f(a: [[int]])", "f(a: [list])", "f(a: list)"]


@pytest.mark.parametrize("reveal", ["name", "hint", "full"])
@pytest.mark.parametrize("check", [wrong(hidden=True), raised(hidden=True), raised()])
def test_redacting_twice_is_the_same_as_once(check: Check, reveal: str) -> None:
    assert redact(redact(check, reveal), reveal) == redact(check, reveal)


@pytest.mark.parametrize(
    "argument,text",
    [
        (Argument(name="x", kind="float", value="2.0"), "x: 2.0"),
        (Argument(name="", kind="array", shape=(3,)), "(3,)"),
        (Argument(name="x", kind="array", shape=(), value="2.0"), "x: 2.0"),
        (Argument(name="x", kind="array", shape=()), "x: array"),
        (Argument(name="grads", kind="dict"), "grads: dict"),
        (Argument(name="f", kind="function"), "f: function"),
    ],
)
def test_argument_is_formatted_as_shape_or_value(argument: Argument, text: str) -> None:
    assert str(argument) == text
