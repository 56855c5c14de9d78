"""Whom each file of a download belongs to, and when it was handed in."""

import shutil
import subprocess
from datetime import UTC, timedelta, timezone
from pathlib import Path

import pytest

from grader.cohort.intake import read_intake
from grader.cohort.intake_table import intake_as_dict, intake_lines
from grader.cohort.records import Intake, TimeSource
from grader.cohort.roster import parse_roster
from grader.cohort.times import read_times
from grader.errors import UsageError
from tests.support.class_downloads import (
    CANVAS,
    GRADESCOPE,
    MOODLE,
    ROSTER,
    set_time,
    utc,
    write_folder,
    write_zip,
)

CLASS = parse_roster(ROSTER.encode(), "roster.csv")
VIENNA = timezone(timedelta(hours=1))


def owners(intake: Intake) -> dict[str, str]:
    """Return what matched, by student."""
    return {match.student.key: match.by for match in intake.matched}


@pytest.mark.parametrize("as_zip", [False, True])
def test_canvas_files_are_matched_by_number_with_mark_and_attempt(tmp_path: Path, *, as_zip: bool) -> None:
    source = (
        write_zip(tmp_path / "submissions.zip", CANVAS) if as_zip else write_folder(tmp_path / "s", CANVAS)
    )
    intake = read_intake([source], zone=UTC, roster=CLASS)
    assert owners(intake) == {"s100": "canvas", "s101": "canvas", "s102": "canvas"}
    by_key = {match.student.key: match.handed_in for match in intake.matched}
    assert (by_key["s100"].late, by_key["s100"].attempt) == (False, 1)
    assert (by_key["s101"].late, by_key["s101"].attempt) == (True, 3)
    assert [str(one.inside) for one in by_key["s101"].sources] == ["two_layer_mlp.py"]
    assert [str(one.inside) for one in by_key["s102"].sources] == ["two_layer_mlp.ipynb", "notes.txt"]
    assert [one.key for one in intake.missing] == ["s103"]


def test_canvas_name_matches_a_roster_without_numbers(tmp_path: Path) -> None:
    roster = parse_roster(b'name,email\n"Lovelace, Ada",a@example.edu\nBlaise Pascal,b@example.edu\n', "r")
    intake = read_intake([write_folder(tmp_path, CANVAS)], zone=UTC, roster=roster)
    assert owners(intake) == {"a@example.edu": "name", "b@example.edu": "name"}
    assert [one.handed_in.label for one in intake.unknown] == ["李雷_503"]


def test_same_name_with_another_number_is_not_matched(tmp_path: Path) -> None:
    source = write_folder(tmp_path, {"lovelaceada_777_1_a.py": "", "pascalblaise_502_2_a.py": ""})
    intake = read_intake([source], zone=UTC, roster=CLASS)
    assert owners(intake) == {"s101": "canvas"}
    assert (
        intake.unknown[0].reason
        == "The name is that of Ada Lovelace (s100), and an identifier is not: canvas 777."
    )


@pytest.mark.parametrize("as_zip", [False, True])
def test_moodle_folders_of_every_version_are_matched_by_name(tmp_path: Path, *, as_zip: bool) -> None:
    source = (
        write_zip(tmp_path / "course-hw-1.zip", MOODLE) if as_zip else write_folder(tmp_path / "m", MOODLE)
    )
    intake = read_intake([source], zone=UTC, roster=CLASS)
    assert owners(intake) == dict.fromkeys(["s100", "s101", "s102", "s103"], "name")
    by_key = {match.student.key: match for match in intake.matched}
    assert by_key["s101"].student.identifier("moodle") == "90004"
    assert str(by_key["s101"].handed_in.sources[0].inside) == "work/two_layer_mlp.py"
    assert str(by_key["s102"].handed_in.sources[0].inside) == "two_layer_mlp.py"
    assert not intake.missing
    assert not intake.unknown


def test_zip_time_is_read_in_the_zone_of_the_course(tmp_path: Path) -> None:
    source = write_zip(tmp_path / "m.zip", MOODLE)
    intake = read_intake([source], zone=VIENNA, roster=CLASS)
    one = intake.matched[0].handed_in
    assert (one.handed_in, one.time_source) == (utc(2026, 11, 20, 17, 30), TimeSource.ZIP)
    match = intake.matched[0]
    assert not match.submitted(key="s100", file="a.py").time_trusted
    assert match.submitted(key="s100", file="a.py", trust_files=True).time_trusted


