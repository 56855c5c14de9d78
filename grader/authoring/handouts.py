"""The handouts: Jinja templates whose numbers the solution computes."""

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

__all__ = ["format_array", "format_number", "markdown_environment", "render_handout"]


def markdown_environment() -> "jinja2.Environment":
    """Make an environment in which an unknown name is an error, and a block leaves no empty line.

    Raises:
        UsageError: Jinja is not installed.
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


def format_number(value: ArrayLike, digits: int = 4) -> str:
    """Format a number, rounded and without trailing zeros.

    Rounding hides the last bits, which may differ between machines, so that a handout is the same on all.

    Args:
        value: A number, or an array with a single entry.
        digits: The largest number of decimals.

    Example:
        >>> format_number(6.0), format_number(-0.08541, 3), format_number(-1e-9)
        ('6', '-0.085', '0')
    """
    # Adding 0.0 turns -0.0 into 0.0.
    rounded = round(float(np.asarray(value).item()), digits) + 0.0
    return np.format_float_positional(rounded, trim="-")


def format_array(values: ArrayLike, digits: int = 4) -> str:
    """Format an array as nested lists of rounded numbers.

    Args:
        values: An array of any shape.
        digits: The largest number of decimals.

    Example:
        >>> format_array(np.array([[0.5], [-0.8]]))
        '[[0.5], [-0.8]]'
    """
    entries = np.asarray(values)
    if entries.ndim == 0:
        return format_number(entries, digits)
    return f"[{', '.join(format_array(entry, digits) for entry in entries)}]"


def render_handout(
    template: Path, solution: Path, graph: Callable[[str], str], chart: Callable[..., str]
) -> str:
    """Render a handout.

    The template may call the functions of `solution`, and of NumPy as `np`. The filters `number` and `array`
    format numbers, `graph("example")` shows the drawing of a recorded case, and `chart("name", ...)` a chart
    of numbers that the template computed.

    Args:
        template: The handout's Jinja template, a Markdown file.
        solution: The solved file.
        graph: Draws a recorded case of the visible suite and returns the Markdown that shows the drawing.
        chart: Draws a chart, from a name and the fields of a `Chart`, and returns the Markdown that shows it.

    Returns:
        The handout, as Markdown.

    Raises:
        UsageError: Jinja is not installed.
        CourseFault: The solved file does not run, or the template cannot be rendered.
    """
    environment = markdown_environment()
    environment.filters.update(number=format_number, array=format_array)
    module = _run_solution(solution)
    try:
        text = template.read_text(encoding="utf-8")
        code = environment.compile(text, name=template.name, filename=str(template))
        parsed = environment.template_class.from_code(environment, code, environment.make_globals(None))
        return parsed.render(solution=module, np=np, zip=zip, graph=graph, chart=chart)
    except CourseFault as fault:
        raise CourseFault(f"{template}:{_line_of(fault, template)}: {fault.message}", fault.advice) from fault
    except Exception as error:
        # A template calls the solution, which may raise any exception.
        raise CourseFault(
            f"{template}:{_line_of(error, template)}: the handout cannot be rendered: "
            f"{type(error).__name__}: {error}",
            "Correct this line of the template, or the function of the solution that it calls.",
        ) from error


def _run_solution(solution: Path) -> ModuleType:
    """Run a solved file as a module that nothing else can import.

    An ordinary import would leave it in `sys.modules`, and compiled code beside the file.
    """
    module = ModuleType(f"solution of {solution.stem}")
    module.__file__ = str(solution)
    try:
        code = compile(read_solved(solution), str(solution), "exec", dont_inherit=True)
        exec(code, module.__dict__)  # noqa: S102  # the course's own file, run for its instructor
    except Exception as error:
        raise CourseFault(
            f"{solution}:{_line_of(error, solution)}: the solved file does not run: "
            f"{type(error).__name__}: {error}",
            "A handout calls the functions of the solved file: correct it first.",
        ) from error
    return module


def _line_of(error: Exception, file: Path) -> int:
    """Return the last line of `file` in the traceback of `error`; 1 without one."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(file) and frame.lineno]
    return lines[-1] if lines else getattr(error, "lineno", None) or 1
