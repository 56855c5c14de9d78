"""A mistake is named where its numbers are the student's, and nowhere else."""

from dataclasses import replace

import numpy as np
import pytest

from grader.diagnosis.misconception_match import explaining_all, likely_mistakes, name_mistakes
from tests.support.failures import failure, known, raising

RIGHT = {"z": np.array([1.1, 2.3, 3.7]), "w": np.array([4.2, -5.3])}
TWICE = {"z": 2 * RIGHT["z"], "w": 2 * RIGHT["w"]}
SHIFTED = {"z": RIGHT["z"] + 0.7, "w": RIGHT["w"] - 0.3}


def test_same_wrong_numbers_in_two_checks_name_a_certain_mistake() -> None:
    mine = {check: failure(check, SHIFTED, RIGHT) for check in "ab"}
    theirs = known("shift", *(failure(check, SHIFTED, RIGHT) for check in "ab"))
    found = name_mistakes(mine, ["c", "d"], [theirs])
    assert {check: (why.name, why.certain) for check, why in found.items()} == {
        "a": ("shift", True),
        "b": ("shift", True),
    }
    assert (found["a"].text, found["a"].see) == ("Advice on shift.", "handout.md#shift")


def test_one_check_makes_a_guess() -> None:
    mine = {"a": failure("a", SHIFTED, RIGHT)}
    found = name_mistakes(mine, ["b"], [known("shift", failure("a", SHIFTED, RIGHT))])
    assert not found["a"].certain


def test_rounding_agrees_and_a_millionth_differs() -> None:
    theirs = known("shift", failure("a", SHIFTED, RIGHT))
    for factor, named in ((1 + 1e-12, True), (1 + 1e-6, False)):
        actual = {name: value * factor for name, value in SHIFTED.items()}
        assert bool(name_mistakes({"a": failure("a", actual, RIGHT)}, [], [theirs])) is named


def test_mistake_is_not_named_if_a_predicted_failure_passed() -> None:
    theirs = known("shift", failure("a", SHIFTED, RIGHT), failure("b", SHIFTED, RIGHT))
    assert not name_mistakes({"a": failure("a", SHIFTED, RIGHT)}, ["b"], [theirs])


def test_mistake_is_named_if_a_predicted_failure_did_not_run() -> None:
    theirs = known("shift", failure("a", SHIFTED, RIGHT), failure("b", SHIFTED, RIGHT))
    assert name_mistakes({"a": failure("a", SHIFTED, RIGHT)}, [], [theirs])


def test_mistake_that_fits_every_check_is_preferred() -> None:
    other = {"z": RIGHT["z"] - 9, "w": RIGHT["w"]}
    first = known("shift", failure("a", SHIFTED, RIGHT), failure("b", SHIFTED, RIGHT))
    second = known("other", failure("a", SHIFTED, RIGHT), failure("b", other, RIGHT))
    mine = {"a": failure("a", SHIFTED, RIGHT), "b": failure("b", other, RIGHT)}
    for order in ([first, second], [second, first]):
        assert {why.name for why in name_mistakes(mine, [], order).values()} == {"other"}


def test_two_mistakes_are_each_named() -> None:
    mine = {
        "a": failure("a", SHIFTED, RIGHT),
        "b": failure("b", TWICE, RIGHT),
        "c": failure("c", TWICE, RIGHT),
    }
    shift = known("shift", failure("a", SHIFTED, RIGHT))
    twice = known("twice", failure("b", TWICE, RIGHT), failure("c", TWICE, RIGHT))
    found = name_mistakes(mine, [], [shift, twice])
    assert {check: (why.name, why.certain) for check, why in found.items()} == {
        "a": ("shift", False),
        "b": ("twice", True),
        "c": ("twice", True),
    }


def test_mistake_further_from_the_loss_does_not_hide_one_that_some_check_shows_alone() -> None:
    both = {"z": SHIFTED["z"], "w": np.array([0.0, 17.0])}
    theirs = known("shift", *(failure(check, SHIFTED, RIGHT) for check in "ab"))
    mine = {"a": failure("a", both, RIGHT), "b": failure("b", SHIFTED, RIGHT)}
    found = name_mistakes(mine, [], [theirs])
    assert {check: (why.name, why.certain) for check, why in found.items()} == {
        "a": ("shift", False),
        "b": ("shift", False),
    }


def test_first_wrong_value_alone_names_nothing() -> None:
    """Parameters that have not moved come of a loop without a step as well as of what is returned."""
    both = {"z": SHIFTED["z"], "w": np.array([0.0, 17.0])}
    theirs = known("shift", *(failure(check, SHIFTED, RIGHT) for check in "ab"))
    assert not name_mistakes({check: failure(check, both, RIGHT) for check in "ab"}, [], [theirs])


