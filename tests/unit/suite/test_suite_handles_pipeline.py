"""Operations that are sent together, and errors among them."""

from typing import Any

import pytest

from grader.sandbox.faults import Crashed, NotStarted, Raised
from grader.sandbox.forked_worker import ForkServer
from grader.wire.channel import Channel
from tests.support.conversations import Converse


@pytest.mark.parametrize(
    "code, kind",
    [
        ("raise ValueError('late')", Raised),
        ("raise NotImplementedError", NotStarted),
        ("import os; os._exit(1)", Crashed),
    ],
)
def test_an_error_in_a_pipelined_operation_surfaces_where_a_value_is_due(
    code: str, kind: type[Exception], converse: Converse
) -> None:
    source = f"""
        class Value:
            data = 1.0
            def __add__(self, other):
                {code}
            def __mul__(self, other):
                return self
        """
    submission, _ = converse(source)
    value = submission.Value()
    total = value
    for _ in range(3):
        total = total * 2
    total = (total + 1) * 2

    with pytest.raises(kind) as caught:
        _ = total.data
    if kind is not Crashed:
        frames: Any = caught.value.frames  # type: ignore[attr-defined]  # a fault of the student's has them
        assert [function for _, function in frames] == ["Value.__add__"]
        assert value.data == 1.0  # what did not fail is still there


class _Counted(Channel):
    """A channel that counts what is sent."""

    def __init__(self, inner: Channel) -> None:
        self._inner = inner
        self.sent = 0

    def send(self, *frames: bytes, timeout: float | None = None) -> None:
        self.sent += 1
        self._inner.send(*frames, timeout=timeout)

    def receive(self, timeout: float | None = None) -> bytes | None:
        return self._inner.receive(timeout)

    def close(self) -> None:
        self._inner.close()


@pytest.mark.parametrize("additions, frames", [(1, 1), (3000, 1), (10_000, 3)])
def test_thousands_of_additions_travel_in_a_few_frames(
    additions: int, frames: int, converse: Converse, l1_server: ForkServer
) -> None:
    channels = []

    def start() -> Any:
        worker = l1_server.start()
        worker.channel = _Counted(worker.channel)
        channels.append(worker.channel)
        return worker

    code = """
        class Value:
            def __init__(self, data): self.data = data
            def __add__(self, other): return Value(self.data + getattr(other, "data", other))
        """
    submission, _ = converse(code, start)
    total = submission.Value(0)
    before = channels[0].sent
    for _ in range(additions):
        total = total + 1

    assert total.data == additions
    assert channels[0].sent - before == frames
