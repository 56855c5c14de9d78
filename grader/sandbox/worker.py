"""The worker: the only process that runs a submission. It has no test, no right answer and no suite.

It answers one request at a time. A request loads the source, or runs a list of operations and returns the
result of the last; an error in the student's code is a reply like any other.
"""

import io
import linecache
import os
import socket
import sys
import types
import warnings
from collections.abc import Callable, Sequence
from typing import Any, Final

from grader.model.limits import Limits
from grader.sandbox import SOURCE_NAME
from grader.sandbox.absent_modules import AbsentModules
from grader.sandbox.confinement.kernel import apply_limits
from grader.sandbox.execution import MAX_FAILURES, load_submission
from grader.sandbox.given_files import GivenFiles
from grader.sandbox.plain_forms import plain_forms
from grader.sandbox.student_calls import (
    Assumption,
    ResultError,
    StudentError,
    call_function,
    changed_paths,
    copy_contents,
    describe_error,
    get_attribute,
)
from grader.wire.channel import (
    GREETING,
    MAX_FRAME_BYTES,
    RESET,
    RESET_DONE,
    Channel,
    ChannelClosed,
    FrameError,
)
from grader.wire.codec import (
    MAX_DEPTH,
    CodecError,
    Lent,
    Reference,
    copy_plain,
    decode,
    encode,
    too_deep,
    type_name,
)

__all__ = ["Worker", "main"]

_MODULE_NAME: Final = "submission"


