"""Where the tests run as root, those of the lock-down run once more as an ordinary user."""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
USER = 4242
NEEDED = [Path(sys.base_prefix), Path(sys.prefix), HERE.parents[2]]


def closed_folder(path: Path) -> Path | None:
    """Find the outermost folder on the way to `path` that other users cannot enter."""
    return next((folder for folder in reversed(path.parents) if not folder.stat().st_mode & 0o001), None)


def script(scratch: Path) -> str:
    """Write shell commands that show what is needed to every user, for a mount namespace of its own."""
    hidden = {path: folder for path in NEEDED if (folder := closed_folder(path)) is not None}
    kept = {path: scratch / f"kept{number}" for number, path in enumerate(hidden)}
    lines = ["set -e"]
    lines += [f"mkdir {place}; mount --bind {shlex.quote(str(path))} {place}" for path, place in kept.items()]
    lines += [
        f"mount -t tmpfs -o mode=755 none {shlex.quote(str(folder))}" for folder in set(hidden.values())
    ]
    for path, place in kept.items():
        target = shlex.quote(str(path))
        lines.append(f"mkdir -p {target}; mount --move {place} {target}; rmdir {place}")
    lines.append(f'exec setpriv --reuid {USER} --regid {USER} --clear-groups --inh-caps=-all -- "$@"')
    return "\n".join(lines)


@pytest.fixture
def scratch() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="ordinary-user-"))
    os.chown(folder, USER, USER)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="the tests run as an ordinary user")
@pytest.mark.parametrize("tests", ["test_sandbox_lockdown.py", "test_sandbox_launcher.py"])
def test_lockdown_holds_for_an_ordinary_user(tests: str, scratch: Path) -> None:
    alone = ["unshare", "--mount", "sh", "-c", script(scratch), "sh"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this container has no mount namespaces to spare")
    command = [sys.executable, "-m", "pytest", "-q", f"--basetemp={scratch / 'tests'}", str(HERE / tests)]
    environment = {"PATH": os.environ["PATH"], "HOME": str(scratch), "PYTHONDONTWRITEBYTECODE": "1"}
    finished = subprocess.run(
        [*alone, *command],
        env=environment,
        cwd=HERE.parents[2],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "passed" in finished.stdout
