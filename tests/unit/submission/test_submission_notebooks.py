import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader.errors import UnusableSubmission
from grader.model.check import Location
from grader.submission.reader import Submission, read_submission

# nbformat makes its notebooks by functions without annotations.
v4: Any = nbformat.v4


def code(source: Any) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": source}


def document(*cells: Any, **other: Any) -> dict[str, Any]:
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **other}


def written(folder: Path, content: Any, name: str = "two_layer_mlp.ipynb") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def read(folder: Path, content: Any) -> Submission:
    return read_submission(written(folder, content), module="two_layer_mlp", name="hand-in.ipynb")


def complaint(folder: Path, content: Any) -> str:
    with pytest.raises(UnusableSubmission) as caught:
        read(folder, content)
    return str(caught.value)


def test_code_cells_are_joined_in_order(tmp_path: Path) -> None:
    notebook = v4.new_notebook(
        cells=[
            v4.new_markdown_cell("# Title"),
            v4.new_code_cell("a = 1\nb = 2", outputs=[v4.new_output("stream", text="noise")]),
            v4.new_raw_cell("raw"),
            v4.new_code_cell(""),
            v4.new_code_cell("def f():\n    return a\n"),
        ]
    )
    submission = read(tmp_path, v4.writes(notebook).encode())
    assert submission.source.split("\n") == ["a = 1", "b = 2", "", "def f():", "    return a", ""]
    assert submission.notices == ()


def test_lines_are_located_by_code_cell(tmp_path: Path) -> None:
    submission = read(tmp_path, document(code("a = 1\nb = 2"), code("c = 3\n"), code(["d = 4\n", "e = 5"])))
    found = [submission.locate(line) for line in range(1, 6)]
    assert [(place.cell, place.line) for place in found] == [(1, 1), (1, 2), (2, 1), (3, 1), (3, 2)]
    assert submission.locate(99, "f") == Location(file="hand-in.ipynb", cell=3, line=2, function="f")
    assert str(submission.locate(5)) == "hand-in.ipynb, cell 3, line 2"


def test_every_kind_of_newline_counts_once(tmp_path: Path) -> None:
    submission = read(tmp_path, document(code("a = 1\r\nb = 2\rc = 3"), code("d = 4")))
    assert submission.source == "a = 1\nb = 2\nc = 3\nd = 4\n"
    assert submission.locate(4).cell == 2


@pytest.mark.parametrize("minor", range(7))
def test_every_minor_version_of_format_4_is_read(tmp_path: Path, minor: int) -> None:
    assert read(tmp_path, document(code("a = 1"), nbformat_minor=minor)).source == "a = 1\n"


def test_ungraded_parts_may_be_invalid(tmp_path: Path) -> None:
    bare = {"cell_type": "code", "source": "a = 1", "outputs": 5, "metadata": None, "id": "?!", "extra": []}
    assert read(tmp_path, document(bare, bare, metadata=[])).source == "a = 1\na = 1\n"


def test_large_outputs_are_accepted(tmp_path: Path) -> None:
    cell = code("a = 1") | {"outputs": [{"output_type": "stream", "name": "stdout", "text": "x" * (3 << 20)}]}
    assert read(tmp_path, document(cell)).source == "a = 1\n"


def test_code_is_limited_to_a_quarter_of_a_million_characters(tmp_path: Path) -> None:
    half = "#" * (1 << 17)
    assert read(tmp_path, document(code(half), code(half))).source
    assert "longer than 262144 characters" in complaint(tmp_path, document(code(half), code(half), code("#")))


def test_thousands_of_cells_are_refused(tmp_path: Path) -> None:
    assert "more than 2000 cells" in complaint(tmp_path, document(*[code("a = 1")] * 2001))


def test_left_out_commands_are_named_in_one_notice(tmp_path: Path) -> None:
    submission = read(
        tmp_path,
        document(
            code("%matplotlib inline\nimport math"),
            code("%%bash\nrm -rf ."),
            code("if True:\n    !ls\nmath.pi?"),
            code("%%time\na = 1"),
        ),
    )
    assert submission.source.split("\n") == [
        *("", "import math"),
        *("", ""),
        *("if True:", "    pass", ""),
        *("", "a = 1"),
        "",
    ]
    (notice,) = submission.notices
    assert notice == (
        "hand-in.ipynb: notebook commands are not Python and were left out: cell 1, line 1"
        " (`%matplotlib inline`), cell 2 (all of it: `%%bash`), cell 3, line 2 (`!ls`), cell 3, line 3"
        " (`math.pi?`), cell 4, line 1 (`%%time`, the rest of the cell stays)."
    )


