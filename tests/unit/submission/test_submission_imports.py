import json
from pathlib import Path

import pytest

from grader.submission.reader import read_submission


def notices(folder: Path, code: str) -> tuple[str, ...]:
    path = folder / "mlp.py"
    path.write_text(code, encoding="utf-8")
    return read_submission(path, module="mlp", name="mlp.py").notices


def test_torch_import_is_named_with_its_line_and_advice(tmp_path: Path) -> None:
    (notice,) = notices(tmp_path, "import numpy as np\nimport torch\n")
    assert notice == (
        "`import torch` (mlp.py:2): only NumPy and the standard library can be imported where submissions are"
        " graded, so a function that is graded cannot use it, and here the derivatives are to be worked"
        " out by you."
    )


@pytest.mark.parametrize(
    "code",
    [
        "import torch.nn as nn",
        "from torch.nn import functional",
        "def f():\n    import numpy, torch",
        "import importlib\nimportlib.import_module('torch.nn')",
        "__import__('torch')",
        "try:\n    import torch\nexcept ImportError:\n    torch = None",
        "try:\n    torch = 1\nexcept ImportError:\n    import torch",
        "while False:\n    pass\nelse:\n    with f:\n        import torch",
        "class A:\n    match 1:\n        case 1:\n            import torch",
    ],
)
def test_every_form_of_torch_import_is_found(tmp_path: Path, code: str) -> None:
    (notice,) = notices(tmp_path, code)
    assert notice.startswith("`import torch` (mlp.py:")


@pytest.mark.parametrize(
    "code",
    [
        "import numpy.linalg",
        "from __future__ import annotations",
        "import random, types, json, dataclasses",
        "from . import helper",
        "torch = 'import torch'  # import torch",
    ],
)
def test_importable_modules_are_not_mentioned(tmp_path: Path, code: str) -> None:
    assert notices(tmp_path, code) == ()


def test_other_modules_are_named_once_without_advice_on_derivatives(tmp_path: Path) -> None:
    (notice,) = notices(tmp_path, "import pandas\nimport pandas\nimport helper\n")
    assert notice.count("pandas") == 1
    assert "`import helper` (mlp.py:3)" in notice
    assert "derivatives" not in notice


def test_import_in_a_notebook_is_located_by_cell(tmp_path: Path) -> None:
    cells = [{"cell_type": "code", "source": source} for source in ("a = 1\n", "b = 2\nimport jax")]
    document = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
    path = tmp_path / "mlp.ipynb"
    path.write_text(json.dumps(document), encoding="utf-8")
    (notice,) = read_submission(path, module="mlp", name="mlp.ipynb").notices
    assert notice.startswith("`import jax` (mlp.ipynb, cell 2, line 2)")
