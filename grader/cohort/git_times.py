"""When the newest commit of a clone was made, asked of git without obeying the clone's configuration."""

import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

__all__ = ["newest_commit"]

_SECONDS: Final = 20
_COMMITTER: Final = re.compile(rb"^committer .*> (-?\d+) [+-]\d{4}$", re.MULTILINE)


def newest_commit(repository: Path) -> datetime | None:
    """Return when the newest commit of a clone was made.

    A clone's own configuration can name programs to run. `git cat-file` runs none of them, and the network is
    closed to it.

    Args:
        repository: The folder that holds `.git`.

    Returns:
        The committer's time; None where git is missing, or the clone is empty or damaged.
    """
    git = shutil.which("git")
    if git is None:
        return None
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        # The clones are the instructor's own, whoever unpacked them.
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": "*",
    }
    try:
        told = subprocess.run(
            [git, f"--git-dir={repository / '.git'}", "--no-replace-objects", "cat-file", "commit", "HEAD"],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    header, _, _ = told.stdout.partition(b"\n\n")
    found = _COMMITTER.search(header)
    if told.returncode != 0 or found is None:
        return None
    try:
        return datetime.fromtimestamp(int(found[1]), UTC)
    except (OverflowError, OSError, ValueError):
        return None
