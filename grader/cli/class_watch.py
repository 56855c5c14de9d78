"""`grade class --watch`: grade what arrives in a folder during a lab hour, and keep one page fresh."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from grader.cli import output

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from datetime import tzinfo

    from grader.cohort.records import ClassResult, Intake
    from grader.cohort.units import Executor
    from grader.cohort.watching import Arrivals, Look
    from grader.gradebook.store import Gradebook
    from grader.gradebook.students import Student
    from grader.interruption import Interruption
    from grader.model.assignment import Assignment, Course
    from grader.site.lab import LabPage

__all__ = ["LAB_BOOK", "LAB_PAGE", "WatchOptions", "watch_class"]

LAB_BOOK: Final = "lab.sqlite"
LAB_PAGE: Final = "lab.html"
_ROUND: Final = "New or changed, and graded: {graded} of {there}."
_LOOK_SECONDS: Final = 1.0
_LOOK_SHARE: Final = 10
"""How many times as long as a look the pause after it is at least: to look at clones of git takes time."""
_STEP_SECONDS: Final = 0.1
"""How long Ctrl-C may have to wait for the end of a pause."""
_PAGE_SECONDS: Final = 1.0
"""Time after which the page is written again while a round goes on."""
_ALIVE_SECONDS: Final = 60.0
"""A page with an older time than this is one whose watch has died."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchOptions:
    """What was asked for of a watch.

    Attributes:
        watched: The folders and files that are watched.
        gradebook: The gradebook that was named; empty for one of the lab's own.
        page: The page that was named; None for the usual one.
        zone: The time zone to tell times in.
        names: Whether names are shown.
    """

    watched: "Sequence[Path]"
    gradebook: str
    page: Path | None
    zone: "tzinfo"
    names: bool


def watch_class(
    course: "Course",
    assignment: "Assignment",
    read: "Callable[[], Intake]",
    roster: "Sequence[Student]",
    executor: "Callable[..., AbstractContextManager[Executor]]",
    options: WatchOptions,
) -> int:
    """Grade what is there, and again what arrives or changes, until Ctrl-C.

    Args:
        course: The course.
        assignment: The assignment.
        read: Reads what is handed in as it is now.
        roster: The students of the course; may be empty.
        executor: Makes what runs the submissions.
        options: What was asked for.

    Returns:
        0, for Ctrl-C is how a watch ends.

    Raises:
        UsageError: The page lies in what is watched, or something cannot be read or written.
        CourseFault: A file of the course cannot be read.
    """
    from grader.gradebook.opening import open_gradebook
    from grader.interruption import Interruption
    from grader.model.formatting import printable

    file = (options.page or course.root / LAB_PAGE).absolute()
    _require_elsewhere(file, options.watched)
    # The gradebook of the course, which the environment may name, is for what is handed in.
    where = options.gradebook or str(course.root / LAB_BOOK)
    with Interruption() as interruption, open_gradebook(where, create=True) as book:
        from grader.cohort.watching import Arrivals
        from grader.site.lab import LabPage

        book.add_students(roster)
        lab = LabPage(course, assignment, file, zone=options.zone, names=options.names, enrolled=len(roster))
        watch = _Watch(course, assignment, book, lab, executor, interruption)
        try:
            watch.run(Arrivals(read), f"Open {file} in a browser. Ctrl-C ends the watch.")
        except KeyboardInterrupt:
            watch.show(ended=True)
            output.write(printable(f"Stopped watching. What was graded is in {book.name}."))
    return 0


def _require_elsewhere(file: Path, watched: "Sequence[Path]") -> None:
    from grader.errors import UsageError

    real = file.resolve()
    for folder in watched:
        if real.is_relative_to(folder.resolve()):
            raise UsageError(
                f"The page {file} would lie in {folder}, which is watched.",
                "Name another place for it: --page FILE.",
            )


class _Watch:
    """What a watch knows from look to look."""

    def __init__(
        self,
        course: "Course",
        assignment: "Assignment",
        book: "Gradebook",
        lab: "LabPage",
        executor: "Callable[..., AbstractContextManager[Executor]]",
        interruption: "Interruption",
    ) -> None:
        self._course = course
        self._assignment = assignment
        self._book = book
        self._lab = lab
        self._executor = executor
        self._check = interruption.check
        self._there: tuple[tuple[str, str], ...] = ()
        self._shown = time.monotonic()
        self._problem = ""
        self._faults: dict[str, None] = {}
        self._looked = 0.0

    def run(self, arrivals: "Arrivals", greeting: str) -> None:
        """Look and grade; only an exception ends it."""
        from grader.errors import UsageError
        from grader.model.formatting import printable

        # What was typed wrongly is said at once, and not after an hour.
        self._take(arrivals.look())
        self.show()
        output.write(printable(greeting))
        while True:
            self._pause()
            began = time.monotonic()
            try:
                look = arrivals.look()
            # The folder may be gone for a moment, or a download that is watched half copied.
            except UsageError as error:
                self._tell_problem(str(error))
            else:
                self._looked = time.monotonic() - began
                self._problem = ""
                self._take(look)

    def show(self, *, ended: bool = False) -> None:
        """Write the page as everything stands."""
        self._lab.write(datetime.now(UTC), ended=ended)
        self._shown = time.monotonic()

    def _take(self, look: "Look") -> None:
        """Grade what is ready, and show what has changed."""
        there = tuple((one.student.key, one.handed_in.label) for one in look.intake.matched)
        changed, self._there = there != self._there, there
        self._lab.expect(there, len(look.intake.unknown))
        if look.ready.matched:
            self._grade(look.ready)
        elif changed or time.monotonic() - self._shown > _ALIVE_SECONDS:
            self.show()

    def _grade(self, ready: "Intake") -> None:
        from functools import partial

        from grader.cohort.run import grade_class
        from grader.model.formatting import printable_lines

        summary = grade_class(
            self._course,
            self._assignment,
            ready,
            self._book,
            executor=partial(self._executor, on_wait=self._check),
            on_result=self._note,
            check_interruption=self._check,
        )
        self.show()
        output.write(_ROUND.format(graded=len(summary.results), there=len(self._there)))
        for fault in summary.faults:
            if fault not in self._faults:
                output.write(printable_lines(f"At fault: {fault}"))
        self._faults |= dict.fromkeys(summary.faults)

    def _note(self, result: "ClassResult") -> None:
        """Take in one result as it is stored: the first round of a large class takes a while."""
        from grader.reports.formats.json import read_json

        stored = self._book.result(result.key)
        if stored is not None:
            self._lab.note((result.student, result.label), result.name, read_json(stored.report))
        if time.monotonic() - self._shown > _PAGE_SECONDS:
            self.show()

    def _tell_problem(self, problem: str) -> None:
        """Say what hinders a look, once for as long as it lasts."""
        from grader.model.formatting import printable_lines

        if problem != self._problem:
            output.write(printable_lines(f"{problem}\nThe watch goes on."))
        self._problem = problem

    def _pause(self) -> None:
        end = time.monotonic() + max(_LOOK_SECONDS, _LOOK_SHARE * self._looked)
        while time.monotonic() < end:
            self._check()
            time.sleep(_STEP_SECONDS)
        self._check()
