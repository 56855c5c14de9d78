"""Make what students get: stubs and handouts, from the solved files and their handout templates."""

from grader.publish.exercises import render_exercises, stale_exercises, write_exercises
from grader.publish.handouts import render_handout
from grader.publish.pristine import pristine_fingerprints
from grader.publish.stubs import make_stub

__all__ = [
    "make_stub",
    "pristine_fingerprints",
    "render_exercises",
    "render_handout",
    "stale_exercises",
    "write_exercises",
]
