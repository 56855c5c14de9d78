"""What holds of a comparison whatever the values."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tests.support.comparing import Array, difference, expect

finite = st.floats(min_value=-1e12, max_value=1e12, allow_nan=False)
shapes = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)
arrays = hnp.arrays(np.float64, shapes, elements=finite)


@given(hnp.arrays(st.sampled_from(["f8", "f4", "f2", "i8", "u1", "?"]), shapes))
def test_whatever_is_finite_equals_itself(array: Array) -> None:
    assume(np.isfinite(array).all())
    expect(array, array)
    expect({"a": [array, (array,)]}, {"a": (array, [array])})
    for entry in array.ravel()[:3]:
        expect(entry, entry)


@given(arrays, st.data())
def test_one_entry_off_is_found_and_named(array: Array, data: st.DataObject) -> None:
    assume(array.size > 0)
    place = data.draw(st.tuples(*(st.integers(0, side - 1) for side in array.shape)))
    far = data.draw(st.sampled_from([-1.0, 1.0])) * 1.01 * (1e-9 + 1e-6 * abs(array[place]))
    moved, nearly = array.copy(), array.copy()
    moved[place] += far
    nearly[place] += 0.9 * far

    expect(nearly, array)
    found = difference(moved, array)
    assert found.problem == "value"
    assert found.index == place
    assert found.mismatched == 1


@given(arrays, st.data())
def test_another_shape_is_wrong_even_if_it_broadcasts(array: Array, data: st.DataObject) -> None:
    other = data.draw(
        st.one_of(
            hnp.broadcastable_shapes(array.shape, min_side=0, max_side=4),
            st.permutations(array.shape).map(tuple),
            st.just((*array.shape, 1)),
            st.just((array.size,)),
        )
    )
    assume(other != array.shape)

    assert difference(np.zeros(other), array).problem == "shape"
    assert difference(np.zeros(array.shape), np.zeros(other)).problem == "shape"
