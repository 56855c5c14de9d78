"""Grading a checkout, with its own checks or those of a bundle."""

import json
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from grader.ci.checkout import grade_checkout, without_unchanged
from grader.errors import CourseFault, UsageError
from grader.reports.registry import render_report
from tests.support.handed_in import RIGHT

STUB = "exercises/two_layer_mlp.py"


def test_checkout_is_graded_with_visible_checks(checkout: Path) -> None:
    (checkout / STUB).write_text(RIGHT, encoding="utf-8")
    (graded,) = grade_checkout(checkout, ()).assignments
    assert not graded.hidden_ran
    assert graded.submission == STUB


def test_bundle_runs_hidden_checks_and_overrides_the_manifest(checkout: Path, bundle: Path) -> None:
    (checkout / STUB).write_text(RIGHT, encoding="utf-8")
    (checkout / "assignments.json").write_text("{}", encoding="utf-8")
    (graded,) = grade_checkout(checkout, ["two-layer-mlp"], bundle=bundle).assignments
    assert graded.hidden_ran
    assert graded.points == 100


def test_bundle_grades_a_checkout_of_submissions_alone(tmp_path: Path, bundle: Path) -> None:
    (tmp_path / "exercises").mkdir()
    (tmp_path / STUB).write_text(RIGHT, encoding="utf-8")
    (graded,) = grade_checkout(tmp_path, (), bundle=bundle).assignments
    assert graded.points == 100


def test_files_are_named_relative_to_the_platform_root(checkout: Path) -> None:
    (graded,) = grade_checkout(checkout, (), root=checkout.parent).assignments
    assert graded.submission == f"{checkout.name}/{STUB}"
    assert graded.untouched


def test_only_what_was_changed_is_run_unless_all_is_asked_for(checkout: Path) -> None:
    (unchanged,) = grade_checkout(checkout, ()).assignments
    (named,) = grade_checkout(checkout, ["two-layer-mlp"]).assignments
    (asked,) = grade_checkout(checkout, (), run_all=True).assignments
    assert (unchanged.ran, named.ran, asked.ran) == (False, True, True)
    assert unchanged.untouched
    assert (float(unchanged.points), float(unchanged.possible), unchanged.unusable) == (0, 100, "")


def test_what_is_not_run_says_so_and_fails_no_gate(checkout: Path) -> None:
    report = grade_checkout(checkout, ())
    (one,) = report.assignments
    other = replace(one, name="other", untouched=False)
    assert [
        left.name for left in without_unchanged(replace(report, assignments=(one, other))).assignments
    ] == ["other"]
    assert without_unchanged(report) == report  # with nothing handed in, the gate is closed
    assert "Not changed since it was handed out, so not run." in render_report("terminal", report)
    assert 'skipped="1"' in render_report("junit", report)


def test_bundle_of_another_edition_is_refused(checkout: Path, bundle: Path) -> None:
    path = checkout / "release.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["edition"]["fingerprint"] = "0" * 64
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(UsageError, match="the bundle grades"):
        grade_checkout(checkout, (), bundle=bundle)


def test_altered_bundle_is_refused(checkout: Path, bundle: Path, tmp_path: Path) -> None:
    altered = tmp_path / "altered.zip"
    altered.write_bytes(bundle.read_bytes()[:-1])
    with pytest.raises(CourseFault, match=r"altered\.zip"):
        grade_checkout(checkout, (), bundle=altered)


def test_link_to_a_solution_beside_the_checkout_is_refused(
    checkout: Path, course: Path, bundle: Path
) -> None:
    (checkout / STUB).unlink()
    (checkout / "exercises" / "two_layer_mlp.ipynb").unlink(missing_ok=True)
    (checkout / STUB).symlink_to(course / "solutions" / "two_layer_mlp.py")
    (graded,) = grade_checkout(checkout, (), bundle=bundle).assignments
    assert "leads out of the checkout" in graded.unusable
    assert graded.points == 0


def test_missing_submission_is_named(checkout: Path, bundle: Path) -> None:
    for path in (checkout / "exercises").iterdir():
        path.unlink()
    (graded,) = grade_checkout(checkout, (), bundle=bundle).assignments
    assert "There is neither" in graded.unusable
    assert graded.points == 0


def test_unknown_assignment_is_named(checkout: Path) -> None:
    with pytest.raises(UsageError, match="two-layer-mpl"):
        grade_checkout(checkout, ["two-layer-mpl"])


def test_course_around_a_checkout_is_not_used(course: Path, bundle: Path) -> None:
    inside = course / "submission"
    (inside / "exercises").mkdir(parents=True)
    (inside / STUB).write_text(RIGHT, encoding="utf-8")
    try:
        (graded,) = grade_checkout(inside, (), bundle=bundle).assignments
        (inside / STUB).unlink()
        (inside / STUB).symlink_to(course / "solutions" / "two_layer_mlp.py")
        (linked,) = grade_checkout(inside, (), bundle=bundle).assignments
    finally:
        shutil.rmtree(inside)
    assert graded.points == 100
    assert "leads out of the checkout" in linked.unusable
    assert linked.points == 0


@pytest.mark.parametrize("name", ["release.json", "assignments.json"])
def test_endlessly_nested_record_is_reported_as_damaged(checkout: Path, bundle: Path, name: str) -> None:
    (checkout / name).write_text("[" * 100_000, encoding="utf-8")
    # Who could have damaged it is at fault: the release is the student's copy.
    fault = UsageError if name == "release.json" else CourseFault
    with pytest.raises(fault, match=name):
        grade_checkout(checkout, (), bundle=bundle if name == "release.json" else None)
    if name == "release.json":
        with pytest.raises(CourseFault, match=name):
            grade_checkout(checkout, ())


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes and devices in folders")
@pytest.mark.parametrize("kind", ["an empty folder", "a pipe", "a device", "a huge file"])
def test_special_file_is_refused_at_once(checkout: Path, bundle: Path, kind: str) -> None:
    path = checkout / STUB
    path.unlink()
    path.with_suffix(".ipynb").unlink()
    match kind:
        case "an empty folder":
            path.mkdir()
        case "a pipe":
            os.mkfifo(path)
        case "a device":
            path.symlink_to("/dev/zero")
        case _:
            path.touch()
            os.truncate(path, 1 << 40)
    (graded,) = grade_checkout(checkout, (), bundle=bundle).assignments
    assert graded.unusable
    assert graded.points == 0
    if kind in ("a huge file", "an empty folder"):
        assert "larger than" in graded.unusable or "holds no Python file" in graded.unusable
