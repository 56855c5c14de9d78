"""The examination of a course, `grade doctor`: what is wrong with it, where, and what to do."""

from grader.authoring.examination.course_examination import Examination, examine_course
from grader.authoring.examination.problems import Problem, ProblemKind, raise_all

__all__ = ["Examination", "Problem", "ProblemKind", "examine_course", "raise_all"]
