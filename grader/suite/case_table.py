"""Tables of cases: one check for each row, in place of as many near-equal functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pytest

__all__ = ["CASE", "PARAMETER", "Row", "cases", "table"]

PARAMETER: Final = "row"
"""The parameter by which a check gets its row."""
CASE: Final = "case"
"""The fixture by which a check gets its recorded case."""


@dataclass(frozen=True, slots=True)
class Row:
    """One case of a table.

    Attributes:
        name: Stands behind the check's title in parentheses; it must give no value away where it is hidden.
        given: Arguments by name.
        right: What is right, or the exception that is.
        hint: Advice for this case, in place of that of `part`.
    """

    name: str
    given: Mapping[str, Any] = field(default_factory=dict)
    right: Any = None
    hint: str = ""


def table(*rows: Row) -> pytest.MarkDecorator:
    """Make a check of its own from every row, which the check gets as `row`.

    Args:
        rows: The cases, each with a name of its own.

    Raises:
        ValueError: Two rows have one name.
    """
    names = [row.name for row in rows]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"two rows of a table have the same name: {', '.join(twice)}")
    return pytest.mark.parametrize(PARAMETER, [pytest.param(row, id=row.name) for row in rows])


def cases(names: Mapping[str, str] | Sequence[str]) -> pytest.MarkDecorator:
    """Make a check of its own from every recorded case, which the check gets as `case`.

    Args:
        names: The cases; a dict of them says what stands behind the check's title in place of their names,
            which must give no value away where it is hidden.
    """
    shown = dict(names) if isinstance(names, Mapping) else {name: name for name in names}
    return pytest.mark.parametrize(CASE, list(shown.values()), ids=list(shown), indirect=True)