def test_worksheet_tells_when_each_handed_in(tmp_path: Path) -> None:
    worksheet = tmp_path / "worksheet.csv"
    worksheet.write_text(
        'Identifier,"Full name","Last modified (submission)"\n'
        '"Participant 90003","Ada Lovelace","Friday, 20 November 2026, 11:59 PM"\n'
        '"Participant 90004","Blaise Pascal",-\n',
        encoding="utf-8",
    )
    source = write_zip(tmp_path / "m.zip", MOODLE)
    intake = read_intake([source], zone=VIENNA, roster=CLASS, times=read_times(worksheet, VIENNA))
    by_key = {match.student.key: match.handed_in for match in intake.matched}
    assert by_key["s100"].handed_in == utc(2026, 11, 20, 22, 59)
    assert by_key["s100"].time_source is TimeSource.TABLE
    assert by_key["s101"].time_source is TimeSource.ZIP


@pytest.mark.parametrize("as_zip", [False, True])
def test_gradescope_export_lists_every_member_of_a_group(tmp_path: Path, *, as_zip: bool) -> None:
    source = write_zip(tmp_path / "e.zip", GRADESCOPE) if as_zip else write_folder(tmp_path / "e", GRADESCOPE)
    intake = read_intake([source], zone=UTC, roster=CLASS)
    assert owners(intake) == {"s100": "number", "s101": "email"}
    first, second = intake.matched
    assert first.handed_in.sources == second.handed_in.sources
    assert first.handed_in.handed_in == utc(2026, 11, 21, 6, 30).replace(microsecond=123456)
    assert (first.handed_in.time_source, first.handed_in.attempt) == (TimeSource.PLATFORM, 2)
    assert [one.handed_in.label for one in intake.unknown] == ["submission_7002"]
    assert [one.reason for one in intake.ignored] == ["submission_metadata.yml does not mention it."]


def test_clones_take_the_account_from_the_folder_and_the_time_from_git(tmp_path: Path) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed, and clones are made with it")
    for account in ("adal", "li-lei"):
        clone = write_folder(
            tmp_path / "clones" / f"two-layer-mlp-{account}", {"two_layer_mlp.py": "x = 1\n"}
        )
        # A hostile clone's configuration names programs; none of them may run.
        for command in (
            ["init", "--quiet"],
            ["config", "log.showSignature", "true"],
            ["config", "gpg.program", f"touch {tmp_path / 'obeyed'}"],
            ["config", "core.fsmonitor", f"touch {tmp_path / 'obeyed'}"],
        ):
            subprocess.run([git, *command], cwd=clone, check=True)
        subprocess.run([git, "-c", "core.fsmonitor=false", "add", "."], cwd=clone, check=True)
        subprocess.run(
            [
                git,
                "-c",
                "core.fsmonitor=false",
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@b.c",
                "commit",
                "-qm",
                "x",
            ],
            cwd=clone,
            env={"GIT_COMMITTER_DATE": "2026-11-20T12:00:00+01:00", "PATH": "/usr/bin:/bin"},
            check=True,
        )
    intake = read_intake([tmp_path / "clones"], zone=UTC, roster=CLASS)
    assert owners(intake) == {"s100": "github", "s102": "github"}
    one = intake.matched[0].handed_in
    assert (one.handed_in, one.time_source) == (utc(2026, 11, 20, 11), TimeSource.GIT)
    assert one.folder == tmp_path / "clones" / "two-layer-mlp-adal"
    assert not (tmp_path / "obeyed").exists()
    by_glob = read_intake(sorted((tmp_path / "clones").iterdir()), zone=UTC, roster=CLASS)
    assert owners(by_glob) == owners(intake)


