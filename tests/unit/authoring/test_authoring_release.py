"""A release of a small course, made by the command as an instructor makes it."""

import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema
import pytest

from grader.authoring.proofs import prove_installation, prove_solutions, prove_stubs
from grader.authoring.release import make_release
from grader.course import load_course
from grader.course.manifest_schema import schema
from grader.course.solution import pristine_fingerprints
from grader.errors import CourseFault
from grader.model.assignment import Course
from grader.submission.candidates import fingerprint
from tests.support.command import Result, grade_here
from tests.support.releases import small_course

STUB, NOTEBOOK = "exercises/squares.py", "exercises/squares.ipynb"
SUITE = "tests/suites/squares"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return small_course(tmp_path_factory.mktemp("course").resolve())


@pytest.fixture(scope="module")
def published(course: Course) -> tuple[Result, Path]:
    target = course.root.parent / f"{course.root.name}-release"
    return grade_here("publish", "--to", target, cwd=course.root), target


@pytest.fixture
def release(published: tuple[Result, Path], tmp_path: Path) -> Path:
    """A copy of the release, to do anything with."""
    return Path(shutil.copytree(published[1], tmp_path / "release"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def without(packages: list[str], words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `grade` where some packages cannot be imported."""
    program = (
        "import sys\n"
        f"for name in {packages}: sys.modules[name] = None\n"
        f"sys.argv = ['grade', *{words}]\n"
        "from grader.cli.main import main\n"
        "main()\n"
    )
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False
    )


def test_command_reports_proofs_and_written_files(published: tuple[Result, Path]) -> None:
    result, target = published
    assert result.status == 0, result.err
    for claim in ("gives away", "stubs run and score 0", "full marks", "installs and grades"):
        assert claim in result.err
    assert f"{target}: " in result.out


def test_release_holds_only_what_students_need(release: Path) -> None:
    files = {path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file()}
    ours = {name for name in files if not name.startswith((".", "wheels/"))}
    assert ours == {
        "README.md", "assignments.json", "release.json", "requirements.txt",
        STUB, NOTEBOOK, "exercises/squares.md",
        f"{SUITE}/conftest.py", f"{SUITE}/visible/test_visible.py",
        f"{SUITE}/visible/recordings/cases.json", f"{SUITE}/visible/recordings/seen.rec",
        f"{SUITE}/visible/recordings/misconceptions.wrong",
    }  # fmt: skip
    assert len([name for name in files if name.startswith("wheels/")]) == 1


def test_same_course_gives_the_same_release(course: Course) -> None:
    assert make_release(course) == make_release(course)


def test_manifest_of_a_release_is_valid_and_names_nothing_hidden(course: Course, release: Path) -> None:
    text = (release / "assignments.json").read_text(encoding="utf-8")
    jsonschema.validate(json.loads(text), schema())
    for word in ("solution", "handout", "hidden"):
        assert word not in text
    (mine,), (original,) = load_course(release).assignments, course.assignments
    assert (mine.parts, mine.due, mine.limits) == (original.parts, original.due, original.limits)
    assert mine.files.solution is None


def test_readme_of_a_release_names_every_assignment(release: Path) -> None:
    readme = (release / "README.md").read_text(encoding="utf-8")
    assert "grade squares" in readme
    assert "6 November 2026, 23:59 (UTC+0100)" in readme
    assert STUB in readme


def test_student_sees_visible_checks_as_provisional(release: Path) -> None:
    edit(release / STUB, 'Compute x squared."""\n    raise NotImplementedError', '"""\n    return x * x')
    result = grade_here(cwd=release)
    assert result.status == 0
    assert "40 of 100 points" in result.text
    assert "provisional" in result.text


def test_release_recognises_its_stub_and_notebook(release: Path) -> None:
    (assignment,) = load_course(release).assignments
    known = pristine_fingerprints(assignment)
    for name in (STUB, NOTEBOOK):
        assert fingerprint((release / name).read_bytes(), suffix=Path(name).suffix) in known
    edit(release / STUB, "Compute the slope", "Find the slope")
    assert fingerprint((release / STUB).read_bytes(), suffix=".py") not in known


def test_damaged_record_is_named(release: Path) -> None:
    (release / "release.json").write_text("{}", encoding="utf-8")
    result = grade_here(cwd=release)
    assert result.status == 3
    assert "release.json does not say what was handed out for squares" in result.err


@pytest.mark.parametrize("words, said", [("", "0 of 100 points"), ("doctor", "A small course 1: in order")])
def test_student_needs_no_author_libraries(release: Path, words: str, said: str) -> None:
    (release / STUB).unlink()  # so that the notebook is graded
    done = without(["pydantic", "yaml", "nbformat", "jinja2", "torch"], words.split(), release)
    assert done.returncode == 0, done.stderr
    assert said in done.stdout


@pytest.mark.parametrize("package", ["pydantic", "yaml", "nbformat", "jinja2"])
def test_missing_author_library_is_reported_with_the_remedy(course: Course, package: str) -> None:
    done = without([package], ["publish", "--check"], course.root)
    assert done.returncode == 2
    assert "is not installed" in done.stderr
    assert "pip install 'backprop-grader[" in done.stderr


@pytest.mark.slow
def test_second_release_keeps_what_the_student_wrote(course: Course, release: Path) -> None:
    edit(release / STUB, "Compute x squared.", "Compute x squared. I have begun.")
    result = grade_here("publish", "--to", release, cwd=course.root)
    assert result.status == 0, result.err
    assert f"kept, as it was edited: {STUB}" in result.out
    assert "I have begun" in (release / STUB).read_text(encoding="utf-8")


def test_release_cannot_be_made_from_a_release(release: Path) -> None:
    result = grade_here("publish", "--to", release.parent / "again", cwd=release)
    assert result.status == 2
    assert "No assignment of the course" in result.err
    assert "has a solved file" in result.err


@pytest.mark.parametrize("target", [".", ".."])
def test_release_into_the_course_folder_is_refused(course: Course, target: str) -> None:
    result = grade_here("publish", "--to", course.root / target, cwd=course.root)
    assert result.status == 2
    assert "is the folder of a course" in result.err


def test_failed_proof_writes_nothing(tmp_path: Path) -> None:
    course = small_course((tmp_path / "course").resolve())
    handout = course.root / "solutions" / "squares.md"
    handout.write_text("    squared = x * x\n", encoding="utf-8")
    result = grade_here("publish", "--to", tmp_path / "release", cwd=course.root)
    assert result.status == 3
    assert "exercises/squares.md:1 says `squared = x * x`" in result.err
    assert "which is of solutions/squares.py" in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["course"]


@pytest.mark.parametrize("name", [STUB, NOTEBOOK])
@pytest.mark.parametrize(
    "old, new, said",
    [
        ("    raise NotImplementedError", "    return x * x", "earns points"),
        ("    raise NotImplementedError", "    import nothing_there", "fingerprint is not the recorded one"),
        ("def forward", "import nothing_there\\ndef forward", "does not import"),
        ("def forward", "def forward(", "not valid Python"),
    ],
)
def test_altered_stub_fails_its_proof(release: Path, name: str, old: str, new: str, said: str) -> None:
    text = (release / name).read_text(encoding="utf-8")
    replacement = new if name == NOTEBOOK else new.replace("\\n", "\n")
    (release / name).write_text(text.replace(old, replacement, 1), encoding="utf-8")
    with pytest.raises(CourseFault) as caught:
        prove_stubs(release)
    assert said in caught.value.message
    assert Path(name).name in caught.value.message


def test_solution_failing_a_visible_check_fails_its_proof(course: Course, release: Path) -> None:
    edit(release / SUITE / "visible" / "test_visible.py", "9.0", "9.5")
    with pytest.raises(
        CourseFault, match=r"in the release, squares\.py: visible/test_visible\.py::test_three"
    ):
        prove_solutions(course, release)


def test_solution_failing_a_hidden_check_fails_its_proof(tmp_path: Path, release: Path) -> None:
    course = small_course(tmp_path.resolve())
    edit(course.root / SUITE / "hidden" / "test_hidden.py", "15.0", "15.5")
    with pytest.raises(CourseFault, match=r"in the course, squares\.py: hidden/test_hidden\.py"):
        prove_solutions(course, release)


def test_missing_recording_fails_the_proof_of_solutions(course: Course, release: Path) -> None:
    (release / SUITE / "visible" / "recordings" / "seen.rec").unlink()
    with pytest.raises(CourseFault, match="is not recorded"):
        prove_solutions(course, release)


@pytest.mark.slow
def test_undeclared_dependency_fails_the_proof_of_installation(release: Path) -> None:
    (wheel,) = (release / "wheels").iterdir()
    packed = io.BytesIO()
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            extra = b"\nimport pydantic\n" if name == "grader/cli/main.py" else b""
            new.writestr(name, old.read(name) + extra)
    wheel.write_bytes(packed.getvalue())
    with pytest.raises(CourseFault, match="No module named 'pydantic'"):
        prove_installation(release)
