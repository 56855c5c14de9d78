"""Each way in which a release could give something away, tried: the search must find it."""

import bz2
import gzip
import html
import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.authoring.proofs import prove_secrecy
from grader.authoring.release import make_release
from grader.errors import CourseFault
from grader.model.assignment import Course
from tests.support.releases import small_course

STOLEN = "    local_slope = 2 * x\n"
NOTEBOOK = "exercises/squares.ipynb"

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return small_course(tmp_path_factory.mktemp("course").resolve())


@pytest.fixture(scope="module")
def whole(course: Course) -> Files:
    return make_release(course)


@pytest.fixture(scope="module")
def made(whole: Files) -> Files:
    """The release without the wheel, which takes longest to search."""
    return {name: content for name, content in whole.items() if not name.endswith(".whl")}


def complaint(course: Course, files: Files) -> str:
    with pytest.raises(CourseFault, match="gives away") as caught:
        prove_secrecy(course, files)
    return caught.value.message


def zipped(content: bytes, name: str = "notes.txt") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def in_notebook(files: Files, change: Callable[[dict[str, Any]], None]) -> Files:
    notebook = json.loads(files[NOTEBOOK])
    change(notebook)
    return {**files, NOTEBOOK: json.dumps(notebook).encode()}


def test_untouched_release_gives_nothing_away(course: Course, whole: Files) -> None:
    prove_secrecy(course, whole)


@pytest.mark.parametrize(
    "planted",
    [
        pytest.param(STOLEN.encode(), id="a line of a solution"),
        pytest.param(b"\tlocal_slope=2*x", id="the same with other white space"),
        pytest.param(b"Remember:   return upstream * local_slope   !", id="a line inside another"),
        pytest.param(b"squared = x * x", id="a short line"),
        pytest.param(b'    unseen = oracle("unseen").inputs["x"]', id="a hidden check"),
        pytest.param(b"def test_upstream_is_taken_into_account(submission: SubmissionProxy, expect: Expect, "
                     b"oracle: Oracle) -> None:", id="its name"),
        pytest.param(b"local_slope = 3 * x ** 2 / 17", id="what a misconception puts in place of a solution"),
        pytest.param(b'edits=(("local_slope = 2 * x", "local_slope = 3 * x ** 2 / 17"),),', id="its source"),
        pytest.param(b"UNSEEN_MARGIN = 0.125 * 5", id="a hidden oracle"),
        pytest.param(b"SEEN_MARGIN = 0.125 * 3", id="a visible oracle"),
        pytest.param(b"return tape.watch('x', x) ** 2", id="a model"),
    ],
)  # fmt: skip
def test_planted_text_is_found_in_any_file(course: Course, made: Files, planted: bytes) -> None:
    for name in ("exercises/squares.py", "exercises/squares.md", "tests/suites/squares/conftest.py"):
        files = {**made, name: made[name] + b"\n" + planted + b"\n"}
        assert name in complaint(course, files)


@pytest.mark.parametrize(
    "hide",
    [
        pytest.param(zipped, id="a zip"),
        pytest.param(lambda secret: zipped(zipped(secret), "inner.whl"), id="a zip in a zip"),
        pytest.param(lambda secret: b"#!/bin/sh\n" + zipped(secret), id="a zip behind a script"),
        pytest.param(gzip.compress, id="gzip"),
        pytest.param(lambda secret: b"\x89PNG" + zlib.compress(secret), id="a picture's text"),
        pytest.param(bz2.compress, id="bzip2"),
        pytest.param(lzma.compress, id="xz"),
        pytest.param(
            lambda secret: b"".join(b"&#%d;" % letter for letter in secret), id="letters of XML by number"
        ),
        pytest.param(
            lambda secret: b"<svg><text>" + secret.replace(b" ", b"</tspan> <tspan>") + b"</text></svg>",
            id="words of a drawing",
        ),
        pytest.param(lambda secret: json.dumps({"a": [{"b": secret.decode()}]}).encode(), id="JSON"),
    ],
)  # fmt: skip
def test_secret_is_found_in_every_packing(
    course: Course, made: Files, hide: Callable[[bytes], bytes]
) -> None:
    secret = b"\nsome more text around it\n    return upstream * local_slope\n"
    assert "solutions/squares.py" in complaint(course, {**made, "exercises/extra.bin": hide(secret)})


def test_secret_in_the_wheel_is_found(course: Course, whole: Files) -> None:
    (wheel,) = (name for name in whole if name.endswith(".whl"))
    packed = io.BytesIO(whole[wheel])
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("grader/extra.py", f"def f(x):\n{STOLEN}")
    assert f"{wheel}, in grader/extra.py" in complaint(course, {**whole, wheel: packed.getvalue()})


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda n: n["metadata"].update(solution=STOLEN), id="metadata"),
        pytest.param(
            lambda n: n["cells"][0]["metadata"].update({STOLEN: 1}), id="a key of a cell's metadata"
        ),
        pytest.param(
            lambda n: n["cells"].append(
                {"cell_type": "code", "outputs": [{"output_type": "stream", "text": ["a\n", STOLEN]}]}
            ),
            id="an output",
        ),
        pytest.param(
            lambda n: n["cells"].append({"cell_type": "code", "source": ["local_slo", "pe = 2 * x"]}),
            id="a line that is cut in two",
        ),
        pytest.param(
            lambda n: n["cells"].append(
                {
                    "outputs": [
                        {"data": {"text/html": f"<pre>\n{STOLEN}</pre>"}, "output_type": "display_data"}
                    ]
                }
            ),
            id="an output in HTML",
        ),
    ],
)
def test_secret_is_found_anywhere_in_a_notebook(
    course: Course, made: Files, change: Callable[[dict[str, Any]], None]
) -> None:
    assert NOTEBOOK in complaint(course, in_notebook(made, change))


