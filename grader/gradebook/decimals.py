"""Decimal numbers in tables: with a point or a comma, and never with marks between thousands."""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from grader.gradebook.figures import format_points

__all__ = ["format_decimal", "parse_decimal", "uses_decimal_comma"]

_NUMBER: Final = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{0,9})?|[.,][0-9]{1,9}")
_RATIO: Final = re.compile(r"([0-9]{1,9})/([1-9][0-9]{0,8})")
_WITH_COMMA: Final = re.compile(r"-?[0-9]+,[0-9]+")
_WITH_POINT: Final = re.compile(r"-?[0-9]+\.[0-9]+")


def format_decimal(points: Fraction, *, comma: bool) -> str:
    """Write points with at most two decimals, which is what platforms keep."""
    text = format_points(points)
    return text.replace(".", ",") if comma else text


def parse_decimal(text: str) -> Fraction:
    """Read points: digits with a decimal point or comma, or a fraction such as `25/3`.

    Raises:
        ValueError: It is anything else, such as a number with marks between thousands.
    """
    told = text.strip()
    ratio = _RATIO.fullmatch(told)
    if ratio is not None:
        return Fraction(int(ratio[1]), int(ratio[2]))
    if _NUMBER.fullmatch(told) is None:
        raise ValueError(told)
    return Fraction(told.replace(",", ".").rstrip(".") or "0")


def uses_decimal_comma(cells: Iterable[str]) -> bool:
    """Tell whether the numbers of a table have a decimal comma: some have, and none has a point."""
    told = [cell.strip() for cell in cells]
    return any(map(_WITH_COMMA.fullmatch, told)) and not any(map(_WITH_POINT.fullmatch, told))
