"""A record of what is run in a kernel, kept by listening to it."""

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.notebook.executions import Execution
from grader.submission.magics import python_of_cell

if TYPE_CHECKING:
    from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult, InteractiveShell

__all__ = ["Log"]


class Log:
    """Every execution of a cell: those before it was made from IPython's history, the others as they begin.

    Args:
        shell: The shell of the kernel.

    Attributes:
        executions: The executions, in the order of time; the last may not have ended yet.
    """

    def __init__(self, shell: "InteractiveShell") -> None:
        self._shell = shell
        self.executions = [
            Execution(
                number=number, text=text, time=time.time(), succeeded=python_of_cell(text).problem is None
            )
            for number, text in enumerate(_history(shell))
            if text
        ]
        shell.events.register("pre_run_cell", self._begins)
        shell.events.register("post_run_cell", self._ended)

    def _begins(self, info: "ExecutionInfo") -> None:
        if info.store_history:
            # The shell counts before it says what it runs.
            number = self._shell.execution_count - 1
            self.executions.append(
                Execution(number=number, text=info.raw_cell, time=time.time(), cell=info.cell_id or "")
            )

    def _ended(self, result: "ExecutionResult") -> None:
        # The cell that made this log has no beginning here.
        if self.executions and result.info.store_history:
            self.executions[-1] = replace(self.executions[-1], succeeded=result.success)


def _history(shell: "InteractiveShell") -> list[str]:
    """Give the texts of all cells by their number, as they were typed; none where no history is kept."""
    return list(shell.history_manager.input_hist_raw) if shell.history_manager is not None else []
