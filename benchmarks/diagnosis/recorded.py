"""Name every misconception by its recording alone: all of the course in seconds, and no process is started.

A recording holds how a misconception fails each visible check, which is all that a student's own run compares
with. So this measures whether an entry is told from every other one of its part. Entries that no visible
check sees are graded.
"""

from benchmarks.diagnosis.grading import Said, grade_all
from benchmarks.diagnosis.submissions import COURSE, Wrong, entries
from grader.diagnosis.misconception_match import KnownMistake, name_mistakes
from grader.diagnosis.recorded_failures import read_known
from grader.model.assignment import Assignment

__all__ = ["Naming", "name_all"]


class Naming:
    """What an entry is called.

    Attributes:
        wrong: The entry as a submission.
        named: Names of the misconceptions that were named.
        caught: Whether any check failed.
    """

    def __init__(self, wrong: Wrong, named: frozenset[str], *, caught: bool = True) -> None:
        self.wrong = wrong
        self.named = named
        self.caught = caught

    @property
    def right(self) -> bool:
        """Whether its own name was given, and no other."""
        return self.named == self.wrong.names

    @property
    def misled(self) -> bool:
        """Whether another name was given."""
        return bool(self.named - self.wrong.names)


def name_all() -> list[Naming]:
    """Name every misconception of the course, in the order of the catalogues."""
    everything = entries()
    named = {one: found for course in COURSE.assignments for one, found in _by_recording(course).items()}
    blind = [one for one in everything if (one.assignment, one.name) not in named]
    graded = {(one.wrong.assignment, one.wrong.name): one for one in grade_all(blind)}
    return [_naming(one, named, graded) for one in everything]


def _naming(
    wrong: Wrong, named: dict[tuple[str, str], frozenset[str]], graded: dict[tuple[str, str], Said]
) -> Naming:
    key = wrong.assignment, wrong.name
    if key in named:
        return Naming(wrong, named[key])
    return Naming(wrong, graded[key].named, caught=graded[key].caught)


def _by_recording(assignment: Assignment) -> dict[tuple[str, str], frozenset[str]]:
    known = read_known(assignment.visible)
    return {
        (assignment.name, one.name if not one.program else f"{one.name} ({one.program + 1})"): _named(
            one, known
        )
        for one in known
        if one.signatures
    }


def _named(mistake: KnownMistake, known: list[KnownMistake]) -> frozenset[str]:
    of_part = [one for one in known if one.part == mistake.part]
    passed = mistake.tried - mistake.signatures.keys()
    return frozenset(one.name for one in name_mistakes(mistake.signatures, passed, of_part).values())
