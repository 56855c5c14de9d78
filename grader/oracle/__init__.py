"""Right values computed by automatic differentiation and recorded with their inputs.

Grading reads the recordings and needs no library for it; `recorder` makes them with a `backend`.
"""

from grader.oracle.cases import OracleCase, Tape, case, case_table
from grader.oracle.recordings import Case, Recordings

__all__ = ["Case", "OracleCase", "Recordings", "Tape", "case", "case_table"]
