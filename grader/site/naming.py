"""How students are named on the pages: two who share a name are told apart by their keys."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from grader.gradebook.students import Student, normalise_name

__all__ = ["name_apart"]

_WITH_KEY: Final = "{name} ({key})"


def name_apart(students: Iterable[Student]) -> dict[str, str]:
    """Name students by their keys, with the key beside a name that another has too."""
    known = list(students)
    counts = Counter(normalise_name(one.name) for one in known)
    return {
        one.key: _WITH_KEY.format(name=one.name, key=one.key)
        if counts[normalise_name(one.name)] > 1
        else one.name
        for one in known
    }
