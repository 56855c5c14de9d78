"""Handles: the objects of a submission as a suite gets them, which live in the worker."""

from collections.abc import Callable
from typing import Any, Final, NoReturn, Protocol

from grader.sandbox.faults import NotDefined
from grader.suite.expressions import UNKNOWN, Expression
from grader.suite.mistakes import PrivateNameError, SuiteMistake

__all__ = ["Handle", "HandleError", "HandleOwner", "expression_of", "made_by"]


class HandleError(SuiteMistake, TypeError):
    """A suite used an object of the student's where a plain value is due."""


class HandleOwner(Protocol):
    """The conversation with the worker that objects live in."""

    @property
    def epoch(self) -> int:
        """Number of the worker in use; handles of earlier ones are gone."""

    def look_up(self, owner: "Handle", name: str, words: str) -> Any:
        """Look up an attribute of an object."""

    def call(self, target: "Handle", words: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call an object."""

    def operate(self, verb: str, *operands: object, words: str) -> "Handle":
        """Carry out an operator, such as `x ** 3`."""

    def run(self, verb: str, *operands: object, words: str) -> Any:
        """Carry out another operation, and return its result."""


class Handle:
    """An object in the worker: what the suite constructs, and what comes of operations on it.

    Attributes, calls and arithmetic are forwarded. Whatever would let the student's object decide a check
    by itself raises: comparison, order, truth, hash, length, iteration and conversion to an array or number.

    Args:
        session: The conversation with the worker the object lives in.
        number: The object's number there.
        type_name: Name of its type.
        words: What it is in the suite's words, such as `Value`, for the record of calls.
        expression: How it came about.
    """

    __slots__ = ("_epoch", "_expression", "_number", "_session", "_type_name", "_words")
    __array_ufunc__ = None  # NumPy operands give way, so that `array * handle` reaches __rmul__

    def __init__(
        self,
        session: HandleOwner,
        number: int,
        type_name: str,
        words: str,
        expression: Expression = UNKNOWN,
    ) -> None:
        object.__setattr__(self, "_session", session)
        object.__setattr__(self, "_number", number)
        object.__setattr__(self, "_epoch", session.epoch)
        object.__setattr__(self, "_type_name", type_name)
        object.__setattr__(self, "_words", words)
        object.__setattr__(self, "_expression", expression)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise PrivateNameError(f"private names such as {name!r} are not forwarded to the submission")
        words = f"{self._words}.{name}"
        try:
            return self._session.look_up(self, name, words)
        except NotDefined as fault:
            raise NotDefined(f"your {self._words} has no `{name}`", fault.frames, words) from None

    def __setattr__(self, name: str, value: object) -> None:
        self._session.run("set", self, name, value, words=self._words)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object in the worker; plain results come by value, all others as handles."""
        return self._session.call(self, self._words, args, kwargs)

    def __repr__(self) -> str:
        return f"<{self._words} in the submission>"


def _owner_of(handle: Handle) -> HandleOwner:
    """Give the conversation a handle belongs to; its other names are forwarded to the submission."""
    session: HandleOwner = object.__getattribute__(handle, "_session")
    return session


def expression_of(value: object) -> object:
    """Give how a handle came about; any other value stands for itself."""
    return object.__getattribute__(value, "_expression") if isinstance(value, Handle) else value


def made_by(answer: Any, expression: Expression) -> Any:
    """Note on a handle how it came about; any other answer stays as it is."""
    if type(answer) is Handle:
        object.__setattr__(answer, "_expression", expression)
    return answer


def _operator(verb: str, *, swapped: bool = False) -> Callable[..., Handle]:
    def binary(self: Handle, other: object) -> Handle:
        operands = (other, self) if swapped else (self, other)
        return _owner_of(self).operate(verb, *operands, words=object.__getattribute__(self, "_words"))

    return binary


def _unary(verb: str) -> Callable[[Handle], Handle]:
    def unary(self: Handle) -> Handle:
        return _owner_of(self).operate(verb, self, words=object.__getattribute__(self, "_words"))

    return unary


def _refuse(what: str) -> Callable[..., NoReturn]:
    def refusal(self: Handle, *_: object, **__: object) -> NoReturn:
        raise HandleError(
            f"the submission gave an object of type {self._type_name} where a plain value is due: "
            f"{what} would be decided by the submission itself"
        )

    return refusal


_BINARY: Final = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul")
_REFUSED: Final = {
    "its equality": ("__eq__", "__ne__"),
    "its hash": ("__hash__",),
    "its order": ("__lt__", "__le__", "__gt__", "__ge__"),
    "its truth": ("__bool__",),
    "its length": ("__len__",),
    "what it contains": ("__iter__", "__contains__", "__getitem__", "__reversed__"),
    "its value as a number": ("__float__", "__int__", "__complex__", "__index__"),
    "its rounding": ("__round__", "__trunc__", "__floor__", "__ceil__"),
    "its value as an array": ("__array__",),
}

for _name in _BINARY:
    setattr(Handle, f"__{_name}__", _operator(_name))
    setattr(Handle, f"__r{_name}__", _operator(_name, swapped=True))
    setattr(Handle, f"__i{_name}__", _operator(f"i{_name}"))
for _name in ("neg", "pos", "abs"):
    setattr(Handle, f"__{_name}__", _unary(_name))
for _what, _methods in _REFUSED.items():
    for _name in _methods:
        setattr(Handle, _name, _refuse(_what))
