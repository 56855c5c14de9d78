"""The axis of a plot: where a number stands, and which numbers are marked."""

import math
from dataclasses import dataclass
from typing import Final

__all__ = ["Axis", "Point", "make_axis"]

Point = tuple[float, float]

_MOST_TICKS: Final = 8
_SUPERSCRIPTS: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Places numbers from `low` at pixel `start` to `high` at pixel `end`; if `log`, powers of ten.

    Attributes:
        low: The least number, or its power of ten.
        high: The greatest.
        start: The pixel of the least.
        end: The pixel of the greatest.
        log: Whether numbers are placed by their powers of ten.
    """

    low: float
    high: float
    start: float
    end: float
    log: bool

    def place(self, value: float) -> float:
        """Return the pixel of a number."""
        return self._place_scaled(math.log10(value) if self.log else value)

    def ticks(self) -> list[tuple[float, str]]:
        """Return the pixel and the text of each mark."""
        step = _round_up((self.high - self.low) / _MOST_TICKS)
        if self.log:
            step = max(1, math.ceil((self.high - self.low) / _MOST_TICKS))
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [(self._place_scaled(n * step), self._tick_text(n * step)) for n in range(first, last + 1)]

    def _place_scaled(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def _tick_text(self, value: float) -> str:
        return "10" + f"{value:.0f}".translate(_SUPERSCRIPTS) if self.log else f"{value + 0.0:.6g}"


def make_axis(limits: Point, start: float, end: float, *, log: bool = False) -> Axis:
    """Make the axis of numbers between two limits.

    Args:
        limits: The least and the greatest number.
        start: The pixel of the least.
        end: The pixel of the greatest.
        log: Whether it is logarithmic; it then ends at powers of ten.
    """
    low, high = limits
    if log:
        low, high = float(math.floor(math.log10(low) + 1e-9)), float(math.ceil(math.log10(high) - 1e-9))
    if low == high:
        low, high = low - 1, high + 1
    return Axis(low=low, high=high, start=start, end=end, log=log)


def _round_up(least: float) -> float:
    """Return the smallest of 1, 2 and 5 times a power of ten that is at least `least`."""
    power = float(f"1e{math.floor(math.log10(least))}")
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least * (1 - 1e-9))
