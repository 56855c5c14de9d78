"""Folders with more in them than a submission. Each docstring is the header of an attack; see makers.py."""

# ruff: noqa: D205, D415  # the docstrings are headers

import os
from pathlib import Path
from typing import Final

from tests.attacks.harness.course import SOLUTION

__all__ = [
    "folder_conftest_beside",
    "folder_grader_beside",
    "folder_links_out",
    "folder_names_with_escapes",
    "folder_numpy_beside",
    "folder_pth_beside",
    "folder_pytest_ini_beside",
    "folder_ring_of_links",
    "folder_sitecustomize_beside",
]

_NAME: Final = "attacked.py"


def _folder(folder: Path, **beside: str) -> Path:
    """Write the right solution, and beside it files that make the beacon when they are run."""
    beacon = folder.parents[1] / "open" / "beacon"
    (folder / _NAME).write_text(SOLUTION, encoding="utf-8")
    for name, text in beside.items():
        path = folder / name.replace("__dot__", ".").replace("__in__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text or f"open({str(beacon)!r}, 'w').close()\n", encoding="utf-8")
    return folder


def folder_numpy_beside(folder: Path) -> Path:
    """what: Put modules named numpy, random, types and json beside the submission.
    verdict: 100 points
    breach: beacon: one of them was imported by the grader
    defence: reading
    via: suite
    """
    return _folder(folder, numpy__dot__py="", random__dot__py="", types__dot__py="", json__dot__py="")


def folder_conftest_beside(folder: Path) -> Path:
    """what: Put a conftest.py beside the submission, which pytest runs where it finds it.
    verdict: 100 points
    breach: beacon: pytest has run it
    defence: reading
    via: suite
    """
    return _folder(folder, conftest__dot__py="", test_mine__dot__py="def test_mine():\n    assert True\n")


def folder_pytest_ini_beside(folder: Path) -> Path:
    """what: Configure pytest by files beside the submission to load a plugin of the student's.
    verdict: 100 points
    breach: beacon: pytest has loaded the plugin
    defence: reading
    via: suite
    """
    ini = "[pytest]\naddopts = -p helpful\npythonpath = .\n"
    return _folder(folder, pytest__dot__ini=ini, helpful__dot__py="", tox__dot__ini=ini)


def folder_sitecustomize_beside(folder: Path) -> Path:
    """what: Put modules beside the submission that Python imports by itself when it starts.
    verdict: 100 points
    breach: beacon: Python has imported one of them
    defence: reading
    via: suite
    """
    return _folder(folder, sitecustomize__dot__py="", usercustomize__dot__py="")


def folder_pth_beside(folder: Path) -> Path:
    """what: Put a .pth file beside the submission, whose lines Python runs, and a module under its name.
    verdict: 100 points
    breach: beacon: Python has run it
    defence: reading
    via: suite
    """
    beacon = folder.parents[1] / "open" / "beacon"
    line = f"import os; open({str(beacon)!r}, 'w').close()\n"
    return _folder(folder, site__dot__pth=line, random__dot__py=line, numpy__in____init____dot__py=line)


def folder_grader_beside(folder: Path) -> Path:
    """what: Put packages named grader, msgpack and numpy beside the submission.
    verdict: 100 points
    breach: beacon: one of them was imported
    defence: reading
    via: suite
    """
    names = ("grader", "msgpack", "numpy")
    return _folder(folder, **{f"{name}__in____init____dot__py": "" for name in names})


def folder_links_out(folder: Path) -> Path:
    """what: Link to what another student has handed in, under the expected name.
    verdict: refused
    breach: secret: the other student's work is read and graded
    defence: reading
    via: reading
    """
    (folder / _NAME).symlink_to(folder.parents[1] / "submissions" / "someone_else.py")
    (folder / "more").symlink_to(folder.parents[1] / "submissions")
    return folder


def folder_ring_of_links(folder: Path) -> Path:
    """what: Hand in links that lead to one another, and a pipe under the expected name.
    verdict: refused
    breach: collapse: reading does not end, or ends with an exception that nobody expects
    defence: reading
    via: reading
    """
    (folder / "a.py").symlink_to(folder / "b.py")
    (folder / "b.py").symlink_to(folder / "a.py")
    (folder / "self").symlink_to(folder)
    os.mkfifo(folder / _NAME)
    return folder


def folder_names_with_escapes(folder: Path) -> Path:
    """what: Name files by terminal escapes, line breaks and CI commands, for the messages about them.
    verdict: refused
    breach: obeyed: a message about the folder is obeyed by who shows it
    defence: reading
    via: reading
    """
    for letter in "ab":
        (folder / f"{letter}\x1b[31m\n::error::##[error]\u202e.py").write_text(
            f"{letter} = 1\n", encoding="utf-8"
        )
    return folder
