"""Exceptions in the words of the course: what went wrong, with the names of the arrays and their shapes."""

import re
from typing import Final

from grader.diagnosis.exceptions.numpy_errors import ARRAY_RULES
from grader.diagnosis.exceptions.python_errors import LANGUAGE_RULES, OBJECT_RULES
from grader.diagnosis.exceptions.rules import Rule
from grader.model.check import Explanation
from grader.sandbox.faults import Raised

__all__ = ["RULES", "explain_exception"]

RULES: Final = (*ARRAY_RULES, *OBJECT_RULES, *LANGUAGE_RULES)
_LONGEST: Final = 600


def explain_exception(raised: Raised) -> Explanation | None:
    """Explain an exception of the student's code in the words of the course.

    Args:
        raised: The exception.

    Returns:
        The idea, and in `detail` what the names in the failing expression stood for; None where the exception
        is of no known kind.
    """
    for rule in RULES:
        if (match := _match(rule, raised)) is not None:
            detail = rule.detail(match, raised)[:_LONGEST]
            return Explanation(name=rule.name, text=rule.text, detail=detail, certain=True)
    return None


def _match(rule: Rule, raised: Raised) -> re.Match[str] | None:
    """Find what a rule is about in an exception; None if it is not for it."""
    if raised.exception not in rule.exceptions.split():
        return None
    match = re.search(rule.pattern, raised.message)
    return match if match is not None and (rule.applies is None or rule.applies(match, raised)) else None
