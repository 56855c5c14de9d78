"""Check a catalogue against its assignment: the parts, the solution and the handout that it speaks of."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.course.headings import heading_anchors
from grader.course.solution import read_solved
from grader.course.toml_document import KeyPath, locate_values
from grader.diagnosis.catalogue import Edit, Misconception, load_catalogue, unedited_source
from grader.diagnosis.catalogue_file import suggest
from grader.diagnosis.catalogue_form import SITES
from grader.errors import CatalogueFault, CatalogueProblem, CourseFault
from grader.files import read_course_text
from grader.model.assignment import Assignment

__all__ = ["find_catalogue_problems"]


def find_catalogue_problems(assignment: Assignment) -> list[CatalogueProblem]:
    """Find everything that is wrong with the catalogue of an assignment.

    Args:
        assignment: The assignment; without its solution, as in a release, it has no catalogue.

    Returns:
        The problems in the order of the files.

    Raises:
        CourseFault: A file of the course cannot be read.
    """
    if assignment.files.solution is None:
        return []
    try:
        entries = load_catalogue(assignment.files.suite)
    except CatalogueFault as fault:
        return list(fault.problems)
    check = _Check(assignment, read_solved(assignment.files.solution))
    return sorted({problem for entry in entries for problem in check.problems_of(entry)})


class _Check:
    def __init__(self, assignment: Assignment, solution: str) -> None:
        self._assignment = assignment
        self._solution = solution
        self._parts = [part.name for part in assignment.parts_by_checks]
        self._anchors = _handout_anchors(assignment)
        self._lines: dict[Path, Mapping[KeyPath, int]] = {}

    def problems_of(self, entry: Misconception) -> Iterator[CatalogueProblem]:
        at = (entry.part, entry.name)
        if entry.part not in self._parts:
            known = suggest(entry.part, self._parts, f"parts of {self._assignment.name}")
            message = f"the misconception {entry.name} is of part {entry.part!r}, which is none; {known}"
            yield self._problem(entry, at, message, "Name the part whose checks fail with it.")
        if self._anchors and entry.see not in self._anchors:
            known = suggest(entry.see, self._anchors, "its headings")
            message = f"see: {self._assignment.name}.md has no heading `{entry.see}`; {known}"
            yield self._problem(
                entry, (*at, "see"), message, "Name a heading of the handout, as a link would."
            )
        yield from self._misfits(entry, at)
        for number, program in enumerate(entry.alternatives):
            yield from self._misfits(program, (*at, "alternatives", number))

    def _misfits(self, program: Misconception, at: KeyPath) -> Iterator[CatalogueProblem]:
        """Find the edits whose text the solution does not have exactly once."""
        try:
            source = unedited_source(program, self._solution, self._assignment.files.suite)
        except CourseFault as fault:
            yield self._problem(program, (*at, "base"), fault.message, "Correct its name.")
            return
        for number, edit in enumerate(program.edits):
            if (count := source.count(edit.find)) != 1:
                yield self._misfit(program, (*at, "edits", number), edit, count)
            source = source.replace(edit.find, edit.becomes)

    def _misfit(self, program: Misconception, at: KeyPath, edit: Edit, count: int) -> CatalogueProblem:
        first = edit.find.strip().split("\n")[0]
        advice = (
            "Copy it from the solution as it is now, with its spaces and line ends."
            if count == 0
            else "Take more of the line, or the lines around it, until it occurs once."
        )
        if edit.site and self._solution.count(edit.find) != 1 and not program.base:
            # Said of the site, once for all that edit it.
            message = f"the site `{edit.site}` occurs {count} times in the solution, not once: {first!r}"
            return self._problem(program, (SITES, edit.site), message, advice)
        message = (
            f"the misconception {program.name} edits a text that occurs {count} times, not once: {first!r}"
        )
        return self._problem(program, at, message, advice)

    def _problem(self, entry: Misconception, at: KeyPath, message: str, advice: str) -> CatalogueProblem:
        if entry.path not in self._lines:
            self._lines[entry.path] = locate_values(read_course_text(entry.path, "list of misconceptions"))
        line = self._lines[entry.path][at]
        return CatalogueProblem(path=entry.path, line=line, message=message, advice=advice)


def _handout_anchors(assignment: Assignment) -> list[str]:
    """List the anchors of the handout, published or not yet; none without a handout."""
    pages = (assignment.files.handout, assignment.files.stub.with_name(f"{assignment.name}.md"))
    texts = [read_course_text(page, "handout") for page in pages if page is not None and page.is_file()]
    return list(dict.fromkeys(anchor for text in texts for anchor in heading_anchors(text)))
