import hashlib
import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.authoring.bundle import make_bundle, open_bundle, write_bundle
from grader.course import load_course
from grader.course.edition import edition_of
from grader.errors import CourseFault, UsageError
from grader.model.assignment import Course
from tests.support.command import copy_course, grade_here

NAME = "scalar-graphs"

Entries = dict[str, bytes]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return load_course(copy_course(tmp_path_factory.mktemp("course"), NAME))


@pytest.fixture(scope="module")
def packed(course: Course) -> bytes:
    return make_bundle(course)


@pytest.fixture
def path(tmp_path: Path, packed: bytes) -> Path:
    path = tmp_path / "course.bundle"
    path.write_bytes(packed)
    return path


def alter(path: Path, change: Callable[[Entries], None]) -> None:
    """Pack the entries of a bundle anew after changing them."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content)


def contents(path: Path) -> Entries:
    """Open a bundle and return what is in it."""
    with open_bundle(path) as folder:
        files = [file for file in folder.rglob("*") if file.is_file()]
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def refusal(path: Path) -> str:
    """Return why a bundle is refused."""
    with pytest.raises(CourseFault) as caught, open_bundle(path):
        pass
    assert caught.value.advice
    return caught.value.message


def test_same_course_gives_the_same_bytes(course: Course, packed: bytes) -> None:
    assert make_bundle(course) == packed


def test_bundle_holds_only_what_grading_needs(packed: bytes) -> None:
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert names[0] == "bundle.json"
    assert {"assignments.json", "solutions/scalar_graphs.py"} <= set(names)
    suites = [name for name in names if name.startswith(f"tests/suites/{NAME}/")]
    assert {f"tests/suites/{NAME}/{file}" for file in ("conftest.py", "hidden/test_fork.py")} <= set(suites)
    assert any(name.endswith(".rec") and "/hidden/" in name for name in suites)
    assert len(names) == len(suites) + 3
    assert not [name for name in names if "__pycache__" in name or "assignments.yaml" in name]


def test_open_bundle_grades_hidden_checks_and_leaves_nothing_behind(course: Course, path: Path) -> None:
    with open_bundle(path) as folder:
        again = load_course(folder)
        assert again.assignments[0].parts == course.assignments[0].parts
        assert edition_of(again) == edition_of(course)
        solved = course.root / "solutions" / "scalar_graphs.py"
        result = grade_here(NAME, "--submission", solved, "--fail-under", "100", "--json", cwd=folder)
        assert result.status == 0, result.out
        assert json.loads(result.out)["assignments"][0]["hidden_ran"]
    assert not folder.exists()


@pytest.mark.parametrize("length", [0, 10, 5000, -1, -100])
def test_truncated_bundle_is_refused(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])
    assert "cut short or damaged" in refusal(path)


def test_changed_byte_is_noticed(path: Path, packed: bytes) -> None:
    whole = contents(path)
    refused = 0
    for place in range(100, len(packed), len(packed) // 60):
        path.write_bytes(packed[:place] + bytes([packed[place] ^ 0x55]) + packed[place + 1 :])
        try:
            found = contents(path)
        except CourseFault:
            refused += 1
        else:
            assert found == whole  # it was in what zip files say of dates and rights
    assert refused > 40


def test_changed_entry_is_named(path: Path) -> None:
    alter(path, lambda entries: entries.update({f"tests/suites/{NAME}/hidden/test_fork.py": b"pass\n"}))
    assert f"'tests/suites/{NAME}/hidden/test_fork.py' was changed" in refusal(path)


def test_missing_entry_is_named(path: Path) -> None:
    def remove(entries: Entries) -> None:
        del entries["solutions/scalar_graphs.py"]

    alter(path, remove)
    assert "'solutions/scalar_graphs.py' is missing" in refusal(path)


def test_added_entry_is_named(path: Path) -> None:
    alter(path, lambda entries: entries.update({"tests/conftest.py": b"pass\n"}))
    assert "'tests/conftest.py' was added" in refusal(path)


def test_edited_record_is_refused(path: Path) -> None:
    def edit(entries: Entries) -> None:
        entries["bundle.json"] = entries["bundle.json"].replace(b"2026.1", b"2026.2")

    alter(path, edit)
    assert "bundle.json was changed" in refusal(path)


def test_bundle_of_another_format_names_both_formats(path: Path) -> None:
    def edit(entries: Entries) -> None:
        entries["bundle.json"] = entries["bundle.json"].replace(b'"format": 1', b'"format": 2')

    alter(path, edit)
    message = refusal(path)
    assert "is of format 2" in message
    assert "reads format 1" in message


@pytest.mark.parametrize(
    "name", ["../out.py", "/etc/out.py", "a/../../out.py", "c:/out.py", "..\\out.py", "a//b"]
)
def test_path_that_leads_out_is_refused(path: Path, name: str) -> None:
    alter(path, lambda entries: entries.update({name: b"pass\n"}))
    assert "leads out of it" in refusal(path)


def test_two_entries_of_one_name_are_refused(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("assignments.json", b"{}")
    assert "two entries of one name" in refusal(path)


@pytest.mark.parametrize(
    "record", [b"", b"[]", b"{", b"[" * 100_000, b'{"format": 1, "digest": "", "files": 3}']
)
def test_record_of_another_shape_is_refused(path: Path, record: bytes) -> None:
    alter(path, lambda entries: entries.update({"bundle.json": record}))
    assert "cannot be read" in refusal(path)


@pytest.mark.parametrize(
    "names", [("solutions", "solutions/a.py"), ("a" * 300, "b"), ("bundle.json/a", "b"), ("\udc80", "b")]
)
def test_bundle_with_clashing_or_impossible_names_is_refused(path: Path, names: tuple[str, ...]) -> None:
    files = dict.fromkeys(names, b"pass\n")
    record = {"format": 1, "edition": {}, "files": {name: _sha256(files[name]) for name in files}}
    record["digest"] = _sha256(json.dumps(record, sort_keys=True).encode())
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bundle.json", json.dumps(record))
        for name, content in files.items():
            archive.writestr(name.encode("utf-8", "replace").decode(), content)
    assert "refused" in refusal(path)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("claimed", [10, 1 << 31])
def test_zip_bomb_is_refused_before_unpacking(path: Path, claimed: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bundle.json", bytes(30_000_000))
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\1\2") + 24  # the size that the directory claims
    content[at : at + 4] = claimed.to_bytes(4, "little")
    path.write_bytes(content)
    tracemalloc.start()
    assert "refused" in refusal(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 5_000_000


def test_other_zip_is_refused(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.py", "pass\n")
    assert "so it is no bundle" in refusal(path)


def test_missing_bundle_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no bundle"), open_bundle(tmp_path / "none.bundle"):
        pass


def test_command_writes_a_bundle_and_names_its_edition(course: Course, tmp_path: Path) -> None:
    result = grade_here("bundle", "--to", tmp_path / "c.bundle", cwd=course.root)
    assert result.status == 0
    assert str(edition_of(course)) in result.out
    with open_bundle(tmp_path / "c.bundle") as folder:
        assert load_course(folder).name == course.name


def test_unrecorded_course_is_not_bundled(tmp_path: Path) -> None:
    course = load_course(copy_course(tmp_path / "course", NAME))
    oracle = course.assignments[0].hidden / "oracle.py"
    oracle.write_text(oracle.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")

    with pytest.raises(CourseFault, match=f"{NAME}/hidden: the recordings are older") as caught:
        write_bundle(course, tmp_path / "course.bundle")
    assert "grade record" in caught.value.advice
    assert not (tmp_path / "course.bundle").exists()


@pytest.mark.parametrize(
    "words",
    [("bundle", "--to", "x.zip"), ("gradescope", NAME, "--build", "x.zip")],
    ids=["bundle", "gradescope"],
)
def test_release_is_not_bundled(tmp_path: Path, words: tuple[str, ...]) -> None:
    release = copy_course(tmp_path, NAME)
    (release / "release.json").write_text("{}", encoding="utf-8")
    done = grade_here(*words, cwd=release)
    assert done.status == 2
    assert "is a release for students" in done.err
    assert "Bundle the course itself" in done.err
    assert not (release / "x.zip").exists()
