"""Records survive their way through JSON, whatever a student wrote into them."""

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
