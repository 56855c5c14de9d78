"""What to do next: one sentence, which stands where a report ends."""

import re
import sys
from collections.abc import Sequence
from typing import Final

from grader.model.check import Outcome
from grader.model.report import AssignmentReport, Report
from grader.reports import templates
from grader.reports.context import NO_CONTEXT, ReaderContext
from grader.reports.failure_rows import format_line
from grader.reports.grouping import checks_of, first_to_write, group_failures, nearest_the_loss
from grader.reports.registry import RenderOptions

__all__ = ["describe_next_step", "first_unfinished", "fold_command"]

_INDENT: Final = 4
_FURTHER: Final = 2
_WORD: Final = re.compile(r"""(?:'[^']*'|"[^"]*"|[^\s'"])+""")


def first_unfinished(report: Report) -> AssignmentReport | None:
    """Return the first assignment in which something failed, or else in which something is to write."""
    for found in (_is_wrong, _is_unfinished):
        for assignment in report.assignments:
            if found(assignment):
                return assignment
    return None


def _is_wrong(assignment: AssignmentReport) -> bool:
    return bool(assignment.unusable or group_failures(assignment))


def _is_unfinished(assignment: AssignmentReport) -> bool:
    return any(check.outcome in (Outcome.NOT_STARTED, Outcome.SKIPPED) for check in checks_of(assignment))


def describe_next_step(report: Report, options: RenderOptions) -> str:
    """Say what to do next, with the command to type; empty where the reader cannot run one.

    Args:
        report: The result of a run.
        options: Where it will be shown, with the commands of its reader.
    """
    sentence, newline, command = _describe(report, options).partition("\n")
    return f"{sentence}{newline}{fold_command(command, options.width)}"


def fold_command(command: str, width: int) -> str:
    """Fold an indented command between its words, so that a shell still takes it as one.

    Args:
        command: The command, perhaps indented.
        width: Columns of a line.
    """
    words = _WORD.findall(command)
    if len(command) <= width or sys.platform == "win32":  # whose shells go on after other signs
        return command
    lines = [f"{' ' * _INDENT}{words[0]}"]
    for word in words[1:]:
        if len(lines[-1]) + len(f" {word} \\") <= width:
            lines[-1] += f" {word}"
        else:
            lines[-1] += " \\"
            lines.append(f"{' ' * (_INDENT + _FURTHER)}{word}")
    return "\n".join(lines)


def _describe(report: Report, options: RenderOptions) -> str:
    assignment = first_unfinished(report)
    if assignment is None:
        return _describe_end(report.assignments, options)
    context = options.contexts.get(assignment.name, NO_CONTEXT)
    if not context.again:
        return ""
    if assignment.unusable:
        return templates.NEXT_UNUSABLE.format(command=context.again)
    groups = group_failures(assignment)
    if not groups:
        return _describe_writing(assignment, context)
    check = nearest_the_loss(groups).first
    fields = {"part": check.part, "location": check.location, "command": f"{context.again_part} {check.part}"}
    if check.location is None:
        template = templates.NEXT_PART_SAVE if context.saves else templates.NEXT_PART
    else:
        template = templates.NEXT_AT_SAVE if context.saves else templates.NEXT_AT
    return template.format(**fields)


def _describe_writing(assignment: AssignmentReport, context: ReaderContext) -> str:
    function, _, location = first_to_write(assignment)
    if not function:
        return _describe_missing(assignment, context)
    line = "" if location is None else format_line(location)
    if line:
        template = templates.NEXT_WRITE_AT_SAVE if context.saves else templates.NEXT_WRITE_AT
    else:
        template = templates.NEXT_WRITE_SAVE if context.saves else templates.NEXT_WRITE
    return template.format(function=function, line=line, command=context.again)


def _describe_missing(assignment: AssignmentReport, context: ReaderContext) -> str:
    """Say what to do for the first function that is not there, or not under its name."""
    if not assignment.missing:
        return ""
    first = assignment.missing[0]
    if first.nearest:
        template = templates.NEXT_RENAME_SAVE if context.saves else templates.NEXT_RENAME
    else:
        template = templates.NEXT_WRITE_SAVE if context.saves else templates.NEXT_WRITE
    return template.format(function=first.name, nearest=first.nearest, command=context.again)


def _describe_end(assignments: Sequence[AssignmentReport], options: RenderOptions) -> str:
    """Say what follows once everything that ran has passed: the rest of the checks, or handing it in."""
    for assignment in assignments:
        context = options.contexts.get(assignment.name, NO_CONTEXT)
        if assignment.left_out and context.again:
            return templates.NEXT_WHOLE.format(command=context.again)
        checks = checks_of(assignment)
        passed = bool(checks) and all(check.outcome is Outcome.PASSED for check in checks)
        if context.hand_in and passed and not assignment.hidden_ran:
            return templates.NEXT_HAND_IN.format(command=context.hand_in)
    return ""
