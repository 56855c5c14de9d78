"""Render a handout: its template, with every number computed by the solution it belongs to."""

import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np

from grader.errors import CourseFault
from grader.publish.formats import array, number
from grader.publish.rendering import markdown_environment
from grader.submission.solved import read_solved

__all__ = ["render_handout"]


def render_handout(
    template: Path, solution: Path, graph: Callable[[str], str], plot: Callable[..., str]
) -> str:
    """Render a handout.

    The template may call the functions of `solution`, and those of NumPy as `np`, and writes numbers
    with the filters `number` and `array`; `graph("example")` shows the drawing of a recorded case, and
    `plot("name", ...)` a plot. A name that does not exist is an error, never an empty text.

    Args:
        template: The handout's Jinja template, a Markdown file.
        solution: The solved file.
        graph: Draws a recorded case of the visible suite and gives the Markdown that shows the drawing.
        plot: Draws the lines of a plot and gives the Markdown that shows it.

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
        return parsed.render(solution=module, np=np, zip=zip, graph=graph, plot=plot)
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
