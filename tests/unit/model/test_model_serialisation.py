"""Records survive their way through JSON, whatever a student wrote into them."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from grader.model.check import Argument, Call, Check, Location, Outcome
from grader.model.serialisation import from_json, to_builtins, to_json

TEXTS = st.text(st.characters(codec=None))  # halves of surrogate pairs among them


@given(TEXTS, TEXTS, TEXTS)
def test_check_comes_back_as_it_was(message: str, output: str, name: str) -> None:
    check = Check(
        id="visible/test_f.py::test_f",
        title="f",
        part="one",
        hidden=False,
        outcome=Outcome.RAISED,
        message=message,
        output=output,
        calls=(Call(function="f", arguments=(Argument(name=name, kind="array", shape=(2, 3)),)),),
        trace=(Location(file=name, line=1),),
        seeds=((name, 3),),
    )
    assert from_json(to_json(check), Check) == check
    assert to_builtins(check)["seeds"] == [[name, 3]]


FIRST_RECORDS_IN_THREADS = """
import sys, threading
from dataclasses import make_dataclass
from grader.model.serialisation import from_builtins, from_json, to_json

def read(start, kind, text):
    start.wait()
    assert from_json(text, kind).second.a19 == 19
    assert from_builtins({"first": VALUES, "second": VALUES}, kind).first.a0 == 0

VALUES = {f"a{i}": i for i in range(20)}
sys.setswitchinterval(1e-6)
for number in range(200):
    inner = make_dataclass(f"Inner{number}", [(name, int) for name in VALUES])
    outer = make_dataclass(f"Outer{number}", [("first", inner), ("second", inner)])
    text = to_json({"first": VALUES, "second": VALUES})
    start = threading.Barrier(4)
    threads = [threading.Thread(target=read, args=(start, outer, text)) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
"""


def test_threads_may_read_the_first_records_of_a_kind_at_once() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_RECORDS_IN_THREADS], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
