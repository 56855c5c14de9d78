"""Read an attack by the grader's rules, and carelessly, to show what these rules are for."""

import contextlib
import json
import os
import subprocess
import sys
import time
import tracemalloc
import zipfile
from pathlib import Path
from typing import Final

from grader.errors import GraderError
from grader.submission.reader import read_submission
from tests.attacks.harness.attack import Attack
from tests.attacks.harness.report_run import obeyed
from tests.attacks.harness.trial import Trial
from tests.attacks.harness.world import World

__all__ = ["run_reading", "run_reading_carelessly"]

_MOST_SECONDS: Final = 3.0
_MOST_BYTES: Final = 100_000_000
_STOP_AT: Final = 60_000_000
_MANY: Final = 2000
_ROOT: Final = Path(__file__).parents[3]
_COMPILE: Final = "import sys; print(compile(open(sys.argv[1], 'rb').read(), sys.argv[1], 'exec').co_names)"
_IMPORT: Final = "import numpy, random, attacked"


def run_reading(attack: Attack, world: World) -> Trial:
    """Read a submission; the verdict is `read` or `refused`."""
    world.reset()
    path = world.hand_in(attack)
    trial = Trial("read")
    began = time.process_time()
    # It would slow down what is to be timed.
    if measured := attack.breach in {"memory", "flood"}:
        tracemalloc.start()
    try:
        submission = read_submission(path, module="attacked", name=None)
        told = [submission.name, *submission.notices]
        trial.note("secret", world.found_in([submission.source.encode("utf-8")]))
        trial.note("points", "the other file was read" if "OTHER" in submission.source else "")
    except GraderError as error:
        trial.verdict = "refused"
        trial.message = str(error)
        told = [str(error)]
    except Exception as error:  # noqa: BLE001  # the grader must not fail in a way of its own
        trial.note("collapse", repr(error)[:200])
        told = []
    if measured:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        trial.note(attack.breach, f"{peak} bytes held" if peak > _MOST_BYTES else "")
    used = time.process_time() - began
    trial.note("overrun", f"{used:.1f} s of CPU time" if used > _MOST_SECONDS and not measured else "")
    trial.note("beacon", world.changes())
    trial.note("obeyed", obeyed("{}", *told))
    return trial


def run_reading_carelessly(attack: Attack, world: World) -> Trial:
    """Unpack all of it, follow what leads elsewhere, import what lies beside it, and trust the parser."""
    world.reset()
    path = world.hand_in(attack)
    trial = Trial("careless")
    began = time.process_time()
    if path.suffix == ".zip":
        _unpack(path, trial)
    elif path.suffix == ".ipynb":
        _convert(path, trial)
    elif path.is_dir():
        _run_inside(path, trial)
    else:
        _parse(path, trial)
    used = time.process_time() - began
    trial.note("overrun", f"{used:.1f} s of CPU time" if used > _MOST_SECONDS else "")
    trial.note("beacon", world.changes())
    sources = [one.read_bytes() for one in _files(path) if one.suffix == ".py"]
    trial.note("secret", world.found_in(sources))
    names = [one.name for folder in (path, path.parent / "unpacked") for one in _files(folder)]
    trial.note("obeyed", trial.breaches.get("obeyed") or obeyed("{}", path.name, *names))
    return trial


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return []
    return [one for one in path.rglob("*") if one.is_file()]


def _unpack(path: Path, trial: Trial) -> None:
    """Unpack as `unzip` did when it was young: every name is followed, links are made, nothing is counted."""
    folder = path.parent / "unpacked"
    written, seen = 0, set[str]()
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                target = folder / info.orig_filename.replace("\\", "/")
                key = str(target).casefold()
                trial.note("points", f"{info.orig_filename!r} replaces another file" if key in seen else "")
                seen.add(key)
                target.parent.mkdir(parents=True, exist_ok=True)
                written += _write(archive, info, target)
                if written >= _STOP_AT or len(seen) > _MANY:
                    trial.note("flood", f"{len(seen)} files and {written} bytes are unpacked")
                    break
    except Exception as error:  # noqa: BLE001  # a careless reader has no plan for it
        trial.note("collapse", repr(error)[:200])
    for one in _files(folder):
        if b"sibling" in one.read_bytes():
            trial.note("secret", f"{one.name} holds what another student handed in")


def _write(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> int:
    """Make what an entry says that it is, and give its size; of what is large, only the size."""
    if (info.external_attr >> 16) & 0o170000 == 0o120000:
        target.symlink_to(archive.read(info).decode())
        return 0
    if target.is_dir() or info.orig_filename.endswith("/"):
        return 0
    size = 0
    with archive.open(info) as stream:
        while size < _STOP_AT and (chunk := stream.read(1 << 20)):
            size += len(chunk)
            if len(chunk) < 1 << 16:
                target.write_bytes(chunk)
    return size


def _convert(path: Path, trial: Trial) -> None:
    """Turn a notebook into a script and a page, as converters do, and run its commands."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if len(document["cells"]) > _MANY:
            trial.note("flood", f"{len(document['cells'])} cells are built")
            return
        page = ""
        for cell in document["cells"]:
            source = "".join(cell["source"])
            page += f"<pre>{source}</pre>{json.dumps(cell.get('outputs', ''))}{json.dumps(cell['metadata'])}"
            for line in source.splitlines():
                if line.startswith(("!", "%system ")):
                    subprocess.run(line.removeprefix("%system ")[1:], shell=True, check=False)  # noqa: S602
            if cell["cell_type"] == "code" and not source.startswith(("!", "%")):
                compile(source, "cell", "exec")
        trial.note("obeyed", "a script in the page" if "<script" in page else obeyed("{}", page))
    except Exception as error:  # noqa: BLE001  # a careless reader has no plan for it
        trial.note("collapse", repr(error)[:200])


def _run_inside(folder: Path, trial: Trial) -> None:
    """Import the submission where it lies, as a test runner that stands in the folder does."""
    environment = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{_ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
    commands = [[sys.executable, "-c", _IMPORT]]
    if (folder / "conftest.py").exists() or (folder / "pytest.ini").exists():
        commands.append([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--co", "."])
    for command in commands:
        with contextlib.suppress(subprocess.TimeoutExpired):
            finished = subprocess.run(
                command, cwd=folder, env=environment, capture_output=True, timeout=20, check=False
            )
            if finished.returncode not in (0, 5):
                trial.note("collapse", finished.stderr.decode("utf-8", "replace")[-300:])


def _parse(path: Path, trial: Trial) -> None:
    """Compile a file, expect nothing worse than a SyntaxError, and print what Python says about it."""
    if path.stat().st_size > _STOP_AT // 2:
        trial.note("flood", f"{path.stat().st_size} bytes are read")
        return
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        trial.note("collapse", repr(error)[:200])
    try:
        finished = subprocess.run(
            [sys.executable, "-I", "-c", _COMPILE, str(path)], capture_output=True, timeout=20, check=False
        )
    except subprocess.TimeoutExpired:
        trial.note("overrun", "20 s and no end")
        return
    said = finished.stderr.decode("utf-8", "replace")
    last = said.strip().rpartition("\n")[2]
    if finished.returncode and not last.startswith("SyntaxError"):
        trial.note("collapse", f"status {finished.returncode}: {last[:200]}")
    trial.note("obeyed", obeyed("{}", said))
    trial.note("points", "a comment was code" if b"OTHER" in finished.stdout else "")
