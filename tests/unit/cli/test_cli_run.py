"""`grade run`: what is chosen, what is printed, how it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from grader.course import load_course
from tests.support.command import copy_course, grade, grade_here
from tests.support.course_files import ROOT

NAMES = [one.name for one in load_course(ROOT).assignments]
WRONG = "def forward(x, w1, w2, b):\n    print('psst', x)\n    raise ValueError(f'it was {x}')\n"


def test_the_untouched_course_is_at_0_with_a_friendly_start() -> None:
    result = grade_here()
    assert result.status == 0
    assert f"In all 0 of {100 * len(NAMES)} points" in result.text
    assert result.text.count("0 points are the expected start") == len(NAMES)
    assert "Begin with `activate`" in result.text


@pytest.mark.parametrize("name", NAMES)
def test_every_solution_gives_100(name: str) -> None:
    result = grade_here(name, "--submission", f"solutions/{name.replace('-', '_')}.py", "--fail-under", "100")
    assert result.status == 0
    assert "100 of 100 points" in result.out


def test_a_file_is_graded_for_the_assignment_of_its_name() -> None:
    assert "(quadratic-model)" in grade_here("solutions/quadratic_model.py").out


def test_json_follows_the_published_schema() -> None:
    result = grade_here("quadratic-model", "--json")
    schema = json.loads((ROOT / "docs/schemas/report.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(result.out), schema)


def test_a_seed_repeats_a_run_exactly_and_another_draws_other_cases(tmp_path: Path) -> None:
    path = tmp_path / "quadratic_model.py"
    path.write_text(WRONG, encoding="utf-8")
    first, again, other = (grade_here(path, "--json", "--seed", str(seed)).out for seed in (7, 7, 8))
    assert first == again
    assert json.loads(first)["assignments"] != json.loads(other)["assignments"]


def test_the_report_names_the_seed_that_repeats_it() -> None:
    report = grade_here("quadratic-model", "--json")
    seed = json.loads(report.out)["seed"]
    assert grade_here("quadratic-model", "--json", "--seed", str(seed)).out == report.out


def test_too_few_points_end_with_status_1() -> None:
    assert grade_here("quadratic-model", "--fail-under", "50").status == 1


def test_without_the_hidden_suite_the_report_says_that_only_visible_checks_ran(tmp_path: Path) -> None:
    course = copy_course(tmp_path, "quadratic-model")
    (course / "tests/suites/quadratic-model/hidden").rename(tmp_path / "elsewhere")
    result = grade_here("solutions/quadratic_model.py", cwd=course)
    assert result.status == 0
    assert "Only visible checks ran: provisional." in result.text


@pytest.mark.parametrize("reveal", ["name", "hint"])
def test_a_hidden_check_shows_no_value_message_or_output(tmp_path: Path, reveal: str) -> None:
    course = copy_course(tmp_path, "quadratic-model")
    manifest = course / "assignments.yaml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("    parts:", f"    reveal: {reveal}\n    parts:", 1), encoding="utf-8")
    visible = course / "tests/suites/quadratic-model/visible"
    for test in visible.glob("test_*.py"):
        test.unlink()
    (visible / "test_nothing.py").write_text(
        "import pytest\n\n@pytest.mark.part('forward')\ndef test_one_thing() -> None:\n    pass\n",
        encoding="utf-8",
    )
    path = tmp_path / "quadratic_model.py"
    path.write_text(WRONG, encoding="utf-8")
    result = grade_here(path, cwd=course)
    as_json = grade_here(path, "--json", cwd=course)
    assert "ValueError" in result.text
    assert "quadratic_model.py:3" in result.text
    for shown in (result.out, as_json.out):
        assert "psst" not in shown
        assert "it was" not in shown
    assert ("\n    hint " in result.out) == (reveal == "hint")


def test_plain_when_piped_and_coloured_when_asked() -> None:
    assert "\x1b[" not in grade("quadratic-model").out
    assert "\x1b[" in grade("quadratic-model", env={"FORCE_COLOR": "1"}).out
    assert grade("quadratic-model", env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}).out.isascii()


@pytest.mark.parametrize(
    "words,message",
    [
        (["two-layer-mpl"], "Did you mean two-layer-mlp?"),
        (["nowhere/two_layer_mlp.py"], "nowhere/two_layer_mlp.py"),
        (["two-layer-mlp", "--submission", "nowhere.py"], "nowhere.py"),
        (["--submission", "solutions/two_layer_mlp.py"], "--submission needs the one assignment"),
        (["Makefile"], "does not have the name of any assignment's file"),
        (["quadratic-model", "solutions/quadratic_model.py"], "More than one submission"),
        (["--no-such-option"], "--no-such-option"),
    ],
)
def test_what_cannot_be_done_ends_with_status_2_and_says_why(words: list[str], message: str) -> None:
    result = grade_here(*words)
    assert result.status == 2
    assert message in " ".join(result.err.split())
    assert result.out == ""


def test_outside_a_course_the_command_says_so(tmp_path: Path) -> None:
    result = grade_here(cwd=tmp_path)
    assert result.status == 2
    assert "assignments.yaml" in result.err


def test_a_broken_manifest_is_a_fault_of_the_course_with_its_line(tmp_path: Path) -> None:
    course = copy_course(tmp_path, "quadratic-model")
    manifest = course / "assignments.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8") + "\n   - [\n", encoding="utf-8")
    result = grade_here(cwd=course)
    assert result.status == 3
    assert "assignments.yaml:" in result.err
    assert "Traceback" not in result.err


def test_a_suite_that_fails_by_itself_costs_no_points_and_ends_with_status_3(tmp_path: Path) -> None:
    course = copy_course(tmp_path, "quadratic-model")
    broken = course / "tests/suites/quadratic-model/visible/test_loss.py"
    broken.write_text(
        "import pytest\n\n@pytest.mark.part('loss')\ndef test_one_thing(submission) -> None:\n"
        "    assert submission.loss(1.0, 1.0) == 5\n",
        encoding="utf-8",
    )
    result = grade_here("solutions/quadratic_model.py", cwd=course)
    assert result.status == 3
    assert "pending" in result.text
    assert "test_loss.py" in result.text


def test_a_missing_recording_is_a_fault_of_the_course_said_plainly(tmp_path: Path) -> None:
    course = copy_course(tmp_path, "quadratic-model")
    recordings = sorted((course / "tests/suites/quadratic-model/visible/recordings").glob("*.rec"))
    recordings[0].unlink()
    result = grade_here("solutions/quadratic_model.py", cwd=course)
    assert result.status == 3
    assert "pending" in result.text
    assert grade_here("doctor", cwd=course).status == 3
    assert f"case '{recordings[0].stem}' is not recorded" in grade_here("doctor", cwd=course).text


def test_a_solution_that_is_not_utf8_is_a_fault_of_the_course(tmp_path: Path) -> None:
    course = copy_course(tmp_path, "quadratic-model")
    solution = course / "solutions" / "quadratic_model.py"
    solution.write_bytes(solution.read_bytes() + b"# caf\xe9\n")
    for words in ((), ("doctor",)):
        result = grade_here(*words, cwd=course)
        assert result.status == 3
        assert "the solved file cannot be read" in result.out + result.err
        assert "fault of the grader" not in result.err


@pytest.mark.parametrize(
    "command", [[sys.executable, "-m", "grader"], [Path(sys.executable).with_name("grade")]]
)
def test_modules_beside_a_submission_are_not_imported_by_the_grader(
    tmp_path: Path, command: list[str | Path]
) -> None:
    course = copy_course(tmp_path / "course", "quadratic-model")
    beacon = tmp_path / "beacon"
    for name in ("click", "numpy", "json", "pytest", "yaml"):
        (course / f"{name}.py").write_text(f"open({str(beacon)!r}, 'a').write(__name__)\n", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    done = subprocess.run(command, cwd=course, env=environment, capture_output=True, check=False)
    assert not beacon.exists(), beacon.read_text(encoding="utf-8")
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_an_interrupted_run_ends_with_status_130_and_leaves_no_process(tmp_path: Path) -> None:
    path = tmp_path / "quadratic_model.py"
    path.write_text("while True:\n    pass\n", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", str(path)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    # Python itself ends by the signal where the exception came through code that it was compiling.
    assert process.wait(30) in (130, -signal.SIGINT)
    deadline = time.monotonic() + 30
    while _alive(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _alive(process.pid)


def _alive(session: int) -> list[int]:
    """Processes of a session that still run."""
    import psutil

    def member(pid: int) -> bool:
        try:
            return os.getsid(pid) == session
        except ProcessLookupError:
            return False

    return [pid for pid in psutil.pids() if member(pid)]


def test_help_has_examples_and_tells_every_exit_status() -> None:
    text = grade_here("--help").text
    assert "grade two-layer-mlp" in text
    for status in (
        "0 graded",
        "1 fewer points",
        "2 no such file",
        "3 the suite or the grader",
        "130 interrupted",
    ):
        assert status in text
    assert "--fail-under" in grade_here("run", "--help").out
    assert grade_here("--version").out.startswith("grade ")


def test_the_doctor_names_versions_isolation_and_the_state_of_the_course(tmp_path: Path) -> None:
    course = copy_course(tmp_path / "course", "quadratic-model")
    result = grade_here("doctor", cwd=course)
    assert result.status == 0
    for word in ("python", "numpy", "torch", "isolation", "in order, every suite proved"):
        assert word in result.text
    assert json.loads(grade_here("doctor", "--fast", "--json").out)["course"]["problems"] == []
