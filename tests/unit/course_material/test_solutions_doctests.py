import doctest
import inspect
from pathlib import Path

import pytest

from tests.support.course_files import SOLUTIONS, load

each_solution = pytest.mark.parametrize("solution", SOLUTIONS, ids=lambda path: path.stem)


@each_solution
def test_the_examples_in_the_docstrings_are_right(solution: Path) -> None:
    result = doctest.testmod(load(solution))
    assert result.attempted > 0
    assert result.failed == 0


@each_solution
def test_every_public_function_has_an_example(solution: Path) -> None:
    module = load(solution)
    functions = [f for name, f in inspect.getmembers(module, inspect.isfunction) if not name.startswith("_")]
    assert functions
    assert not [one.__name__ for one in functions if ">>> " not in (one.__doc__ or "")]


@each_solution
def test_every_docstring_states_shapes_and_formula(solution: Path) -> None:
    for name, function in inspect.getmembers(load(solution), inspect.isfunction):
        text = function.__doc__ or ""
        assert name.startswith("_") or ("Args:" in text and "Returns:" in text), name
