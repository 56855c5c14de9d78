"""Sentences of a stub that bind its readers, and the checks that are named for them."""

from pathlib import Path

import pytest

from grader.authoring.audit import FindingKind
from grader.authoring.audit.promises import PROMISES, Promise, find_unkept_promises, load_promises
from grader.errors import CourseFault
from tests.support.small_suites import write

STUB = '''"""Lists of numbers.

No function changes its list. A list may also be empty; its mean
is then 0. This asks for nothing.
"""


def mean(numbers):
    """Compute the mean of any numbers.

    Args:
        numbers: A list.

    Raises:
        ValueError: If one is NaN.

    Example:
        >>> mean([1, 2])  # it must be a float
        1.5
    """
    raise NotImplementedError


class Account:
    """An account, which never holds less than 0."""

    def pay(self, amount):
        """Pay an amount.

        The account must hold it.
        """
        raise NotImplementedError

    async def wait(self):
        raise NotImplementedError
'''
CHECKS = (
    "visible/test_mean.py::test_mean[two]",
    "visible/test_mean.py::test_nan",
    "hidden/test_more.py::test_it",
)
KEPT = (
    Promise(of="", says="may also be empty", checks=("test_mean.py::test_mean",)),
    Promise(of="mean", says="any numbers", checks=("test_mean.py::test_mean",)),
    Promise(of="mean", says="ValueError: If one is NaN", checks=("test_mean.py::test_nan",)),
    Promise(of="Account", says="never holds less than 0", checks=("test_mean.py::test_nan",)),
    Promise(of="Account.pay", says="must hold it", reason="It says what is not asked."),
)


def told(*promises: Promise) -> list[tuple[str, str]]:
    found = find_unkept_promises(STUB, promises, CHECKS)
    assert all(one.kind is FindingKind.PROMISE for one in found)
    return [(one.subject, one.text) for one in found]


def test_binding_sentence_without_a_check_is_found_with_its_place() -> None:
    assert told() == [
        ("line 1", "no check is named for: A list may also be empty;"),
        ("line 8, mean", "no check is named for: Compute the mean of any numbers."),
        ("line 8, mean", "no check is named for: Raises: ValueError: If one is NaN."),
        ("line 24, Account", "no check is named for: An account, which never holds less than 0."),
        ("line 27, Account.pay", "no check is named for: The account must hold it."),
    ]


def test_sentence_with_a_check_or_a_reason_is_kept() -> None:
    assert told(*KEPT) == []
    assert told(*KEPT[1:])[0][0] == "line 1"


@pytest.mark.parametrize(
    "promise, text",
    [
        (
            Promise(of="mean", says="of two numbers", reason="none"),
            "of two numbers: the stub does not say that",
        ),
        (Promise(of="pay", says="must hold it", reason="none"), "must hold it: the stub does not say that"),
        (Promise(of="mean", says="a float", reason="none"), "a float: the stub does not say that"),
        (
            Promise(of="mean", says="A list.", checks=("test_mean.py::test_me",)),
            "A list.: test_mean.py::test_me is no visible check",
        ),
        (
            Promise(of="mean", says="A list.", checks=("test_more.py::test_it",)),
            "A list.: test_more.py::test_it is no visible check",
        ),
    ],
)
def test_entry_that_fits_no_sentence_or_no_visible_check_is_found(promise: Promise, text: str) -> None:
    assert told(*KEPT, promise) == [(f"promises.toml, {promise.of}", text)]


def test_promises_are_read_from_the_file_beside_the_suite(tmp_path: Path) -> None:
    assert load_promises(tmp_path) == ()
    write(
        tmp_path / PROMISES,
        """
        [[promise]]
        of = "mean"
        says = '''
        any
        numbers'''
        checks = ["test_mean.py::test_mean"]
        """,
    )
    assert load_promises(tmp_path) == KEPT[1:2]


@pytest.mark.parametrize(
    "entry",
    [
        "of = 'mean'\nsays = 'any'",
        "of = 'mean'\nsays = 'any'\nchecks = ['a']\nreason = 'both'",
        "of = 'mean'\nsays = ' '\nreason = 'none'",
        "says = 'any'\nreason = 'none'",
        "of = 'mean'\nsays = 'any'\nchecks = [1]",
    ],
)
def test_incomplete_entry_is_refused_with_its_number(tmp_path: Path, entry: str) -> None:
    write(tmp_path / PROMISES, f"[[promise]]\n{entry}\n")
    with pytest.raises(CourseFault, match=r"promises\.toml: entry 1 needs `of`, `says`, and either"):
        load_promises(tmp_path)


def test_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    write(tmp_path / PROMISES, "[[promise]\n")
    with pytest.raises(CourseFault, match="not valid TOML"):
        load_promises(tmp_path)
