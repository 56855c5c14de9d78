"""`grade similar --with`: programs of this year beside those of an earlier class, as a platform gave them."""

import json
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import nbformat
import pytest

from benchmarks.similar.answers import answer
from grader import __version__
from grader.gradebook.records import AssignmentEdition, Result, ResultKey, Submitted
from grader.gradebook.store import Gradebook
from tests.support.class_downloads import write_folder, write_zip
from tests.support.class_site import student
from tests.support.command import Result as Done
from tests.support.command import grade_here
from tests.support.course_files import ROOT

NAME = "two-layer-mlp"
FILE = "two_layer_mlp.py"
EVIL = "<img src=x onerror=alert(1)>"
TAKEN = {"s1": 100, "s2": 101}
"""Whose programs of this year are those of which answers of last year."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook in which six handed in, two of them what somebody wrote last year."""
    place = tmp_path_factory.mktemp("similar") / "gradebook.sqlite"
    edition = AssignmentEdition(assignment=NAME, edition="e", title=NAME, possible=Fraction(100), by_hand=())
    with Gradebook(place) as book:
        book.add_edition(edition)
        for number in range(6):
            key = f"s{number}"
            book.add_students([student(key, f"Student {number}")])
            result = Result(
                key=ResultKey(
                    assignment=NAME, edition="e", source_sha256=key, grader_version=__version__, seed=1
                ),
                source=answer(TAKEN.get(key, number)).replace("grad", "slope"),
                isolation="",
                graded_at=datetime(2026, 11, 28, tzinfo=UTC),
                parts=(),
                report="{}",
            )
            book.record(Submitted(student=key, file=FILE), result)
    return place


def similar(book: Path, *words: str | Path) -> Done:
    done = grade_here("similar", NAME, "--gradebook", book, *words, cwd=ROOT)
    assert done.status == 0, done.err
    return done


def canvas(files: Mapping[str, str]) -> dict[str, str]:
    """Name files as Canvas does, by the names of their students."""
    return {f"{name}_{600 + n}_{7000 + n}_{FILE}": text for n, (name, text) in enumerate(files.items())}


def test_program_of_last_year_is_found_in_whatever_it_was_handed_in(book: Path, tmp_path: Path) -> None:
    cells = [nbformat.v4.new_code_cell(part) for part in answer(100).split("\n\n\n")]
    notebook = json.dumps(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Mine"), *cells]))
    inner = tmp_path / "inner.zip"
    write_zip(inner, {"work/notes.txt": "notes", f"work/{FILE}": answer(101)})
    with zipfile.ZipFile(tmp_path / "last-year.zip", "w") as download:
        download.writestr("hopper_601_7001_two_layer_mlp.ipynb", notebook)
        download.writestr("curie_602_7002_mine.zip", inner.read_bytes())
        # What cannot be read is nobody's fault now.
        download.writestr("broken_603_7003_two_layer_mlp.py", "def (")
        download.writestr("empty_604_7004_two_layer_mlp.ipynb", "{")
    told = similar(book, "--with", tmp_path / "last-year.zip").text
    assert "Student 1 (s1) hopper (earlier, " in told
    assert "Student 2 (s2) curie (earlier, " in told
    assert told.count("100 %") == 2
    assert "no verdict" in told


def test_what_many_of_last_year_had_is_no_sign_and_two_of_last_year_are_no_pair(
    book: Path, tmp_path: Path
) -> None:
    published = {f"reader{letter}": answer(100) for letter in "abcdefgh"}
    copies = {"one": answer(102), "other": answer(102)}
    folder = write_folder(tmp_path / "last-year", canvas({**published, **copies}))
    assert "No two of 16 programs share more" in similar(book, "--with", folder).text


def test_who_is_in_both_classes_or_in_two_earlier_ones_is_told_apart(book: Path, tmp_path: Path) -> None:
    first = write_folder(tmp_path / "2024", canvas({"Student 1": answer(100)}))
    second = write_folder(tmp_path / "2025", canvas({"Student 1": answer(101), EVIL: answer(100)}))
    done = similar(book, "--with", first, "--with", second, "--to", tmp_path / "pages")
    assert done.text.count("Student 1 (earlier, ") == 2
    assert len(set(re.findall(r"\(earlier, \d+\)", done.text))) == 3
    pages = sorted((tmp_path / "pages").glob("pair-*.html"))
    assert len(pages) == 3
    for page in [*pages, tmp_path / "pages" / "similar.html"]:
        assert EVIL not in page.read_text(encoding="utf-8")
    assert any("&lt;img src=x" in page.read_text(encoding="utf-8") for page in pages)