def test_pattern_of_ones_own_names_students_times_and_attempts(tmp_path: Path) -> None:
    source = write_folder(
        tmp_path, {"ada@2026-11-20T12:00@1.py": "", "ada@2026-11-21T12:00@2.py": "", "readme.txt": ""}
    )
    intake = read_intake(
        [source], zone=UTC, roster=CLASS, pattern=r"(?P<login>\w+)@(?P<time>[^@]+)@(?P<attempt>\d+)\.py"
    )
    assert [match.handed_in.attempt for match in intake.repeated["s100"]] == [1, 2]
    assert intake.matched[1].handed_in.handed_in == utc(2026, 11, 21, 12)
    assert [one.place.split("/")[-1] for one in intake.ignored] == ["readme.txt"]


@pytest.mark.parametrize("pattern", ["(", r"(?P<who>.*)", r".*\.py", r"(?P<file>.*)"])
def test_unusable_pattern_is_refused(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(UsageError, match="pattern"):
        read_intake([write_folder(tmp_path, CANVAS)], zone=UTC, pattern=pattern)


def test_plain_files_and_folders_are_named_for_students(tmp_path: Path) -> None:
    files = {
        "ada.py": "",
        "blaise@example.edu/model.py": "",
        "Li Lei.py": "",
        "grace/a.py": "",
        "grace/b.py": "",
    }
    intake = read_intake([write_folder(tmp_path / "p", files)], zone=UTC, roster=CLASS)
    assert owners(intake) == {"s100": "login", "s101": "email", "s103": "login"}
    assert [one.handed_in.label for one in intake.unknown] == ["Li Lei"]
    by_glob = read_intake(sorted((tmp_path / "p").iterdir()), zone=UTC, roster=CLASS)
    assert owners(by_glob) == owners(intake)


def test_siblings_named_by_a_glob_are_one_download(tmp_path: Path) -> None:
    write_folder(tmp_path / "canvas", CANVAS)
    write_zip(tmp_path / "canvas" / "hoppergrace_504_90009_work.zip", {"two_layer_mlp.py": "x = 4\n"})
    intake = read_intake(sorted((tmp_path / "canvas").iterdir()), zone=UTC, roster=CLASS)
    assert owners(intake) == dict.fromkeys(["s100", "s101", "s102", "s103"], "canvas")
    moodle = write_folder(tmp_path / "moodle", MOODLE)
    intake = read_intake(sorted(moodle.iterdir()), zone=UTC, roster=CLASS)
    assert len(owners(intake)) == 4


def test_two_downloads_give_two_submissions_of_a_student(tmp_path: Path) -> None:
    first = write_folder(tmp_path / "week1", {"lovelaceada_501_1_a.py": "", "pascalblaise_502_2_a.py": ""})
    second = write_folder(tmp_path / "week2", {"lovelaceada_501_3_a.py": "x = 1\n"})
    set_time(first / "lovelaceada_501_1_a.py", utc(2026, 11, 1, 12))
    set_time(second / "lovelaceada_501_3_a.py", utc(2026, 11, 8, 12))
    intake = read_intake([second, first, second], zone=UTC, roster=CLASS)
    repeated = intake.repeated
    assert list(repeated) == ["s100"]
    assert [one.handed_in.handed_in for one in repeated["s100"]] == [
        utc(2026, 11, 1, 12),
        utc(2026, 11, 8, 12),
    ]


def test_without_a_roster_whoever_handed_in_is_a_student(tmp_path: Path) -> None:
    intake = read_intake([write_folder(tmp_path, CANVAS)], zone=UTC)
    assert owners(intake) == dict.fromkeys(["501", "502", "503"], "download")
    assert not intake.unknown
    assert not intake.missing


def test_nothing_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no submission"):
        read_intake([tmp_path], zone=UTC)
    with pytest.raises(UsageError, match="no such file"):
        read_intake([tmp_path / "gone"], zone=UTC)


def test_every_submission_is_listed_before_anything_runs(tmp_path: Path) -> None:
    files = {**CANVAS, "stranger\x1b[2J_999_90008_a.py": ""}
    intake = read_intake([write_folder(tmp_path / "s", files)], zone=UTC, roster=CLASS)
    text = "\n".join(intake_lines(intake, UTC))
    assert "Ada Lovelace (s100, by canvas): two_layer_mlp.py" in text
    assert "LATE" in text
    assert "Not on the roster: 1" in text
    assert "Nothing handed in: 1\n  Grace Hopper (s103)" in text
    assert "\x1b" not in text
    told = intake_as_dict(intake)
    assert len(told["matched"]) + len(told["unknown"]) == 4
