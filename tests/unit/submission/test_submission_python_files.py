import codecs
import hashlib
import io
import os
import socket
import sys
from pathlib import Path

import pytest

from grader.errors import GraderError, UnusableSubmission, UsageError
from grader.model.check import Location
from grader.submission.reader import Submission, read_submission
from grader.submission.source_files import read_capped

MODULE = "two_layer_mlp"


def written(folder: Path, content: bytes, name: str = "two_layer_mlp.py") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def read(path: Path) -> Submission:
    return read_submission(path, module=MODULE)


def complaint(path: Path, kind: type[GraderError] = UnusableSubmission) -> str:
    with pytest.raises(kind) as caught:
        read(path)
    return str(caught.value)


def test_python_file_is_read_unchanged(tmp_path: Path) -> None:
    path = written(tmp_path, b"def f(x):\n    return x\n")
    submission = read(path)
    assert submission.source == "def f(x):\n    return x\n"
    assert submission.path == path
    assert submission.name == path.as_posix()
    assert submission.notices == ()
    assert submission.sha256 == hashlib.sha256(submission.source.encode()).hexdigest()


def test_line_is_located_in_the_file(tmp_path: Path) -> None:
    submission = read(written(tmp_path, b"a = 1\nb = 2\n"))
    assert submission.locate(2, "f") == Location(file=submission.name, line=2, function="f")


def test_line_outside_the_file_is_clamped(tmp_path: Path) -> None:
    submission = read(written(tmp_path, b"a = 1\nb = 2\n"))
    assert [submission.locate(line).line for line in (-5, 0, 3, 99)] == [1, 1, 2, 2]


def test_submission_can_be_named(tmp_path: Path) -> None:
    submission = read_submission(written(tmp_path, b"a = 1\n"), module=MODULE, name="hand-in.py")
    assert (submission.name, str(submission.locate(1))) == ("hand-in.py", "hand-in.py:1")


@pytest.mark.parametrize("newline", [b"\r\n", b"\r", b"\n"])
def test_every_kind_of_newline_counts_once(tmp_path: Path, newline: bytes) -> None:
    assert read(written(tmp_path, newline.join([b"a = 1", b"b = 2", b""]))).source == "a = 1\nb = 2\n"


def test_form_feed_is_not_a_line_end(tmp_path: Path) -> None:
    path = written(tmp_path, b"a = '\x0c \xe2\x80\xa8'\nb = = 2\n")
    assert f"{path.as_posix()}:2" in complaint(path)


def test_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    assert read(written(tmp_path, codecs.BOM_UTF8 + b"a = 1\n")).source == "a = 1\n"


@pytest.mark.parametrize("encoding", ["latin-1", "gbk", "shift_jis", "cp1252"])
def test_coding_comment_is_honoured(tmp_path: Path, encoding: str) -> None:
    text = "a = '\u4e2d'\n" if encoding in {"gbk", "shift_jis"} else "a = '\u00e9'\n"
    source = f"# -*- coding: {encoding} -*-\n{text}"
    assert read(written(tmp_path, source.encode(encoding))).source == source


@pytest.mark.parametrize(
    "encoding", ["rot13", "utf-7", "unicode_escape", "raw_unicode_escape", "punycode", "idna"]
)
def test_coding_comment_that_changes_the_code_is_refused(tmp_path: Path, encoding: str) -> None:
    message = complaint(written(tmp_path, f"# coding: {encoding}\na = 1\n".encode()))
    assert "coding comment" in message
    assert encoding.replace("_", "-") in message.replace("_", "-")


def test_unknown_coding_comment_is_named(tmp_path: Path) -> None:
    assert "unknown encoding: klingon" in complaint(written(tmp_path, b"# coding: klingon\n"))


def test_invalid_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, b"a = 1\r\nb = '\xe9'\r\n")
    message = complaint(path)
    assert f"{path.as_posix()} is not valid UTF-8: line 2, byte 6 of the line is 0xe9." in message
    assert "Save the file again" in message


