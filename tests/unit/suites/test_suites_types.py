"""Right solutions whose every answer comes in another type: all points, and one notice."""

from pathlib import Path
from typing import Final

import pytest

from grader.course import load_course
from grader.grading.grade import Target, grade
from tests.unit.suites.breaking import ROOT, assignment, solution

_IN_TURN: Final = """
import collections
import functools
import itertools
import types

import numpy as np

_inner = {{"__name__": "inner"}}
exec({source!r}, _inner)


class _Own(np.ndarray):
    pass


def _rows(array):
    return tuple(map(_rows, array)) if array.ndim else float(array)


_TYPES = (
    np.ndarray.tolist,
    _rows,
    np.ma.masked_array,
    np.matrix,
    lambda array: array.view(_Own),
    lambda array: array.astype(np.longdouble),
    lambda array: array.astype(object),
    np.ndarray.tolist,  # the commonest by far, so twice
    list,
    lambda array: np.asfortranarray(array),
)
_FLOATS = (np.longdouble, np.array, np.float64, lambda number: number)
_PAIRS = (list, collections.namedtuple("Pair", "first second"), tuple)
_DICTS = (collections.OrderedDict, functools.partial(collections.defaultdict, list), types.MappingProxyType)
_turns = {{kind: itertools.cycle(forms) for kind, forms in (
    ("array", _TYPES), ("float", _FLOATS), ("pair", _PAIRS), ("dict", _DICTS))}}


def _other(value):
    if type(value) is dict:
        return next(_turns["dict"])({{key: _other(entry) for key, entry in value.items()}})
    if type(value) is tuple and len(value) == 2:
        first, second = map(_other, value)
        form = next(_turns["pair"])
        return form(first, second) if hasattr(form, "_fields") else form((first, second))
    if type(value) is list:
        return list(map(_other, value))
    if type(value) is float:
        return next(_turns["float"])(value)
    if type(value) is np.ndarray and 0 < value.ndim <= 2:
        return next(_turns["array"])(value)
    return value


def _wrapped(function):
    @functools.wraps(function)
    def call(*args, **kwargs):
        return _other(function(*args, **kwargs))
    return call


for _name, _value in _inner.items():
    if not _name.startswith("_"):
        own = isinstance(_value, types.FunctionType) and _value.__module__ == "inner"
        globals()[_name] = _wrapped(_value) if own else _value
"""


@pytest.mark.parametrize("name", ["quadratic-model", "two-layer-mlp"])
def test_right_answers_of_other_types_earn_all_points_and_one_notice(name: str, tmp_path: Path) -> None:
    one = assignment(name)
    path = tmp_path / one.files.stub.name
    path.write_text(_IN_TURN.format(source=solution(name)), encoding="utf-8")

    (report,) = grade(load_course(ROOT), [Target(assignment=one, path=path)], seed=3).assignments

    assert [check.id for part in report.parts for check in part.checks if check.message] == []
    assert report.points == report.possible
    (notice,) = report.notices
    assert "This costs nothing here." in notice
    assert " for an array from `" in notice


@pytest.mark.parametrize("name", ["quadratic-model", "two-layer-mlp"])
def test_solution_itself_needs_no_notice(name: str) -> None:
    path = assignment(name).files.solution
    assert path is not None
    target = Target(assignment=assignment(name), path=path)
    (report,) = grade(load_course(ROOT), [target], seed=3).assignments

    assert (report.points, report.notices) == (report.possible, ())
