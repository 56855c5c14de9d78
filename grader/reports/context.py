"""What a report should know of the one who reads it: when it is due, the run before, what to type next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Final

from grader.model.report import AssignmentReport, PartScore

__all__ = ["NO_CONTEXT", "ReaderContext"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderContext:
    """What concerns the reader of a report on one assignment, and no other reader.

    Attributes:
        due: When it is due; None where that is not shown.
        overdue: Whether that is past.
        points_before: The points of each part in the last run, by its name; without parts that did not run.
        before: The last run, where its checks are to be compared; None where they are not.
        saves: Whether it is graded again whenever it is saved.
        again: The command that grades it again; empty where the reader cannot run one.
        again_part: The beginning of the command that grades one part again; the part's name follows.
        hand_in: The command that hands it in; empty where there is none.
        graphs: By the id of a check, the page to step through its graph, from the folder of the handouts.
    """

    due: datetime | None = None
    overdue: bool = False
    points_before: Mapping[str, Fraction] = field(default_factory=dict)
    before: AssignmentReport | None = None
    saves: bool = False
    again: str = ""
    again_part: str = ""
    hand_in: str = ""
    graphs: Mapping[str, str] = field(default_factory=dict)

    def change_of(self, part: PartScore) -> Fraction:
        """Return by how many points a part has changed since the last run; 0 where it is not known."""
        if part.left_out or part.name not in self.points_before:
            return Fraction()
        return part.points - self.points_before[part.name]

    def change(self, assignment: AssignmentReport) -> Fraction:
        """Return by how many points an assignment has changed since the last run; 0 where it is not known."""
        if assignment.unusable or any(part.name not in self.points_before for part in assignment.parts):
            return Fraction()
        return sum(map(self.change_of, assignment.parts), Fraction())


NO_CONTEXT: Final = ReaderContext()
