"""Workers whose submission speaks for itself: what is no reply is told as that."""

import pytest

from grader.model.limits import Limits
from grader.sandbox.faults import Crashed, Raised, StudentFault, WallClock
from grader.wire.channel import MAX_FRAME_BYTES
from tests.support.sandbox_talk import Brisk, Start, fault_of, talk

# A submission that finds the socket it is served through and speaks for itself.
LIAR = """
import gc, os, socket, struct
def is_open(sock):
    try:
        return os.fstat(sock.fileno()) is not None
    except OSError:
        return False
sock = next(thing for thing in gc.get_objects() if type(thing) is socket.socket and is_open(thing))
def say(frame, length=None):
    sock.settimeout(None)
    sock.sendall(struct.pack(">I", len(frame) if length is None else length) + frame)
"""


def lie(start: Start, body: str, limits: Limits | None = None) -> StudentFault:
    code = f"{LIAR}\nfrom grader.wire.codec import encode, Reference, Lent\ndef f():\n    {body}\n"
    with talk(code + "def g():\n    return 1\n", start, limits) as call:
        with pytest.raises(StudentFault) as caught:
            call("f")
        assert call("g") == 1
    return caught.value


@pytest.mark.parametrize(
    "body",
    [
        "say(b'garbage')",
        "say(b'')",
        "say(b'', 0xffffffff)",
        f"say(b'', {MAX_FRAME_BYTES + 1})",
        "say(b'\\x90' * (1 << 21))",
        "say(encode([1, 2]))",
        "say(encode(None))",
        "say(encode({}))",
        "say(encode({'value': 1}))",
        "say(encode({'value': 1, 'changed': 5}))",
        "say(encode({'value': 1, 'changed': [5]}))",
        "say(encode({'changed': []}))",
        "say(encode({'error': 'text'}))",
        "say(encode({'error': None}))",
        "say(encode({'error': {}}))",
        "say(encode({'error': {'type': 'E', 'message': 'm', 'frames': 5}}))",
        "say(encode({'error': {'type': 'E', 'message': 'm', 'frames': [5]}}))",
        "say(encode({'error': {'type': 'E', 'message': 'm', 'frames': [(1, 5)]}}))",
        "say(encode({'error': {'type': 'E', 'message': 'm', 'frames': [(10 ** 5000, 'f')]}}))",
        "say(encode({'error': {'type': 'E', 'message': 'm', 'frames': [(-1, 'f')]}}))",
        "say(encode({'error': {'type': 5, 'message': 'm', 'frames': []}}))",
        "say(encode({'error': {'type': 'E', 'message': b'm', 'frames': []}}))",
        "say(encode({'call': 0, 'args': (), 'kwargs': {}}))",
        "say(encode({'call': -1, 'args': (), 'kwargs': {}}))",
        "say(encode({'call': 'x', 'args': (), 'kwargs': {}}))",
        "say(encode({'call': Reference(1, 'a')}))",
    ],
)
def test_invalid_reply_replaces_the_worker(body: str, start: Start) -> None:
    fault = lie(start, body)

    assert type(fault) is Crashed
    assert "sent something that is no reply" in fault.message
    assert len(fault.message) < 400


def test_forged_error_is_cut_short(start: Start) -> None:
    error = "{'type': 'E' * 9**5, 'message': 'm' * 9**5, 'frames': [(1, 'f' * 9**4)] * 99}"
    fault = fault_of(
        f"{LIAR}\nfrom grader.wire.codec import encode\ndef f():\n    say(encode({{'error': {error}}}))",
        start,
    )

    assert isinstance(fault, Raised)
    assert len(fault.exception) == 200
    assert len(fault.message) == 2000
    assert fault.frames == [(1, "f" * 200)] * 12


def test_unfinished_frame_runs_into_the_clock(start: Start) -> None:
    code = f"{LIAR}\ndef f():\n    say(b'', 1000)\n    import time; time.sleep(600)"
    with talk(code, start, Brisk()) as call, pytest.raises(WallClock):
        call("f")


def test_forged_names_are_an_invalid_reply(start: Start) -> None:
    for names in ("[]", "{'f': None}", "{5: True}"):
        code = f"{LIAR}\nfrom grader.wire.codec import encode\nsay(encode({{'names': {names}}}))\nos._exit(0)"
        with talk(code, start) as call, pytest.raises(Crashed, match="names of other kinds"):
            call.sandbox.names()


def test_forged_output_is_cut_short(start: Start) -> None:
    code = f"""{LIAR}
from grader.wire.codec import encode
def f(output):
    say(encode({{"value": 1, "changed": [], "output": output}}))
    while True: pass
"""
    for output in ("x" * 10**6, 5, None, ["x"]):
        with talk(code, start, Limits(output_kb=1)) as call:
            assert call("f", output) == 1
            assert call.sandbox.output == ("x" * 1000 if isinstance(output, str) else "")
