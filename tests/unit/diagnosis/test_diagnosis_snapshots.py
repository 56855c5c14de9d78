"""What is put down of an answer, whatever a submission has returned."""

from typing import Any

import numpy as np
import pytest

from grader.diagnosis.failure_signature import snapshot


@pytest.mark.parametrize(
    "value, number",
    [
        (True, 1.0),
        (7, 7.0),
        (np.float32(0.5), 0.5),
        (np.array([1, 2], dtype=np.uint8), [1.0, 2.0]),
    ],
)
def test_numbers_and_arrays_are_recorded_as_float64(value: Any, number: Any) -> None:
    put_down = snapshot(value)
    assert isinstance(put_down, np.ndarray)
    assert put_down.dtype == np.float64
    np.testing.assert_array_equal(put_down, number)


@pytest.mark.parametrize(
    "value, kind",
    [
        (None, "None"),
        ("text", "string text"),
        ([1.0, 2.0], "list of 2"),
        ({}, "dict of 0"),
        (10**400, "int"),
        (1j, "object"),
        (np.array([1j]), "complex128"),
    ],
)
def test_other_values_are_recorded_by_kind(value: Any, kind: str) -> None:
    assert snapshot(value) == kind


def test_huge_array_is_recorded_by_its_shape() -> None:
    assert snapshot(np.zeros((1000, 1000), dtype=bool)) == "array of shape (1000, 1000)"
