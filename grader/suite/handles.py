"""Handles: objects that live in the worker, as a suite sees them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NoReturn

from grader.sandbox.faults import Missing

if TYPE_CHECKING:
    from grader.suite.session import Session

__all__ = ["Handle", "HandleError"]


class HandleError(TypeError):
    """A suite used an object of the student's where a plain value is due."""


class Handle:
    """An object in the worker: what the suite constructs, and what comes of operations on it.

    Attributes, calls and arithmetic are forwarded. Whatever would let the student's object decide a check
    by itself raises: comparison, order, truth, hash, length, iteration and conversion to an array or number.

    Args:
        session: The conversation with the worker the object lives in.
        number: The object's number there.
        type_name: Name of its type.
        words: What it is in the suite's words, such as `Value`, for the record of calls.
    """

    __slots__ = ("_epoch", "_number", "_session", "_type_name", "_words")
    __array_ufunc__ = None  # NumPy operands give way, so that `array * handle` reaches __rmul__

    def __init__(self, session: "Session", number: int, type_name: str, words: str) -> None:
        object.__setattr__(self, "_session", session)
        object.__setattr__(self, "_number", number)
        object.__setattr__(self, "_epoch", session.epoch)
        object.__setattr__(self, "_type_name", type_name)
        object.__setattr__(self, "_words", words)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"private names such as {name!r} are not forwarded to the submission")
        words = f"{self._words}.{name}"
        try:
            return self._session.run("get", self, name, words=words)
        except Missing as fault:
            raise Missing(f"your {self._words} has no `{name}`", fault.frames, words) from None

    def __setattr__(self, name: str, value: object) -> None:
        self._session.run("set", self, name, value, words=self._words)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object in the worker; plain results come by value, all others as handles."""
        return self._session.call(self, self._words, args, kwargs)

    def __repr__(self) -> str:
        return f"<{self._words} in the submission>"


def session_of(handle: Handle) -> "Session":
    """Give the conversation a handle belongs to; its other names are forwarded to the submission."""
    session: Session = object.__getattribute__(handle, "_session")
    return session


def _operator(verb: str, *, swapped: bool = False) -> Callable[..., Handle]:
    def binary(self: Handle, other: object) -> Handle:
        operands = (other, self) if swapped else (self, other)
        return session_of(self).defer(verb, *operands, words=object.__getattribute__(self, "_words"))

    return binary


def _unary(verb: str) -> Callable[[Handle], Handle]:
    def unary(self: Handle) -> Handle:
        return session_of(self).defer(verb, self, words=object.__getattribute__(self, "_words"))

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
