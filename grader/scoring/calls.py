"""What a check called: the functions and the shapes and kinds of their arguments, as records."""

from dataclasses import dataclass

__all__ = ["Argument", "Call"]

_BRACKETS = {"dict": ("{", "}"), "list": ("[", "]"), "tuple": ("(", ")")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a call, or one entry of an argument that is a container.

    Attributes:
        name: Parameter's name in the stub, or the key in a dict; empty for an entry of a list or tuple and
            where no name is known. Never a name taken from the student's own signature.
        kind: `array`, `int`, `float`, `bool`, `str`, `None`, `dict`, `list`, `tuple`, `handle` or `function`;
            `value` for anything else. Never the name of a class of the student's.
        shape: Shape of an array; None for everything else.
        value: A number, bool or string as Python writes it, abridged; empty for arrays and containers, and
            wherever values are not to be shown.
        items: The entries of a container, abridged; empty for everything else.
    """

    name: str
    kind: str
    shape: tuple[int, ...] | None = None
    value: str = ""
    items: tuple["Argument", ...] = ()

    def __str__(self) -> str:
        return f"{self.name}: {self._content()}" if self.name else self._content()

    def _content(self) -> str:
        if self.kind in _BRACKETS and self.items:
            opening, closing = _BRACKETS[self.kind]
            return f"{opening}{', '.join(str(item) for item in self.items)}{closing}"
        return str(self.shape) if self.shape else self.value or self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call that a check made of the submission.

    Attributes:
        function: What was called, in the suite's words: `forward`, `Value.backward`.
        arguments: What it was given, in order.
    """

    function: str
    arguments: tuple[Argument, ...] = ()

    def __str__(self) -> str:
        return f"{self.function}({', '.join(str(argument) for argument in self.arguments)})"
