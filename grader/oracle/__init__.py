"""Right values computed by automatic differentiation and recorded with their inputs.

Grading reads the recordings and needs no library for it; `recorder` makes them with a `backend`.
"""

from grader.oracle.cases import Inputs, OracleCase, Rng, Tape, case, case_table
from grader.oracle.random_arrays import irregular, normal
from grader.oracle.recordings import Case, Recordings

__all__ = [
    "Case",
    "Inputs",
    "OracleCase",
    "Recordings",
    "Rng",
    "Tape",
    "case",
    "case_table",
    "irregular",
    "normal",
]
