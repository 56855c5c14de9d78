"""Grade submissions: read them, run their suites, put what comes of it into a report."""

from grader.grading.grade import OnCheck, Target, grade

__all__ = ["OnCheck", "Target", "grade"]
