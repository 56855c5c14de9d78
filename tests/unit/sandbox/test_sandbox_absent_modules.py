"""Modules that are not there: they cost something only where a graded function uses them."""

import pytest

from grader.sandbox.faults import Raised
from tests.support.sandbox_talk import Start, fault_of, talk


@pytest.mark.parametrize(
    "code",
    [
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1])\nplt.rcParams['a'] = 1",
        "from matplotlib import pyplot, cm\nfor line in pyplot.plot(): line.set(x=1)",
        "import torch, torch.nn as nn\nclass Net(nn.Module):\n    pass\nwith torch.no_grad(): Net()",
        "import torch\ndevice = 'cuda' if torch.cuda.is_available() else 'cpu'\nx = -torch.ones(3)[0] + 1",
        "from torch import Tensor\ndef g(x: Tensor | None) -> 'Tensor': pass",
        "from google.colab import drive\ndrive.mount('/content/drive')",
        "import seaborn as sns; sns.set_theme()",
        "from pylab import *",
        "from tqdm import tqdm\nimport tqdm as t\nt.tqdm(range(3))",
        "import my_helpers\nmy_helpers.setup()",
        "import importlib\nplt = importlib.import_module('matplotlib.pyplot')\nplt.plot()",
    ],
)
def test_module_that_is_not_there_costs_nothing_at_top_level(code: str, start: Start) -> None:
    with talk(f"{code}\ndef f(): return 1", start) as call:
        assert call("f") == 1
        assert call.sandbox.load_failures == ()


def test_decorator_that_is_not_there_leaves_the_function(start: Start) -> None:
    with talk(
        "from numba import njit\n@njit\ndef f(): return 1\n@njit(nogil=1)\ndef g(): pass", start
    ) as call:
        assert call("f") == 1


@pytest.mark.parametrize(
    "body",
    [
        "return torch.zeros(3)",
        "return zeros(3)",
        "return nn.Linear",
        "return one + 1",
        "import torch as t; return t.ones(2)",
        "for x in one: pass",
    ],
)
def test_function_that_uses_it_fails_with_a_sentence(body: str, start: Start) -> None:
    code = f"import torch\nfrom torch import zeros, nn\none = torch.ones(1)\ndef f():\n    {body}"
    fault = fault_of(code, start)
    assert isinstance(fault, Raised)
    assert fault.exception == "ModuleNotFoundError"
    assert fault.message.startswith("No module named 'torch' where submissions are graded: ")
    assert fault.frames[-1] == (5, "f")


@pytest.mark.parametrize(
    "code",
    [
        "try:\n    import torch\nexcept ImportError:\n    torch = None",
        "try:\n    from torch import nn as torch\nexcept (OSError, ModuleNotFoundError):\n    torch = None",
        "import contextlib\ntorch = None\nwith contextlib.suppress(ImportError):\n    import torch",
        "import importlib.util\ntorch = importlib.util.find_spec('torch')",
    ],
)
def test_submission_that_is_prepared_for_it_finds_no_module(code: str, start: Start) -> None:
    with talk(f"{code}\ndef f(): return torch is None", start) as call:
        assert call("f") is True


def test_missing_part_of_a_module_that_is_there_is_an_error(start: Start) -> None:
    with talk("def f(): return 1\nimport numpy.nothing", start) as call:
        assert call("f") == 1
        (failure,) = call.sandbox.load_failures or ()
        assert "numpy.nothing" in failure.message
