"""Run untrusted Python in a confined process; usable without the rest of the grader.

- `launcher.Launcher` starts workers at the highest level of confinement that holds on this machine.
- `client.Sandbox` loads one submission in a worker and exchanges requests with it; see the example there.
- `faults` are the ways in which a call of the submission can fail.
- `process.spawn_worker` starts a worker on any system, without confinement.

This module imports nothing of it: the worker is part of the package, and imports little.
"""

from typing import Final

__all__ = ["SOURCE_NAME"]

SOURCE_NAME: Final = "<submission>"
"""File name the submission is compiled under; frames that carry it are the student's own."""
