import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.wire.channel import Channel, ChannelClosed, FrameError

CAP = 1000


class Pair:
    """A channel and the plain socket at its other end."""

    def __init__(self, cap: int = CAP) -> None:
        ours, self.peer = socket.socketpair()
        self.channel = Channel(ours, cap)

    def close(self) -> None:
        """Close both ends."""
        self.channel.close()
        self.peer.close()


@pytest.fixture
def pair() -> Iterator[Pair]:
    both = Pair()
    yield both
    both.close()


def framed(content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + content


def received_in_pieces(both: Pair, frames: list[bytes], sizes: list[int]) -> list[bytes]:
    """Send frames in pieces of some sizes, and receive them as they come; then close both ends."""
    stream = b"".join(map(framed, frames))

    def send() -> None:
        rest = stream
        for size in sizes:
            both.peer.sendall(rest[:size])
            rest = rest[size:]

    sender = threading.Thread(target=send, daemon=True)  # it waits where nobody reads
    sender.start()
    received: list[bytes] = []
    began = time.monotonic()
    while len(received) < len(frames) and time.monotonic() - began < 30:
        if (frame := both.channel.receive(timeout=0.0001)) is not None:
            received.append(frame)
    sender.join(5)
    both.close()
    return received


@given(st.lists(st.binary(max_size=50), max_size=6), st.lists(st.integers(1, 30), max_size=40))
def test_frames_survive_any_split_of_the_bytes(frames: list[bytes], sizes: list[int]) -> None:
    rest = sum(len(framed(frame)) for frame in frames)
    assert received_in_pieces(Pair(), frames, [*sizes, rest]) == frames


@given(st.lists(st.integers(60_000, 140_000), min_size=1, max_size=4), st.lists(st.integers(1, 90_000)))
def test_long_frames_survive_any_split_of_the_bytes(lengths: list[int], sizes: list[int]) -> None:
    frames = [bytes([number]) * length for number, length in enumerate(lengths)]
    rest = [90_000] * len(frames) * 2
    assert received_in_pieces(Pair(cap=1 << 20), frames, [*sizes, *rest]) == frames


def test_peer_closing_within_a_long_frame_raises() -> None:
    both = Pair(cap=1 << 20)
    both.peer.sendall(framed(bytes(1 << 18))[: 1 << 17])
    both.peer.close()

    with pytest.raises(ChannelClosed):
        both.channel.receive(timeout=5)
    both.close()


def test_sent_frames_are_received(pair: Pair) -> None:
    other = Channel(pair.peer, CAP)

    for frame in (b"", b"a", bytes(CAP)):
        other.send(frame)
        assert pair.channel.receive(timeout=5) == frame


def test_announced_length_above_the_cap_allocates_nothing(pair: Pair) -> None:
    pair.peer.sendall((CAP + 1).to_bytes(4, "big"))
    with pytest.raises(FrameError, match=r"1001 bytes was announced, 1000 are permitted"):
        pair.channel.receive(timeout=5)

    huge = Pair()
    huge.peer.sendall(b"\xff\xff\xff\xff" + bytes(1000))
    tracemalloc.start()
    with pytest.raises(FrameError):
        huge.channel.receive(timeout=5)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    huge.close()
    assert peak < 1_000_000


def test_frame_above_the_cap_is_not_sent(pair: Pair) -> None:
    with pytest.raises(FrameError, match="1001 bytes are more than the 1000"):
        pair.channel.send(bytes(CAP + 1))
    pair.channel.send(b"next")

    assert pair.peer.recv(100) == framed(b"next")


def test_closed_peer_raises_on_receive_and_send(pair: Pair) -> None:
    pair.peer.sendall(framed(b"last"))
    pair.peer.close()

    assert pair.channel.receive(timeout=5) == b"last"
    with pytest.raises(ChannelClosed):
        pair.channel.receive(timeout=5)
    with pytest.raises(ChannelClosed):
        pair.channel.send(b"anybody?")


def test_peer_closing_within_a_frame_raises(pair: Pair) -> None:
    pair.peer.sendall(framed(b"half of it")[:7])
    pair.peer.close()

    with pytest.raises(ChannelClosed):
        pair.channel.receive(timeout=5)


def test_slow_sender_neither_blocks_nor_loses_bytes(pair: Pair) -> None:
    message = framed(b"drop by drop")
    stop = threading.Event()

    def drip() -> None:
        for byte in message:
            pair.peer.sendall(bytes([byte]))
            stop.wait(0.02)

    thread = threading.Thread(target=drip)
    thread.start()
    began, waits, frame = time.monotonic(), 0, None
    while frame is None and time.monotonic() - began < 30:
        frame = pair.channel.receive(timeout=0.05)
        waits += frame is None
    stop.set()
    thread.join()

    assert frame == b"drop by drop"
    assert waits >= 2


def test_receive_returns_none_after_the_timeout(pair: Pair) -> None:
    assert pair.channel.receive(timeout=0.01) is None


def test_send_times_out_if_the_peer_does_not_read() -> None:
    both = Pair(cap=1 << 26)

    with pytest.raises(TimeoutError):
        both.channel.send(bytes(1 << 25), timeout=0.05)
    both.close()


def test_frames_sent_together_arrive_as_two_or_not_at_all(pair: Pair) -> None:
    with pytest.raises(FrameError):
        pair.channel.send(b"first", bytes(CAP + 1))
    pair.channel.send(b"one", b"another")

    assert pair.peer.recv(100) == framed(b"one") + framed(b"another")
