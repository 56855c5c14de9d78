import io
import json
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from grader.errors import GraderError, UnusableSubmission, UsageError
from grader.submission.reader import Submission, read_submission

CODE = b"a = 1\n"


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content, compress_type=method)
    return buffer.getvalue()


def named_raw(name: bytes, content: bytes = CODE) -> bytes:
    """Pack one file under a name of any bytes, without the flag that says they are UTF-8."""
    placeholder = "n" * len(name)
    return packed((placeholder, content)).replace(placeholder.encode(), name)


def read(folder: Path, content: bytes) -> Submission:
    path = folder / "\u4f5c\u4e1a 1.zip"
    path.write_bytes(content)
    return read_submission(path, module="mlp", name="hw.zip")


def complaint(folder: Path, content: bytes, kind: type[GraderError] = UnusableSubmission) -> str:
    with pytest.raises(kind) as caught:
        read(folder, content)
    return str(caught.value)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_expected_file_is_read_from_a_zip(tmp_path: Path, method: int) -> None:
    submission = read(tmp_path, packed(("mlp.py", CODE), ("other.py", b"b = 1\n"), method=method))
    assert (submission.name, submission.source) == ("hw.zip/mlp.py", "a = 1\n")
    assert str(submission.locate(1)) == "hw.zip/mlp.py:1"


def test_notebook_is_read_from_a_zip(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "source": "a = 1"}
    notebook = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell]}
    submission = read(tmp_path, packed(("mlp.ipynb", json.dumps(notebook).encode())))
    assert str(submission.locate(1)) == "hw.zip/mlp.ipynb, cell 1, line 1"


def test_folder_around_the_file_is_accepted(tmp_path: Path) -> None:
    content = packed(("work/", b""), ("work/mlp.py", CODE), ("work/data/x.csv", b""))
    assert read(tmp_path, content).name == "hw.zip/work/mlp.py"


def test_system_files_in_a_zip_are_skipped(tmp_path: Path) -> None:
    hidden = [(f".git/objects/{number}", b"") for number in range(300)]
    content = packed(("__MACOSX/._mlp.py", b"\0"), (".DS_Store", b"\0"), ("my.py", CODE), *hidden)
    assert read(tmp_path, content).name == "hw.zip/my.py"


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "cp437"])
def test_names_without_the_utf8_flag_are_decoded(tmp_path: Path, encoding: str) -> None:
    name = "\u00dcbung.py" if encoding == "cp437" else "\u4f5c\u4e1a \u4e00.py"
    assert read(tmp_path, named_raw(name.encode(encoding))).name == f"hw.zip/{name}"


def test_names_with_the_utf8_flag_are_read(tmp_path: Path) -> None:
    assert read(tmp_path, packed(("\u4f5c\u4e1a \u4e00.py", CODE))).name == "hw.zip/\u4f5c\u4e1a \u4e00.py"


def test_backslashes_separate_folders(tmp_path: Path) -> None:
    assert read(tmp_path, named_raw(rb"work\mlp.py")).name == "hw.zip/work/mlp.py"


def test_terminal_escapes_in_a_name_are_escaped(tmp_path: Path) -> None:
    assert read(tmp_path, packed(("a\x1b[2J.py", CODE))).name == r"hw.zip/a\x1b[2J.py"


@pytest.mark.parametrize(
    "name",
    [b"../mlp.py", b"a/../../mlp.py", b"/mlp.py", rb"..\mlp.py", rb"\mlp.py", b"C:/mlp.py", b"c:mlp.py"],
)
def test_name_that_leaves_the_zip_is_refused(tmp_path: Path, name: bytes) -> None:
    assert "leads out of it" in complaint(tmp_path, named_raw(name))


def test_name_with_a_zero_byte_is_refused(tmp_path: Path) -> None:
    assert r"`mlp.py\x00.txt`" in complaint(tmp_path, named_raw(b"mlp.py\0.txt"))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(tmp_path: Path, kind: int) -> None:
    info = zipfile.ZipInfo("mlp.py")
    info.external_attr = (kind | 0o644) << 16
    assert "link or device, `mlp.py`" in complaint(tmp_path, packed((info, b"/etc/passwd")))


