"""The one notice on results that are right, but of another type."""

from grader.grading.notices import describe_conversions
from grader.model.conversion import Conversion


def given(*conversions: tuple[str, str, str]) -> list[Conversion]:
    """Make records of functions, the types that came, and those that were asked for."""
    return [Conversion(function=function, came=came, asked=asked) for function, came, asked in conversions]


def test_no_conversion_gives_no_notice() -> None:
    assert list(describe_conversions([])) == []


def test_one_notice_names_functions_by_the_types_that_they_gave() -> None:
    (notice,) = describe_conversions(
        given(
            ("backward", "a list", "an array"),
            ("forward", "a list", "an array"),
            ("train", "a list", "a tuple"),
        )
    )

    assert notice == (
        "Right, though not of the type that the docstring asks for: a list for an array from `backward`, "
        "`forward`; a list for a tuple from `train`. This costs nothing here."
    )


def test_array_stands_for_the_numbers_of_the_same_type() -> None:
    (notice,) = describe_conversions(
        given(("activate", "a matrix", "a float"), ("activate", "a matrix", "an array"))
    )

    assert "asks for: a matrix for an array from `activate`. This" in notice


def test_long_list_is_cut() -> None:
    functions = [(f"f{number}", "a list", "an array") for number in range(9)]
    kinds = [("f", came, "an array") for came in ("a deque", "a matrix", "a range")]

    (notice,) = describe_conversions(given(*functions, *kinds))

    assert "and 5 more" in notice
    assert "; and 1 more." in notice