@pytest.mark.parametrize("verdict", [True, 3, np.array([0.0, 1.0, 1.0])], ids=["verdict", "count", "mask"])
def test_answer_that_many_mistakes_share_names_only_what_explains_everything(verdict: object) -> None:
    wrong, right = {"listed": verdict}, {"listed": 0.0 * np.asarray(verdict)}
    theirs = known("tolerances", *(failure(check, wrong, right) for check in "ab"))
    assert name_mistakes(dict(theirs.signatures), [], [theirs])
    mine = {**theirs.signatures, "c": failure("c", {"listed": 0.5}, {"listed": 0.0})}
    assert not name_mistakes(mine, [], [theirs])


@pytest.mark.parametrize(
    "factor, words",
    [
        (-1.0, "with the opposite sign"),
        (2.0, "times 2"),
        (5.0, "times the number of rows of `X`"),
        (1 / 3, "divided by the number of columns of `X`"),
    ],
)
def test_mistake_with_a_factor_is_named_with_both(factor: float, words: str) -> None:
    scaled = {name: factor * value for name, value in SHIFTED.items()}
    mine = {check: failure(check, scaled, RIGHT, X=np.zeros((5, 3))) for check in "ab"}
    theirs = known("shift", *(failure(check, SHIFTED, RIGHT) for check in "ab"))
    why = name_mistakes(mine, [], [theirs])["a"]
    assert why.text == "Advice on shift."
    assert why.detail == f"Besides, everything comes out {words}."


def test_factor_in_one_check_is_not_believed() -> None:
    mine = {"a": failure("a", {name: -value for name, value in SHIFTED.items()}, RIGHT)}
    assert not name_mistakes(mine, [], [known("shift", failure("a", SHIFTED, RIGHT))])


def test_mistakes_that_fit_equally_well_are_not_named() -> None:
    mine = {"a": failure("a", SHIFTED, RIGHT)}
    both = [known(name, failure("a", SHIFTED, RIGHT)) for name in ("one", "other")]
    assert not name_mistakes(mine, [], both)
    assert likely_mistakes(mine, [], both) == both


def test_two_programs_of_one_mistake_are_no_rivals() -> None:
    mine = {check: failure(check, SHIFTED, RIGHT) for check in "ab"}
    first = known("shift", *(failure(check, SHIFTED, RIGHT) for check in "ab"))
    found = name_mistakes(mine, [], [first, replace(first, program=1)])
    assert {check: (why.name, why.certain) for check, why in found.items()} == dict.fromkeys(
        "ab", ("shift", True)
    )


def test_mistake_is_not_named_if_most_failures_differ() -> None:
    theirs = known("shift", *(failure(check, SHIFTED, RIGHT) for check in "abc"))
    mine = {check: failure(check, TWICE, RIGHT) for check in "bc"} | {"a": failure("a", SHIFTED, RIGHT)}
    assert not name_mistakes(mine, [], [theirs])
    mine["b"] = failure("b", SHIFTED, RIGHT)
    assert name_mistakes(mine, [], [theirs])


def test_only_the_same_exception_names_a_mistake() -> None:
    theirs = known(
        "no-rmul", raising("a", "TypeError: int * Value"), raising("b", "TypeError: float * Value")
    )
    mine = {"a": raising("a", "TypeError: int * Value"), "b": raising("b", "TypeError: float * Value")}
    assert {why.name for why in name_mistakes(mine, [], [theirs]).values()} == {"no-rmul"}
    assert not name_mistakes({"a": raising("a", "ValueError: no")}, [], [theirs])


def test_product_that_does_not_fit_is_the_same_in_every_spelling() -> None:
    rng = np.random.default_rng(0)
    X, W, b = rng.normal(size=(5, 4)), rng.normal(size=(6, 4)), rng.normal(size=6)
    said = {}
    for name, product in (("@", lambda: W @ X), ("dot", lambda: np.dot(W, X)), ("method", lambda: W.dot(X))):
        with pytest.raises(ValueError, match=r"size 5|!= 5") as raised:
            product()
        said[name] = raising("a", f"ValueError: {raised.value}")
    with pytest.raises(ValueError, match="not aligned") as raised:
        np.dot(X, b)
    theirs = known("from-the-left", said.pop("@"))
    assert all(name_mistakes({"a": mine}, [], [theirs]) for mine in said.values())
    assert not name_mistakes({"a": raising("a", f"ValueError: {raised.value}")}, [], [theirs])


def test_nan_agrees_with_itself() -> None:
    partly = {"z": np.array([np.nan, 2.5, 3.0]), "w": RIGHT["w"]}
    mine = {check: failure(check, partly, RIGHT) for check in "ab"}
    theirs = known("nan", *mine.values())
    assert all(why.certain for why in name_mistakes(mine, [], [theirs]).values())


def test_nan_alone_makes_a_guess_where_it_explains_every_failure_of_many() -> None:
    wholly = {"z": np.full(3, np.nan), "w": RIGHT["w"]}
    mine = {check: failure(check, wholly, RIGHT) for check in "abcde"}
    theirs, other = (known(name, *mine.values(), tried="a b c d e f") for name in ("nan", "other"))
    found = name_mistakes(mine, [], [theirs])
    assert {(why.name, why.certain) for why in found.values()} == {("nan", False)}
    assert len(found) == len(mine)
    few = {check: mine[check] for check in "ab"}
    assert not name_mistakes(few, [], [known("nan", *few.values())])
    assert not name_mistakes({**mine, "f": failure("f", SHIFTED, RIGHT)}, [], [theirs])
    assert not name_mistakes(mine, [], [theirs, other])