def test_notice_of_commands_is_bounded(tmp_path: Path) -> None:
    (notice,) = read(tmp_path, document(code("%time\n" * 50 + "a = 1"))).notices
    assert notice.endswith("and 42 more.")


def test_every_syntax_error_is_located_in_its_cell(tmp_path: Path) -> None:
    cells = document(code("a = 1"), code("%time\nb = (\n"), code("c = 1"), code("def f(x)\n"))
    (message,) = read(tmp_path, cells).notices
    assert message.startswith("2 cells are not valid Python and do not count; the others do.\n")
    assert "hand-in.ipynb, cell 2, line 2: '(' was never closed. The line reads `b = (`." in message
    assert "hand-in.ipynb, cell 4, line 1: expected ':'. The line reads `def f(x)`." in message
    assert "cell 3" not in message


def test_too_deep_cell_is_named_without_a_line(tmp_path: Path) -> None:
    (message,) = read(tmp_path, document(code("a = 1"), code("-" * 60_000 + "1"))).notices
    assert "hand-in.ipynb, cell 2: it is nested too deeply, or too long, for Python to read." in message


@pytest.mark.skipif(sys.platform == "win32", reason="CPU time is limited as POSIX has it")
@pytest.mark.parametrize(
    "row", ["-", "=", "a=1,", "'='+", "!a\n", "a=!b\n", "a?\n", "%time a\n", "a \\\n"], ids=repr
)
def test_cell_of_the_greatest_length_is_read_in_seconds(tmp_path: Path, row: str) -> None:
    path = written(tmp_path, document(code("a = 1"), code(row * (250_000 // len(row)) + "(")))
    script = (
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (20, 20))\n"
        "import sys; from pathlib import Path\n"
        "from grader.submission.reader import read_submission\n"
        "print(len(read_submission(Path(sys.argv[1]), module='two_layer_mlp').notices))"
    )
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1\n", "")


def test_statement_cannot_continue_in_the_next_cell(tmp_path: Path) -> None:
    assert "cell 1, line 1" in read(tmp_path, document(code("a = 1 + \\"), code("2"))).notices[0]


def test_notebook_without_any_python_is_refused_with_each_line(tmp_path: Path) -> None:
    message = complaint(tmp_path, document(code("a = ("), code("b = ]"), code("%who")))
    assert "cell 1, line 1" in message
    assert "cell 2, line 1" in message


@pytest.mark.parametrize(
    "metadata",
    [
        {"vscode": {"languageId": "shellscript"}},
        {"vscode": {"languageId": "html"}},
        {"polyglot_notebook": {"kernelName": "fsharp"}},
        {"deepnote_cell_type": "sql"},
        {"kernel": "Bash"},
    ],
)
def test_cell_marked_as_another_language_is_left_out_and_named(tmp_path: Path, metadata: Any) -> None:
    cells = [{**code("x = 'ls"), "metadata": metadata}, code("a = 1")]
    submission = read(tmp_path, document(*cells))
    assert submission.source == "\na = 1\n"
    assert "cell 1 (all of it: marked as" in submission.notices[0]


def test_cell_marked_as_python_stays(tmp_path: Path) -> None:
    cell = {**code("a = 1"), "metadata": {"vscode": {"languageId": "python"}, "deepnote_cell_type": "code"}}
    assert read(tmp_path, document(cell)).source == "a = 1\n"


def test_command_named_like_a_variable_of_an_earlier_cell_is_python(tmp_path: Path) -> None:
    submission = read(tmp_path, document(code("ls = 1"), code("ls"), code("pwd")))
    assert submission.source == "ls = 1\nls\n\n"
    assert "cell 3, line 1 (`pwd`)" in submission.notices[0]


def test_future_import_may_stand_in_a_later_cell(tmp_path: Path) -> None:
    cells = document(code("a = 1"), code("\nfrom __future__ import annotations"))
    assert read(tmp_path, cells).notices == ()


def test_indented_cell_is_dedented_as_in_jupyter(tmp_path: Path) -> None:
    assert read(tmp_path, document(code("  a = 1\n  if a:\n    b = 2"))).source == "a = 1\nif a:\n  b = 2\n"


@pytest.mark.parametrize(
    "metadata, language",
    [
        ({"kernelspec": {"name": "ir", "language": "R"}, "language_info": {"name": "R"}}, "R"),
        ({"kernelspec": {"name": "ir", "display_name": "R"}}, "R"),
        ({"kernelspec": {"name": "julia-1.9", "language": "julia"}}, "julia"),
        ({"language_info": {"name": "julia\x1b[2J"}}, r"julia\x1b[2J"),
    ],
)
def test_notebook_of_another_language_is_named(tmp_path: Path, metadata: object, language: str) -> None:
    assert f"a notebook of {language}, not of Python" in complaint(
        tmp_path, document(code("x"), metadata=metadata)
    )


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"name": "python3", "language": "python"}, "language_info": {"name": "python"}},
        {"kernelspec": {"name": "conda-env-dl-py", "display_name": "dl"}},
        {"language_info": {"name": "ipython"}},
        {"kernelspec": 5, "language_info": []},
    ],
)
def test_python_notebook_is_read_under_any_kernel_name(tmp_path: Path, metadata: object) -> None:
    assert read(tmp_path, document(code("a = 1"), metadata=metadata)).source == "a = 1\n"


