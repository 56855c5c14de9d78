"""Plain forms of objects in the worker, which need not be honest about them."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from grader.sandbox.faults import Raised
from grader.sandbox.plain_forms import FORMS, REFUSALS, plain_form
from tests.support.conversations import Converse

LIES: Final = {
    "None": "None",
    "a form alone": "'matrix'",
    "no form": "['matrix', 1.0]",
    "a form that nobody knows": "('your points are 100', 1.0)",
    "a form of another kind": "(5, 1.0)",
    "too much": "('matrix', 1.0, 2.0)",
    "a refusal with a value": "('hidden', 1.0)",
}
_DTYPES: Final = st.one_of(
    npst.floating_dtypes(endianness="="),
    npst.integer_dtypes(endianness="="),
    st.just(np.dtype(np.longdouble)),
)
_ARRAYS: Final = _DTYPES.flatmap(lambda dtype: npst.arrays(dtype, npst.array_shapes(min_dims=1, max_side=3)))


class _Own(np.ndarray):
    """A subclass of the student's."""


@pytest.mark.parametrize("lie", LIES.values(), ids=list(LIES))
def test_worker_that_lies_about_a_form_gives_none(converse: Converse, lie: str) -> None:
    submission, session = converse(
        f"""
        import numpy as np
        import grader.sandbox.worker as worker

        worker.plain_forms = lambda values: [{lie} for _ in values]

        def matrix(): return np.matrix([[1.0]])
        """
    )

    assert session.plain_forms([submission.matrix()]) == [("", None)]


def test_other_number_of_forms_than_objects_gives_none(converse: Converse) -> None:
    submission, session = converse(
        """
        import numpy as np
        import grader.sandbox.worker as worker

        worker.plain_forms = lambda values: [("matrix", 1.0)]

        def matrix(): return np.matrix([[1.0]])
        """
    )

    assert session.plain_forms([submission.matrix()] * 2) == [("", None)] * 2


def test_object_of_a_worker_that_died_has_no_plain_form(converse: Converse) -> None:
    submission, session = converse("import numpy as np, os\ndef matrix(): return np.matrix([[1.0]])\n")
    lost = submission.matrix()
    session.close()

    assert session.plain_forms([lost]) == [("", None)]


def test_plain_form_is_no_larger_than_any_other_answer(converse: Converse) -> None:
    submission, session = converse(
        "import numpy as np\ndef large(): return np.ma.masked_array(np.zeros(1 << 20))\n"
    )
    large = submission.large()

    with pytest.raises(Raised, match="the value cannot be handed over: it takes 8388"):
        session.plain_forms([large])


@given(numbers=_ARRAYS, mask=st.booleans(), data=st.data())
def test_plain_form_of_an_array_has_its_numbers_or_none(numbers: Any, mask: bool, data: Any) -> None:  # noqa: FBT001  # drawn
    made: dict[str, Callable[[], Any]] = {
        "masked": lambda: np.ma.masked_array(numbers, mask=np.full(numbers.shape, mask)),
        "subclass": lambda: numbers.view(_Own),
        "longdoubles": lambda: numbers.astype(np.longdouble),
        "objects": lambda: numbers.astype(object),
    }
    name = data.draw(st.sampled_from(list(made)))
    form, plain = plain_form(made[name]())

    if name == "masked" and mask:
        assert form == "hidden"
    elif form in FORMS:
        with np.errstate(over="ignore"):
            assert np.array_equal(np.asarray(plain, np.float64), numbers.astype(np.float64), equal_nan=True)
    else:
        assert plain is None
        assert form in {*REFUSALS, ""}
        assert numbers.dtype == np.longdouble