def test_same_numbers_in_another_shape_differ() -> None:
    column = {"z": SHIFTED["z"][:, None], "w": SHIFTED["w"]}
    theirs = known("shift", failure("a", SHIFTED, RIGHT))
    assert not name_mistakes({"a": failure("a", column, RIGHT)}, [], [theirs])


def test_mistakes_that_each_explain_their_own_failures_are_certain_in_any_order() -> None:
    shift = known("shift", *(failure(check, SHIFTED, RIGHT) for check in "ab"))
    twice = known("twice", *(failure(check, TWICE, RIGHT) for check in "cd"))
    mine = {**shift.signatures, **twice.signatures}
    for order in ([shift, twice], [twice, shift]):
        found = name_mistakes(mine, [], order)
        assert {check: (why.name, why.certain) for check, why in found.items()} == {
            "a": ("shift", True),
            "b": ("shift", True),
            "c": ("twice", True),
            "d": ("twice", True),
        }


def test_mistake_is_a_guess_if_a_failure_that_it_predicts_looks_otherwise() -> None:
    shift = known("shift", *(failure(check, SHIFTED, RIGHT) for check in "abc"))
    other = {"z": np.array([0.7, 3.1]), "w": np.array([8.3, -2.9])}
    mine = {**shift.signatures, "c": failure("c", other, RIGHT)}
    found = name_mistakes(mine, [], [shift])
    assert {check: (why.name, why.certain) for check, why in found.items()} == {
        "a": ("shift", False),
        "b": ("shift", False),
    }


def test_numbers_that_agree_by_chance_make_nothing_certain_beside_another_failure() -> None:
    right, verdict = {"ok": 1.0}, {"ok": 0.0}
    claim = known("claim", *(failure(check, verdict, right) for check in "ab"))
    mine = {**claim.signatures, "c": failure("c", SHIFTED, RIGHT)}
    assert not any(why.certain for why in name_mistakes(mine, [], [claim]).values())


def test_factor_with_two_phrases_makes_no_rival() -> None:
    mine = {check: failure(check, TWICE, RIGHT, X=np.zeros((4, 7))) for check in "ab"}
    theirs = known("right", *(failure(check, RIGHT, RIGHT) for check in "ab"))
    why = name_mistakes(mine, [], [theirs])["a"]
    assert why.text == "Advice on right."
    assert why.detail == "Besides, everything comes out times 2."


def test_likeliest_mistake_comes_first() -> None:
    other = {"z": RIGHT["z"] - 9, "w": RIGHT["w"]}
    partly = known("partly", failure("a", SHIFTED, RIGHT), failure("b", other, RIGHT))
    wholly = known("wholly", failure("a", SHIFTED, RIGHT), failure("b", SHIFTED, RIGHT))
    mine = {check: failure(check, SHIFTED, RIGHT) for check in "ab"}
    assert likely_mistakes(mine, [], [partly, wholly]) == [wholly, partly]


def test_mistake_explains_all_only_by_all_numbers_as_they_are() -> None:
    other = {"z": RIGHT["z"] - 9, "w": RIGHT["w"]}
    minus = {name: -value for name, value in SHIFTED.items()}
    mistakes = [
        known("partly", failure("a", SHIFTED, RIGHT), failure("b", other, RIGHT)),
        known("negative", *(failure(check, minus, RIGHT) for check in "ab")),
        known("wholly", *(failure(check, SHIFTED, RIGHT) for check in "ab")),
        known("in one", failure("a", SHIFTED, RIGHT)),
    ]
    mine = {check: failure(check, SHIFTED, RIGHT) for check in "ab"}
    assert {one.name for one in likely_mistakes(mine, [], mistakes)} == {one.name for one in mistakes}
    assert [one.name for one in explaining_all(mine, [], mistakes)] == ["wholly"]


def test_zeros_name_only_a_mistake_that_explains_everything() -> None:
    nothing = {name: 0 * value for name, value in RIGHT.items()}
    theirs = known("zero", failure("a", nothing, RIGHT), failure("b", SHIFTED, RIGHT))
    assert not name_mistakes(
        {"a": failure("a", nothing, RIGHT), "b": failure("b", nothing, RIGHT)}, [], [theirs]
    )
    assert name_mistakes({"a": failure("a", nothing, RIGHT)}, [], [theirs])
    partly = {"z": RIGHT["z"], "w": nothing["w"]}
    theirs = known("zero", failure("a", partly, RIGHT), failure("b", partly, RIGHT))
    assert name_mistakes({"a": failure("a", partly, RIGHT), "b": failure("b", partly, RIGHT)}, [], [theirs])
