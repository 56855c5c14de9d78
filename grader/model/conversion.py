"""An answer that was right, though not of the type that was asked for."""

from dataclasses import dataclass

__all__ = ["Conversion"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Conversion:
    """One kind of result that was converted before it was compared.

    Attributes:
        function: The function or attribute that gave it, in the suite's words.
        came: The type that came, such as `a list`; one of a fixed set, never a name of the student's.
        asked: The type that was asked for, such as `an array`.
    """

    function: str
    came: str
    asked: str
