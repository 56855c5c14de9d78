import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model.formatting import abridged, counted, printable

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(ANY_TEXT)
def test_printable_text_has_no_control_characters(text: str) -> None:
    shown = printable(text)
    assert {unicodedata.category(character)[0] for character in shown} <= set("LMNPSZ")
    assert not {"Zl", "Zp"} & {unicodedata.category(character) for character in shown}
    assert shown.encode("utf-8").decode("utf-8") == shown


@given(ANY_TEXT)
def test_printable_text_is_ascii_where_it_must_be(text: str) -> None:
    shown = printable(text, ascii_only=True)
    assert shown.isascii()
    assert shown.isprintable()


@pytest.mark.parametrize(
    "text,shown",
    [
        ("plain [bold]text[/]", "plain [bold]text[/]"),
        ("第三章 作业　完", "第三章 作业　完"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("a\nb\tc\r", r"a\nb\tc\r"),
        ("\u202eabc", r"\u202eabc"),
        ("\x9b2J", r"\x9b2J"),
        ("\udc80", r"\udc80"),
        ("\u2028", r"\u2028"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_terminal_escapes_are_escaped(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_ascii_terminals_get_escapes_for_other_letters() -> None:
    assert printable("é作", ascii_only=True) == r"\xe9\u4f5c"


def test_long_text_keeps_its_ends_and_notes_the_cut() -> None:
    assert abridged("a" * 50 + "b" * 50, 11) == "aaaaaa [89 characters left out] bbbbb"
    assert abridged("short", 5) == "short"
    assert abridged("a" * 100, 1) == "a [99 characters left out] "


def test_text_that_a_note_would_lengthen_is_left_whole() -> None:
    assert abridged("a" * 37, 11) == "a" * 37
    assert len(abridged("a" * 38, 11)) < 38


def test_one_thing_is_counted_without_an_s() -> None:
    assert [counted(number, "file") for number in (0, 1, 2)] == ["0 files", "1 file", "2 files"]
