"""`grade ci` on each platform: what it prints, what it leaves behind, and how it ends."""

import json
import os
import shutil
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.support.ci_machines import SECRET, commands_in, run_script
from tests.support.command import Result, grade, grade_here
from tests.support.handed_in import BROKEN, ENDS_AT_IMPORT, HOSTILE, RIGHT, WRONG

STUB = "exercises/two_layer_mlp.py"
GITLAB = {"CI": "true", "GITLAB_CI": "true", "CI_JOB_TOKEN": SECRET}
SUBMISSIONS = {"wrong": WRONG, "broken": BROKEN, "ends at import": ENDS_AT_IMPORT, "hostile": HOSTILE}


def on_github(checkout: Path, source: str, *words: str | Path) -> tuple[Result, Path]:
    """Run the command as a step on GitHub; return its result and the folder with the step's files."""
    (checkout / STUB).write_text(source, encoding="utf-8")
    files = checkout.parent / "files"
    files.mkdir()
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH"):
        (files / name).write_text("", encoding="utf-8")
    environment = {path.name: str(path) for path in files.iterdir()}
    environment |= {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_WORKSPACE": str(checkout),
        "GITHUB_TOKEN": SECRET,
    }
    return grade_here("ci", *words, cwd=checkout, env=environment), files


@pytest.mark.parametrize("source", SUBMISSIONS.values(), ids=SUBMISSIONS.keys())
def test_log_holds_only_our_workflow_commands(source: str, checkout: Path, bundle: Path) -> None:
    done, files = on_github(checkout, source, "--bundle", bundle)
    assert done.status == 0, done.err
    for believing in (True, False):
        names = commands_in(done.out + done.err, believing_stops=believing)
        assert set(names) <= {"error", "warning", "notice"}
        assert names.count("error") <= 8
    assert SECRET not in done.out + done.err
    for name in ("GITHUB_ENV", "GITHUB_PATH"):
        assert not (files / name).read_text(encoding="utf-8")
    assert "\npoints=100" not in (files / "GITHUB_OUTPUT").read_text(encoding="utf-8")
    assert "<img" not in (files / "GITHUB_STEP_SUMMARY").read_text(encoding="utf-8").partition("```")[0]


COMMANDS = "x\n::error file=a.py::forged\n  ::stop-commands::y\n##[group]z\x1b[2J"


def test_record_of_a_checkout_issues_no_command(checkout: Path, bundle: Path) -> None:
    path = checkout / "release.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["edition"] |= {"fingerprint": "0" * 64, "course": COMMANDS}
    path.write_text(json.dumps(record), encoding="utf-8")
    done, _ = on_github(checkout, RIGHT, "--bundle", bundle)
    assert done.status == 2
    assert "the bundle grades" in done.err
    assert commands_in(done.out + done.err) == ["error", "notice"]
    assert "\x1b" not in done.err


def test_manifest_of_a_checkout_issues_no_command(checkout: Path) -> None:
    path = checkout / "assignments.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    plain["assignments"][0]["parts"][0][COMMANDS] = 1
    path.write_text(json.dumps(plain), encoding="utf-8")
    done, _ = on_github(checkout, RIGHT)
    assert done.status == 3
    assert "assignments.json is not as" in done.err
    assert commands_in(done.out + done.err) == ["error", "notice"]
    plain["assignments"][0]["parts"][0].pop(COMMANDS)
    plain["assignments"][0] |= {"title": COMMANDS, "name": COMMANDS}
    plain["course"]["name"] = COMMANDS
    path.write_text(json.dumps(plain), encoding="utf-8")
    shutil.rmtree(checkout.parent / "files")
    done, _ = on_github(checkout, RIGHT)
    assert set(commands_in(done.out + done.err)) <= {"error", "notice", "warning"}


def test_hostile_output_holds_real_commands() -> None:
    commands = HOSTILE.partition('COMMANDS = """')[2].partition('"""')[0]
    assert {"error", "set-output", "set-env"} <= set(
        commands_in(commands.replace("::stop-commands::forged\n", ""))
    )


def test_correct_submission_has_all_points_in_every_output(checkout: Path, bundle: Path) -> None:
    done, files = on_github(checkout, RIGHT, "--bundle", bundle, "--fail-under", "100")
    assert done.status == 0
    assert commands_in(done.out) == ["notice"]
    assert "100 of 100 points" in done.text
    outputs = (files / "GITHUB_OUTPUT").read_text(encoding="utf-8").splitlines()
    word = outputs[0].partition("<<")[2]
    assert len(word) == 32
    assert outputs[:3] == [f"points<<{word}", "100", word]
    assert "100 of 100 points" in (files / "GITHUB_STEP_SUMMARY").read_text(encoding="utf-8")
    report = json.loads((checkout / "grade-report.json").read_text(encoding="utf-8"))
    assert report["score"]["points"]["exact"] == "100"
    assert report["assignments"][0]["hidden_ran"] is True
    suite = ET.parse(checkout / "grade-junit.xml").getroot()  # noqa: S314  # our own document
    assert suite.get("failures") == "0"


