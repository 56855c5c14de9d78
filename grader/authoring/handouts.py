"""Render what students read with Jinja: handouts, with every number computed by the solution."""

import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from grader.course.solution import read_solved
from grader.errors import CourseFault, not_installed

if TYPE_CHECKING:
    import jinja2

__all__ = ["array", "markdown_environment", "number", "render_handout"]


def markdown_environment() -> "jinja2.Environment":
    """Make an environment in which a name that does not exist is an error, and a block leaves no empty line.

    Raises:
        UsageError: If Jinja is not installed.
    """
    try:
        import jinja2  # noqa: PLC0415  # takes 55 ms, and only an instructor's installation has it
    except ImportError as error:
        raise not_installed("Rendering handouts", "jinja2") from error
    return jinja2.Environment(
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701  # Markdown, not HTML: "&lt;" in a formula would be wrong
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.do"],
    )


def number(value: ArrayLike, digits: int = 4) -> str:
    """Write one number, rounded, without trailing zeros; what rounds to 0 is written as 0.

    Rounding hides the last bits, in which two machines may differ, so that a handout is the same on both.

    Args:
        value: A number, or an array with a single entry.
        digits: How many decimals to keep at most.

    Returns:
        The number as text.

    Example:
        >>> number(6.0), number(-0.08541, 3), number(-1e-9)
        ('6', '-0.085', '0')
    """
    # Adding 0.0 turns -0.0 into 0.0.
    rounded = round(float(np.asarray(value).item()), digits) + 0.0
    return np.format_float_positional(rounded, trim="-")


def array(values: ArrayLike, digits: int = 4) -> str:
    """Write an array as nested lists of rounded numbers, the way one types it.

    Args:
        values: An array of any shape; a number is written as `number` does.
        digits: How many decimals to keep at most.

    Returns:
        The array as text.

    Example:
        >>> array(np.array([[0.5], [-0.8]]))
        '[[0.5], [-0.8]]'
    """
    entries = np.asarray(values)
    if entries.ndim == 0:
        return number(entries, digits)
    return f"[{', '.join(array(entry, digits) for entry in entries)}]"


def render_handout(template: Path, solution: Path, graph: Callable[[str], str]) -> str:
    """Render a handout.

    The template may call the functions of `solution`, and those of NumPy as `np`, and writes numbers
    with the filters `number` and `array`; `graph("example")` shows the drawing of a recorded case. A name
    that does not exist is an error, never an empty text.

    Args:
        template: The handout's Jinja template, a Markdown file.
        solution: The solved file.
        graph: Draws a recorded case of the visible suite and gives the Markdown that shows the drawing.

    Returns:
        The handout, as Markdown.

    Raises:
        UsageError: If Jinja is not installed.
        CourseFault: If the solved file does not run, or the template cannot be rendered.
    """
    environment = markdown_environment()
    environment.filters.update(number=number, array=array)
    module = _run(solution)
    try:
        text = template.read_text(encoding="utf-8")
        code = environment.compile(text, name=template.name, filename=str(template))
        parsed = environment.template_class.from_code(environment, code, environment.make_globals(None))
        return parsed.render(solution=module, np=np, zip=zip, graph=graph)
    except CourseFault as fault:
        raise CourseFault(f"{template}:{_line(fault, template)}: {fault.message}", fault.advice) from fault
    except Exception as error:
        # A template calls the solution, so any exception may come out of it.
        raise CourseFault(
            f"{template}:{_line(error, template)}: the handout cannot be rendered: "
            f"{type(error).__name__}: {error}",
            "Correct this line of the template, or the function of the solution that it calls.",
        ) from error


def _run(solution: Path) -> ModuleType:
    """Run a solved file as a module that nothing else can import.

    Importing it the usual way would leave it in `sys.modules` and compiled code beside the solved file.
    """
    module = ModuleType(f"solution of {solution.stem}")
    module.__file__ = str(solution)
    try:
        code = compile(read_solved(solution), str(solution), "exec", dont_inherit=True)
        exec(code, module.__dict__)  # noqa: S102  # the course's own file, run for its instructor
    except Exception as error:
        raise CourseFault(
            f"{solution}:{_line(error, solution)}: the solved file does not run: "
            f"{type(error).__name__}: {error}",
            "A handout calls the functions of the solved file: correct it first.",
        ) from error
    return module


def _line(error: Exception, file: Path) -> int:
    """Return the line of `file` at which `error` arose; 1 where it cannot be told."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(file) and frame.lineno]
    return lines[-1] if lines else getattr(error, "lineno", None) or 1
