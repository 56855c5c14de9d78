"""How deep a value may be nested that a worker sends: both sides count alike."""

from typing import Any, Final

__all__ = ["MAX_DEPTH", "too_deep"]

MAX_DEPTH: Final = 256
"""Whoever walks a value must not run out of stack."""


def too_deep(message: dict[Any, Any]) -> bool:
    """Whether a message is nested deeper than may be; it must hold no more values than can be encoded.

    In the worker, entries may be of classes of the student's, so none of their code is asked.
    """
    level: list[Any] = [message]
    for _ in range(MAX_DEPTH):
        inner: list[Any] = []
        for one in level:
            kind = type(one)
            if issubclass(kind, dict):
                inner += dict.keys(one)
                inner += dict.values(one)
            elif issubclass(kind, list | tuple):
                inner += (list if issubclass(kind, list) else tuple).__iter__(one)
        if not inner:
            return False
        level = inner
    return True
