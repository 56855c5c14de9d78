"""Documents cannot drift: links lead somewhere, blocks are run, generated parts are what the code makes."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from docs import generate
from grader.cli.main import app
from grader.course.manifest_schema import Manifest
from grader.course.yaml_document import parse_yaml
from tests.support.documents import PAGES, ROOT, Block, blocks, links, matches

README = ROOT / "README.md"
SUITE_PAGE = ROOT / "docs" / "write-a-suite.md"
STUDENT_PAGE = ROOT / "docs" / "students.md"
PUBLISH_PAGE = ROOT / "docs" / "publish.md"
INSTRUCTOR_PAGE = ROOT / "docs" / "instructors.md"
SHELLS = ("sh", "bash")
SLIP = ('activate_grad(stages["z1"], activation)', 'activate_grad(stages["h"], activation)')


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


def copy_course(folder: Path) -> Path:
    """Copy what `grade` needs of this repository, with submissions of the names that documents use."""
    shutil.copy(ROOT / "assignments.yaml", folder)
    for name in ("exercises", "solutions", "tests/suites"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    handed = folder / "handed-in"
    handed.mkdir()
    solved = (ROOT / "solutions" / "two_layer_mlp.py").read_text(encoding="utf-8")
    assert solved.count(SLIP[0]) == 1
    (handed / "two_layer_mlp.py").write_text(solved, encoding="utf-8")
    (handed / "slip.py").write_text(solved.replace(*SLIP), encoding="utf-8")
    with zipfile.ZipFile(handed / "anna.zip", "w") as archive:
        archive.writestr("two_layer_mlp.py", solved)
    cell = (ROOT / "solutions" / "scalar_graphs.py").read_text(encoding="utf-8")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    (handed / "my-notebook.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
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
    shutil.copy(folder / "handed-in" / "slip.py", folder / "exercises" / "two_layer_mlp.py")
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
def test_every_link_within_the_repository_leads_to_a_file(page: Path) -> None:
    broken = [
        target
        for target in links(page)
        if "://" not in target and not (page.parent / target.partition("#")[0]).exists()
    ]
    assert not broken


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_block_of_commands_is_run_or_says_why_not(page: Path) -> None:
    tested = page in (README, SUITE_PAGE, STUDENT_PAGE, PUBLISH_PAGE, INSTRUCTOR_PAGE)
    commands = [
        block for block in blocks(page) if block.language in (*SHELLS, "zsh", "fish", "powershell", "console")
    ]
    for block in commands:
        assert block.reason_not_to_run or (tested and block.language in SHELLS), f"{block} is not run"


@pytest.mark.parametrize("block", runnable(README), ids=str)
def test_the_commands_of_the_readme_run(block: Block, course: Path) -> None:
    run(block.text, course)


@pytest.mark.parametrize("block", [one for one in blocks(README) if one.output_of], ids=str)
def test_the_readme_shows_what_the_command_prints(block: Block, course: Path) -> None:
    assert matches(block.text, run(block.output_of, course))


@pytest.mark.parametrize("block", runnable(STUDENT_PAGE), ids=str)
def test_the_commands_of_the_page_for_students_run(block: Block, student_course: Path) -> None:
    run(block.text, student_course)


@pytest.mark.parametrize("block", [one for one in blocks(STUDENT_PAGE) if one.output_of], ids=str)
def test_the_page_for_students_shows_what_the_command_prints(block: Block, student_course: Path) -> None:
    assert matches(block.text, run(block.output_of, student_course))


def test_what_the_readme_leaves_to_make_is_run_in_a_clean_clone() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    left = [block.text for block in blocks(README) if "clean clone" in block.reason_not_to_run]
    assert left
    for line in left:
        assert f"step {line.strip()}\n" in script


def test_the_suite_written_by_the_page_grades_its_solution_at_100_and_its_mistake_by_its_part(
    new_course: Path,
) -> None:
    shown = [block for block in blocks(SUITE_PAGE) if block.output_of]
    assert shown
    for block in shown:
        assert matches(block.text, run(block.output_of, new_course))


@pytest.mark.parametrize("block", runnable(PUBLISH_PAGE), ids=str)
def test_the_new_course_is_published(block: Block, new_course: Path) -> None:
    run(block.text, new_course)


def test_from_an_empty_folder_the_page_for_instructors_leads_to_marks_in_its_own_order(
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


def test_the_example_of_a_manifest_is_valid() -> None:
    page = ROOT / "docs" / "assignments.md"
    (example,) = [block.text for block in blocks(page) if block.text.startswith("course:")]
    Manifest.model_validate(parse_yaml(example).data)


def test_what_is_generated_is_what_the_code_makes() -> None:
    for path, text in generate.pages().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run `make docs`"


def test_the_page_of_commands_has_every_command() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for name in app.commands:
        assert f"## grade {name}\n" in page


def test_a_shown_text_matches_only_with_its_lines_in_order() -> None:
    assert matches("a\n...\nd\n", "a\nb\nc\nd\n")
    assert not matches("d\n...\na\n", "a\nb\nc\nd\n")
    assert not matches("a\nd\n", "a\nb\nc\nd\n")
