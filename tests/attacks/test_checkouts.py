"""What lies in a checkout in the place of the grader's own files: records that are damaged or huge, folders.

Nothing of it reaches a worker, so that it is the same at every level.
"""

import json
import os
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from grader.course.edition import BUNDLE_RECORD, RELEASE_RECORD, require_same
from grader.errors import GraderError, UsageError
from grader.files import write_text
from grader.model.isolation import Isolation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="sparse files and levels are Linux's")

_HUGE: Final = 150_000_000
_MOST_BYTES: Final = 20_000_000
_EDITION: Final = {"course": "a", "version": "1", "grader": "1", "fingerprint": "0" * 64}

Note = Callable[[str, tuple[str, ...]], None]


def _huge(path: Path) -> None:
    path.touch()
    os.truncate(path, _HUGE)


RECORDS: Final[dict[str, Callable[[Path], object]]] = {
    "huge_record": _huge,
    "nested_record": lambda path: path.write_text("[" * 200_000, encoding="utf-8"),
    "record_of_no_text": lambda path: path.write_bytes(b"\xff\xfe\x00"),
    "record_of_another_form": lambda path: path.write_text('{"edition": [1e999]}', encoding="utf-8"),
    "record_with_a_long_number": lambda path: path.write_text("9" * 9000, encoding="utf-8"),
    "record_in_a_loop": lambda path: path.symlink_to(path.name),
}
"""How the record of a release is made, by the name of the attack."""


@pytest.fixture
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Give an empty checkout and an open bundle."""
    checkout, bundle = (tmp_path_factory.mktemp(name) for name in ("checkout", "bundle"))
    (bundle / BUNDLE_RECORD).write_text(json.dumps({"edition": _EDITION}), encoding="utf-8")
    return checkout, bundle


def _carelessly(checkout: Path, _bundle: Path) -> None:
    """Read the record as one's own file."""
    assert json.loads((checkout / RELEASE_RECORD).read_text(encoding="utf-8"))["edition"]["fingerprint"]


def _breach(read: Callable[[Path, Path], object], folders: tuple[Path, Path]) -> str:
    """Read a record; say what went wrong in a way of its own."""
    tracemalloc.start()
    try:
        read(*folders)
    except UsageError as error:  # the student's file is at fault, not the course
        if RELEASE_RECORD not in error.message or len(error.message) > 1000:
            return f"collapse: {error.message[:200]}"
    except Exception as error:  # noqa: BLE001  # whatever nobody expected
        return f"collapse: {type(error).__name__}"
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return f"flood: {peak} bytes" if peak > _MOST_BYTES else ""


@pytest.mark.parametrize("name", RECORDS)
def test_record_of_a_release_breaks_nothing(
    name: str, folders: tuple[Path, Path], record_property: Note
) -> None:
    RECORDS[name](folders[0] / RELEASE_RECORD)
    found = _breach(require_same, folders)
    for level in (Isolation.L3, Isolation.L4):
        record_property("attack", ("checkout", name, level.name, f"BREACH {found}" if found else "refused"))
    assert not found


@pytest.mark.parametrize("name", RECORDS)
def test_record_of_a_release_breaks_a_careless_reader(
    name: str, folders: tuple[Path, Path], record_property: Note
) -> None:
    RECORDS[name](folders[0] / RELEASE_RECORD)
    found = _breach(_carelessly, folders)
    record_property("attack", ("checkout", name, "without", "live" if found else "NOT LIVE"))
    assert found


PLACES: Final[dict[str, Callable[[Path], object]]] = {
    "folder_like_a_report": Path.mkdir,
    "full_folder_like_a_report": lambda path: (path / "more").mkdir(parents=True),
    "pipe_like_a_report": os.mkfifo,
    "link_out_like_a_report": lambda path: path.symlink_to(path.parent.parent / "victim"),
}
"""What stands where a report is to be written, by the name of the attack."""


def _write_carelessly(path: Path, text: str) -> None:
    """Write as to a file that nobody else has touched; a pipe would hold for ever, so it is not opened."""
    if path.is_fifo():
        raise BlockingIOError
    path.write_text(text, encoding="utf-8")


def _writing(write: Callable[[Path, str], object], place: Path) -> str:
    victim = place.parent.parent / "victim"
    victim.write_text("mine", encoding="utf-8")
    try:
        write(place, "report")
    except GraderError as error:
        if place.name not in error.message:
            return f"collapse: {error.message}"
    except Exception as error:  # noqa: BLE001  # whatever nobody expected
        return f"collapse: {type(error).__name__}"
    return "" if victim.read_text(encoding="utf-8") == "mine" else "beacon: a file elsewhere was written"


@pytest.mark.parametrize("name", PLACES)
def test_place_of_a_report_breaks_nothing(
    name: str, folders: tuple[Path, Path], record_property: Note
) -> None:
    place = folders[0] / "inside" / "grade-report.json"
    place.parent.mkdir()
    PLACES[name](place)
    found = _writing(write_text, place)
    for level in (Isolation.L3, Isolation.L4):
        record_property("attack", ("checkout", name, level.name, f"BREACH {found}" if found else "kept off"))
    assert not found


@pytest.mark.parametrize("name", PLACES)
def test_place_of_a_report_breaks_a_careless_writer(
    name: str, folders: tuple[Path, Path], record_property: Note
) -> None:
    place = folders[0] / "inside" / "grade-report.json"
    place.parent.mkdir()
    PLACES[name](place)
    found = _writing(_write_carelessly, place)
    record_property("attack", ("checkout", name, "without", "live" if found else "NOT LIVE"))
    assert found
