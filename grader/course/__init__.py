"""The course: its manifest `assignments.yaml`, read into frozen records and checked in every respect."""

from grader.course.editor_schema import schema, schema_text
from grader.course.loading import MANIFEST, find_course, load_course
from grader.course.problems import ManifestFault, Problem
from grader.course.records import (
    Assignment,
    Course,
    Files,
    Isolation,
    Limits,
    Part,
    Reveal,
    Scoring,
    Tolerances,
)

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
    "Tolerances",
    "find_course",
    "load_course",
    "schema",
    "schema_text",
]
