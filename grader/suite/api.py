"""The names a suite's author uses; `docs/write-a-suite.md` shows them at work.

The fixtures `submission`, `oracle`, `expect`, `judge` and, in a check of `cases`, `case` have these types.
"""

from grader.diagnosis.propagation import Origins, Step, Steps
from grader.oracle import Case
from grader.sandbox.faults import NotStarted, Raised, StudentFault
from grader.suite.case_table import Row, cases, table
from grader.suite.comparison import Expect, WrongAnswer
from grader.suite.handles import Handle
from grader.suite.judge_fixture import Check, Judge, pick
from grader.suite.oracle_fixture import Oracle
from grader.suite.submission_proxy import Known, SubmissionProxy

__all__ = [
    "Case",
    "Check",
    "Expect",
    "Handle",
    "Judge",
    "Known",
    "NotStarted",
    "Oracle",
    "Origins",
    "Raised",
    "Row",
    "Step",
    "Steps",
    "StudentFault",
    "SubmissionProxy",
    "WrongAnswer",
    "cases",
    "pick",
    "table",
]
