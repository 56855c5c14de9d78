"""The baseline of the benchmarks still grades the suite that they measure."""

import subprocess

import pytest

from benchmarks.bench_grade import ROOT, SUITE, plain_command


@pytest.mark.slow
def test_plain_pytest_passes_the_solution_on_every_check() -> None:
    pytest.importorskip("torch")
    command = (*plain_command(), str(SUITE / "visible"), str(SUITE / "hidden"))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[-2000:]