class BoundedText(io.TextIOBase):
    """A text stream that keeps the first `limit` characters written to it and drops the rest."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts: list[str] = []
        self._size = 0

    def writable(self) -> bool:
        """Return True, as `print` expects."""
        return True

    def write(self, text: str) -> int:
        """Keep the part of `text` that fits; its class may override methods, so none is called."""
        kept = str.__getitem__(text, slice(self._limit - self._size))
        if kept:
            self._parts.append(kept)
            self._size += len(kept)
        return str.__len__(text)

    def text(self) -> str:
        """Return the text kept since the stream was cleared."""
        return "".join(self._parts)

    def clear(self) -> None:
        """Drop the text kept so far."""
        self._parts.clear()
        self._size = 0


class ClosedInput(io.TextIOBase):
    """Standard input of a submission, which nobody types into."""

    def readline(self, _size: int = -1, /) -> str:  # type: ignore[override]  # typeshed declares it for bytes too
        """Raise the error that `input()` ends with."""
        raise EOFError("nobody can type an answer while a file is graded: take this input out")


class Worker:
    """Serves one grader over one channel.

    Args:
        channel: The only connection of this process.
        packages: Names of the packages that the submission may import.
        address_space: How much of its address space they take, in bytes.
    """

    def __init__(self, channel: Channel, packages: Sequence[str] = (), address_space: int = 0) -> None:
        self._channel = channel
        self._packages = packages
        self._address_space = address_space
        self._module = types.ModuleType(_MODULE_NAME)
        self._objects: dict[int, object] = {}
        self._originals: dict[str, object] = {}
        self._last_number = 0
        self._output = BoundedText(0)

    def serve(self) -> None:
        """Say that this process is confined, then answer requests until the grader closes the channel."""
        self._channel.send(GREETING)
        while True:
            request = self._next_request()
            if request is None:
                self._reset()
            else:
                self._serve(request)

    def _serve(self, request: list[Any]) -> None:
        """Answer one request."""
        kind, *operands = request
        handlers: dict[str, Callable[..., dict[str, Any]]] = {
            "load": self._load,
            "run": self._run,
        }
        try:
            frame = self._encode_frame(handlers[kind](*operands))
        except ChannelClosed:
            raise
        # SystemExit, KeyboardInterrupt and every other exception of student code is data for the reply.
        except BaseException as error:  # noqa: BLE001
            frame = encode({"error": describe_error(error, SOURCE_NAME), "output": self._output.text()})
        self._output.clear()
        self._channel.send(frame)

    def _encode_frame(self, message: dict[str, Any]) -> bytes:
        """Encode a value that the student's code returned, or passes to a lent callable."""
        try:
            frame = encode({**message, "output": self._output.text()}, self._refer)
        except CodecError as error:
            raise ResultError(f"the value cannot be handed over: {error}") from error
        if len(frame) > MAX_FRAME_BYTES:
            raise ResultError(f"the value cannot be handed over: it takes {len(frame)} bytes")
        if too_deep(message):
            raise ResultError(f"the value cannot be handed over: it is nested more than {MAX_DEPTH} deep")
        return frame

    def _next_request(self) -> list[Any] | None:
        """Wait for a request; None if what comes is no request but to forget the check that ended."""
        frame = self._next_frame()
        return None if frame == RESET else decode(frame)

    def _next_frame(self) -> bytes:
        frame = None
        while frame is None:
            frame = self._channel.receive()
        return frame

    def _load(
        self,
        source: str,
        limits: dict[str, Any],
        file: str,
        cells: list[tuple[int, int]],
        given: dict[str, bytes],
    ) -> dict[str, Any]:
        """Run the submission; give its names, and the error that ended each cell before its end."""
        bounds = Limits(**limits)
        apply_limits(bounds, self._address_space)
        self._output = BoundedText(bounds.output_bytes)
        sys.stdin = ClosedInput()
        sys.stdout = sys.stderr = self._output
        lines = source.splitlines(keepends=True)
        linecache.cache[SOURCE_NAME] = (len(source), None, lines, SOURCE_NAME)
        sys.modules[_MODULE_NAME] = self._module
        self._module.__file__ = file  # a name alone, with nothing behind it
        GivenFiles(given).install()
        absent = AbsentModules(SOURCE_NAME, self._packages)
        errors = load_submission(source, cells, self._module, SOURCE_NAME, bounds, absent)
        named = [(name, value) for name, value in vars(self._module).items() if type(name) is str]
        public = {name: value for name, value in named if not name.startswith("_")}
        return {
            "names": {name: callable(value) for name, value in public.items()},
            "failures": [describe_error(error, SOURCE_NAME) for error in errors[:MAX_FAILURES]],
        }

    def _run(
        self, operations: list[bytes], assumed: Sequence[tuple[str, int, int, bool]] = ()
    ) -> dict[str, Any]:
        """Run pipelined operations; each is decoded when its turn comes and what it refers to exists.

        Args:
            operations: The operations; taken out of the list one by one, so that none takes memory longer.
            assumed: What is assumed from now on, each as for `_assume`.
        """
        for name, ask, note, untried in assumed:
            self._assume(name, ask, note, untried=untried)
        result: object = None
        changed: list[str] = []
        operations.reverse()
        while operations:
            (number, verb, *operands), references = self._decode_operation(operations.pop())
            result, changed = self._operate(verb, operands, references)
            if number is not None:
                self._objects[number] = result
        return {"value": result, "changed": changed}

    def _operate(self, verb: str, operands: list[Any], references: int) -> tuple[object, list[str]]:
        """Carry out one operation.

        Args:
            verb: What to do.
            operands: With what, as it was decoded: references stand for objects that are here.
            references: How many of these there are.

        Returns:
            The result, and which arguments of a call it changed.
        """
        if verb == "call":
            return self._call(operands, references)
        own = copy_plain(operands, self._resolve)
        if verb == "name":
            (name,) = own
            return self._originals.get(name, get_attribute(self._module, name)), []
        if verb == "get":
            return get_attribute(*own), []
        if verb == "set":
            setattr(*own)
            return None, []
        if verb == "plain":
            return plain_forms(*own), []
        return _OPERATORS[verb](*own), []

    def _call(self, operands: list[Any], references: int) -> tuple[object, list[str]]:
        """Call a function, and find out which arguments it changed."""
        _, *sent = operands
        function, args, kwargs = copy_plain(operands, self._resolve)
        if references > 1:  # besides the function, so that objects of the submission are among the arguments
            sent = copy_plain([args, kwargs])
        result = call_function(function, args, kwargs)
        return result, changed_paths(function, sent, [args, kwargs])

    def _assume(self, name: str, number: int, note: int, *, untried: bool) -> None:
        """Let the student's own calls of `name` use results that the grader knows where theirs are wrong.

        Args:
            name: The function.
            number: Number of the lent callable that gives a result.
            note: Number of the one to call when it is used.
            untried: Whether the student's function is not called first.
        """
        if name not in self._originals:
            original = getattr(self._module, name)
            self._originals[name] = original
            ask, told = self._inquiry(Lent(number)), Lent(note)

            def tell() -> object:
                return self._call_back(self._encode_call(told, (), {}))

            assumption = Assumption(original, ask, tell, untried=untried)
            setattr(self._module, name, assumption)

    def _inquiry(self, lent: Lent) -> Callable[[dict[str, Any]], Any]:
        """Return what asks the grader for a result; asked the same twice in a row, it asks once.

        A training step calls `forward`, and then `backward`, which calls `forward` with the same arguments.
        """
        last, value = b"", (False, None)

        def ask(bound: dict[str, Any]) -> Any:
            nonlocal last, value
            frame = self._encode_call(lent, (bound,), {})
            if frame != last:
                value = self._call_back(frame)["value"]
                is_known, _ = value
                last = frame if is_known else b""  # what is not known yet may be by the next time
            return copy_plain(value)

        return ask

    def _reset(self) -> None:
        """Forget the check that ended; what its objects print as they go belongs to no check."""
        try:
            self._forget()
            answer = RESET_DONE
        except ChannelClosed:
            raise
        # A submission may have replaced what is used here by anything.
        except BaseException:  # noqa: BLE001
            answer = b""
        self._output.clear()
        self._channel.send(answer)

    def _forget(self) -> None:
        for name, original in self._originals.items():
            setattr(self._module, name, original)
        self._originals.clear()
        self._objects.clear()
        self._last_number = 0  # what a check is told must not depend on the checks before it
        # Python prints a warning once for each line, and each check is to see it. A filter that is added,
        # even one that is there, makes it forget which it has printed.
        warnings.simplefilter("default", append=True)

    def _decode(self, data: bytes) -> Any:
        return decode(data, reference=self._resolve, lent=self._borrow, writable=True)

    def _decode_operation(self, data: bytes) -> tuple[list[Any], int]:
        """Decode an operation to what was sent, which is kept as it is; count the references in it."""
        references: list[Reference] = []

        def note(reference: Reference) -> Reference:
            references.append(reference)
            return reference

        return decode(data, reference=note, lent=self._borrow), len(references)

    def _resolve(self, reference: Reference) -> object:
        try:
            return self._objects[reference.number]
        except KeyError:  # no exception of the student's: the operation that should have made it failed
            raise CodecError("an object is asked for that was never made") from None

    def _refer(self, value: object) -> Reference:
        self._last_number -= 1  # the grader numbers upwards from 1, the worker downwards from -1
        self._objects[self._last_number] = value
        return Reference(self._last_number, type_name(value))

    def _borrow(self, lent: Lent) -> Callable[..., Any]:
        def call(*args: object, **kwargs: object) -> object:
            reply = self._call_back(self._encode_call(lent, args, kwargs))
            copy_contents([*args], [*reply["args"]])
            copy_contents(kwargs, reply["kwargs"])
            return reply["value"]

        return call

    def _encode_call(self, lent: Lent, args: tuple[object, ...], kwargs: dict[str, object]) -> bytes:
        return self._encode_frame({"call": lent.number, "args": args, "kwargs": kwargs})

    def _call_back(self, frame: bytes) -> dict[str, Any]:
        self._output.clear()
        self._channel.send(frame)
        reply: Any = self._decode(self._next_frame())
        while type(reply) is list:  # the lent callable uses the submission itself
            self._serve(reply)
            reply = self._decode(self._next_frame())
        if "error" in reply:
            raise StudentError(reply["error"])
        return dict(reply)


def _operators() -> dict[str, Callable[..., object]]:
    import operator  # noqa: PLC0415  # kept out of the module's names

    names = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul")
    binary = {name: getattr(operator, name) for name in (*names, *(f"i{name}" for name in names))}
    return {**binary, "neg": operator.neg, "pos": operator.pos, "abs": operator.abs}


_OPERATORS: Final = _operators()


def main(sock: socket.socket, packages: Sequence[str] = ()) -> None:
    """Serve on `sock` until the grader closes it, then exit without running the student's exit handlers.

    Args:
        sock: The only connection of this process.
        packages: Names of the packages that the submission may import.
    """
    silence = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(silence, descriptor)
    try:
        Worker(Channel(sock, MAX_FRAME_BYTES), packages).serve()
    except (ChannelClosed, CodecError, FrameError):
        os._exit(0)
