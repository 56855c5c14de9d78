"""The course: its manifest `assignments.yaml`, read into frozen records and checked in every respect."""

from grader.course.loading import MANIFEST, find_course, load_course
from grader.course.problems import ManifestFault, Problem
from grader.model.assignment import Assignment, Course, Files, Part, Reveal, Scoring, Tolerance
from grader.model.isolation import Isolation
from grader.model.limits import Limits

__all__ = [
    "MANIFEST",
    "Assignment",
    "Course",
    "Files",
    "Isolation",
    "Limits",
    "ManifestFault",
    "Part",
    "Problem",
    "Reveal",
    "Scoring",
    "Tolerance",
    "find_course",
    "load_course",
]
