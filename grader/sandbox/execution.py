"""Load a submission in the worker: run its cells one by one, and keep what is defined when one fails."""

import ast
import builtins
import inspect
import math
import signal
import sys
import time
import types
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

from grader.model.limits import Limits
from grader.sandbox.absent_modules import AbsentModules
from grader.sandbox.notebook_shell import NotebookShell

__all__ = ["MAX_FAILURES", "LoadTimeout", "load_submission"]

MAX_FAILURES: Final = 20
"""How many cells that failed are reported."""

_REPLY_SECONDS: Final = 0.25
# How much of the time that is left each cell gets after one that took too long.
_LATER_SHARE: Final = 0.25
_TOO_LONG: Final = "it takes too long, as an endless loop does: loading may take {seconds:g} s of CPU time"

Cells = Sequence[tuple[int, int]]


class LoadTimeout(BaseException):
    """The submission takes too long at top level; no `except Exception` of its own catches this."""


def load_submission(
    source: str,
    cells: Cells,
    module: types.ModuleType,
    source_name: str,
    limits: Limits,
    absent: AbsentModules,
) -> list[BaseException]:
    """Run a submission at top level.

    Args:
        source: Its text.
        cells: First and last line of each cell, in the order in which they run; empty for a file, which runs
            as a whole.
        module: The module whose names it defines.
        source_name: File name that it is compiled under.
        limits: What it may use.
        absent: Stands in for what it imports and is not there.

    Returns:
        The exception that ended each cell, or the file, before its end.
    """
    absent.install(source)
    clock = _LoadClock(limits)
    try:
        if cells:
            return list(_run_cells(source, cells, module, source_name, clock))
        return list(_run_file(source, module, source_name, clock))
    finally:
        absent.loading = False


def _run_file(
    source: str, module: types.ModuleType, source_name: str, clock: "_LoadClock"
) -> Iterator[BaseException]:
    code = compile(source, source_name, "exec", dont_inherit=True)
    try:
        with clock.running():
            exec(code, module.__dict__)  # noqa: S102  # running the submission is the purpose of a worker
    except BaseException as error:  # noqa: BLE001  # also SystemExit: it is data for the report
        yield error


def _run_cells(
    source: str, cells: Cells, module: types.ModuleType, source_name: str, clock: "_LoadClock"
) -> Iterator[BaseException]:
    names = dict(vars(builtins))
    module.__dict__["__builtins__"] = names
    # In a kernel, and in a script run cell by cell, the cells are the main program.
    module.__name__ = "__main__"
    sys.modules["__main__"] = module
    shell = NotebookShell(module.__dict__, source_name, names)
    runner = _CellRunner(module.__dict__, source_name)
    lines = source.split("\n")
    for first, last in cells:
        text = "\n".join(lines[first - 1 : last])
        shell.begin_cell(text)
        try:
            with clock.running():
                result = runner.run(text, first)
                # A semicolon at the end keeps a kernel from showing the value, and from remembering it.
                shell.note_result(None if text.rstrip().endswith(";") else result)
        except BaseException as error:  # noqa: BLE001  # as above
            yield error


class _CellRunner:
    """Runs cells one after the other: later ones keep the `__future__` imports of earlier ones.

    Args:
        namespace: The names of the cells.
        source_name: File name that they are compiled under.
    """

    def __init__(self, namespace: dict[str, Any], source_name: str) -> None:
        self._namespace = namespace
        self._source_name = source_name
        self._future = 0
        self._loop: Any = None

    def run(self, text: str, first: int) -> object:
        """Run a cell whose first line is line `first` of the source; return its last expression's value."""
        tree = ast.increment_lineno(ast.parse(text), first - 1)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        self._evaluate(tree, "exec")
        return self._evaluate(ast.Expression(last.value), "eval") if isinstance(last, ast.Expr) else None

    def _evaluate(self, tree: ast.Module | ast.Expression, mode: str) -> object:
        flags = self._future | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        code = compile(tree, self._source_name, mode, flags, dont_inherit=True)
        self._future |= code.co_flags & _future_flags()
        result = eval(code, self._namespace)  # noqa: S307  # running the submission is the purpose of a worker
        return self._awaited(result) if code.co_flags & inspect.CO_COROUTINE else result

    def _awaited(self, coroutine: Coroutine[Any, Any, object]) -> object:
        """Run the coroutine that a cell with `await` becomes, in a loop that all cells share."""
        if self._loop is None:
            self._loop = _new_loop()
        return self._loop.run_until_complete(coroutine)


def _new_loop() -> Any:
    """Make an event loop that waits for nothing but time: a confined process has no sockets to wait on."""
    import asyncio  # noqa: PLC0415  # few submissions wait

    class Clock:
        """Takes the place of the files that a loop watches."""

        def select(self, timeout: float | None) -> list[Any]:
            if timeout is None:
                raise RuntimeError("this `await` waits for something that never comes")
            time.sleep(timeout)
            return []

    class Loop(asyncio.BaseEventLoop):
        """An event loop without files."""

        _selector = Clock()

        def _process_events(self, _events: list[Any]) -> None:
            """Do nothing: there are no events."""

        def _write_to_self(self) -> None:
            """Do nothing: there is no other thread."""

    return Loop()


def _future_flags() -> int:
    import __future__  # noqa: PLC0415  # kept out of the module's names

    flags = 0
    for name in __future__.all_feature_names:
        flags |= getattr(__future__, name).compiler_flag
    return flags


class _LoadClock:
    """Ends a cell in time, so that its line is known and the cells after it still run.

    A confined process has no timers, but the system signals it at whole seconds of CPU time. Once a cell took
    too long, the clock is read at every step of those after it. Where there is no such signal, or nothing
    heeds it, the grader ends the worker.

    Args:
        limits: What the submission may use.
    """

    def __init__(self, limits: Limits) -> None:
        began = time.process_time()
        self._message = _TOO_LONG.format(seconds=limits.cpu_seconds_per_call)
        self._until = began + limits.cpu_seconds_per_call
        self._end = began + limits.cpu_seconds_to_load - _REPLY_SECONDS
        self._overran = False

    @contextmanager
    def running(self) -> Iterator[None]:
        """Raise LoadTimeout in the code that runs inside when its time is over."""
        try:
            if self._overran:
                now = time.process_time()
                self._until = now + _LATER_SHARE * (self._end - now)
                sys.settrace(self._trace)
                yield
            else:
                with _signalled(math.ceil(self._until), self._stop):
                    yield
        except LoadTimeout:
            self._overran = True
            raise
        finally:
            sys.settrace(None)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        raise LoadTimeout(self._message)

    def _trace(self, frame: FrameType, _event: str, _argument: object) -> Any:
        frame.f_trace_opcodes = True  # `while True: pass` is one line that never begins again
        if time.process_time() > self._until:
            raise LoadTimeout(self._message)
        return self._trace


@contextmanager
def _signalled(second: int, handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Have the system call a handler when the process has used so many seconds of CPU time."""
    try:
        import resource  # noqa: PLC0415  # only POSIX has it
    except ModuleNotFoundError:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    before = signal.signal(signal.SIGXCPU, handler)
    resource.setrlimit(resource.RLIMIT_CPU, (second, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
        signal.signal(signal.SIGXCPU, before)
