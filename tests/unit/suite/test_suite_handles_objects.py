"""Attributes and methods of an object of the student's, and how long it lives."""

from collections.abc import Callable

import numpy as np
import pytest

from grader.sandbox.faults import Crashed, NotDefined, Raised
from grader.suite.handles import HandleError
from grader.suite.submission_proxy import SubmissionProxy
from tests.support.conversations import VALUE, Converse


def test_attributes_are_got_and_set_and_methods_called(submission: SubmissionProxy) -> None:
    value = submission.Value(data=2.0, how="named")

    assert (value.data, value.how, value.tags) == (2.0, "named", ["named"])
    value.data = 5
    value.extra = np.ones(2)
    assert value.scaled(2, plus=1).data == 11
    assert value.extra.tolist() == [1, 1]
    assert submission.Value.count == 0


def test_an_object_is_passed_back_as_itself_also_inside_containers(submission: SubmissionProxy) -> None:
    value = submission.Value(2.0)
    (inside, mapping), number = value.pair()[0], value.pair()[1]

    assert number == 1.5
    assert submission.same(inside, value)
    assert submission.same(mapping["self"], value)
    assert not submission.same(value.twin(), value)
    assert submission.data_of(value + 1) == (2.0, "add", 1)


KEEPERS = """
import numpy as np

class Box:
    pass

def make(kind):
    return np.array([1.0, 2.0], dtype=kind)

class Adding:
    def __init__(self, value): self.value = value
    def __add__(self, other): return [self.value, other.value]

def step(held): held[0] = 7.0
def keep(held): Box.kept = held
def is_kept(held): return held is Box.kept
def holds(box, held): return box.kept is held
def first(held): return float(held[0])
"""


@pytest.mark.parametrize("kind", ["object", "longdouble", "list of results"])
def test_what_stays_with_the_submission_is_passed_back_as_itself_also_if_it_is_an_array_or_a_list(
    kind: str, converse: Converse
) -> None:
    submission, _ = converse(KEEPERS)
    held = submission.Adding(1.0) + submission.Adding(2.0) if "list" in kind else submission.make(kind)

    submission.keep(held)
    assert submission.is_kept(held)
    submission.step(held)
    assert submission.changed_arguments == ["held[0] of `step`" if "list" in kind else "held of `step`"]
    assert submission.first(held) == 7.0
    box = submission.Box()
    box.kept = held
    assert submission.holds(box, held)


def test_operator_that_changes_an_array_of_the_submission_changes_that_array(converse: Converse) -> None:
    submission, _ = converse(KEEPERS)
    held = submission.make("longdouble")

    alias = held
    alias -= np.ones(2)
    assert submission.first(held) == 0.0


def test_object_that_an_operator_failed_to_make_raises_no_exception_of_the_students(
    converse: Converse,
) -> None:
    submission, _ = converse(KEEPERS)
    failed = submission.Adding(1.0) + "text"
    with pytest.raises(Raised, match="'str' object has no attribute 'value'"):
        submission.first(failed)

    with pytest.raises(Raised, match="never made") as raised:
        submission.first(failed)
    assert "KeyError" not in (raised.value.exception, *raised.value.bases)


def test_a_lent_function_may_compute_with_what_it_is_given(submission: SubmissionProxy) -> None:
    result = submission.call(lambda value: value * 2 + value.data, submission.Value(3.0))

    assert result.data == ((3.0, "mul", 2), "add", 3.0)


def test_a_missing_attribute_says_what_lacks_it(submission: SubmissionProxy) -> None:
    value = submission.Value(2.0)

    with pytest.raises(NotDefined, match="your Value has no `grad`"):
        _ = value.grad
    with pytest.raises(NotDefined, match="your Value has no `grad`"):
        _ = value.twin().twin().grad
    with pytest.raises(NotDefined, match="your Value has no `grad`"):
        _ = (value.twin() + 1).grad
    with pytest.raises(NotDefined, match="your file defines no `backward`"):
        _ = submission.backward
    with pytest.raises(AttributeError):
        _ = submission._private  # noqa: SLF001  # that it is refused is the point
    with pytest.raises(AttributeError):
        _ = value._private  # noqa: SLF001  # as above


def test_naming_an_object_runs_nothing_of_the_students(converse: Converse) -> None:
    submission, _ = converse("class V:\n    def __repr__(self): raise RuntimeError\ndef f(): return V()")

    assert repr(submission.f()) == "<f in the submission>"
    assert f"{submission.f}" == "<f in the submission>"


def test_an_object_is_lost_with_the_worker_it_lived_in(submission: SubmissionProxy) -> None:
    value, other = submission.Value(1.0), submission.Value(2.0)
    with pytest.raises(Crashed):
        other.die()

    uses: list[Callable[[], object]] = [
        lambda: value.data,
        lambda: value + 1,
        lambda: submission.data_of(value),
        lambda: setattr(value, "data", 1),
    ]
    for use in uses:
        with pytest.raises(HandleError, match="lost with the process it lived in"):
            use()
    assert submission.Value(3.0).data == 3.0


def test_an_object_of_an_earlier_check_is_not_the_students_fault(converse: Converse) -> None:
    submission, session = converse(VALUE)
    value = submission.Value(1.0)
    session.finish()

    with pytest.raises(HandleError):
        _ = value.data
    assert submission.Value(2.0).data == 2.0


def test_what_cannot_be_passed_is_refused_by_its_type(submission: SubmissionProxy) -> None:
    value = submission.Value(1.0)

    with pytest.raises(HandleError, match="a range cannot be passed to a submission by value"):
        submission.data_of(range(2))
    with pytest.raises(HandleError, match="a range cannot be passed"):
        _ = value + range(2)
    assert (value + 1).data == (1.0, "add", 1)
