"""What a worker needs beyond the memory of its parent comes in large pages."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from grader.sandbox.process import worker_environment
from tests.support.sandbox_talk import Start, talk

pytestmark = pytest.mark.skipif(
    not Path("/sys/kernel/mm/transparent_hugepage").is_dir() or platform.libc_ver()[0] != "glibc",
    reason="this system has no large pages, or keeps its heap in another way",
)

MEASURE = """
import re
from pathlib import Path

def megabytes_in_large_pages():
    # How far large pages are wanted from where the next long text ends.
    address = id(bytes(700_000)) + 700_000
    mapping = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) .*?^VmFlags: (.*?)$", re.MULTILINE | re.DOTALL)
    for begin, end, flags in mapping.findall(Path("/proc/self/smaps").read_text()):
        if int(begin, 16) <= address < int(end, 16) and "hg" in flags.split():
            return (int(end, 16) - address) / (1 << 20)
    return 0.0
"""
GROW = """
from grader.sandbox.heap_growth import grow_in_large_pages

held = b"x" * 300_000
grow_in_large_pages()
grow_in_large_pages()  # as in a process that is forked from one that has
"""


@pytest.mark.parametrize("before, least, most", [("", 0, 0), (GROW, 8, 16)])
def test_heap_goes_on_with_large_pages(before: str, least: float, most: float) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"{MEASURE}{before}\nprint(megabytes_in_large_pages())"],
        env={**worker_environment(), "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        check=True,
    )
    assert least <= float(done.stdout) <= most


def test_heap_of_a_worker_does(start: Start) -> None:
    with talk(MEASURE, start) as call:
        assert call("megabytes_in_large_pages") > 5
