"""Records attempts one after the other and says so, until it is killed.

Arguments: the gradebook, the first submission's number, and how many there are.
"""

import sys

from grader.gradebook.records import Submitted
from grader.gradebook.store import Gradebook
from grader.gradebook.students import Student
from tests.support.gradebook_rows import EDITION, START, result

__all__ = ["student_key"]


def student_key(number: int) -> str:
    """Return the key of the student who hands in the submission of a number."""
    return f"s{number:03}"


def main(where: str, first: int, count: int) -> None:
    """Record submissions that the gradebook does not have yet, as a run of a class does."""
    with Gradebook(where) as book:
        book.add_edition(EDITION)
        known = book.known_results("mlp")
        for number in range(first, first + count):
            graded = result(f"x = {number}\n")
            student = student_key(number)
            if graded.key in known:
                continue
            book.add_students([Student(key=student, name=f"Student {number}")])
            submitted = Submitted(student=student, file="mlp.py", handed_in=START, time_trusted=True)
            book.record(submitted, graded)
            sys.stdout.write(f"{student}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