@pytest.mark.parametrize("second", ["a/mlp.py", "A/MLP.PY", "./a/mlp.py", "a//mlp.py", r"a\mlp.py"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_collide_on_some_systems_are_refused(tmp_path: Path, second: str) -> None:
    content = packed(("a/mlp.py", CODE), (second, b"b = 1\n"))
    assert "one name on some systems" in complaint(tmp_path, content)


def test_two_spellings_of_one_accent_are_one_name(tmp_path: Path) -> None:
    content = packed(("\u00e9.py", CODE), ("e\u0301.py", CODE))
    assert "one name on some systems" in complaint(tmp_path, content)


def test_encrypted_file_is_refused(tmp_path: Path) -> None:
    content = bytearray(packed(("mlp.py", CODE)))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1
    assert "needs a password" in complaint(tmp_path, bytes(content))


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_rare_compression_methods_are_refused(tmp_path: Path, method: int) -> None:
    assert f"method {method}" in complaint(tmp_path, packed(("mlp.py", CODE), method=method))


def test_more_than_200_files_that_could_be_graded_are_refused(tmp_path: Path) -> None:
    files = [(f"{number}.py", b"") for number in range(200)]
    pictures = [(f"{number}.png", b"") for number in range(300)]
    assert read(tmp_path, packed(*files[1:], *pictures, ("mlp.py", CODE))).source
    assert "more than 200 files" in complaint(tmp_path, packed(*files, ("mlp.py", CODE)))


def test_zip_bomb_is_stopped(tmp_path: Path) -> None:
    assert "hw.zip/mlp.py is larger than 1 MB" in complaint(tmp_path, packed(("mlp.py", b" " * (9 << 20))))
    assert "larger than 50 MB" in complaint(tmp_path, packed(("mlp.ipynb", b" " * (99 << 20))))


def test_zip_bomb_with_a_false_size_is_stopped(tmp_path: Path) -> None:
    honest = packed(("mlp.py", b"#" * (9 << 20)))
    content = honest.replace(struct.pack("<L", 9 << 20), struct.pack("<L", 100))
    assert content != honest
    assert "hw.zip/mlp.py is damaged in the zip" in complaint(tmp_path, content)


def test_large_file_beside_the_code_is_not_unpacked(tmp_path: Path) -> None:
    assert read(tmp_path, packed(("mlp.py", CODE), ("data.csv", b"0" * (50 << 20)))).source == "a = 1\n"


def test_zip_of_more_than_100_megabytes_is_refused(tmp_path: Path) -> None:
    assert "larger than 100 MB" in complaint(tmp_path, bytes((100 << 20) + 1))


@pytest.mark.parametrize(
    "content", [b"", b"not a zip", packed(("mlp.py", CODE))[:-9], bytes(30), b"PK\x05\x06"]
)
def test_broken_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    assert "is not a zip file, or a damaged one" in complaint(tmp_path, content)


def test_damaged_file_in_a_zip_is_refused(tmp_path: Path) -> None:
    content = packed(("mlp.py", CODE), method=zipfile.ZIP_STORED).replace(CODE, b"a = 2\n")
    assert "hw.zip/mlp.py is damaged in the zip" in complaint(tmp_path, content)


def test_zip_without_python_is_refused(tmp_path: Path) -> None:
    assert "holds no Python file and no notebook" in complaint(
        tmp_path, packed(("inner.zip", packed(("a.txt", b""))), ("a.txt", b""))
    )
    assert "holds no Python file and no notebook" in complaint(tmp_path, packed())


def test_two_candidates_are_both_named(tmp_path: Path) -> None:
    message = complaint(tmp_path, packed(("one.py", CODE), ("two.ipynb", b"b = 2\n")), UsageError)
    assert "hw.zip/one.py, hw.zip/two.ipynb" in message
    assert "mlp.py" in message


def test_zip_in_a_zip_is_read(tmp_path: Path) -> None:
    inner = packed(("work/mlp.py", CODE))
    assert read(tmp_path, packed(("Ada/inner.zip", inner), ("feedback.txt", b""))).source == "a = 1\n"


def test_nothing_is_written_beside_the_zip(tmp_path: Path) -> None:
    read(tmp_path, packed(("mlp.py", CODE), ("sitecustomize.py", CODE)))
    assert len(list(tmp_path.iterdir())) == 1
