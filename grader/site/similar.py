"""Programs that are alike, as a table and as two columns of marked code."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt

from grader.model.assignment import Assignment
from grader.similarity.pairs import Pair, Program, find_pairs
from grader.site.pages import Pages

__all__ = ["CodeLine", "SimilarPair", "find_similar", "similar_pages"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLine:
    """One line of a program.

    Attributes:
        text: The line.
        marked: Whether it holds something rare that the other program has too.
    """

    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarPair:
    """Two programs that are alike.

    Attributes:
        page: File name of their page.
        names: Whose they are.
        percent: The share of what is rare in the smaller one that both have, in percent.
        rare: How many rare fingerprints they share.
        columns: The lines of each.
    """

    page: str
    names: tuple[str, str]
    percent: int
    rare: int
    columns: tuple[tuple[CodeLine, ...], tuple[CodeLine, ...]]


def find_similar(
    programs: Sequence[Program], people: Mapping[str, str], assignment: Assignment
) -> list[SimilarPair]:
    """Find the programs of an assignment that are alike.

    Args:
        programs: The programs.
        people: Names for people, by the programs' names.
        assignment: The assignment; what its stub and its handout show is no sign of anything.

    Returns:
        The pairs, the most alike first.
    """
    sources = {one.name: one.source for one in programs}
    pairs = find_pairs(programs, _handed_out(assignment))
    return [_view(pair, number, sources, people) for number, pair in enumerate(pairs, 1)]


def similar_pages(
    pages: Pages, title: str, pairs: Sequence[SimilarPair], view: Any, here: str
) -> Iterator[tuple[str, str]]:
    """Render the table of pairs and a page for each, as file names with their texts; none without a pair.

    Args:
        pages: What renders.
        title: The assignment's name for people.
        pairs: The pairs.
        view: The course around them; None where they stand alone.
        here: The folder of the assignment's pages.
    """
    if not pairs:
        return
    told: dict[str, Any] = {"title": title, "pairs": pairs, "view": view, "here": here}
    yield "similar.html", pages.render("similar.html", **told)
    for pair in pairs:
        yield pair.page, pages.render("pair.html", scripted=False, pair=pair, **told)


def _handed_out(assignment: Assignment) -> Iterator[str]:
    """Yield the stub and every block of code in the handout, as far as they can be read."""
    for path in (assignment.files.stub, assignment.files.stub.with_name(f"{assignment.name}.md")):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if path.suffix == ".md":
            yield from (token.content for token in MarkdownIt().parse(text) if token.type == "fence")
        else:
            yield text


def _view(pair: Pair, number: int, sources: Mapping[str, str], people: Mapping[str, str]) -> SimilarPair:
    return SimilarPair(
        page=f"pair-{number}.html",
        names=(people.get(pair.one, pair.one), people.get(pair.other, pair.other)),
        percent=round(100 * pair.share),
        rare=pair.rare,
        columns=(_lines(sources[pair.one], pair.lines_one), _lines(sources[pair.other], pair.lines_other)),
    )


def _lines(source: str, marked: frozenset[int]) -> tuple[CodeLine, ...]:
    return tuple(
        CodeLine(text=text, marked=number in marked) for number, text in enumerate(source.split("\n"), 1)
    )
