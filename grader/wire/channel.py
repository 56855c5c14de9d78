"""Frames over a socket: four bytes of length, then that many bytes, never more than the cap."""

import io
import socket
import struct
import time
from typing import Final

__all__ = ["GREETING", "MAX_FRAME_BYTES", "RESET", "RESET_DONE", "Channel", "ChannelClosed", "FrameError"]

MAX_FRAME_BYTES: Final = 1 << 24
"""Greatest length of a message in either direction, in bytes."""

GREETING: Final = b"confined"
"""The first frame of a worker: it is confined, and has not heard of a submission yet."""

RESET: Final = b"reset"
"""The frame that tells a worker to forget the check that ended."""

RESET_DONE: Final = b"forgotten"
"""The frame that follows once it has; after any other it has not."""

_HEADER: Final = struct.Struct(">I")
_CHUNK: Final = 1 << 16


class ChannelClosed(Exception):
    """The other side is gone."""


class FrameError(Exception):
    """A frame is longer than the cap, in either direction."""


class Channel:
    """One side of a conversation in frames.

    Args:
        sock: A connected stream socket; the channel owns it.
        max_frame: Greatest length of a frame, in bytes, without its header.
    """

    def __init__(self, sock: socket.socket, max_frame: int) -> None:
        self._socket = sock
        self._max_frame = max_frame
        self._buffer = bytearray()
        self._long: _LongFrame | None = None

    def send(self, *frames: bytes, timeout: float | None = None) -> None:
        """Send frames, so that the other side wakes up once for all of them.

        Args:
            *frames: The bytes of each.
            timeout: Seconds within which the other side must accept them; None waits for ever.

        Raises:
            FrameError: A frame is longer than the cap; nothing was sent.
            ChannelClosed: The other side is gone.
            TimeoutError: It did not read in time.
        """
        for frame in frames:
            if len(frame) > self._max_frame:
                raise FrameError(f"{len(frame)} bytes are more than the {self._max_frame} that may be sent")
        self._socket.settimeout(timeout)
        try:
            parts = [part for frame in frames for part in (_HEADER.pack(len(frame)), frame)]
            self._socket.sendall(b"".join(parts))
        except ConnectionError as error:
            raise ChannelClosed from error

    def receive(self, timeout: float | None = None) -> bytes | None:
        """Receive one frame.

        Args:
            timeout: Seconds to wait; None waits for ever. A part of a frame is kept for the next call.

        Returns:
            The frame, or None if it was not complete in time.

        Raises:
            FrameError: The announced length is above the cap; nothing was allocated for it.
            ChannelClosed: The other side is gone.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while (frame := self._complete()) is None:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                return None
            self._fill(left)
        return frame

    def buffered(self) -> bytes | None:
        """Return a frame that has come whole already; None if there is none."""
        return self._complete()

    def close(self) -> None:
        """Close the socket; the other side sees the end."""
        self._socket.close()

    def _complete(self) -> bytes | None:
        if self._long is not None:
            if self._long.missing:
                return None
            whole, self._long = self._long.whole(), None
            return whole
        if len(self._buffer) < _HEADER.size:
            return None
        (size,) = _HEADER.unpack_from(self._buffer)
        if size > self._max_frame:
            raise FrameError(f"a frame of {size} bytes was announced, {self._max_frame} are permitted")
        end = _HEADER.size + size
        if len(self._buffer) < end:
            if size > _CHUNK:
                self._long = _LongFrame(size, bytes(self._buffer[_HEADER.size :]))
                self._buffer.clear()
            return None
        frame = bytes(self._buffer[_HEADER.size : end])
        del self._buffer[:end]
        return frame

    def _fill(self, timeout: float | None) -> None:
        self._socket.settimeout(timeout)
        try:
            if self._long is not None:
                came = self._long.receive_from(self._socket)
            else:
                chunk = self._socket.recv(_CHUNK)
                self._buffer += chunk
                came = len(chunk)
        except TimeoutError:
            return
        except ConnectionError as error:
            raise ChannelClosed from error
        if not came:
            raise ChannelClosed


class _LongFrame:
    """A frame longer than what comes at once, received where it stays: its bytes are not copied again.

    Args:
        size: Its length.
        beginning: What has come of it.
    """

    def __init__(self, size: int, beginning: bytes) -> None:
        self._file = io.BytesIO(bytes(size))
        self._file.write(beginning)
        self._size = size

    @property
    def received(self) -> int:
        """How many of its bytes have come."""
        return self._file.tell()

    @property
    def missing(self) -> int:
        """How many have not."""
        return self._size - self.received

    def receive_from(self, sock: socket.socket) -> int:
        """Receive some of it; return how many bytes came, 0 at the end of the stream."""
        with self._file.getbuffer() as view:
            came = sock.recv_into(view[self.received :])
        self._file.seek(came, io.SEEK_CUR)
        return came

    def whole(self) -> bytes:
        """Return the frame, once none of it is missing."""
        return self._file.getvalue()
