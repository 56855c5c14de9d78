"""The gradebook keeps what it is given, once, and forgets nothing."""

import stat
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import text

from grader.errors import UsageError
from grader.gradebook.records import Recorded
from grader.gradebook.store import Gradebook
from grader.gradebook.students import Identifier, Student
from tests.support.gradebook_rows import ADA, EDITION, LEI, START, handed_in, result

PENDING = {"a": "passed", "b": "pending", "c": "failed"}


def test_attempt_is_read_back_as_it_was_recorded(book: Gradebook) -> None:
    one = result("x = 1\n")
    submitted = handed_in("s100", handed_in=START, time_source="platform", time_trusted=True, late=False)
    assert book.record(submitted, one) is Recorded.NEW
    (attempt,) = book.attempts(assignment="mlp", student="s100", texts=True)
    assert (attempt.submitted, attempt.result) == (submitted, one)
    assert attempt.result.points == Fraction(200, 3)
    assert book.check() == []


def test_unchanged_submission_is_recorded_once(book: Gradebook) -> None:
    one = result("x = 1\n")
    assert [book.record(handed_in("s100"), one) for _ in range(3)] == [
        Recorded.NEW,
        Recorded.UNCHANGED,
        Recorded.UNCHANGED,
    ]
    assert book.known_results("mlp") == {one.key: False}
    assert book.result(one.key) == one
    assert book.result(replace(one.key, seed=8)) is None


def test_identical_sources_share_one_result(book: Gradebook) -> None:
    one = result("x = 1\n")
    book.record(handed_in("s100"), one)
    assert book.attach(handed_in("s102"), one.key) is Recorded.NEW
    sizes = book.sizes()
    assert (sizes["attempts"], sizes["results"], sizes["sources"]) == (2, 1, 1)


def test_same_source_at_two_trusted_times_is_two_attempts(book: Gradebook) -> None:
    one = result("x = 1\n")
    for days, trusted in ((2, False), (0, True), (1, True), (1, True), (3, False)):
        moment = START + timedelta(days=days)
        book.record(handed_in("s100", handed_in=moment, time_trusted=trusted), one)
    assert [attempt.submitted.handed_in for attempt in book.attempts()] == [
        START,
        START + timedelta(days=1),
    ]


def test_time_that_becomes_known_later_makes_no_second_attempt(book: Gradebook) -> None:
    one = result("x = 1\n")
    assert book.record(handed_in("s100", handed_in=START), one) is Recorded.NEW
    moment = START - timedelta(days=1)
    assert book.record(handed_in("s100", handed_in=moment, time_trusted=True), one) is Recorded.NEW
    assert [attempt.submitted.handed_in for attempt in book.attempts()] == [moment]
    assert book.record(handed_in("s100", handed_in=START), one) is Recorded.UNCHANGED
    assert book.sizes()["attempts"] == 2


def test_pending_attempt_takes_the_result_of_its_retry(book: Gradebook) -> None:
    first = result("x = 1\n", checks=PENDING)
    book.record(handed_in("s100"), first)
    book.record(handed_in("s102"), first)
    assert book.known_results("mlp") == {first.key: True}
    again = result("x = 1\n", graded_at=START + timedelta(hours=1))
    assert book.record(handed_in("s100"), again) is Recorded.RETRIED
    assert book.attach(handed_in("s102"), again.key) is Recorded.RETRIED
    assert [attempt.result.pending for attempt in book.attempts()] == [0, 0]
    assert [one.stands for one in book.gradings([1])] == [False, True]
    assert book.sizes()["results"] == 2


def test_result_of_another_edition_is_held_until_a_regrade(book: Gradebook) -> None:
    book.record(handed_in("s100"), result("x = 1\n"))
    book.add_edition(replace(book.editions()[0], edition="e2"))
    other = result("x = 1\n", edition="e2", checks={"a": "passed"})
    assert book.record(handed_in("s100"), other) is Recorded.HELD
    assert book.attempts()[0].result.key.edition == "e1"
    assert other.key in book.known_results("mlp")


