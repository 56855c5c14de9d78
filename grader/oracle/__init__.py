"""Reference values from PyTorch autograd, recorded with their inputs; grading reads recordings, not torch."""

from grader.oracle.cases import OracleCase, Tape, case
from grader.oracle.recordings import Case, Recordings

__all__ = ["Case", "OracleCase", "Recordings", "Tape", "case"]
