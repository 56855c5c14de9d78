"""Students, the ways to name one, and how a name in a file is matched to a student."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["ANY", "KINDS", "Directory", "Found", "Identifier", "Student", "choose_key", "normalise_name"]

ANY: Final = "any"
# From the surest to the least sure; the order in which identifiers are tried, and a key is chosen.
KINDS: Final = ("canvas", "moodle", "number", "login", "email", "github")
# A key outlives a course's platform, so what the institution gave comes before what a platform counted.
_KEY_ORDER: Final = ("number", "login", "email", "canvas", "github", "moodle")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """One way to name a student.

    Attributes:
        kind: One of `KINDS`, or `ANY` where a file does not say which it is.
        value: The identifier as it was written.
    """

    kind: str
    value: str

    @property
    def normal(self) -> str:
        """The form in which two identifiers are compared: compatible characters made one, case ignored."""
        return unicodedata.normalize("NFKC", self.value).strip().casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """A student of the course.

    Attributes:
        key: The name the gradebook keeps for good; unique in a course.
        name: The name for people, such as `Ada Lovelace`.
        sortable: The name to sort by, such as `Lovelace, Ada`; empty where it is not known.
        ids: Every identifier that is known.
        section: The section or tutorial group; empty where there is none.
    """

    key: str
    name: str
    sortable: str = ""
    ids: tuple[Identifier, ...] = ()
    section: str = ""

    def identifier(self, kind: str) -> str:
        """Return the identifier of one kind, or an empty text."""
        return next((one.value for one in self.ids if one.kind == kind), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer to a look-up.

    Attributes:
        student: The student, or None.
        by: What matched, such as `email`; `name` for names; empty where nothing did.
        candidates: The students that match equally well, where there are several.
    """

    student: Student | None = None
    by: str = ""
    candidates: tuple[Student, ...] = ()


def normalise_name(name: str) -> str:
    """Return the form in which names are compared: words in order, in any script, without case.

    `Last, First` becomes `first last`. Compatible characters are made one (NFKC), so a name typed in
    full-width letters equals the same name in plain ones. Accents are kept.
    """
    # A comma may be full-width too.
    plain = unicodedata.normalize("NFKC", name)
    last, comma, first = plain.partition(",")
    ordered = f"{first} {last}" if comma else plain
    return " ".join(_words(ordered))


def choose_key(ids: Iterable[Identifier], name: str) -> str:
    """Choose the key of a new student: the identifier that lasts longest, or else the normalised name."""
    known = {one.kind: one.value.strip() for one in ids if one.value.strip()}
    return next((known[kind] for kind in _KEY_ORDER if kind in known), known.get(ANY, normalise_name(name)))


class Directory:
    """Looks students up by identifiers, then by names.

    Args:
        students: The students of the course.
    """

    def __init__(self, students: Iterable[Student]) -> None:
        self.students: list[Student] = []
        self._by_id: dict[tuple[str, str], list[Student]] = defaultdict(list)
        self._by_name: dict[str, list[Student]] = defaultdict(list)
        self._by_letters: dict[str, list[Student]] = defaultdict(list)
        self._by_key: dict[str, Student] = {}
        for student in students:
            self.add(student)

    def __len__(self) -> int:
        return len(self.students)

    def add(self, student: Student) -> None:
        """Add a student, who is then found as the others are."""
        self.students.append(student)
        self._by_key[student.key] = student
        for one in student.ids:
            _add_once(self._by_id[one.kind, one.normal], student)
        plain = normalise_name(student.name)
        sortable = normalise_name(student.sortable)
        for form in filter(None, {plain, sortable}):
            _add_once(self._by_name[form], student)
        letters = {_letters(student.name), _letters(student.sortable), _letters(sortable)}
        first, _, last = plain.rpartition(" ")
        letters.add(_letters(f"{last} {first}"))
        for form in filter(None, letters):
            _add_once(self._by_letters[form], student)

    def by_key(self, key: str) -> Student | None:
        """Return the student of a key, or None."""
        return self._by_key.get(key)

    def find(self, ids: Sequence[Identifier] = (), names: Sequence[str] = ()) -> Found:
        """Look up one student.

        Args:
            ids: Identifiers, tried in the order of `KINDS`; one of kind `ANY` is tried as each kind.
            names: Spellings of the name, tried after all identifiers, exactly and then without spaces in
                either order, as Canvas writes names in file names.

        Returns:
            The first match. Where several students match equally well, they are the candidates and none is
            the student. So is a lone one whose name matches and whose identifier is another.
        """
        for kind in KINDS:
            for one in ids:
                if one.kind in {kind, ANY} and (matches := self._by_id.get((kind, one.normal))):
                    return _found(matches, kind)
        for one in ids:
            if one.kind == ANY and (keyed := self._by_key.get(one.value)):
                return Found(student=keyed, by="key")
        for table, forms in (
            (self._by_name, [normalise_name(name) for name in names]),
            (self._by_letters, [_letters(name) for name in names]),
        ):
            for form in filter(None, forms):
                if matches := table.get(form):
                    return _found_by_name(matches, ids)
        return Found()


def _add_once(students: list[Student], student: Student) -> None:
    if student not in students:
        students.append(student)


def _found(matches: list[Student], by: str) -> Found:
    if len(matches) == 1:
        return Found(student=matches[0], by=by)
    return Found(by=by, candidates=tuple(matches))


def _found_by_name(matches: list[Student], ids: Sequence[Identifier]) -> Found:
    """Choose among students of one name those of whom no identifier says that they are somebody else."""
    fitting = [one for one in matches if not any(_contradicts(one, each) for each in ids)]
    return _found(fitting, "name") if fitting else Found(by="name", candidates=tuple(matches))


def _contradicts(student: Student, told: Identifier) -> bool:
    known = [one.normal for one in student.ids if one.kind == told.kind]
    # Moodle numbers the participants of each assignment anew.
    return told.kind != "moodle" and bool(known) and told.normal not in known


def _words(text: str) -> list[str]:
    # Combining marks are no word characters to `re`, and a name in Devanagari is made of them.
    normal = unicodedata.normalize("NFKC", text).casefold()
    spaced = "".join(one if unicodedata.category(one)[0] in "LMN" else " " for one in normal)
    return spaced.split()


def _letters(text: str) -> str:
    return "".join(_words(text))