def test_unknown_student_or_edition_stores_nothing(book: Gradebook) -> None:
    with pytest.raises(UsageError, match="no student s999"):
        book.record(handed_in("s999"), result("x = 1\n"))
    with pytest.raises(UsageError, match="does not know the edition e9"):
        book.record(handed_in("s100"), result("x = 1\n", edition="e9"))
    with pytest.raises(UsageError, match="has no result"):
        book.attach(handed_in("s100"), result("x = 1\n").key)
    assert set(book.sizes().values()) - {2} == {0}


def test_seed_is_drawn_once_for_each_assignment(book: Gradebook) -> None:
    assert book.seed("mlp") == book.seed("mlp")
    assert 0 <= book.seed("quadratic") < 1 << 31


def test_student_keeps_the_key_and_every_identifier(book: Gradebook) -> None:
    renamed = Student(
        key="ada@example.edu",
        name="Ada King",
        ids=(Identifier(kind="email", value="ADA@example.edu"), Identifier(kind="moodle", value="90003")),
    )
    assert book.add_students([renamed]) == {"ada@example.edu": "s100"}
    ada = book.student("90003")
    assert (ada.key, ada.name, ada.section) == ("s100", "Ada King", "Lab 1")
    assert [one.kind for one in ada.ids] == ["email", "moodle", "number"]
    assert len(book.students()) == 2


def test_identifiers_of_two_students_in_one_are_refused(book: Gradebook) -> None:
    both = Student(
        key="x",
        name="Both",
        ids=(Identifier(kind="email", value="ada@example.edu"), Identifier(kind="number", value="s102")),
    )
    with pytest.raises(UsageError, match="more than one student"):
        book.add_students([both])


def test_students_are_looked_up_by_anything(book: Gradebook) -> None:
    assert book.student("李雷") == LEI
    assert book.student("lovelace, ada").key == ADA.key
    with pytest.raises(UsageError, match="knows no student"):
        book.student("nobody")


def test_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "gradebook.sqlite"
    with Gradebook(path) as book:
        book.seed("mlp")
        modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()}
    assert set(modes.values()) == {0o600}
    assert [one.name for one in tmp_path.iterdir()] == ["gradebook.sqlite"]


def test_gradebook_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no gradebook"):
        Gradebook(tmp_path / "gradebook.sqlite", create=False)
    with pytest.raises(UsageError, match="cannot be made"):
        Gradebook(tmp_path / "no" / "folder.sqlite")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url", ["mysql://host/x", "postgresql", "://", "postgresql://u:secret@127.0.0.1:1/x"]
)
def test_unusable_place_is_told_without_a_password(tmp_path: Path, url: str) -> None:
    place = url if "://" in url else str(tmp_path / "no" / url)
    with pytest.raises(UsageError) as raised:
        Gradebook(place)
    assert "secret" not in str(raised.value)


def test_full_disk_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        book.add_students([ADA])
        book.add_edition(EDITION)
        book.record(handed_in("s100"), result("x = 1\n"))
        with book.reading() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            connection.execute(text(f"PRAGMA max_page_count={pages + 2}"))
        large = replace(result("x = 2\n"), report="x" * 1_000_000)
        with pytest.raises(UsageError, match="full"):
            book.record(handed_in("s100"), large)
        assert len(book.attempts()) == 1
        assert book.check() == []


def test_text_that_no_database_keeps_is_kept_in_another_form(book: Gradebook) -> None:
    odd = replace(result("x = 1\n"), source="x = '\ud800\0'\n", report="\0")
    assert book.record(replace(handed_in("s100"), file="\udcff.py"), odd) is Recorded.NEW
    (attempt,) = book.attempts(texts=True)
    assert (attempt.submitted.file, attempt.result.source) == ("\\udcff.py", "x = '\\ud800\\x00'\n")
    assert book.check() == []


def test_damage_is_found(tmp_path: Path) -> None:
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        book.add_students([ADA])
        book.add_edition(EDITION)
        book.record(handed_in("s100"), result("x = 1\n"))
        with book.writing() as (connection, _):
            connection.execute(text("UPDATE sources SET text = 'x = 2'"))
            connection.execute(text("UPDATE results SET points = '100'"))
        assert len(book.check()) == 2
