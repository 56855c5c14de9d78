"""Wrong values are recorded with their sources' key, and what is out of date is noticed."""

from pathlib import Path

import pytest

from grader.authoring.recorded_mistakes import (
    find_mistakes_problem,
    find_recording_problems,
    find_stale_times,
    record_mistakes,
    record_time,
    require_recorded,
)
from grader.course import load_course
from grader.diagnosis.recorded_failures import FILE, read_known
from grader.errors import CourseFault
from grader.model.assignment import Assignment
from tests.support.audited import sound_course


@pytest.fixture
def small(tmp_path: Path) -> Assignment:
    """An assignment with a catalogue and nothing recorded."""
    (one,) = load_course(sound_course(tmp_path)).assignments
    return one


@pytest.fixture
def recorded(small: Assignment) -> Assignment:
    """The same, recorded."""
    record_mistakes(small)
    return small


def test_what_is_not_recorded_is_noticed_and_refused(small: Assignment, tmp_path: Path) -> None:
    assert find_recording_problems(small) == ["small: no wrong values of the misconceptions are recorded"]
    with pytest.raises(CourseFault, match="no wrong values"):
        require_recorded(load_course(tmp_path))


def test_how_each_mistake_fails_the_checks_of_its_part_is_recorded(recorded: Assignment) -> None:
    assert find_mistakes_problem(recorded) == ""
    known = read_known(recorded.visible)
    assert {one.part for one in known} == {"double", "shift"}
    for one in known:
        assert one.signatures
        assert {failure.part for failure in one.signatures.values()} == {one.part}
        assert one.signatures.keys() < one.tried
        assert one.see == "small.md#top"


def test_the_same_sources_give_the_same_file(recorded: Assignment) -> None:
    path = recorded.visible / "recordings" / FILE
    before = path.read_bytes()
    assert record_mistakes(recorded) == path
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["misconceptions.toml", "visible/test_sound.py", "../../solutions/small.py"])
def test_a_change_of_any_source_is_noticed(recorded: Assignment, name: str) -> None:
    path = recorded.files.suite / name
    path.write_text(path.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert "older" in find_mistakes_problem(recorded)


def test_other_ends_of_lines_are_no_change(recorded: Assignment) -> None:
    path = recorded.files.suite / "misconceptions.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert find_mistakes_problem(recorded) == ""


def test_a_damaged_file_is_noticed(recorded: Assignment) -> None:
    path = recorded.visible / "recordings" / FILE
    path.write_bytes(path.read_bytes()[:-1])
    assert "damaged" in find_mistakes_problem(recorded)


def test_an_edit_that_does_not_apply_is_the_course_s_fault_and_writes_nothing(small: Assignment) -> None:
    path = small.files.suite / "misconceptions.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("2 * x", "9 * x", 1), encoding="utf-8")
    with pytest.raises(CourseFault, match="occurs 0 times"):
        record_mistakes(small)
    assert not (small.visible / "recordings" / FILE).exists()


def test_time_of_the_solution_is_recorded_once_for_its_sources(small: Assignment) -> None:
    (folder,) = find_stale_times(small)
    path = record_time(small, folder)
    assert path.parent == folder / "recordings"
    assert find_stale_times(small) == []
    check = next(folder.glob("test_*.py"))
    check.write_text(check.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert find_stale_times(small) == [folder]


def test_time_of_a_solution_that_cannot_be_judged_is_not_recorded(small: Assignment) -> None:
    (folder,) = find_stale_times(small)
    next(folder.glob("test_*.py")).write_text("import nothing_of_this_name\n", encoding="utf-8")
    with pytest.raises(CourseFault, match="cannot be collected"):
        record_time(small, folder)
    assert find_stale_times(small) == [folder]
