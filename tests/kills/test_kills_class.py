"""A class run that is killed at any moment, runs twice at once, or finds the disk full loses no grade."""

import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.command import grade, grade_here
from tests.support.killed_class import (
    SIZE,
    ClassRun,
    Contents,
    contents,
    grade_command,
    killed_course,
    leaves_nothing,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups to kill"),
]

UNSHARE = shutil.which("unshare")
KILLS = 10
OPENING_SIGNS = 5
"""How often a file changes until the first result is stored in it: tables, a seed, an edition, students."""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return killed_course(tmp_path_factory.mktemp("killed") / "course")


@pytest.fixture(scope="module")
def undisturbed(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """What a run that nothing happens to leaves in its gradebook."""
    where = str(tmp_path_factory.mktemp("undisturbed") / "gradebook.sqlite")
    told = grade_to_the_end(course, where)
    assert f"{SIZE} submissions: {SIZE - 2} graded, 2 known before" in told
    kept = contents(where)
    assert len(kept.attempts) == SIZE
    assert kept.sizes["sources"] == SIZE - 2
    return kept


def grade_to_the_end(course: Path, where: str) -> str:
    with ClassRun(course, where) as run:
        return run.finish()


def require_part(kept: Contents, before: Contents | None, whole: Contents) -> None:
    """Compare what is kept with what was kept before, and with what is to come: only whole attempts."""
    assert [one for one in kept.attempts if one not in whole.attempts] == []
    assert before is None or [one for one in before.attempts if one not in kept.attempts] == []


def signs_of(where: str) -> Callable[[], object]:
    """Return what changes whenever something is stored in a file of SQLite."""
    written = Path(f"{where}-wal")

    def sign() -> object:
        try:
            status = written.stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_size

    return sign


def kill_at_random(run: ClassRun, where: str, left: int, chance: random.Random) -> bool:
    """Kill a run with so many results to store at a random point; tell whether that came before its end."""
    count = chance.randrange(OPENING_SIGNS + left)
    run.wait_for_signs(signs_of(where), count)
    # Before the first sign come imports, the intake, and the making of the gradebook.
    time.sleep(chance.uniform(0, 0.03 if count else 0.8))
    return run.kill(whole_group=chance.random() < 0.5)


@pytest.mark.parametrize("seed", range(10))
def test_hundred_kills_lose_double_and_halve_nothing(
    course: Path, undisturbed: Contents, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311  # no secret
    kills = books = 0
    while kills < KILLS:
        books += 1
        where = str(tmp_path / f"{books}.sqlite")
        kept: Contents | None = None
        while kills < KILLS:
            left = SIZE - len(kept.attempts) if kept else SIZE
            with leaves_nothing(), ClassRun(course, where) as run:
                if not kill_at_random(run, where, left, chance):
                    break
            kills += 1
            if Path(where).exists():
                now = contents(where)
                require_part(now, kept, undisturbed)
                kept = now
        grade_to_the_end(course, where)
        assert contents(where) == undisturbed
        checked = grade_here("gradebook", "check", "--gradebook", where, cwd=course)
        assert checked.status == 0, checked.err


@pytest.mark.parametrize("seed", range(2))
def test_kill_loses_nothing_on_a_server(
    course: Path, undisturbed: Contents, database: str, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311  # no secret
    import psycopg

    with psycopg.connect(database, autocommit=True) as connection:

        def sign() -> object:
            return connection.execute("SELECT pg_current_wal_lsn()").fetchone()

        kept = None
        for _ in range(3):
            with ClassRun(course, database) as run:
                # The first signs are those of the tables.
                run.wait_for_signs(sign, chance.randrange(30))
                run.kill(whole_group=True)
            now = contents(database)
            require_part(now, kept, undisturbed)
            kept = now
    grade_to_the_end(course, database)
    assert contents(database) == undisturbed


def test_ctrl_c_at_any_moment_keeps_what_is_done(course: Path, undisturbed: Contents, tmp_path: Path) -> None:
    chance = random.Random(130)  # noqa: S311  # no secret
    where = str(tmp_path / "gradebook.sqlite")
    kept: Contents | None = None
    for left in (SIZE, SIZE, SIZE // 2, SIZE // 3):
        with leaves_nothing(), ClassRun(course, where) as run:
            run.wait_for_signs(signs_of(where), 1 + chance.randrange(OPENING_SIGNS + left))
            _, told = run.interrupt()
        assert "Traceback" not in told
        now = contents(where)
        require_part(now, kept, undisturbed)
        said = re.search(rf"Stopped. (\d+) of {SIZE} results are stored in {re.escape(where)}", told)
        # What was stored in the very moment is not counted perhaps, and nothing is that was not stored.
        assert said is None or int(said[1]) <= len(now.attempts)
        kept = now
    grade_to_the_end(course, where)
    assert contents(where) == undisturbed


def test_ctrl_c_ends_a_run_within_a_second_whatever_hangs(course: Path, tmp_path: Path) -> None:
    where = str(tmp_path / "gradebook.sqlite")
    with leaves_nothing(), ClassRun(course, where, "hanging.zip") as run:
        run.wait_for_signs(signs_of(where), OPENING_SIGNS)
        time.sleep(0.5)
        took, told = run.interrupt()
    assert f"Stopped. 0 of {SIZE} results are stored" in told
    # `grade --help` takes a tenth of a second, or more where the machine is busy with something else.
    began = time.monotonic()
    assert grade("--help").status == 0
    assert took < max(1.0, 10 * (time.monotonic() - began))


def test_two_at_once_make_one_gradebook(course: Path, undisturbed: Contents, where: str) -> None:
    with ClassRun(course, where) as one, ClassRun(course, where) as other:
        told = [one.finish(), other.finish()]
    assert all(f"{SIZE} submissions: " in text for text in told)
    assert contents(where) == undisturbed


def test_one_of_two_that_is_killed_takes_nothing_with_it(
    course: Path, undisturbed: Contents, where: str
) -> None:
    with ClassRun(course, where) as one, ClassRun(course, where) as other:
        time.sleep(0.7)
        one.kill(whole_group=True)
        other.finish()
    assert contents(where) == undisturbed


def limited_to(size: int) -> Callable[[], None]:
    """Let a process write no file larger than so many bytes."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@pytest.mark.parametrize("size", [60_000, 140_000])
def test_write_that_fails_ends_the_run_with_a_reason(
    course: Path, undisturbed: Contents, tmp_path: Path, size: int
) -> None:
    where = str(tmp_path / "gradebook.sqlite")
    done = subprocess.run(
        grade_command(where),
        cwd=course,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limited_to(size),
    )
    assert done.returncode == 2, done.stdout
    assert f"The gradebook {where} cannot be used: " in done.stderr
    assert "Make sure that the disk has room" in done.stderr
    assert "Traceback" not in done.stderr
    require_part(contents(where), None, undisturbed)
    grade_to_the_end(course, where)
    assert contents(where) == undisturbed


FULL_DISK = """
set -e
disk="$1"
mount -t tmpfs -o size=1m none "$disk"
dd if=/dev/zero of="$disk/filler" bs=1k count="$2" status=none
shift 2
status=0
"$@" > "$disk.first" 2>&1 || status=$?
echo "$status"
cp "$disk"/gradebook.sqlite* "$disk.kept"
rm "$disk/filler"
"$@" > "$disk.second" 2>&1
cp "$disk"/gradebook.sqlite* "$disk.after"
"""
"""A disk of a megabyte that is nearly full: a run, another when there is room, and copies after both."""


@pytest.mark.skipif(UNSHARE is None, reason="no `unshare` to mount a small disk with")
@pytest.mark.parametrize("filled", [1000, 860])
def test_full_disk_keeps_what_is_stored_and_goes_on_when_there_is_room(
    course: Path, undisturbed: Contents, tmp_path: Path, filled: int
) -> None:
    disk = tmp_path / "disk"
    for path in (disk, tmp_path / "disk.kept", tmp_path / "disk.after"):
        path.mkdir()
    words = [str(disk), str(filled), *grade_command(str(disk / "gradebook.sqlite"))]
    as_root = ["--map-root-user"] if os.getuid() else []
    done = subprocess.run(
        [str(UNSHARE), *as_root, "--mount", "sh", "-c", FULL_DISK, "sh", *words],
        cwd=course,
        capture_output=True,
        text=True,
        check=False,
    )
    if "Operation not permitted" in done.stderr:
        pytest.skip("this system does not let its users mount a disk of their own")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "2\n"
    first = (tmp_path / "disk.first").read_text(encoding="utf-8")
    assert f"The gradebook {disk / 'gradebook.sqlite'} cannot be used: " in first
    assert "Traceback" not in first
    require_part(contents(str(tmp_path / "disk.kept" / "gradebook.sqlite")), None, undisturbed)
    assert contents(str(tmp_path / "disk.after" / "gradebook.sqlite")) == undisturbed
