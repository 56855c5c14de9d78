"""Python files that break what reads them. Each docstring is the header of an attack; see makers.py."""

# ruff: noqa: D205, D415  # the docstrings are headers

from pathlib import Path

__all__ = [
    "folder_source_coding_of_escapes",
    "folder_source_deep_brackets",
    "folder_source_deep_calls",
    "folder_source_deep_comprehension",
    "folder_source_form_feeds",
    "folder_source_huge",
    "folder_source_long_line",
    "folder_source_many_operators",
    "folder_source_of_no_encoding",
    "folder_source_surrogates",
    "report_source_line_quoted",
]


def _file(folder: Path, content: str | bytes) -> Path:
    path = folder / "attacked.py"
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def report_source_line_quoted(folder: Path) -> Path:
    """what: Write a line that is no Python and full of escapes, for the report quotes it.
    verdict: refused
    breach: obeyed: who prints the report obeys the line
    defence: escaping
    via: report
    """
    return _file(folder, "def forward(x, w1, w2, b) \x1b[31m ##[error]::error:: \u202e:\n")


def folder_source_surrogates(folder: Path) -> Path:
    """what: Write half of a surrogate pair in bytes, which is not UTF-8.
    verdict: refused
    breach: collapse: reading ends with an exception that nobody expects
    defence: reading
    via: reading
    """
    return _file(folder, b"x = '\xed\xa0\x80'\n")


def folder_source_of_no_encoding(folder: Path) -> Path:
    """what: Name encodings that are none: of texts into bytes, of names, of nothing.
    verdict: refused
    breach: collapse: reading ends with an exception that nobody expects
    defence: reading
    via: reading
    """
    return _file(folder, b"# -*- coding: zlib -*-\nx = 1 \xff\n")


def folder_source_coding_of_escapes(folder: Path) -> Path:
    r"""what: Name an encoding that makes other code of a comment than a reader sees.
    verdict: refused
    breach: points: the comment is code
    defence: reading
    via: reading
    """
    return _file(folder, b"# coding: unicode_escape\n# harmless \\u000aOTHER = 1\n")


def folder_source_deep_brackets(folder: Path) -> Path:
    """what: Nest brackets until the parser is out of memory.
    verdict: refused
    breach: collapse: reading ends with an exception that nobody expects
    defence: reading
    via: reading
    """
    return _file(folder, "x = " + "-" * 100_000 + "1\n")


def folder_source_deep_calls(folder: Path) -> Path:
    """what: Chain attributes and calls until the compiler is out of stack.
    verdict: refused
    breach: collapse: reading ends with an exception that nobody expects
    defence: reading
    via: reading
    """
    return _file(folder, "x = a" + ".b" * 30_000 + "\n")


def folder_source_deep_comprehension(folder: Path) -> Path:
    """what: Write a comprehension of sixty thousand clauses, at which the compiler is ended by a signal.
    verdict: refused
    breach: collapse: reading ends the reader
    defence: reading
    via: reading
    """
    return _file(folder, "x = [a " + "for a in b " * 60_000 + "]\n")


def folder_source_many_operators(folder: Path) -> Path:
    """what: Add up a hundred thousand numbers in one expression.
    verdict: refused
    breach: collapse: reading ends with an exception that nobody expects
    defence: reading
    via: reading
    """
    return _file(folder, "x = 1" + " + a" * 100_000 + "\n")


def folder_source_huge(folder: Path) -> Path:
    """what: Hand in forty megabytes of Python.
    verdict: refused
    breach: flood: all of it is read
    defence: reading
    via: reading
    """
    return _file(folder, b"# nothing\n" * 4_000_000)


def folder_source_long_line(folder: Path) -> Path:
    """what: Write a line of a million characters that is no Python, for a message to quote.
    verdict: refused
    breach: obeyed: the message holds what is to be obeyed
    defence: reading
    via: reading
    """
    return _file(folder, "x = = '" + "##[error]\x1b[31m" * 60_000 + "'\n")


def folder_source_form_feeds(folder: Path) -> Path:
    """what: Separate lines by form feeds and other marks that editors count and Python does not.
    verdict: refused
    breach: obeyed: the message holds what is to be obeyed
    defence: reading
    via: reading
    """
    return _file(folder, "x = 1\x0c\x0b\x1c\u2028\u0085def forward(x) return x \x1b[31m\n")
