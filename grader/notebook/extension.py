"""The command `%grade`: grade the executed cells of a notebook and show the report under the cell."""

from datetime import datetime
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING, Final

from grader.errors import GraderError, describe_bug
from grader.notebook.executions import ExecutionLog

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from grader.notebook.session import GradedSession

__all__ = ["register_grade_magic"]

_EVERYTHING: Final = "--all"


def register_grade_magic(shell: "InteractiveShell") -> None:
    """Add the command `%grade` to a notebook.

    Args:
        shell: The shell of its kernel.
    """
    log = ExecutionLog(shell)
    points: dict[str, dict[str, Fraction]] = {}

    def grade(line: str) -> None:
        """Grade the executed cells: `%grade`, `%grade PART` or `%grade ASSIGNMENT PART`; all with `--all`."""
        words = line.split()
        arguments = [word for word in words if word != _EVERYTHING]
        try:
            graded = _grade(shell, log, arguments)
            html, text = _render_report(graded, arguments, points, everything=_EVERYTHING in words)
        except GraderError as error:
            html, text = _render_message(str(error))
        except KeyboardInterrupt:
            html, text = _render_message("Grading was interrupted.")
        # Any other error is a bug of the grader, and its traceback is of no use to a student.
        except Exception as error:  # noqa: BLE001  # see above
            html, text = _render_message(describe_bug(error))
        _display(html, text)

    shell.register_magic_function(grade, magic_kind="line", magic_name="grade")


def _grade(shell: "InteractiveShell", log: ExecutionLog, arguments: list[str]) -> "GradedSession":
    # The runner starts first, so that both processes do their imports at the same time.
    from grader.suite.runner import Runner  # noqa: PLC0415  # see above

    with Runner() as runner:
        from grader.notebook.session import grade_session  # noqa: PLC0415  # see above

        memory = {name: value for name, value in shell.user_ns.items() if name not in shell.user_ns_hidden}
        return grade_session(log.executions, memory, arguments, runner)


def _render_report(
    graded: "GradedSession",
    arguments: list[str],
    points: dict[str, dict[str, Fraction]],
    *,
    everything: bool,
) -> tuple[str, str]:
    """Render a report as HTML and as text, and note its points for the next one.

    Args:
        graded: The report on one assignment, and what belongs to it.
        arguments: The words after `%grade`.
        points: The points of each part in the last run, by assignment.
        everything: Whether each failure is told in full, and not only the first.
    """
    from grader.reports.context import ReaderContext  # noqa: PLC0415  # as above
    from grader.reports.registry import RenderOptions, render_report  # noqa: PLC0415  # as above

    report, due = graded.report, graded.due
    (found,) = report.assignments
    again = " ".join(["%grade", *arguments])
    named = [one for one in arguments[:1] if one == found.name]
    before = points.setdefault(found.name, {})
    context = ReaderContext(
        due=due,
        overdue=due < datetime.now(due.tzinfo),
        points_before=dict(before),
        again=again,
        again_part=" ".join(["%grade", *named]),
        graphs=graded.graphs,
    )
    before.update({part.name: part.points for part in found.parts if not (part.left_out or found.unusable)})
    options = RenderOptions(brief=not everything, contexts={found.name: context})
    return render_report("html", report, options), render_report("terminal", report, options)


def _render_message(text: str) -> tuple[str, str]:
    from grader.model.formatting import printable_lines  # noqa: PLC0415  # most runs render no message

    shown = printable_lines(text)
    return f'<div style="white-space:pre-wrap">{escape(shown)}</div>\n', f"{shown}\n"


def _display(html: str, text: str) -> None:
    """Display both forms; the front end shows the richest that it supports."""
    # The grader does not depend on IPython, which is there wherever this command runs.
    from IPython.display import display  # noqa: PLC0415  # see above

    display({"text/html": html, "text/plain": text}, raw=True)
