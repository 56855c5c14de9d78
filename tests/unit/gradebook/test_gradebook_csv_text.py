"""Tables are read as the standard library reads them, and written with every byte where it was."""

import csv
import io
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.gradebook.csv_text import parse_csv
from grader.gradebook.decimals import format_decimal, parse_decimal, uses_decimal_comma
from grader.gradebook.exports import safe_cell
from grader.gradebook.figures import format_points

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
CELLS = st.text(st.sampled_from('a";,\r\n\t 李'), max_size=6) | ANY_TEXT
ROWS = st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5)


@given(
    st.text(st.sampled_from('a,;"\r\n\t é李'), max_size=40), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
)
def test_any_text_comes_back_byte_by_byte(text: str, encoding: str) -> None:
    content = text.encode(encoding)
    assert parse_csv(content, "t.csv").to_bytes() == content


@given(st.binary(max_size=60))
def test_any_bytes_come_back_or_are_refused(content: bytes) -> None:
    try:
        table = parse_csv(content, "t.csv")
    except UsageError:
        return
    assert table.to_bytes() == content


@given(
    ROWS,
    st.sampled_from(",;\t"),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_values_are_those_of_the_standard_library(
    rows: list[list[str]], delimiter: str, quoting: int, end: str
) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)  # type: ignore[arg-type]
    table = parse_csv(file.getvalue().encode(), "t.csv", delimiter=delimiter)
    # Its writer leaves a bare carriage return without quotes, which its reader then takes for a line end.
    read = csv.reader(io.StringIO(file.getvalue(), newline=""), delimiter=delimiter)
    assert [list(row.values) for row in table.rows] == [row or [""] for row in read]


@given(ROWS, st.data())
def test_one_cell_is_changed_and_nothing_else(rows: list[list[str]], data: st.DataObject) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    table = parse_csv(file.getvalue().encode(), "t.csv", delimiter=",")
    row = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[row]) - 1))
    value = data.draw(CELLS)
    rows[row][column] = value
    changed = parse_csv(table.replaced({(row, column): value}).to_bytes(), "t.csv", delimiter=",")
    assert [list(one.values) for one in changed.rows] == rows


def test_lines_are_counted_within_quotes() -> None:
    table = parse_csv(b'a,"b\r\nc"\r\nd,e\n\nf,g', "t.csv")
    assert [(row.line, row.end) for row in table.rows] == [(1, "\r\n"), (3, "\n"), (4, "\n"), (5, "")]


def test_file_that_is_no_table_is_refused() -> None:
    with pytest.raises(UsageError, match="zero bytes"):
        parse_csv(b"PK\x03\x04\0\0", "grades.xlsx")
    with pytest.raises(UsageError, match="says that it is UTF-8"):
        parse_csv(b"\xef\xbb\xbf\xff", "t.csv")


@given(st.fractions(0, 10_000), st.booleans())
def test_points_are_written_to_the_hundredth_and_read_back(
    points: Fraction,
    comma: bool,  # noqa: FBT001  # hypothesis fills in by place
) -> None:
    written = format_decimal(points, comma=comma)
    assert abs(parse_decimal(written) - points) <= Fraction(1, 200)
    assert ("." in written) <= (not comma)
    assert parse_decimal(format_points(points)) == parse_decimal(written)


@pytest.mark.parametrize("text", ["1,000.5", "1.000,5", "-1", "+1", "1e3", "٣", "", "1/0", "nan", " 1 2"])
def test_what_is_no_plain_number_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the text itself is all it says
        parse_decimal(text)


def test_decimal_comma_is_known_by_the_numbers() -> None:
    assert uses_decimal_comma(["", "Ada", "85,50", "100,00"])
    assert not uses_decimal_comma(["85.50", "85,50"])
    assert not uses_decimal_comma(["85", "Lovelace, Ada"])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "  =1", "\uff1d1"])
def test_no_cell_of_ours_is_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert safe_cell("Ada = Lovelace") == "Ada = Lovelace"
