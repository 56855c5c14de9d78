"""Files that an assignment gives: a confined worker reads them by name, and nothing else."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from grader.model.isolation import Isolation
from grader.model.limits import Limits
from grader.sandbox.client import Sandbox
from grader.sandbox.faults import Raised
from grader.suite.session import Session
from grader.suite.submission_proxy import SubmissionProxy
from tests.support.sandbox_trial import fork_server

GIVEN = {
    "marks.csv": b"name,mark\nAda,1\nBob,3\n",
    "data/numbers.txt": b"1 2\n3 4\n",
    "helpers.py": b"import csv\nFILE = 'marks.csv'\ndef twice(x): return 2 * x\n",
    "tools/__init__.py": b"from tools.inner import VALUE\n",
    "tools/inner.py": b"VALUE = 7\n",
}
CODE = """
import csv, os
from pathlib import Path
import numpy as np
import helpers, tools

def rows():
    with open(helpers.FILE, newline="") as stream:
        return list(csv.reader(stream))
def text():
    return (Path(__file__).parent / "marks.csv").read_text()
def numbers():
    return np.loadtxt("data/numbers.txt")
def imported():
    return helpers.twice(4), tools.VALUE
def looked_up():
    return os.path.exists("marks.csv"), os.path.isfile("./data/numbers.txt"), Path("other.csv").exists()
def absolute():
    return open(os.path.abspath("marks.csv"), "rb").read(4)
def write():
    open("marks.csv", "w")
def outside(path):
    return open(path).read()
"""


@pytest.fixture(scope="module", params=[Isolation.L1, Isolation.L3])
def submission(request: pytest.FixtureRequest) -> Iterator[SubmissionProxy]:
    """A submission that reads what it is given, at two levels of isolation."""
    with fork_server(request.param) as server:
        session = Session(Sandbox(CODE, Limits(), server.start, given=GIVEN), {})
        with closing(session):
            yield SubmissionProxy(session)


def test_given_files_are_read_by_name(submission: SubmissionProxy) -> None:
    assert submission.rows() == [["name", "mark"], ["Ada", "1"], ["Bob", "3"]]
    assert submission.text() == GIVEN["marks.csv"].decode()
    assert submission.numbers().tolist() == [[1, 2], [3, 4]]
    assert submission.absolute() == b"name"
    assert submission.looked_up() == (True, True, False)


def test_given_modules_are_imported(submission: SubmissionProxy) -> None:
    assert submission.imported() == (8, 7)


def test_given_files_cannot_be_written_to(submission: SubmissionProxy) -> None:
    with pytest.raises(Raised, match="given, and can only be read"):
        submission.write()


def test_no_other_file_is_there(submission: SubmissionProxy) -> None:
    for path in ("other.csv", "data/../secret", "/marks2.csv"):
        with pytest.raises(Raised) as caught:
            submission.outside(path)
        assert caught.value.exception in {"FileNotFoundError", "PermissionError"}
