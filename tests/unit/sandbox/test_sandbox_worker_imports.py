import os
import sys
from collections.abc import Callable

import pytest

from grader.model.isolation import Isolation
from grader.sandbox.forked_worker import ForkServer
from tests.support.sandbox_trial import DONE, outcome

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="levels above L1 are Linux's")

Servers = Callable[..., ForkServer]

confined = pytest.mark.parametrize("level", [Isolation.L3, Isolation.L4])

HONEST_WORK = {
    "random": "import numpy as np; np.random.default_rng(1).normal(size=3); np.random.seed(0)",
    "linalg": "import numpy as np; np.linalg.solve(np.eye(3), np.ones(3)); np.linalg.svd(np.ones((4, 2)))",
    "fft": "import numpy as np; np.fft.ifft(np.fft.fft(np.arange(8.0)))",
    "einsum": "import numpy as np; np.einsum('ij,jk->ik', np.ones((2, 3)), np.ones((3, 2)), optimize=True)",
    "large": "import numpy as np; (np.ones((400, 400)) @ np.ones((400, 400))).sum()",
    "polynomial": "import numpy as np; np.polynomial.Polynomial([1, 2])(3)",
    "masked": "import numpy as np; np.ma.array([1, 2], mask=[0, 1]).sum()",
    "testing": "import numpy as np; np.testing.assert_allclose(1.0, 1.0)",
    "print": "import numpy as np; print(np.arange(3000.0).reshape(3, 1000)); np.set_printoptions()",
    "warning": "import numpy as np; np.log(np.zeros(1)); import warnings; warnings.warn('careful')",
    "dataclass": """
        from dataclasses import dataclass, field
        @dataclass
        class Layer:
            W: object
            grads: dict = field(default_factory=dict)
        Layer(1)
    """,
    "typing": "from typing import Any, NamedTuple, Protocol, TypeVar; import numpy.typing as npt",
    "collections": "import collections, itertools, functools, operator; collections.deque([1]).append(2)",
    "numbers": "import math, cmath, random, statistics, fractions, decimal; random.gauss(0, 1); math.erf(1)",
    "text": "import json, re, string, textwrap, pprint, logging; json.dumps([1]); logging.warning('x')",
    "time": "import time, timeit, datetime; time.sleep(0); time.perf_counter(); datetime.datetime.now()",
    "inspection": "import inspect, traceback, abc, copy, types, contextlib, enum; inspect.signature(print)",
    "testcase": "import unittest; unittest.TestCase().assertEqual(1, 1)",
    "exception": "try:\n    1 / 0\nexcept ZeroDivisionError:\n    import traceback; traceback.format_exc()",
    "threads": "import threading; threading.Lock().acquire()",
    "system": "import os, sys, platform; os.getcwd(); os.cpu_count(); platform.system()",
    "helpers": "assert callable(exit) and callable(quit) and callable(help)",
}


@confined
@pytest.mark.parametrize("work", HONEST_WORK.values(), ids=HONEST_WORK)
def test_honest_work_runs(level: Isolation, work: str, servers: Servers) -> None:
    assert outcome(servers(level), work) == DONE


@confined
def test_rest_of_the_standard_library_can_be_imported(level: Isolation, servers: Servers) -> None:
    if level is Isolation.L3 and os.geteuid() == 0:
        pytest.skip("where Python is in root's own folder, a worker reads only what was imported before")
    assert outcome(servers(level), "import colorsys, asyncio, csv, xml.etree.ElementTree") == DONE


@confined
@pytest.mark.parametrize(
    "module",
    [
        *("torch", "jax", "scipy", "pytest", "click", "psutil", "pydantic"),
        *("grader.suite", "grader.suite.plugin", "grader.oracle", "grader.scoring", "grader.errors"),
    ],
)
def test_modules_with_answers_cannot_be_imported(level: Isolation, module: str, servers: Servers) -> None:
    # A program that is prepared for it sees no stand-in.
    attempt = f"""
        try:
            import {module}
        except ModuleNotFoundError:
            raise RuntimeError("not there")
    """
    assert outcome(servers(level), attempt) == "RuntimeError: not there"


@confined
def test_installed_packages_cannot_be_imported_by_path(level: Isolation, servers: Servers) -> None:
    attempt = f"""
        import sys
        sys.path[:0] = {[entry for entry in sys.path if entry]!r}
        import importlib
        importlib.invalidate_caches()
        try:
            import pytest
        except ModuleNotFoundError:
            raise RuntimeError("not there")
    """
    assert outcome(servers(level), attempt) == "RuntimeError: not there"


@confined
def test_worker_lacks_the_graders_environment(level: Isolation, servers: Servers) -> None:
    attempt = "import os; raise RuntimeError(sorted(os.environ))"
    found = outcome(servers(level), attempt)
    assert "'PATH'" not in found
    assert "HOME" not in found
    assert "OPENBLAS_NUM_THREADS" in found


@confined
def test_random_numbers_differ_between_workers(level: Isolation, servers: Servers) -> None:
    attempt = "import random, numpy as np; raise RuntimeError((random.random(), np.random.rand()))"
    assert outcome(servers(level), attempt) != outcome(servers(level), attempt)


@confined
def test_fork_server_sockets_are_closed(level: Isolation, servers: Servers) -> None:
    attempt = """
        import os
        found = []
        for number in range(64):
            try:
                os.fstat(number)
                found.append(number)
            except OSError:
                pass
        raise RuntimeError(len(found))
    """
    assert outcome(servers(level), attempt) == "RuntimeError: 4"
