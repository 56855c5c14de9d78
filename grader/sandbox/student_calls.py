"""Run student code in the worker: calls, errors, changed arguments, assumed results."""

import builtins
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Final

import numpy as np

from grader.sandbox.call_signature import signature_of
from grader.sandbox.closeness import agrees, is_same
from grader.sandbox.failing_expression import failing_expression
from grader.wire.codec import copy_plain, type_name

__all__ = [
    "Assumption",
    "MissingError",
    "ResultError",
    "SignatureError",
    "StudentError",
    "call_function",
    "changed_paths",
    "copy_contents",
    "describe_error",
    "get_attribute",
]

_MESSAGE_LENGTH: Final = 2000
_FRAMES: Final = 12
_BY_VALUE: Final = (np.ndarray, dict, list, tuple, bool, int, float, complex, str, bytes, type(None))
_BUILT_IN: Final = tuple(
    kind for kind in vars(builtins).values() if isinstance(kind, type) and issubclass(kind, Exception)
)
_SYNTAX_ERRORS: Final = (SyntaxError, IndentationError, TabError)


class StudentError(Exception):
    """A callable lent by the suite raised an exception."""


class MissingError(AttributeError):
    """The submission, or one of its objects, lacks a name that the suite asked for."""


class SignatureError(TypeError):
    """A function does not take the arguments the assignment calls it with."""


class ResultError(ValueError):
    """The result of a call cannot be sent to the suite, by value or as a reference."""


_PYTHON_NAMES: Final = (
    (MissingError, "AttributeError"),
    (SignatureError, "TypeError"),
    (ResultError, "ValueError"),
    (StudentError, "RuntimeError"),
)


class Assumption:
    """Replaces one of the student's functions while another one is judged.

    The student's own calls get the reference's result where the arguments are the reference's and their
    function gives another one, or changes what it is given: a mistake in one function must not cost the
    points of the next. Any other call reaches their function.

    Args:
        original: The student's function.
        ask: Asks the grader for the result of arguments by name; returns whether it is known, and the result.
        note: Tells the grader that the reference's result is used.
        untried: Whether the student's function is left out, for it does not come to an end.
    """

    def __init__(
        self,
        original: Callable[..., Any],
        ask: Callable[[dict[str, Any]], Any],
        note: Callable[[], object],
        *,
        untried: bool,
    ) -> None:
        self.original = original
        self.ask = ask
        self.note = note
        self.untried = untried
        self.noted = False

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Return the assumed result where the student's function is wrong for known arguments."""
        bound = _bind(self.original, args, kwargs)
        if bound is not None:
            known, result = self._known(bound)
            if known:
                own, faulty = (None, True) if self.untried else self._own(args, kwargs)
                if faulty or not agrees(own, result):
                    self._note_once()
                    return {**own, **result} if type(own) is dict and type(result) is dict else result
        return self.original(*args, **kwargs)

    def _note_once(self) -> None:
        if not self.noted:
            self.noted = True
            self.note()

    def _known(self, bound: dict[str, Any]) -> tuple[bool, Any]:
        try:
            known, result = self.ask(bound)
        except ResultError:  # what cannot be sent is not what the reference was given
            return False, None
        return known, result

    def _own(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, bool]:
        """Call the student's function; return its result, and whether it failed or changed an argument.

        Other entries of its dict are kept, such as a cache for their next function.
        """
        # On copies: what it writes into its arguments must not spoil the numbers of its caller.
        given = copy_plain(args), copy_plain(kwargs)
        try:
            own = self.original(*given[0], **given[1])
            return own, bool(changed_paths(self.original, (args, kwargs), given))
        except Exception:  # noqa: BLE001  # the function is judged by checks of its own
            return None, True


def get_attribute(target: object, name: str) -> Any:
    """Get an attribute that the suite asks for.

    Raises:
        MissingError: There is none; any other exception of the student's code is passed on.
    """
    try:
        return getattr(target, name)
    except AttributeError as error:
        if type(error) is not AttributeError:
            raise
        raise MissingError(_message(error)).with_traceback(error.__traceback__) from None


