"""The documents agree with the code: links lead somewhere, blocks run, generated parts are up to date."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import click
import nbformat
import pytest

from docs import generate
from grader.cli.main import app
from grader.course import load_course
from grader.course.manifest_schema import Manifest
from grader.course.yaml_document import parse_yaml
from grader.diagnosis.catalogue import load_catalogue, mistaken_source
from grader.model.assignment import Assignment
from tests.support.documents import PAGES, ROOT, Block, blocks, links, matches

README = ROOT / "README.md"
SUITE_PAGE = ROOT / "docs" / "write-a-suite.md"
STUDENT_PAGE = ROOT / "docs" / "students.md"
PUBLISH_PAGE = ROOT / "docs" / "publish.md"
INSTRUCTOR_PAGE = ROOT / "docs" / "instructors.md"
SHELLS = ("sh", "bash")
# The README grades a submission with a slip, and a notebook, each for the assignment that it names.
SLIP = "handed-in/slip.py"
NOTEBOOK = "handed-in/my-notebook.ipynb"


def run(script: str, folder: Path, *, status: int = 0) -> str:
    """Run lines of a shell where `grade` is on the path; return what they print."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("the blocks of the documents are run with bash")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONUTF8": "1", "COLUMNS": "80", "CI": ""}
    done = subprocess.run(
        [bash, "-e", "-c", script],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def graded_as(submission: str) -> Assignment:
    """Return the assignment for which the README grades a submission."""
    (name,) = set(re.findall(rf"grade (\S+) --submission {submission}", README.read_text(encoding="utf-8")))
    return load_course(ROOT).assignment(name)


def solution_of(assignment: Assignment) -> str:
    """Read the solved file of an assignment."""
    assert assignment.files.solution is not None
    return assignment.files.solution.read_text(encoding="utf-8")


def source_with_slip(assignment: Assignment) -> str:
    """Return the solution with the misconception that the README shows the report on."""
    readme = " ".join(README.read_text(encoding="utf-8").split())
    entries = load_catalogue(assignment.files.suite)
    (shown,) = (entry for entry in entries if entry.mistake in readme)
    return mistaken_source(shown, solution_of(assignment), assignment.files.suite)


def copy_course(folder: Path) -> Path:
    """Copy the parts of this repository that `grade` needs, with the submissions that documents name."""
    shutil.copy(ROOT / "assignments.yaml", folder)
    for name in ("exercises", "solutions", "tests/suites"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    (folder / "handed-in").mkdir()
    assignment = graded_as(SLIP)
    solved, file = solution_of(assignment), assignment.files.stub.name
    (folder / "handed-in" / file).write_text(solved, encoding="utf-8")
    (folder / SLIP).write_text(source_with_slip(assignment), encoding="utf-8")
    with zipfile.ZipFile(folder / "handed-in" / "anna.zip", "w") as archive:
        archive.writestr(file, solved)
    cell = nbformat.v4.new_code_cell(solution_of(graded_as(NOTEBOOK)))
    notebook = nbformat.v4.new_notebook(cells=[cell])
    (folder / NOTEBOOK).write_text(json.dumps(notebook), encoding="utf-8")
    return folder


def save(block: Block, folder: Path) -> None:
    """Write the file that a block holds, if it holds one."""
    if block.file:
        path = folder / block.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8", newline="\n")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository's course."""
    return copy_course(tmp_path_factory.mktemp("a course"))


@pytest.fixture(scope="module")
def student_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course of a student, without hidden checks, who has written one assignment with a slip."""
    folder = copy_course(tmp_path_factory.mktemp("a student's course"))
    for hidden in folder.glob("tests/suites/*/hidden"):
        shutil.rmtree(hidden)
    shutil.copy(folder / SLIP, folder / "exercises" / graded_as(SLIP).files.stub.name)
    return folder


@pytest.fixture(scope="module")
def new_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course that "Write a suite" builds, after its own commands."""
    folder = tmp_path_factory.mktemp("a new course")
    for block in blocks(SUITE_PAGE):
        save(block, folder)
    for block in runnable(SUITE_PAGE):
        run(block.text, folder)
    return folder


def runnable(page: Path) -> list[Block]:
    """List the blocks of a page that a shell can run."""
    return [block for block in blocks(page) if block.language in SHELLS and not block.reason_not_to_run]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_within_the_repository_lead_to_files(page: Path) -> None:
    broken = [
        target
        for target in links(page)
        if "://" not in target and not (page.parent / target.partition("#")[0]).exists()
    ]
    assert not broken


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_block_is_run_or_gives_a_reason(page: Path) -> None:
    tested = page in (README, SUITE_PAGE, STUDENT_PAGE, PUBLISH_PAGE, INSTRUCTOR_PAGE)
    commands = [
        block for block in blocks(page) if block.language in (*SHELLS, "zsh", "fish", "powershell", "console")
    ]
    for block in commands:
        assert block.reason_not_to_run or (tested and block.language in SHELLS), f"{block} is not run"


@pytest.mark.parametrize("block", runnable(README), ids=str)
def test_readme_commands_run(block: Block, course: Path) -> None:
    run(block.text, course)


@pytest.mark.parametrize("block", [one for one in blocks(README) if one.output_of], ids=str)
def test_readme_shows_the_output_of_its_commands(block: Block, course: Path) -> None:
    assert matches(block.text, run(block.output_of, course))


@pytest.mark.parametrize("block", runnable(STUDENT_PAGE), ids=str)
def test_student_page_commands_run(block: Block, student_course: Path) -> None:
    run(block.text, student_course)


@pytest.mark.parametrize("block", [one for one in blocks(STUDENT_PAGE) if one.output_of], ids=str)
def test_student_page_shows_the_output_of_its_commands(block: Block, student_course: Path) -> None:
    assert matches(block.text, run(block.output_of, student_course))


def test_make_targets_of_the_readme_run_in_a_clean_clone() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    left = [block.text for block in blocks(README) if "clean clone" in block.reason_not_to_run]
    assert left
    for line in left:
        assert f"step {line.strip()}\n" in script


@pytest.mark.slow
def test_suite_page_shows_the_output_of_its_commands(
    new_course: Path,
) -> None:
    shown = [block for block in blocks(SUITE_PAGE) if block.output_of]
    assert shown
    for block in shown:
        assert matches(block.text, run(block.output_of, new_course))


@pytest.mark.slow
@pytest.mark.parametrize("block", runnable(PUBLISH_PAGE), ids=str)
def test_new_course_can_be_published(block: Block, new_course: Path) -> None:
    run(block.text, new_course)


@pytest.mark.slow
def test_instructor_page_leads_from_an_empty_folder_to_marks(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "a course"
    folder.mkdir()
    for block in blocks(INSTRUCTOR_PAGE):
        save(block, folder)
        if block in runnable(INSTRUCTOR_PAGE):
            run(block.text, folder)
        if block.output_of:
            assert matches(block.text, run(block.output_of, folder)), str(block)


def test_example_manifest_is_valid() -> None:
    page = ROOT / "docs" / "assignments.md"
    examples = [block.text for block in blocks(page) if block.text.startswith("course:")]
    assert examples
    for example in examples:
        Manifest.model_validate(parse_yaml(example).data)


def test_generated_pages_are_up_to_date() -> None:
    for path, text in generate.pages().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run `make docs`"


def test_command_page_lists_every_command() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for name in app.list_commands(click.Context(app)):
        assert f"## grade {name}\n" in page


@pytest.mark.parametrize("page", ["docs/architecture.md", ".github/CONTRIBUTING.md"])
def test_modules_named_for_developers_exist(page: str) -> None:
    named = re.findall(r"`([\w./-]+/[\w-]+\.py)`", (ROOT / page).read_text(encoding="utf-8"))
    assert named
    assert [
        path for path in named if not any((base / path).exists() for base in (ROOT, ROOT / "grader"))
    ] == []


def test_shown_lines_match_only_in_order() -> None:
    assert matches("a\n...\nd\n", "a\nb\nc\nd\n")
    assert not matches("d\n...\na\n", "a\nb\nc\nd\n")
    assert not matches("a\nd\n", "a\nb\nc\nd\n")
