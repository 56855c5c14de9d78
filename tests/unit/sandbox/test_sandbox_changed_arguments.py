"""Arguments that a student's function changes in place."""

import numpy as np
import pytest

from tests.support.sandbox_talk import Start, talk

CHANGES: dict[str, tuple[str, list[str]]] = {
    "nothing": ("X.sum(), p['W'] + 1", []),
    "an entry of an array": ("X.__setitem__(0, 9)", ["X"]),
    "an array to what it was": ("X.__imul__(1)", []),
    "a key added": ("p.update(new=1)", ["p"]),
    "a key removed": ("p.pop('W')", ["p"]),
    "the order of keys": ("p.update(W=p.pop('W'))", ["p"]),
    "an entry replaced by its equal": ("p.update(lr=0.5)", []),
    "an entry replaced by another number": ("p.update(lr=0.25)", ["p['lr']"]),
    "an entry replaced by its equal of another type": ("p.update(W=p['W'].tolist())", ["p['W']"]),
    "an entry replaced by an object": ("p.update(lr=object())", ["p['lr']"]),
    "an array of another dtype": ("p.update(W=p['W'].astype('f4'))", ["p['W']"]),
    "an array of another shape": ("p.update(W=p['W'].reshape(1, 2))", ["p['W']"]),
    "an array resized in place": ("X.resize(5, refcheck=False)", ["X"]),
    "a list": ("items.append(1)", ["items"]),
    "an entry of a list": ("items.__setitem__(1, 7)", ["items[1]"]),
    "an array in a list in a dict": ("p['deep'][0].__setitem__(0, 5)", ["p['deep'][0]"]),
    "an array in a tuple": ("pair[1].__setitem__(0, 5)", ["pair[1]"]),
    "several": ("(X.__iadd__(1), items.clear(), p.clear())", ["X", "p", "items"]),
}


@pytest.mark.parametrize("change, paths", CHANGES.values(), ids=list(CHANGES))
@pytest.mark.parametrize("by_keyword", [False, True], ids=["by position", "by keyword"])
def test_arguments_changed_in_place_are_listed(
    change: str,
    paths: list[str],
    by_keyword: bool,  # noqa: FBT001  # a parameter of the test
    start: Start,
) -> None:
    arguments = {
        "X": np.arange(3.0),
        "p": {
            "W": np.ones(2),
            "lr": 0.5,
            "deep": [np.zeros(1)],
            "nan": float("nan"),
            "np": np.float64("nan"),
        },
        "items": [1, 2],
        "pair": (1, np.zeros(1)),
    }
    with talk(f"def f(X, p, items, pair):\n    {change}", start) as call:
        if by_keyword:
            call("f", **arguments)
        else:
            call("f", *arguments.values())
        assert call.changed == paths


def test_unnamed_arguments_are_numbered(start: Start) -> None:
    with talk("def f(first, *rest, **more):\n    rest[1].append(1); more['z'].append(2)", start) as call:
        call("f", 1, [], [], z=[])
        assert call.changed == ["argument 3", "z"]


LARGE: dict[str, tuple[str, list[str]]] = {
    "nothing": ("X.sum()", []),
    "the last entry": ("X.__setitem__((-1, -1), 2)", ["X"]),
    "the sign of a zero": ("X.__setitem__((0, 0), -0.0)", ["X"]),
    "NaN for NaN": ("X.__setitem__((1, 1), float('nan'))", []),
    "the order in memory": ("p.update(X=p['X'].copy(order='F'))", []),
    "that of short integers": ("p.update(near=p['near'].copy(order='F'))", []),
    "the order of the entries": ("p.update(X=p['X'][::-1])", ["p['X']"]),
}


@pytest.mark.parametrize("change, paths", LARGE.values(), ids=list(LARGE))
def test_large_array_changed_in_one_bit_is_listed(change: str, paths: list[str], start: Start) -> None:
    large = np.arange(120 * 90.0).reshape(120, 90)
    large[1, 1] = np.nan
    with talk(f"def f(X, p):\n    {change}", start) as call:
        call("f", large, {"X": large, "near": np.eye(150, dtype="i4")})
        assert call.changed == paths


def test_large_array_of_objects_that_a_function_changes_is_listed(start: Start) -> None:
    source = "import numpy as np\ndef make():\n    return np.full(9000, None)\ndef f(X):\n    X[7] = 1"
    with talk(source, start) as call:
        made = call("make")
        call("f", made)
        assert call.changed == ["X"]


MADE = {"np.array('x' * 5000)": 1, "np.full(9000, 'x' * 5)": 9000, "np.ones(20000, dtype='?')": 20000}


@pytest.mark.parametrize("made, size", MADE.items(), ids=["one long text", "texts", "truth values"])
def test_large_array_of_any_kind_may_be_passed_on(made: str, size: int, start: Start) -> None:
    source = f"import numpy as np\ndef make():\n    return {made}\ndef f(X): return X.size"
    with talk(source, start) as call:
        assert call("f", call("make")) == size
        assert call.changed == []
