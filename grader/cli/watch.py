"""`grade --watch`: grade again on every save, on a cleared screen, and say what became of each check."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from grader.cli import output

if TYPE_CHECKING:
    from grader.grading import Target
    from grader.model.assignment import Course
    from grader.model.report import AssignmentReport
    from grader.suite.runner import Runner

__all__ = ["watch"]

_WAITING: Final = "Waiting for the next save."


def watch(
    typed: tuple[str, ...],
    submission: str | None,
    parts: tuple[str, ...],
    seed: int | None,
    *,
    everything: bool = False,
) -> int:
    """Grade, and again whatever is saved, until Ctrl-C.

    Args:
        typed: Names of assignments, or paths of submissions.
        submission: Path of the submission for the one assignment that was named.
        parts: Parts to grade; empty for all.
        seed: What the runs' seeds are drawn from.
        everything: Whether each failure is told in full, and not only the first.

    Returns:
        0, for Ctrl-C is how a watch ends.

    Raises:
        GraderError: What was asked for cannot be graded even once.
    """
    from grader.cli.targets import resolve, select

    def choose() -> "tuple[Course, list[Target]]":
        course, targets = resolve(typed, submission)
        return course, select(course, targets, parts, failed=False)

    watcher = _Watch(choose, seed, everything=everything)
    try:
        watcher.run()
    except KeyboardInterrupt:
        output.write("\nStopped watching.")
    return 0


class _Watch:
    """What a watch knows from round to round.

    Args:
        choose: Gives the course and what is graded of it, as both are now.
        seed: What the runs' seeds are drawn from.
        everything: Whether each failure is told in full, and not only the first.
    """

    def __init__(
        self, choose: Callable[[], "tuple[Course, list[Target]]"], seed: int | None, *, everything: bool
    ) -> None:
        self._choose = choose
        self._seed = seed
        self._everything = everything
        self._before: dict[str, AssignmentReport] = {}

    def run(self) -> None:
        """Grade everything once, then whatever is saved; only an exception ends it."""
        from grader.cli.file_watcher import FileWatcher
        from grader.suite.runner import Runner

        with Runner() as runner:
            course, targets = self._choose()
            saves = FileWatcher({place for target in targets for place in _places(target)})
            # Entered before the first round: what is saved during a round is graded in the next.
            with saves:
                self._grade(course, targets, runner)
                names = ", ".join(target.name or target.path.name for target in targets)
                output.write(f"\nWatching {names}. Ctrl-C ends it.")
                while True:
                    # It imports what it needs while the student types.
                    with Runner() as ready:
                        self._again(saves.wait(), ready)

    def _again(self, saved: set[Path], runner: "Runner") -> None:
        from grader.cli.terminal import Screen
        from grader.errors import GraderError
        from grader.model.formatting import printable_lines

        names = ", ".join(sorted({path.name for path in saved}))
        if not Screen().clear():
            output.write(f"\n--- {printable_lines(names)} was saved ---")
        try:
            course, targets = self._choose()
            self._grade(course, [one for one in targets if _concerns(saved, one)], runner)
        # The file may be gone for a moment, or the notebook edited besides the stub.
        except GraderError as error:
            output.write(f"{printable_lines(str(error))}\n{_WAITING}")

    def _grade(self, course: "Course", targets: Sequence["Target"], runner: "Runner") -> None:
        from dataclasses import replace

        from grader.cli.grading import grade_once
        from grader.cli.reader import read_contexts
        from grader.cli.terminal import Screen
        from grader.model.formatting import printable

        contexts = read_contexts(course, targets)
        report = grade_once(course, targets, runner, seed=self._seed)
        screen = Screen()
        usable = tuple(one for one in report.assignments if not one.unusable)
        for one in usable:
            contexts[one.name] = replace(contexts[one.name], before=self._before.get(one.name), saves=True)
            self._before[one.name] = one
        if usable:
            screen.show(replace(report, assignments=usable), contexts, everything=self._everything)
        for one in report.assignments:
            if one.unusable:
                lines = (printable(line, ascii_only=screen.ascii_only) for line in one.unusable.split("\n"))
                output.write("\n".join(("Not graded this time:", *lines, _WAITING)))


def _places(target: "Target") -> set[Path]:
    """Give the files whose saving concerns a submission: of what was handed out, both stub and notebook."""
    both = {target.assignment.files.stub, target.assignment.notebook}
    places = both if target.path in both else {target.path}
    return {place.resolve() for place in places}


def _concerns(saved: set[Path], target: "Target") -> bool:
    return any(path.is_relative_to(place) for path in saved for place in _places(target))
