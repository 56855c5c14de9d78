"""Grade backpropagation exercises: student code in a worker, suites and answers out of its reach."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["__version__", "load_ipython_extension"]

__version__: Final = "0.1.0"


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """Give a notebook the command `%grade`; IPython calls this for `%load_ext grader`.

    Args:
        shell: The shell of the notebook's kernel.
    """
    # Everything else that imports the package does without.
    from grader.notebook.extension import load  # noqa: PLC0415  # see above

    load(shell)