def test_error_is_annotated_at_its_line_in_the_repository(checkout: Path) -> None:
    done, _ = on_github(checkout, WRONG)
    (error,) = [line for line in done.out.splitlines() if line.startswith("::error")]
    line = next(
        number for number, text in enumerate(WRONG.splitlines(), 1) if 'activate_grad(stages["h"]' in text
    )
    assert error.startswith(f"::error file={STUB},line={line},title=")


def test_points_decide_the_status_only_with_fail_under(checkout: Path) -> None:
    done, _ = on_github(checkout, ENDS_AT_IMPORT, "--fail-under", "1")
    assert done.status == 1
    assert "0 of 100 points" in done.text
    again = grade_here("ci", cwd=checkout, env=GITLAB)
    assert again.status == 0


@pytest.mark.parametrize("environment", [GITLAB, {"CI": "", "GITHUB_ACTIONS": ""}], ids=["gitlab", "none"])
def test_other_platforms_get_no_workflow_command(environment: dict[str, str], checkout: Path) -> None:
    (checkout / STUB).write_text(HOSTILE, encoding="utf-8")
    done = grade_here("ci", cwd=checkout, env={**environment, "CI_PROJECT_DIR": str(checkout)})
    assert done.status == 0
    assert commands_in(done.out + done.err) == []
    assert "section_start" not in done.out
    assert "Only the visible checks ran" in done.text
    assert (checkout / "grade-junit.xml").is_file()


def test_reports_are_written_to_the_given_paths(checkout: Path, tmp_path: Path) -> None:
    junit, report = tmp_path / "a" / "j.xml", tmp_path / "b" / "r.json"
    grade_here("ci", "--junit", junit, "--report", report, cwd=checkout, env=GITLAB)
    assert junit.is_file()
    assert report.is_file()
    assert not list(checkout.glob("grade-*"))


def test_missing_bundle_is_a_usage_error(checkout: Path) -> None:
    done = grade_here("ci", "--bundle", "nowhere.zip", cwd=checkout, env=GITLAB)
    assert done.status == 2
    assert "nowhere.zip" in done.err
    (left,) = json.loads((checkout / "grade-report.json").read_text(encoding="utf-8"))["assignments"]
    assert "nowhere.zip" in left["unusable"]
    assert left["parts"] == []
    assert "nowhere.zip" in (checkout / "grade-junit.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("source", [WRONG, HOSTILE], ids=["wrong", "hostile"])
def test_outputs_hold_no_source_of_hidden_checks(
    source: str, checkout: Path, bundle: Path, course: Path
) -> None:
    _, files = on_github(checkout, source, "--bundle", bundle)
    shown = "".join(
        path.read_text(encoding="utf-8") for path in (*files.iterdir(), *checkout.glob("grade-*"))
    )
    for path in (course / "tests" / "suites" / "two-layer-mlp" / "hidden").glob("test_*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            code = line.strip()
            assert len(code) < 30 or code.startswith(("#", '"')) or code not in shown


def test_insufficient_isolation_gives_no_mark(course: Path, tmp_path: Path) -> None:
    strict = tmp_path / "strict"
    shutil.copytree(course, strict)
    manifest = strict / "assignments.yaml"
    text = manifest.read_text(encoding="utf-8")
    assert text.count("\ncourse:\n") == 1
    manifest.write_text(text.replace("\ncourse:\n", "\ncourse:\n  isolation: L4\n"), encoding="utf-8")
    # Without bubblewrap on the path there is no L4 anywhere.
    done = grade("ci", "--all", cwd=strict, env={**GITLAB, "PATH": str(tmp_path)})
    assert done.status == 2
    assert "L4" in done.err
    (left,) = json.loads((strict / "grade-report.json").read_text(encoding="utf-8"))["assignments"]
    assert "L4" in left["unusable"]
    assert left["score"]["points"]["exact"] == "0"


def test_bundle_runs_no_code_of_the_checkout_outside_the_worker(
    checkout: Path, bundle: Path, tmp_path: Path
) -> None:
    beacon = tmp_path / "beacon"
    planted = f"open({str(beacon)!r}, 'w').close()\n"
    suite = Path("tests/suites/two-layer-mlp")
    for folder in (Path(), Path("exercises"), suite, suite / "visible", suite / "hidden", Path("grader")):
        (checkout / folder).mkdir(parents=True, exist_ok=True)
        for name in ("conftest", "numpy", "click", "pytest", "sitecustomize", "grader", "__init__", "oracle"):
            (checkout / folder / f"{name}.py").write_text(planted, encoding="utf-8")
        (checkout / folder / "pytest.ini").write_text("[pytest]\naddopts = -p conftest\n", encoding="utf-8")
    (checkout / STUB).write_text(RIGHT, encoding="utf-8")
    # The command as it is installed: `python -m grader` would look for the package in the checkout.
    program = Path(sys.executable).parent / "grade"
    done = run_script(f"'{program}' ci --bundle '{bundle}'", checkout, {**os.environ, **GITLAB})
    assert done.status == 0, done.log
    assert "100 of 100 points" in done.log
    assert not beacon.exists()
