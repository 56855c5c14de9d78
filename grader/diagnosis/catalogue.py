"""The catalogue of an assignment: known mistakes, each as an edit of the solution, with advice."""

import runpy
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from grader.diagnosis import templates
from grader.diagnosis.failure_signature import FailureSignature
from grader.diagnosis.misconception_match import KnownMistake
from grader.errors import CourseFault

__all__ = ["Catalogue", "Misconception", "known_mistake", "load_catalogue", "mistaken_source"]

FILE: Final = "misconceptions.py"
VARIANTS: Final = "variants"

Edit = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """One known mistake.

    Attributes:
        name: Its name, unique in the assignment, such as `mse-gradient-without-n`.
        part: Name of the part that loses points by it.
        mistake: What code with it does, in a sentence.
        advice: One or two sentences that point at the idea, not at the line to type.
        see: Anchor of the heading of the handout that explains the idea.
        ids: Numbers of the list of known mistakes that it stands for.
        base: Name of the variant whose text the edits are made in, after the solution's; empty for none.
        edits: Pairs of a text, which occurs exactly once, and what stands in its place.
        append: Text put after all that, such as a function in place of the solution's.
        order_dependent: Whether its numbers depend on the order in which a set happens to iterate.
    """

    name: str
    part: str
    mistake: str
    advice: str
    see: str
    ids: tuple[str, ...] = ()
    base: str = ""
    edits: tuple[Edit, ...] = ()
    append: str = ""
    order_dependent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The known mistakes of an assignment.

    Attributes:
        entries: The mistakes, in the order they are written.
        left_out: Numbers of known mistakes that have no entry, with the reason.
    """

    entries: tuple[Misconception, ...] = ()
    left_out: Mapping[str, str]


def load_catalogue(suite: Path) -> Catalogue:
    """Read the catalogue of a suite; one without the file has no entries.

    Args:
        suite: The folder of the assignment's suites, with `misconceptions.py`.

    Raises:
        CourseFault: The file cannot be run, holds no `MISCONCEPTIONS`, or two entries have one name.
    """
    path = suite / FILE
    if not path.is_file():
        return Catalogue(left_out={})
    try:
        names: dict[str, Any] = runpy.run_path(str(path))
    except Exception as error:
        raise CourseFault(
            f"{path} does not run: {type(error).__name__}: {error}", "Correct it; it is plain data."
        ) from error
    entries = names.get("MISCONCEPTIONS")
    if not isinstance(entries, tuple) or not all(isinstance(one, Misconception) for one in entries):
        raise CourseFault(f"{path} defines no MISCONCEPTIONS, a tuple of Misconception")
    names_used = [one.name for one in entries]
    if twice := sorted({name for name in names_used if names_used.count(name) > 1}):
        raise CourseFault(f"{path} has two misconceptions of one name: {', '.join(twice)}")
    return Catalogue(entries=entries, left_out=dict(names.get("LEFT_OUT", {})))


def mistaken_source(entry: Misconception, solution: str, suite: Path) -> str:
    """Write a whole submission that makes the mistake.

    Args:
        entry: The mistake.
        solution: Text of the solution.
        suite: The folder of the assignment's suites, with `variants/`.

    Raises:
        CourseFault: An edit's old text does not occur exactly once, or the variant cannot be read.
    """
    source = solution
    if entry.base:
        source = f"{solution}\n\n{_variant(suite, entry)}"
    for old, new in entry.edits:
        if source.count(old) != 1:
            raise CourseFault(
                f"the misconception {entry.name!r} edits a text that occurs {source.count(old)} times, "
                f"not once: {old.strip()!r}",
                f"Correct its edits in {suite / FILE}.",
            )
        source = source.replace(old, new)
    return f"{source}\n\n{entry.append}" if entry.append else source


def known_mistake(
    entry: Misconception, handout: str, signatures: Mapping[str, FailureSignature], tried: frozenset[str]
) -> KnownMistake:
    """Combine a mistake with how checks fail with it.

    Args:
        entry: The mistake.
        handout: File name of the assignment's handout.
        signatures: How checks fail with it, by id.
        tried: Ids of the checks that were tried.
    """
    return KnownMistake(
        name=entry.name,
        part=entry.part,
        text=templates.MISTAKE.format(mistake=entry.mistake, advice=entry.advice),
        see=f"{handout}#{entry.see}",
        signatures={check: one for check, one in signatures.items() if one.part == entry.part},
        tried=tried,
    )


def _variant(suite: Path, entry: Misconception) -> str:
    path = suite / VARIANTS / f"{entry.base}.py"
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CourseFault(
            f"the misconception {entry.name!r} builds on {path}, which cannot be read: {error.strerror}"
        ) from error
