import ast
import inspect
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.solution import make_stub
from tests.support.course_files import SOLUTIONS, load

PROMPT = "    raise NotImplementedError\n"

# Lines a function may hold outside its region, and lines of a region that no stub may show.
outside = st.lists(st.sampled_from(["", "    x = 1", "    # why", "    '''text'''", "    y = '\x0c \u2028'"]))
inside = st.lists(st.sampled_from(["", "    secret = 1", "    # secret", "    def secret(): pass"]))


@pytest.fixture(params=SOLUTIONS, ids=lambda path: path.stem)
def solved(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def stub(solved: Path, tmp_path: Path) -> Path:
    path = tmp_path / solved.name
    text = make_stub(solved.read_text(encoding="utf-8"), solved.name)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _functions(module: Any) -> dict[str, Any]:
    """Return the public functions of a module, and the methods of its classes, by qualified name."""
    own = {n: f for n, f in vars(module).items() if inspect.isfunction(f) and not n.startswith("_")}
    for name, found in vars(module).items():
        if inspect.isclass(found) and found.__module__ == module.__name__:
            own |= {f"{name}.{n}": f for n, f in vars(found).items() if inspect.isfunction(f)}
    return own


def _regions(source: str) -> list[list[str]]:
    regions: list[list[str]] = []
    for line in source.splitlines():
        if line.strip().startswith("# BEGIN SOLUTION"):
            regions.append([])
        elif line.strip() != "# END SOLUTION" and regions and regions[-1][-1:] != ["end"]:
            regions[-1].append(line)
        elif regions:
            regions[-1].append("end")
    return [region[:-1] for region in regions]


@given(st.lists(st.tuples(outside, inside), max_size=4), outside)
def test_text_outside_the_regions_is_unchanged(
    parts: list[tuple[list[str], list[str]]], after: list[str]
) -> None:
    solved, stub = "def f():\n    0\n", "def f():\n    0\n"
    for before, secret in parts:
        kept = "".join(f"{line}\n" for line in before)
        hidden = "".join(f"{line}\n" for line in secret)
        solved += f"{kept}    # BEGIN SOLUTION\n    secret = 0\n{hidden}    # END SOLUTION\n"
        stub += kept + PROMPT
    rest = "".join(f"{line}\n" for line in after)
    made = make_stub(solved + rest, "solved.py")
    assert made == stub + rest
    assert "secret" not in made


def test_every_function_to_be_written_raises_not_implemented(solved: Path, stub: Path) -> None:
    functions, right = _functions(load(stub)), _functions(load(solved))
    to_write = {
        name
        for name, function in right.items()
        if re.search(r"# BEGIN SOLUTION$", inspect.getsource(function), re.MULTILINE)
    }
    assert to_write
    for name in to_write:
        arguments = [object()] * len(inspect.signature(functions[name]).parameters)
        with pytest.raises(NotImplementedError):
            functions[name](*arguments)


def test_stub_keeps_every_signature_and_docstring(solved: Path, stub: Path) -> None:
    in_stub, in_solution = _functions(load(stub)), _functions(load(solved))
    assert in_stub.keys() == in_solution.keys()
    for name, function in in_solution.items():
        assert str(inspect.signature(in_stub[name])) == str(inspect.signature(function))
        assert in_stub[name].__doc__ == function.__doc__


def test_no_line_of_a_region_survives_in_a_stub(solved: Path, stub: Path) -> None:
    source = solved.read_text(encoding="utf-8")
    regions = _regions(source)
    assert len(regions) == source.count("BEGIN SOLUTION")
    text = stub.read_text(encoding="utf-8")
    left = {line.strip() for line in text.splitlines() if re.search(r"\w", line)}
    assert not [line for region in regions for line in region if line.strip() in left]
    assert "BEGIN SOLUTION" not in text
    assert "END SOLUTION" not in text


def test_stub_has_no_unused_import_and_no_private_helper(stub: Path) -> None:
    tree = ast.parse(stub.read_text(encoding="utf-8"))
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert {alias.asname or alias.name for node in imports for alias in node.names} <= used
    assert not [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("_")]


def test_starting_parameters_of_worked_examples_are_in_the_stub(tmp_path: Path) -> None:
    solved = next(path for path in SOLUTIONS if path.stem == "two_layer_mlp")
    path = tmp_path / solved.name
    path.write_text(make_stub(solved.read_text(encoding="utf-8"), solved.name), encoding="utf-8")
    stub, solution = load(path), load(solved)
    for name in ("LINE", "PLANE", "TEXTBOOK"):
        assert {key: value.shape for key, value in getattr(stub, name).items()}.keys() == {
            "W1",
            "b1",
            "W2",
            "b2",
        }
        for key, value in getattr(solution, name).items():
            np.testing.assert_array_equal(getattr(stub, name)[key], value)