@pytest.mark.parametrize("version", [1, 2, 3, 5])
def test_other_formats_are_named_with_a_conversion(tmp_path: Path, version: int) -> None:
    message = complaint(tmp_path, {"nbformat": version, "nbformat_minor": 0, "worksheets": []})
    assert f"notebook format {version}; format 4 is graded" in message
    assert "jupyter nbconvert --to notebook" in message


@pytest.mark.parametrize("content", [b"import numpy as np\n", b"{", b"[" * 100_000, b'{"a": ' + b"1" * 5000])
def test_invalid_json_is_no_notebook(tmp_path: Path, content: bytes) -> None:
    assert "not JSON" in complaint(tmp_path, content)


@pytest.mark.parametrize("content", [5, [], {}, {"cells": []}, {"nbformat": "4"}, {"nbformat": True}])
def test_other_json_is_no_notebook(tmp_path: Path, content: object) -> None:
    assert "JSON of another kind" in complaint(tmp_path, content)


@pytest.mark.parametrize(
    "cells, where",
    [
        (5, "see cells"),
        ([code("a = 1"), 5], "see cells[1]"),
        ([code("a = 1"), {}], "see cells[1]"),
        ([code(5)], "see cells[0] source"),
        ([code(["a", 5])], "see cells[0] source"),
        ([{"cell_type": "heading", "source": "x"}], "see cells[0]"),
        ([{"cell_type": "code"}], "see cells[0]"),
        ([{"cell_type": ["code"], "source": ""}], ""),
    ],
)
def test_invalid_cell_is_refused_with_its_location(tmp_path: Path, cells: object, where: str) -> None:
    message = complaint(tmp_path, {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})
    assert "is not a valid notebook" in message
    assert where in message


def test_notebook_without_code_is_refused(tmp_path: Path) -> None:
    markdown = {"cell_type": "markdown", "metadata": {}, "source": "a = 1"}
    assert "it has no code cells" in complaint(tmp_path, document(markdown))
    assert "its code cells are empty" in complaint(tmp_path, document(markdown, code(" \n"), code([])))
    assert "commands and no Python" in complaint(tmp_path, document(code("%%R\nx <- 1"), code("!ls")))


def test_half_of_a_surrogate_pair_is_refused(tmp_path: Path) -> None:
    assert "cell 1, line 2: it has half of a surrogate pair" in complaint(
        tmp_path, document(code("a = 1\n'\ud800'"))
    )


def test_notebook_in_another_encoding_is_refused(tmp_path: Path) -> None:
    assert "line 2, byte 1" in complaint(tmp_path, b'{"a":\n\xff}')


def test_reading_a_python_file_imports_no_notebook_library(tmp_path: Path) -> None:
    path = tmp_path / "f.py"
    path.write_text("a = 1\n", encoding="utf-8")
    script = (
        "import sys; from pathlib import Path; from grader.submission.reader import read_submission\n"
        f"read_submission(Path({str(path)!r}), module='f')\n"
        "assert not {'nbformat', 'subprocess', 'zipfile'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
