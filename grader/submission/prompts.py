"""Strip the prompts of an interpreter from a cell into which a session was pasted, as IPython does."""

import re
from typing import Final

from grader.submission.scanner import Scanner

__all__ = ["has_ipython_prompt", "without_prompts"]

_PYTHON_PROMPT: Final = re.compile(r"\s*>>>[ \t]?")
_PYTHON_GOES_ON: Final = re.compile(r"\s*\.\.\.[ \t]?")
_IPYTHON_PROMPT: Final = re.compile(r"(?:(?:\[nav\]|\[ins\])? )?In \[\d+\]: |\s*\.{3,}: ?")


def without_prompts(lines: list[str]) -> list[str]:
    """Strip `>>>`, `...`, `In [3]:` and `...:` where they are prompts; strings keep theirs."""
    lines = _without_python_prompts(lines)
    if has_ipython_prompt(lines):
        return [_IPYTHON_PROMPT.sub("", line, count=1) for line in lines]
    return lines


def has_ipython_prompt(lines: list[str]) -> bool:
    """Return whether one of the first two lines begins with `...:` or `In [3]:`, which may be Python."""
    used = next((number for number, line in enumerate(lines) if line.strip()), 0)
    return any(_IPYTHON_PROMPT.match(line) for line in lines[used : used + 2])


def _without_python_prompts(lines: list[str]) -> list[str]:
    scanner = Scanner()
    stripped: list[str] = []
    seen = False
    for line in lines:
        kept = line
        if not scanner.in_string:
            begins = _PYTHON_PROMPT.match(line)
            goes_on = _PYTHON_GOES_ON.match(line) if seen else None
            prompt = begins or goes_on
            seen = seen or begins is not None
            kept = line[prompt.end() :] if prompt else line
        scanner.read(kept)
        stripped.append(kept)
    return stripped if seen else lines
