"""Options that several commands share."""

import math
import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["Points", "debug_option", "fail_under_option", "once", "unproved_option"]

Command = TypeVar("Command", bound=Callable[..., Any])


class Points(click.FloatRange):
    """Points of an assignment, 0 to 100: a number, which `nan` is not."""

    name = "points"

    def __init__(self) -> None:
        super().__init__(0, 100)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Convert what was typed."""
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is not a number of points from 0 to 100.", param, ctx)
        return number


def fail_under_option(command: Command) -> Command:
    """Add `--fail-under`."""
    option = click.option(
        "--fail-under",
        type=Points(),
        metavar="POINTS",
        help="Exit with status 1 if an assignment earns fewer points.",
    )
    return option(command)


def unproved_option(command: Command) -> Command:
    """Add `--unproved`."""
    option = click.option(
        "--unproved",
        is_flag=True,
        help="For emergencies: do not run the solution on every check first. Reports will say so.",
    )
    return option(command)


def debug_option(command: Command) -> Command:
    """Add `--debug`, which sets the variable that everything below the command line asks."""

    def remember(_context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001  # click's
        if value:
            os.environ["GRADE_DEBUG"] = "1"

    option = click.option(
        "--debug",
        is_flag=True,
        expose_value=False,
        callback=remember,
        help="Also print tracebacks, and what the process that ran the suite wrote; so does GRADE_DEBUG=1.",
    )
    return option(command)


def once(_context: click.Context, parameter: click.Parameter, values: tuple[Any, ...]) -> Any:
    """Take the value of an option that may be given once, where click would take the last of several."""
    if len(values) > 1:
        raise click.BadParameter(
            "give it once; grade several submissions one after the other.", param=parameter
        )
    return values[0] if values else None
