"""The command `grade` and how it ends."""

import gc
import importlib
import os
import sys
import traceback
from typing import Final

import click
from click_default_group import DefaultGroup

from grader import __version__
from grader.cli import output
from grader.cli.grading import ExitStatus, in_debug
from grader.cli.options import debug_option
from grader.errors import GraderError, describe_bug
from grader.interruption import PromptEnding

__all__ = ["app", "main"]

_EPILOG: Final = """\b
Examples:
  grade                                  every assignment of this course
  grade two-layer-mlp                    one assignment
  grade path/to/two_layer_mlp.py         one file, for the assignment of its name
  grade scalar-graphs --submission my.ipynb
  grade run --help                       what grading can be told

\b
Exit status:
  0    graded, whatever the points
  1    fewer points than --fail-under asks for
  2    no such file, course or assignment, or wrong usage
  3    the suite or the grader is at fault
  130  interrupted
"""


_MODULES: Final = {
    "audit": "authoring",
    "bundle": "authoring",
    "ci": "ci",
    "class": "class_command",
    "doctor": "doctor",
    "explain": "explain",
    "gradebook": "gradebook",
    "gradescope": "ci",
    "publish": "authoring",
    "record": "authoring",
    "report": "report",
    "run": "run",
    "similar": "similar",
    "submit": "handin",
    "verify": "handin",
}
"""For each command, the module of this package that has it."""
_DEFAULT: Final = "run"


class _Commands(DefaultGroup):  # type: ignore[misc]  # it comes without types
    """Imports a command when it is asked for: nearly every run needs one alone, and grading waits for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # a group is asked so
        return sorted(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = cmd_name if cmd_name in _MODULES else _DEFAULT
        if name not in self.commands:
            module = importlib.import_module(f"grader.cli.{_MODULES[name]}")
            known = (one for one in vars(module).values() if isinstance(one, click.Command))
            self.add_command(next(one for one in known if one.name == name))
        found: click.Command | None = super().get_command(ctx, cmd_name)
        return found


@click.group(
    cls=_Commands,
    default=_DEFAULT,
    default_if_no_args=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_EPILOG,
)
@debug_option
@click.version_option(__version__, prog_name="grade", message="%(prog)s %(version)s")
def app() -> None:
    """Grade backpropagation exercises and say why a gradient is wrong.

    Without a command, grades: `grade two-layer-mlp` is `grade run two-layer-mlp`.
    """


def main() -> None:
    """Run the command and leave with its exit status; a user's mistake never shows a traceback."""
    with PromptEnding() as ending:
        output.prepare_streams()
        status = _status(ending) if _here() else ExitStatus.USAGE
    # At its end the interpreter looks for rings among all that is still there, for 20 ms and for nothing.
    gc.freeze()
    sys.exit(status)


def _here() -> bool:
    """Return whether there is a current folder, and complain where it was deleted."""
    try:
        os.getcwd()  # noqa: PTH109  # whether it is there is all that is asked
    except FileNotFoundError:
        output.complain("The folder that you are in no longer exists. Go to one that does, and try again.")
        return False
    return True


def _status(ending: PromptEnding) -> int:
    try:
        status: int | None = app.main(prog_name="grade", standalone_mode=False)
        sys.stdout.flush()
    except (click.exceptions.Abort, KeyboardInterrupt):
        return ExitStatus.INTERRUPTED
    # Whatever is left is a bug of ours: say where, and keep the three kinds of fault apart.
    except Exception as error:  # noqa: BLE001  # see above
        # Ctrl-C may have been taken for an error in what was being read.
        return ExitStatus.INTERRUPTED if ending.came else _complain(error)
    return status or ExitStatus.GRADED


def _complain(error: Exception) -> int:
    """Say what went wrong, and return the exit status that says whose fault it is."""
    match error:
        case click.ClickException():
            output.complain_as_click(error)
            return error.exit_code
        case GraderError():
            output.complain(str(error))
            return error.exit_status
        case BrokenPipeError() | output.OutputClosedError():
            output.discard()
            return ExitStatus.GRADED
        case OSError(filename=None):
            # No file was named, so it was our own output.
            output.discard()
            output.complain(f"The output cannot be written: {error.strerror or error}.")
            return ExitStatus.USAGE
        case _:
            return _report_bug(error)


def _report_bug(error: Exception) -> ExitStatus:
    output.complain(describe_bug(error))
    if in_debug():
        traceback.print_exception(error)
    return ExitStatus.FAULT
