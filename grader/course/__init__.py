"""The course: its manifest, its solutions and its edition, read into frozen records and validated."""

from grader.course.loading import MANIFEST, find_course, load_course

__all__ = ["MANIFEST", "find_course", "load_course"]
