"""How Jinja renders what students read: handouts and the README of a release."""

from typing import TYPE_CHECKING

from grader.errors import not_installed

if TYPE_CHECKING:
    import jinja2

__all__ = ["markdown_environment"]


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
