"""The command `%grade`: what was run in this notebook, graded and shown under the cell."""

from html import escape
from typing import TYPE_CHECKING

from grader.errors import GraderError, describe_bug
from grader.notebook.executions import ExecutionLog

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from grader.model.report import Report

__all__ = ["load"]


def load(shell: "InteractiveShell") -> None:
    """Give a notebook the command `%grade`.

    Args:
        shell: The shell of its kernel.
    """
    log = ExecutionLog(shell)

    def grade(line: str) -> None:
        """Grade the cells that were run: `%grade`, `%grade PART` or `%grade ASSIGNMENT PART`."""
        try:
            html, text = _rendered(_grade(shell, log, line.split()))
        except GraderError as error:
            html, text = _message(str(error))
        except KeyboardInterrupt:
            html, text = _message("Grading was interrupted.")
        # Whatever is left is a bug of ours, and its traceback is of no use to a student.
        except Exception as error:  # noqa: BLE001  # see above
            html, text = _message(describe_bug(error))
        _show(html, text)

    shell.register_magic_function(grade, magic_kind="line", magic_name="grade")


def _grade(shell: "InteractiveShell", log: ExecutionLog, words: list[str]) -> "Report":
    # The runner imports what it needs while this process does, so it starts first.
    from grader.suite.runner import Runner  # noqa: PLC0415  # see above

    with Runner() as runner:
        from grader.notebook.session import grade_session  # noqa: PLC0415  # see above

        memory = {name: value for name, value in shell.user_ns.items() if name not in shell.user_ns_hidden}
        return grade_session(log.executions, memory, words, runner)


def _rendered(report: "Report") -> tuple[str, str]:
    """Give a report as HTML and as text."""
    from grader.reports.html import render_html  # noqa: PLC0415  # as above
    from grader.reports.terminal import render_terminal  # noqa: PLC0415  # rich takes 50 ms, and only this needs it

    return render_html(report), render_terminal(report)


def _message(text: str) -> tuple[str, str]:
    from grader.model.formatting import printable_lines  # noqa: PLC0415  # most runs have nothing to say but a report

    shown = printable_lines(text)
    return f'<div style="white-space:pre-wrap">{escape(shown)}</div>\n', f"{shown}\n"


def _show(html: str, text: str) -> None:
    """Hand both forms to whatever shows the notebook; it takes the richest that it can."""
    # Whoever can run this command has IPython; the grader does not depend on it.
    from IPython.display import display  # noqa: PLC0415  # see above

    display({"text/html": html, "text/plain": text}, raw=True)
