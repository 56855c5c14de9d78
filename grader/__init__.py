"""Grade backpropagation exercises: student code in a worker, suites and answers out of its reach."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["__version__", "load_ipython_extension"]

__version__: Final = "0.1.0"


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """Add the command `%grade` to a notebook; IPython calls this for `%load_ext grader`.

    Args:
        shell: The shell of the notebook's kernel.
    """
    # No other import of the package needs it.
    from grader.notebook.extension import register_grade_magic  # noqa: PLC0415  # see above

    register_grade_magic(shell)
