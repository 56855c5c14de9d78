"""What crosses the boundary between grader and worker: plain values in frames, never pickle."""

from grader.wire.channel import Channel, ChannelClosed, FrameError
from grader.wire.codec import CodecError, Lent, Reference, decode, encode

__all__ = [
    "Channel",
    "ChannelClosed",
    "CodecError",
    "FrameError",
    "Lent",
    "Reference",
    "decode",
    "encode",
]
