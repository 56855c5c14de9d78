"""Which column of a table names a student, whatever platform and language the header is in."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from grader.gradebook.csv_text import Row
from grader.gradebook.students import Identifier, Student, choose_key

__all__ = ["identifiers_of", "identity_columns", "names_of", "normalise_header", "student_of"]

# Headers of Canvas, Moodle, Gradescope and GitHub Classroom, and what people write themselves.
_HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "canvas": ("canvas id", "canvas user id", "canvas"),
    "moodle": ("identifier", "participant", "moodle id", "moodle"),
    "number": (
        "sis user id", "sis id", "sid", "student id", "student number", "student no", "id number",
        "matriculation number", "matrikelnummer", "matrikelnr", "id-nummer", "number", "idnumber", "学号",
        "numéro d'identification",
    ),
    "login": ("sis login id", "login id", "login", "username", "user name", "anmeldename", "netid", "user"),
    "email": ("email", "e-mail", "email address", "e-mail address", "e-mail-adresse", "mail", "邮箱",
              "adresse de courriel", "dirección de correo", "correo"),
    "github": ("github", "github username", "github_username", "github login"),
    "name": ("name", "full name", "student name", "vollständiger name", "nom complet", "姓名",
             "nombre completo"),
    "sortable": ("student", "sortable name"),
    "first": ("first name", "first", "given name", "forename", "vorname", "prénom", "nombre", "名"),
    "last": ("last name", "last", "surname", "family name", "nachname", "nom", "apellido(s)", "姓"),
    "section": ("section", "sections", "group", "groups", "tutorial", "class", "lab", "班级"),
}  # fmt: skip
_CODES: Final = ("canvas", "moodle", "number", "login", "email", "github")


def normalise_header(header: str) -> str:
    """Return the form in which headers are compared: one space, no case, compatible characters made one."""
    return " ".join(unicodedata.normalize("NFKC", header).casefold().replace("_", " ").split())


def identity_columns(header: Sequence[str]) -> dict[str, int]:
    """Find the columns that name a student.

    A column `ID` is Canvas's where `Student` stands before it, and the institution's number elsewhere.

    Args:
        header: The cells of the header.

    Returns:
        The column, from 0, by what it holds: a kind of identifier, `name`, `sortable`, `first`, `last` or
        `section`.
    """
    normal = [normalise_header(one) for one in header]
    found: dict[str, int] = {}
    for what, names in _HEADERS.items():
        accepted = {normalise_header(name) for name in names}
        column = next((at for at, one in enumerate(normal) if one in accepted), None)
        if column is not None:
            found[what] = column
    if "id" in normal:
        kind = "canvas" if "student" in normal[: normal.index("id")] else "number"
        found.setdefault(kind, normal.index("id"))
    return found


def identifiers_of(row: Row, columns: Mapping[str, int]) -> tuple[Identifier, ...]:
    """Return the identifiers in a row."""
    ids = []
    for kind in _CODES:
        value = row.value(columns[kind]).strip() if kind in columns else ""
        if kind == "moodle":
            # A worksheet writes `Participant 90003`, in the language of the site; the number is what counts.
            value = value[len(value.rstrip("0123456789")) :]
        if value:
            ids.append(Identifier(kind=kind, value=value))
    return tuple(ids)


def names_of(row: Row, columns: Mapping[str, int]) -> tuple[str, str]:
    """Return the name for people and the name to sort by; either may be empty."""
    told = {
        what: row.value(columns[what]).strip() if what in columns else ""
        for what in ("name", "sortable", "first", "last")
    }
    name, sortable = told["name"], told["sortable"]
    if not sortable and told["last"] and told["first"]:
        sortable = f"{told['last']}, {told['first']}"
    if not name:
        last, _, first = sortable.partition(",")
        name = f"{first.strip()} {last.strip()}".strip() or told["first"] or told["last"]
    return name, sortable if "," in sortable else ""


def student_of(row: Row, columns: Mapping[str, int]) -> Student | None:
    """Make the student that a row of a table names; None where it names none."""
    ids = identifiers_of(row, columns)
    name, sortable = names_of(row, columns)
    if not ids and not name:
        return None
    section = row.value(columns["section"]).strip() if "section" in columns else ""
    return Student(
        key=choose_key(ids, name),
        name=name or ids[0].value,
        sortable=sortable,
        ids=ids,
        section=section,
    )
