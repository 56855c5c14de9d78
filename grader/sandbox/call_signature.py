"""What a callable takes: whether a call fits it, and what each argument is called."""

import inspect
from collections.abc import Mapping
from typing import Any, Final

__all__ = ["CallSignature", "signature_of"]

_BY_POSITION: Final = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
# Keyed by identity, because a student's callable may refuse to be hashed; the value keeps it alive.
_KNOWN: Final[dict[int, tuple[object, "CallSignature"]]] = {}


class CallSignature:
    """The parameters of a callable, looked at once for all its calls.

    Most functions have none but those that take a value by position or by name. A call of one of these is
    bound here, in a fraction of the time that `inspect` takes, to what it would be bound to there.

    Args:
        signature: As `inspect` gives it; None if Python finds none.

    Attributes:
        positional: Names of the parameters that take a value by position.
    """

    def __init__(self, signature: inspect.Signature | None) -> None:
        parameters = () if signature is None else tuple(signature.parameters.values())
        self._signature = signature
        self.positional = tuple(one.name for one in parameters if one.kind in _BY_POSITION)
        self._names = {*self.positional}
        self._is_plain = type(signature) is inspect.Signature and all(
            one.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD for one in parameters
        )
        self._defaults = {
            one.name: one.default for one in parameters if one.default is not inspect.Parameter.empty
        }

    def bind(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return a call's arguments by name, defaults and those of `**rest` among them.

        Returns:
            None where nothing is known of what the callable takes.

        Raises:
            TypeError: It does not take these arguments.
        """
        if self._signature is None:
            return None
        bound = self._bind_plainly(args, kwargs) if self._is_plain else None
        if bound is None:
            found = self._signature.bind(*args, **kwargs)
            found.apply_defaults()
            bound = {**found.arguments, **found.kwargs}
        return bound

    def _bind_plainly(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any] | None:
        """Bind a call; None if it has an argument too many, too few or twice."""
        given = {**dict(zip(self.positional, args, strict=False)), **kwargs}
        known = {**self._defaults, **given}
        if len(given) != len(args) + len(kwargs) or known.keys() != self._names:
            return None
        return {name: known[name] for name in self.positional}

    def __str__(self) -> str:
        """Write it as it stands in a definition."""
        return str(self._signature)


def signature_of(function: Any) -> CallSignature:
    """Return the signature of a callable, computed once."""
    known = _KNOWN.get(id(function))
    if known is None or known[0] is not function:
        try:
            signature = inspect.signature(function)
        except (TypeError, ValueError):
            signature = None
        known = _KNOWN[id(function)] = (function, CallSignature(signature))
    return known[1]
