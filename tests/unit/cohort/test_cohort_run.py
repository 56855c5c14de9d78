"""One run over a class: what is started, and when."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Self

import pytest

from grader.cohort.executor import LocalExecutor
from grader.cohort.intake import read_intake
from grader.cohort.records import Intake
from grader.cohort.run import grade_class
from grader.course import load_course
from grader.errors import UsageError
from grader.gradebook.opening import open_gradebook
from grader.model.assignment import Course
from grader.model.isolation import Isolation
from tests.support.class_course import course_with_essay


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "course").mkdir()
    return replace(load_course(course_with_essay(tmp_path / "course")), isolation=Isolation.L1)


def hand_in(folder: Path, *sources: bytes) -> Intake:
    """Read what students have handed in, as Canvas gives it, each a file of their own."""
    folder.mkdir()
    for number, source in enumerate(sources):
        (folder / f"student{number}_{number}_1_one.py").write_bytes(source)
    return read_intake([folder], zone=UTC)


def test_what_needs_no_run_is_stored_though_nothing_can_be_run(course: Course, tmp_path: Path) -> None:
    no_text = b"\x00\xff" * 99
    intake = hand_in(tmp_path / "class", b"def answer(): return 1\n", no_text, b"def answer(): return 2\n")

    class Absent(LocalExecutor):
        def __enter__(self) -> Self:
            super().__enter__()
            self.__exit__(None, None, None)
            raise UsageError("nobody answers")

    with open_gradebook(str(tmp_path / "gradebook.sqlite"), create=True) as book:
        with pytest.raises(UsageError, match="nobody answers"):
            grade_class(course, course.assignment("one"), intake, book, executor=Absent)
        assert [one.submitted.student for one in book.attempts()] == [intake.matched[1].student.key]


def test_suite_is_collected_while_files_are_read_and_only_where_one_is_to_run(
    course: Course, tmp_path: Path
) -> None:
    """The first file that is to run starts it; where all is known, no process is started."""
    intake = hand_in(tmp_path / "class", *(b"def answer(): return %d\n" % number for number in range(3)))
    read: list[None] = []
    entered: list[int] = []

    class Noting(LocalExecutor):
        def __enter__(self) -> Self:
            entered.append(len(read))
            return super().__enter__()

    def grade(done: Callable[[], None]) -> int:
        return grade_class(
            course,
            course.assignment("one"),
            intake,
            book,
            executor=Noting,
            check_interruption=done,
        ).graded

    with open_gradebook(str(tmp_path / "gradebook.sqlite"), create=True) as book:
        assert grade(lambda: read.append(None)) == 3
        assert entered == [1], "it is started after the first file, before the others"
        assert grade(lambda: None) == 0
    assert entered == [1]
