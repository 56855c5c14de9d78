import base64
import hashlib
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from grader.authoring.packaging import build_wheel, student_dependencies
from tests.support.course_files import ROOT


@pytest.fixture(scope="module")
def wheel() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(build_wheel()[1]))


def test_wheel_equals_that_of_the_build_tool(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    (path,) = tmp_path.glob("*.whl")
    assert path.name == build_wheel()[0]
    with zipfile.ZipFile(path) as built:
        assert set(wheel.namelist()) == set(built.namelist())
        for name in built.namelist():
            if name.startswith("grader/"):
                assert wheel.read(name) == built.read(name)


def test_wheel_record_has_the_hash_of_every_file(wheel: zipfile.ZipFile) -> None:
    (record,) = (name for name in wheel.namelist() if name.endswith("/RECORD"))
    lines = [line.rsplit(",", 2) for line in wheel.read(record).decode().splitlines()]
    assert sorted(name for name, _, _ in lines) == sorted(wheel.namelist())
    for name, digest, size in lines:
        content = wheel.read(name)
        encoded = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        assert (digest, size) == (("", "") if name == record else (f"sha256={encoded}", str(len(content))))


def test_same_grader_gives_the_same_bytes() -> None:
    assert build_wheel() == build_wheel()


def test_student_dependencies_exclude_author_libraries() -> None:
    names = {one.metadata["Name"].lower() for one in student_dependencies()}
    assert {"numpy", "pytest", "msgpack", "click", "pluggy"} <= names
    assert not names & {"torch", "pydantic", "pyyaml", "nbformat", "jinja2", "jsonschema", "ipython"}