def call_function(function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call `function`; distinguish a call that it cannot take from a TypeError inside it.

    Raises:
        SignatureError: The function does not take these arguments; its text names the parameters it has.
    """
    signature = signature_of(function)
    try:
        signature.bind(args, kwargs)
    except TypeError as error:
        raise SignatureError(f"{error}; it is defined with the parameters {signature}") from None
    return function(*args, **kwargs)


def describe_error(error: BaseException, source_name: str) -> dict[str, Any]:
    """Describe an exception as plain data with the student's own frames only, outermost first."""
    frames, innermost = [], None
    # A student's exception may override its traceback, class or name; these lookups run none of its code.
    trace = BaseException.__dict__["__traceback__"].__get__(error)
    if issubclass(type(error), MemoryError):
        _release_frames(trace)
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename == source_name:
            line = trace.tb_lineno or code.co_firstlineno
            frames.append((line, code.co_qualname.replace(".<locals>", "")))
            innermost = trace
        trace = trace.tb_next
    is_built_in = any(type(error) is kind for kind in _SYNTAX_ERRORS)
    if is_built_in and isinstance(error, SyntaxError) and error.filename == source_name:
        frames.append((error.lineno if type(error.lineno) is int else 1, "<module>"))
    kept = frames if len(frames) <= _FRAMES else frames[:1] + frames[1 - _FRAMES :]
    described = {
        "type": _type_name(error),
        "message": _message(error),
        "frames": kept,
        "bases": _built_in_bases(error),
    }
    if innermost is not None:
        described |= failing_expression(innermost)
    return {**described, "missing": True} if type(error) is MissingError else described


def _release_frames(trace: TracebackType | None) -> None:
    """Free what ended functions hold that ran out of memory: else there is none left to say so."""
    while trace is not None:
        with suppress(RuntimeError):  # the frame of this process's own loop still runs
            trace.tb_frame.clear()
        trace = trace.tb_next


def _type_name(error: BaseException) -> str:
    if issubclass(type(error), MemoryError):
        return "MemoryError"
    return next((name for kind, name in _PYTHON_NAMES if type(error) is kind), type_name(error))


def _built_in_bases(error: BaseException) -> list[str]:
    """Name the built-in exceptions that an exception is one of, without running code of its class."""
    bases = type.__dict__["__mro__"].__get__(type(error))
    return [kind.__name__ for kind in bases if any(kind is known for known in _BUILT_IN)]


def _message(error: BaseException) -> str:
    try:
        return str.__getitem__(str(error), slice(_MESSAGE_LENGTH))
    # str() of a student's exception is student code, and may raise anything.
    except BaseException:  # noqa: BLE001
        return ""


def changed_paths(function: object, before: Sequence[Any], after: Sequence[Any]) -> list[str]:
    """List the arguments a call changed in place, as `params['W1']`.

    Args:
        function: The function called; names the positional arguments.
        before: Positional and keyword arguments as they were sent.
        after: The same objects after the call.
    """
    if all(map(_is_unchanged, before, after)):
        return []  # as after most calls
    names = [*signature_of(function).positional]
    names += [f"argument {number + 1}" for number in range(len(names), len(before[0]))]
    paths: list[str] = []
    for name, old, new in zip(names, before[0], after[0], strict=False):
        _compare(name, old, new, paths)
    for name, old in before[1].items():
        _compare(name, old, after[1][name], paths)
    return paths


def _is_unchanged(old: Any, new: Any) -> bool:
    """Tell what `_compare` finds out, without a path for each entry."""
    if type(old) is np.ndarray:
        return type(new) is np.ndarray and is_same(old, new)
    if not _same_outline(old, new):
        return False
    if type(old) is dict:
        return all(map(_is_unchanged, old.values(), new.values()))
    return type(old) not in (list, tuple) or all(map(_is_unchanged, old, new))


def _compare(path: str, old: Any, new: Any, paths: list[str]) -> None:
    """Compare two states of an argument, entry by entry where a container kept its keys or length."""
    if not _same_outline(old, new):
        paths.append(path)
    elif type(old) is dict:
        for key, value in old.items():
            _compare(f"{path}[{key!r}]", value, new[key], paths)
    elif type(old) in (list, tuple):
        for index, value in enumerate(old):
            _compare(f"{path}[{index}]", value, new[index], paths)


def _same_outline(old: Any, new: Any) -> bool:
    kind = type(old)
    if kind not in _BY_VALUE and not issubclass(kind, np.generic):
        return True  # an object or a lent function, which cannot be compared
    if type(new) is not kind:
        return False
    if kind is np.ndarray:
        return is_same(old, new)
    if kind is dict:
        return list(old) == list(new)
    if kind in (list, tuple):
        return len(old) == len(new)
    return bool(new == old or (new != new and old != old))  # noqa: PLR0124  # only NaN differs from itself


def copy_contents(mine: Any, theirs: Any) -> Any:
    """Copy into `mine` what a lent callable left in its argument, down to the arrays in a dict.

    Returns:
        `mine` if it could be changed in place, else `theirs`.
    """
    kind = type(mine)
    if kind is not type(theirs) or kind not in (np.ndarray, list, dict):
        return theirs
    if kind is np.ndarray:
        if mine.shape != theirs.shape or mine.dtype != theirs.dtype:
            return theirs
        if mine.flags.writeable:
            mine[...] = theirs
    elif kind is list:
        common = [copy_contents(old, new) for old, new in zip(mine, theirs, strict=False)]
        mine[:] = common + theirs[len(common) :]
    else:
        entries = {key: copy_contents(mine.get(key), value) for key, value in theirs.items()}
        mine.clear()
        mine.update(entries)
    return mine


def _bind(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> dict[str, Any] | None:
    """Return a call's arguments by name, with those of `**rest`; None if the function does not take them."""
    try:
        return signature_of(function).bind(args, kwargs)
    except TypeError:
        return None