def test_invalid_utf8_after_a_byte_order_mark_is_named_with_its_line(tmp_path: Path) -> None:
    assert "not valid UTF-8: line 3, byte 2 of the line is 0xff" in complaint(
        written(tmp_path, codecs.BOM_UTF8 + b"\n\n#\xff\n")
    )


def test_utf16_is_named(tmp_path: Path) -> None:
    assert "UTF-16" in complaint(written(tmp_path, "a = 1\n".encode("utf-16")))


def test_binary_file_is_refused(tmp_path: Path) -> None:
    assert "zero bytes" in complaint(written(tmp_path, b"PK\x03\x04\x00\x00"))


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", codecs.BOM_UTF8])
def test_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    assert "is empty" in complaint(written(tmp_path, content))


def test_file_of_more_than_a_megabyte_is_refused(tmp_path: Path) -> None:
    assert "larger than 1 MB" in complaint(written(tmp_path, b"#" * ((1 << 20) + 1)))
    assert read(written(tmp_path, b"#" * (1 << 20))).source


def test_read_stops_at_the_limit() -> None:
    stream = io.BytesIO(bytes(5000))
    with pytest.raises(UnusableSubmission):
        read_capped(stream, "two_layer_mlp.py", 100)
    assert stream.tell() == 101


def test_syntax_error_is_shown_with_its_line_and_text(tmp_path: Path) -> None:
    path = written(tmp_path, "x = 1\n\tdef f(x)\n".replace("\t", "").encode())
    message = complaint(path)
    assert message.startswith(f"{path.as_posix()}:2: this is not valid Python yet: expected ':'.")
    assert "The line reads `def f(x)`." in message
    assert "Correct the line" in message


@pytest.mark.parametrize(
    "source",
    [
        b"def f(x):\n    y = x\n\treturn y\n",
        b"def f(x):\n\ty = x\n        return y\n",
        b"def f(x):\n\ty = x\n    return y\n",
    ],
)
def test_tabs_among_spaces_are_named_and_how_to_get_rid_of_them(tmp_path: Path, source: bytes) -> None:
    said = complaint(written(tmp_path, source))
    assert ":3: this is not valid Python yet: tabs and spaces are mixed in the indentation" in said
    assert "turns tabs into spaces" in said
    assert "bracket" not in said


@pytest.mark.parametrize(
    "source", [b"def f(x):\n\ty = x\n\t\treturn y\n", b"x = 1\n\t# tab\nif x:\n  y = 2\n    z = 3\n"]
)
def test_indentation_without_a_mixture_is_no_matter_of_tabs(tmp_path: Path, source: bytes) -> None:
    assert "tabs" not in complaint(written(tmp_path, source))


def test_question_from_python_gets_no_full_stop(tmp_path: Path) -> None:
    assert "Did you mean print(...)? The line reads" in complaint(written(tmp_path, b'print "x"\n'))


@pytest.mark.parametrize(
    "source", ["return 1\n", "def f():\n    nonlocal x\n", "def f(a, a): pass\n", "await x\n"]
)
def test_compiler_errors_are_found(tmp_path: Path, source: str) -> None:
    assert "not valid Python yet" in complaint(written(tmp_path, source.encode()))


def test_sum_as_long_as_python_runs_is_read(tmp_path: Path) -> None:
    # A compiler that is given the syntax tree, not the text, goes only a third as deep.
    assert read(written(tmp_path, f"x = {' + '.join(['x'] * 1100)}\n".encode())).source


def test_terminal_escapes_in_a_line_are_escaped(tmp_path: Path) -> None:
    message = complaint(written(tmp_path, b"x = = '\x1b[2J'\n"))
    assert "\x1b" not in message
    assert r"\x1b[2J" in message


def test_long_line_is_cut(tmp_path: Path) -> None:
    assert len(complaint(written(tmp_path, b"x = = " + b"1 + " * 9000 + b"1\n"))) < 600


