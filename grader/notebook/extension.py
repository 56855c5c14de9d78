"""The command `%grade`: grade the executed cells of a notebook and show the report under the cell."""

from html import escape
from typing import TYPE_CHECKING

from grader.errors import GraderError, describe_bug
from grader.notebook.executions import ExecutionLog

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from grader.model.report import Report

__all__ = ["register_grade_magic"]


def register_grade_magic(shell: "InteractiveShell") -> None:
    """Add the command `%grade` to a notebook.

    Args:
        shell: The shell of its kernel.
    """
    log = ExecutionLog(shell)

    def grade(line: str) -> None:
        """Grade the executed cells: `%grade`, `%grade PART` or `%grade ASSIGNMENT PART`."""
        try:
            html, text = _render_report(_grade(shell, log, line.split()))
        except GraderError as error:
            html, text = _render_message(str(error))
        except KeyboardInterrupt:
            html, text = _render_message("Grading was interrupted.")
        # Any other error is a bug of the grader, and its traceback is of no use to a student.
        except Exception as error:  # noqa: BLE001  # see above
            html, text = _render_message(describe_bug(error))
        _display(html, text)

    shell.register_magic_function(grade, magic_kind="line", magic_name="grade")


def _grade(shell: "InteractiveShell", log: ExecutionLog, arguments: list[str]) -> "Report":
    # The runner starts first, so that both processes do their imports at the same time.
    from grader.suite.runner import Runner  # noqa: PLC0415  # see above

    with Runner() as runner:
        from grader.notebook.session import grade_session  # noqa: PLC0415  # see above

        memory = {name: value for name, value in shell.user_ns.items() if name not in shell.user_ns_hidden}
        return grade_session(log.executions, memory, arguments, runner)


def _render_report(report: "Report") -> tuple[str, str]:
    """Render a report as HTML and as text."""
    from grader.reports.registry import render_report  # noqa: PLC0415  # as above

    return render_report("html", report), render_report("terminal", report)


def _render_message(text: str) -> tuple[str, str]:
    from grader.model.formatting import printable_lines  # noqa: PLC0415  # most runs render no message

    shown = printable_lines(text)
    return f'<div style="white-space:pre-wrap">{escape(shown)}</div>\n', f"{shown}\n"


def _display(html: str, text: str) -> None:
    """Display both forms; the front end shows the richest that it supports."""
    # The grader does not depend on IPython, which is there wherever this command runs.
    from IPython.display import display  # noqa: PLC0415  # see above

    display({"text/html": html, "text/plain": text}, raw=True)
