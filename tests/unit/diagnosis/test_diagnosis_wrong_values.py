"""Recorded wrong values come back as they were, and altered ones not at all."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.diagnosis.misconception_match import KnownMistake, name_mistakes
from grader.diagnosis.recorded_failures import FILE, pack_known, read_key, read_known, unpack_known
from grader.errors import CourseFault
from tests.support.failures import failure, known, raising

RIGHT = {"g": np.array([1.0, 2.0])}
MISTAKES = [
    known("wrong", failure("a", {"g": np.array([1.0, 2.5])}, RIGHT), failure("b", {"g": 3.0}, RIGHT)),
    known("broken", raising("a", "TypeError: no"), failure("c", {"g": np.array([np.nan, 1.0])}, RIGHT)),
]


def packed(mistakes: list[KnownMistake] = MISTAKES) -> bytes:
    return pack_known(mistakes, ["a", "b", "c"], "key")


def test_mistakes_are_read_back_whole() -> None:
    key, read = unpack_known(packed())
    assert key == "key"
    for before, after in zip(MISTAKES, read, strict=True):
        assert (after.name, after.part, after.text, after.see) == (
            before.name,
            before.part,
            before.text,
            before.see,
        )
        assert after.tried == {"a", "b", "c"}
        named = name_mistakes(before.signatures, [], [after])
        assert {why.name for why in named.values()} == {before.name}
        assert all(why.certain for why in named.values())


def test_same_mistakes_give_the_same_bytes() -> None:
    assert packed() == packed()


@given(st.data())
def test_altered_byte_is_noticed(data: st.DataObject) -> None:
    content = bytearray(packed())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CourseFault, match="damaged"):
        unpack_known(bytes(content))


def test_folder_without_the_file_has_no_known_mistakes(tmp_path: Path) -> None:
    assert read_known(tmp_path) == []
    assert read_key(tmp_path) == ""


def test_folder_with_the_file_has_known_mistakes(tmp_path: Path) -> None:
    (tmp_path / "recordings").mkdir()
    (tmp_path / "recordings" / FILE).write_bytes(packed())
    assert [one.name for one in read_known(tmp_path)] == ["wrong", "broken"]
    assert read_key(tmp_path) == "key"


def test_mistakes_of_other_parts_are_not_read() -> None:
    other = [replace(one, part="other") for one in MISTAKES[1:]]
    _, read = unpack_known(packed([*MISTAKES[:1], *other]), ["other"])
    assert [one.name for one in read] == ["broken"]
