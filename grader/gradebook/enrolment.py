"""Whether a gradebook knows a student already, by whatever they are named."""

from grader.errors import UsageError
from grader.gradebook.students import Directory, Student

__all__ = ["is_known", "known_key"]


def known_key(known: Directory, person: Student) -> str:
    """Return the key of a student whom the gradebook knows, or the one that was given.

    Raises:
        UsageError: Identifiers of this student belong to several whom the gradebook knows.
    """
    if known.by_key(person.key) is not None:
        return person.key
    found = {one.student.key for each in person.ids if (one := known.find([each])).student is not None}
    if len(found) > 1:
        told = ", ".join(sorted(found))
        raise UsageError(
            f"The identifiers of {person.name} belong to more than one student of the gradebook: {told}.",
            "Correct the roster, so that each identifier belongs to one student.",
        )
    return found.pop() if found else person.key


def is_known(known: Student | None, told: Student) -> bool:
    """Tell whether a student is known with everything that is told about them."""
    return (
        known is not None
        and known.name == told.name
        and told.sortable in {known.sortable, ""}
        and told.section in {known.section, ""}
        and set(told.ids) <= set(known.ids)
    )