def test_warnings_about_the_code_are_ignored(tmp_path: Path) -> None:
    assert read(written(tmp_path, rb"a = '\d' is 1" + b"\n")).source


@pytest.mark.parametrize(
    "source",
    [
        "(" * 5000,
        "-" * 60_000 + "1",
        "a" + "()" * 30_000,
        "if a: pass\n" + "elif a: pass\n" * 4000,
        "1" * 5000,
        "[a" + " for a in b" * 60_000 + "]",
        "lambda: " * 100_000 + "1",
        "x" * 70_000 + "\n",
    ],
    ids=["brackets", "signs", "calls", "branches", "digits", "overflows the stack", "lambdas", "large"],
)
def test_code_that_crashes_the_parser_is_refused(tmp_path: Path, source: str) -> None:
    path = written(tmp_path, source.encode())
    try:
        assert read(path).source == source
    except UnusableSubmission as error:
        assert path.as_posix() in error.message  # noqa: PT017 - either end is right; any other error is not


def test_notebook_with_the_name_of_a_python_file_is_recognised(tmp_path: Path) -> None:
    message = complaint(written(tmp_path, b'{"cells": [], "nbformat": 4}'))
    assert "two_layer_mlp.ipynb" in message


@pytest.mark.parametrize(
    "name", ["random.py", "types.py", "numpy.py", "\u4e24\u5c42 \u7f51\u7edc.py", "my file (1).PY"]
)
def test_any_honest_name_is_read(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "\u4f5c\u4e1a \u4e00"
    folder.mkdir()
    assert read(written(folder, b"a = 1\n", name)).name.endswith(f"\u4f5c\u4e1a \u4e00/{name}")


def test_terminal_escapes_in_a_name_are_escaped(tmp_path: Path) -> None:
    assert read(written(tmp_path, b"a = 1\n", "a\x1b[2J\n.py")).name.endswith(r"a\x1b[2J\n.py")


def test_reading_runs_nothing(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    read(written(tmp_path, f"open({str(mark)!r}, 'w')\n".encode()))
    assert not mark.exists()


def test_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    assert "There is no file or folder" in complaint(tmp_path / "none.py", UsageError)
    assert "There is no file or folder" in complaint(written(tmp_path, b"") / "below.py", UsageError)


@pytest.mark.parametrize("name", ["a\0b.py", "x" * 5000 + ".py"])
def test_impossible_name_is_a_usage_error(tmp_path: Path, name: str) -> None:
    assert "cannot be read" in complaint(tmp_path / name, UsageError)


@pytest.mark.parametrize("name", ["report.docx", "two_layer_mlp", "work.tar.gz", ".py"])
def test_file_of_another_kind_is_a_usage_error(tmp_path: Path, name: str) -> None:
    assert "not a kind of file that is graded" in complaint(written(tmp_path, b"a = 1\n", name), UsageError)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_named_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "two_layer_mlp.py")
    assert "pipe" in complaint(tmp_path / "two_layer_mlp.py", UsageError)


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such devices")
def test_devices_and_sockets_are_refused(tmp_path: Path) -> None:
    link = tmp_path / "endless.py"
    link.symlink_to("/dev/zero")
    assert "device" in complaint(link, UsageError)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s.py"))
        assert "socket" in complaint(tmp_path / "s.py", UsageError)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_named_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link.py").symlink_to(written(tmp_path, b"a = 1\n"))
    assert read(tmp_path / "link.py").source == "a = 1\n"
    (tmp_path / "ring.py").symlink_to(tmp_path / "ring.py")
    assert "cannot be read" in complaint(tmp_path / "ring.py", UsageError)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the user may read everything")
def test_unreadable_file_is_a_usage_error(tmp_path: Path) -> None:
    path = written(tmp_path, b"a = 1\n")
    path.chmod(0)
    assert "Permission denied" in complaint(path, UsageError)
