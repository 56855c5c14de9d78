"""The names a suite's author uses; `docs/write-a-suite.md` shows them at work.

The fixtures `submission`, `oracle` and `expect` have these types.
"""

from grader.oracle import Case
from grader.sandbox.faults import NotStarted, Raised, StudentFault
from grader.suite.case_table import Row, table
from grader.suite.comparison import Expect, WrongAnswer
from grader.suite.oracle_fixture import Oracle
from grader.suite.proxy import Handle
from grader.suite.submission_proxy import Known, SubmissionProxy

__all__ = [
    "Case",
    "Expect",
    "Handle",
    "Known",
    "NotStarted",
    "Oracle",
    "Raised",
    "Row",
    "StudentFault",
    "SubmissionProxy",
    "WrongAnswer",
    "table",
]
