"""What a worker needs beyond the memory of its parent comes in large pages."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.sandbox.process import worker_environment

LARGE_PAGES = Path("/sys/kernel/mm/transparent_hugepage")
PROGRAM = """
import sys
from pathlib import Path
from grader.sandbox.heap_growth import grow_in_large_pages

held = [b"x" * 300_000]
if sys.argv[1] == "grow":
    grow_in_large_pages()
    grow_in_large_pages()  # as in a process that is forked from one that has
print(id(bytes(700_000)))
print(Path("/proc/self/smaps").read_text())
"""


def advised_megabytes_after_the_next_block(how: str) -> float:
    """Run a process, and tell how far large pages are wanted from where its next long text is."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, how],
        env={**worker_environment(), "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    address, _, smaps = done.stdout.partition("\n")
    for begin, end, flags in re.findall(
        r"^([0-9a-f]+)-([0-9a-f]+) .*?^VmFlags: (.*?)$", smaps, re.MULTILINE | re.DOTALL
    ):
        if int(begin, 16) <= int(address) < int(end, 16) and "hg" in flags.split():
            return (int(end, 16) - int(address)) / (1 << 20)
    return 0.0


@pytest.mark.skipif(not LARGE_PAGES.is_dir(), reason="this system has no large pages")
def test_heap_goes_on_with_large_pages() -> None:
    assert advised_megabytes_after_the_next_block("grow") > 8
    assert advised_megabytes_after_the_next_block("not") == 0