@pytest.mark.parametrize("sign", ["<", "&"])
def test_line_is_found_in_a_drawing_with_entities(tmp_path: Path, sign: str) -> None:
    course = small_course(tmp_path.resolve())
    solution = course.root / "solutions" / "squares.py"
    line = f"below = x {sign} 17"
    text = solution.read_text(encoding="utf-8").replace("    squared", f"    {line}\n    squared", 1)
    solution.write_text(text, encoding="utf-8")
    drawing = f"<svg><text>{html.escape(line)}</text></svg>".encode()
    assert "solutions/squares.py" in complaint(course, {"exercises/squares.svg": drawing})


def test_encrypted_zip_is_refused(course: Course, made: Files) -> None:
    encrypted = bytearray(zipped(b"anything"))
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        encrypted[encrypted.index(mark) + flags] |= 1
    assert "cannot be opened" in complaint(course, {**made, "exercises/extra.zip": bytes(encrypted)})


@pytest.mark.parametrize(
    "kept, copy",
    [
        ("hidden/test_hidden.py", "visible/test_more.py"),
        ("visible/oracle.py", "visible/oracle_of_last_year.py"),
        ("models.py", "visible/models.py"),
        ("misconceptions.toml", "visible/notes.py"),
        ("hidden/recordings/unseen.rec", "visible/recordings/unseen.rec"),
        ("hidden/recordings/unseen.rec", "visible/recordings/unseen.rec.old"),
    ],
)
def test_copy_in_a_visible_check_is_found(tmp_path: Path, kept: str, copy: str) -> None:
    course = small_course(tmp_path.resolve())
    suite = course.root / "tests" / "suites" / "squares"
    (suite / copy).write_bytes((suite / kept).read_bytes())
    files = make_release(course)
    assert copy in complaint(course, {name: files[name] for name in files if copy in name})


def test_code_of_a_misconception_is_secret_and_its_words_are_not(course: Course, made: Files) -> None:
    code, advice = "local_slope = 3 * x ** 2 / 17", "Look at x = 1 and at x = 2."
    assert "slope-of-a-cube" in complaint(course, {**made, "exercises/notes.md": code.encode()})
    prove_secrecy(course, {**made, "exercises/notes.md": advice.encode()})


def test_bytes_of_a_hidden_recording_are_found(course: Course, made: Files) -> None:
    path = course.root / "tests/suites/squares/hidden/recordings/unseen.rec"
    content = path.read_bytes()
    for planted in (content, content[100:300], zipped(content[200:400])):
        message = complaint(course, {**made, "tests/suites/squares/visible/recordings/seen.rec": planted})
        assert "hidden/recordings/unseen.rec" in message


def test_private_file_is_found_by_its_name(course: Course, made: Files) -> None:
    name = "tests/suites/squares/hidden/test_hidden.py"
    assert name in complaint(course, {**made, name: b""})
    assert name in complaint(course, {**made, "extra.zip": zipped(b"", name)})


def test_explained_line_is_public_but_half_a_solution_is_not(tmp_path: Path) -> None:
    course = small_course(tmp_path.resolve())
    solution, handout = course.root / "solutions" / "squares.py", course.root / "solutions" / "squares.md"
    longer = solution.read_text(encoding="utf-8").replace(
        "    local_slope = 2 * x\n", "    local_slope = 2 * x\n    scaled = 3 * local_slope\n"
    )
    solution.write_text(longer, encoding="utf-8")
    handout.write_text("# Squares\n\n    local_slope = 2 * x\n", encoding="utf-8")
    prove_secrecy(course, make_release(course))
    handout.write_text(
        "# Squares\n\n    local_slope = 2 * x\n    scaled = 3 * local_slope\n", encoding="utf-8"
    )
    assert "exercises/squares.md" in complaint(course, make_release(course))


def test_insignificant_lines_are_public(course: Course, made: Files) -> None:
    prove_secrecy(course, {**made, "exercises/notes.txt": b"return squared\nelse:\nimport os\n"})


def test_every_finding_names_the_place_its_text_and_the_origin(course: Course, made: Files) -> None:
    message = complaint(course, {**made, "README.md": f"# Read me\n\n{STOLEN}".encode()})
    number = solution_line(course, STOLEN)
    assert f"README.md:3 says `local_slope = 2 * x`, which is of solutions/squares.py:{number}" in message


def test_what_a_notebook_holds_in_two_forms_is_told_once_at_its_line(course: Course, made: Files) -> None:
    files = in_notebook(
        made, lambda n: n["cells"].append({"cell_type": "code", "source": ["x = 1\n", STOLEN]})
    )
    pretty = json.dumps(json.loads(files[NOTEBOOK]), indent=1)
    message = complaint(course, {**files, NOTEBOOK: pretty.encode()})
    line = next(number for number, text in enumerate(pretty.split("\n"), start=1) if "local_slope" in text)
    assert message.count("local_slope") == 1
    assert f'{NOTEBOOK}:{line} says `"    local_slope = 2 * x\\n"`' in message


def test_place_in_a_member_of_a_zip_is_told(course: Course, made: Files) -> None:
    message = complaint(course, {**made, "extra.zip": zipped(f"\n\n{STOLEN}".encode())})
    assert "extra.zip, in notes.txt:3 says `local_slope = 2 * x`" in message


def solution_line(course: Course, text: str) -> int:
    """Find the line of the solved file that is a text."""
    lines = (course.root / "solutions" / "squares.py").read_text(encoding="utf-8").splitlines()
    return lines.index(text.rstrip()) + 1
