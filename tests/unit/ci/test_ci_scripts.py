"""The scripts of the workflows and of the action, run as their platforms run them."""

import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.ci_machines import SECRET, GitHub, commands_in, offline, run_script, steps_of
from tests.support.course_files import ROOT
from tests.support.documents import blocks
from tests.support.handed_in import BROKEN, ENDS_AT_IMPORT, HOSTILE, RIGHT, WRONG

RELEASE = ROOT / "grader" / "authoring" / "templates" / "release"
WORKFLOW = RELEASE / ".github" / "workflows" / "grade.yml"
GITLAB = RELEASE / ".gitlab-ci.yml"
ACTION = ROOT / "action.yml"
PAGE = ROOT / "docs" / "ci.md"
STUB = "exercises/two_layer_mlp.py"
POINTS = {"right": (RIGHT, "100"), "broken": (BROKEN, "0"), "ends at import": (ENDS_AT_IMPORT, "0")}

each = pytest.mark.parametrize("source, points", POINTS.values(), ids=POINTS.keys())


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a machine without a network."""
    return offline(tmp_path_factory.mktemp("machine"))


@pytest.fixture
def job(checkout: Path, tmp_path: Path, machine: dict[str, str]) -> GitHub:
    """A job on GitHub."""
    temp = tmp_path / "temp"
    temp.mkdir()
    return GitHub(workspace=checkout, temp=temp, environment=machine)


@pytest.fixture(scope="module")
def prepared(
    machine: dict[str, str], release: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The temporary folder of a job whose installing steps have been run, as the workflow has them."""
    folder = tmp_path_factory.mktemp("job")
    checkout, temp = folder / "checkout", folder / "temp"
    temp.mkdir()
    for name, content in release.items():
        path = checkout / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    # What pip and venv would import instead of their own if the folder were on the path.
    for name in ("pip.py", "venv.py", "ensurepip.py", "sitecustomize.py", "encodings.py"):
        (checkout / name).write_text("raise SystemExit('the checkout was imported')\n", encoding="utf-8")
    steps = steps_of(WORKFLOW)
    (install,) = [step for step in steps if step.get("name") == "Install the grader"]
    done = GitHub(workspace=checkout, temp=temp, environment=machine)
    assert done.run([install]) == 0, done.log
    return temp


def grading_of(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [step for step in steps if step.get("name") == "Grade"]


@each
def test_student_workflow_grades_a_push(
    source: str, points: str, checkout: Path, prepared: Path, machine: dict[str, str]
) -> None:
    (checkout / STUB).write_text(source, encoding="utf-8")
    job = GitHub(workspace=checkout, temp=prepared, environment=machine)
    assert job.run(grading_of(steps_of(WORKFLOW))) == 0, job.log
    assert f"{points} of 100 points" in job.summary
    assert set(commands_in(job.log)) <= {"error", "warning", "notice"}
    assert {path.name for path in prepared.glob("grade-*")} == {"grade-junit.xml", "grade-report.json"}


def test_student_workflow_obeys_no_pushed_command(
    checkout: Path, prepared: Path, machine: dict[str, str]
) -> None:
    (checkout / STUB).write_text(HOSTILE, encoding="utf-8")
    job = GitHub(workspace=checkout, temp=prepared, environment=machine)
    assert job.run(grading_of(steps_of(WORKFLOW))) == 0, job.log
    assert set(commands_in(job.log)) <= {"error", "notice"}
    assert SECRET not in job.log + job.summary
    assert "Only the visible checks ran" in job.summary


@pytest.mark.slow
def test_action_grades_as_documented(job: GitHub, bundle: Path) -> None:
    block = next(one for one in blocks(PAGE) if one.language == "yaml" and "jobs:" in one.text)
    steps = yaml.safe_load(block.text)["jobs"]["mark"]["steps"]
    course, submission, marking = (step["with"] for step in steps)
    action = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    defaults = {name: given["default"] for name, given in action["inputs"].items()}
    assert set(marking) <= set(defaults)
    assert steps[2]["uses"] == f"./{course['path']}"
    # What the page's first two steps fetch.
    job.workspace.rename(job.workspace.parent / submission["path"])
    job.workspace = job.workspace.parent
    (job.workspace / course["path"]).mkdir()
    shutil.copy(bundle, job.workspace / course["path"])
    stub = job.workspace / submission["path"] / STUB
    stub.write_text(WRONG, encoding="utf-8")

    inputs = {**defaults, **marking, "fail-under": "60", "action-path": str(ROOT)}
    assert job.run(steps_of(ACTION), inputs) == 0, job.log
    assert (job.outputs["points"], job.outputs["hidden-ran"]) == ("86.18", "true")
    assert "86\\.18 of 100 points" in job.summary
    assert f"::error file={submission['path']}/{STUB},line=" in job.log
    assert set(action["outputs"]) == set(job.outputs)
    for name, output in action["outputs"].items():
        assert output["value"] == f"${{{{ steps.grade.outputs.{name} }}}}"
    # The same steps without what may be left out, and with words that a shell would take apart.
    stub.write_text(ENDS_AT_IMPORT, encoding="utf-8")
    odd = {**inputs, "assignments": "", "bundle": "", "fail-under": ""}
    assert job.run(grading_of(steps_of(ACTION)), odd) == 0, job.log
    assert (job.outputs["points"], job.outputs["hidden-ran"]) == ("0", "false")
    assert job.run(grading_of(steps_of(ACTION)), {**odd, "fail-under": "1"}) == 1
    planted = job.temp / "planted"
    assert (
        job.run(grading_of(steps_of(ACTION)), {**odd, "assignments": f"$(touch {planted}) `touch {planted}`"})
        == 2
    )
    assert not planted.exists()


@pytest.mark.slow
def test_gitlab_pipelines_grade_a_push(
    checkout: Path, tmp_path: Path, machine: dict[str, str], bundle: Path
) -> None:
    (checkout / STUB).write_text(RIGHT, encoding="utf-8")
    # The file of the page finds all it runs in a folder of the instructor's runner.
    folder = tmp_path / "course"
    shutil.copytree(checkout / "wheels", folder / "wheels")
    shutil.move(checkout / "requirements.txt", folder)
    shutil.copy(bundle, folder / "course.bundle")
    environment = {
        **machine,
        "CI": "true",
        "GITLAB_CI": "true",
        "CI_PROJECT_DIR": str(checkout),
        "CI_JOB_TOKEN": SECRET,
        "TMPDIR": str(tmp_path),
    }
    options = ("-eo", "pipefail")
    (block,) = (one for one in blocks(PAGE) if one.language == "yaml" and "artifacts:" in one.text)
    documented = yaml.safe_load(block.text)["grade"]
    script = "\n".join(documented["script"])
    done = run_script(script, checkout, {**environment, "GRADE_COURSE": str(folder)}, *options)
    assert done.status == 0, done.log
    assert "100 of 100 points" in done.log
    assert "Only the visible checks ran" not in done.log
    # The file of the release differs in where it finds the grader and the checks.
    job = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["grade"]
    assert {**job, "script": job["script"][:2]} == {**documented, "script": documented["script"][:2]}
    # Another push to a machine that is ready, without a bundle.
    (ready,) = (path.parent.parent for path in tmp_path.glob("*/bin/grade"))
    (checkout / STUB).write_text(HOSTILE, encoding="utf-8")
    done = run_script(job["script"][-1], checkout, {**environment, "environment": str(ready)}, *options)
    assert done.status == 0, done.log
    assert "Only the visible checks ran" in done.log
    assert commands_in(done.log) == []
    assert "\x1b" not in done.log
    assert SECRET not in done.log
    junit = ET.parse(checkout / job["artifacts"]["reports"]["junit"]).getroot()  # noqa: S314  # our own document
    assert int(junit.get("failures", "0")) > 0
    assert all((checkout / path).is_file() for path in job["artifacts"]["paths"])


@pytest.mark.parametrize("path", [WORKFLOW, ACTION, PAGE], ids=["workflow", "action", "page"])
def test_used_actions_are_pinned_with_their_version(path: Path) -> None:
    uses = re.findall(r"uses: ([^.].+)", path.read_text(encoding="utf-8"))
    assert uses
    for use in uses:
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use), use


@pytest.mark.parametrize("path", [WORKFLOW, ACTION, GITLAB], ids=["workflow", "action", "gitlab"])
def test_scripts_hold_no_expression_and_run_python_isolated(path: Path) -> None:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    scripts = (
        document["grade"]["script"] if path == GITLAB else [step.get("run", "") for step in steps_of(path)]
    )
    for script in scripts:
        assert "${{" not in script
        for call in re.findall(r"python\"? (-\S+)", script):
            assert call == "-I"


def test_student_workflow_has_read_permission_only() -> None:
    document = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    assert document["permissions"] == {"contents": "read"}
    assert "secrets." not in WORKFLOW.read_text(encoding="utf-8")


def test_release_carries_the_workflows_unchanged(release: dict[str, bytes]) -> None:
    assert release[".github/workflows/grade.yml"] == WORKFLOW.read_bytes()
    assert release[".gitlab-ci.yml"] == GITLAB.read_bytes()
