"""Programs that are alike, as a table and as two columns of marked code."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt

from grader.model.assignment import Assignment
from grader.similarity.pairs import Pair, Program, find_pairs
from grader.site.pages import Pages

__all__ = ["CodeLine", "SimilarGroup", "SimilarPair", "find_similar", "group_pairs", "similar_pages"]


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
        keys: The programs' names.
        names: Whose they are, for people.
        percent: The share of what is rare in the smaller one that both have, in percent.
        rare: How many rare fingerprints they share.
        both: Known mistakes that both have, which explain some of what is alike.
        columns: The lines of each.
    """

    page: str
    keys: tuple[str, str]
    names: tuple[str, str]
    percent: int
    rare: int
    both: tuple[str, ...]
    columns: tuple[tuple[CodeLine, ...], tuple[CodeLine, ...]]

    @property
    def firsts(self) -> tuple[int, ...]:
        """The number of the first marked line of each."""
        return tuple(
            next((number for number, line in enumerate(column, 1) if line.marked), 0)
            for column in self.columns
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarGroup:
    """Programs of which each is like another of them.

    Attributes:
        names: Whose they are.
        pairs: The pairs among them, those that share most first.
        both: Known mistakes that all of them have.
    """

    names: tuple[str, ...]
    pairs: tuple[SimilarPair, ...]
    both: tuple[str, ...]

    @property
    def rare(self) -> int:
        """How many rare fingerprints the pair shares that shares most."""
        return max(one.rare for one in self.pairs)

    @property
    def percents(self) -> tuple[int, int]:
        """The least and the greatest share of what is rare, in percent."""
        shares = [one.percent for one in self.pairs]
        return min(shares), max(shares)


def find_similar(
    programs: Sequence[Program],
    people: Mapping[str, str],
    assignment: Assignment,
    mistakes: Mapping[str, Sequence[str]] | None = None,
) -> list[SimilarPair]:
    """Find the programs of an assignment that are alike.

    Args:
        programs: The programs.
        people: Names for people, by the programs' names.
        assignment: The assignment; what its stub and its handout show is no sign of anything.
        mistakes: The known mistakes of each program, in words, by the programs' names.

    Returns:
        The pairs, those that share most first.
    """
    sources = {one.name: one.source for one in programs}
    pairs = sorted(find_pairs(programs, _handed_out(assignment)), key=lambda one: -one.rare)
    return [_view(pair, number, sources, people, mistakes or {}) for number, pair in enumerate(pairs, 1)]


def group_pairs(pairs: Sequence[SimilarPair]) -> list[SimilarGroup]:
    """Join pairs that share a program into groups, those that share most first."""
    groups: list[set[str]] = []
    for pair in pairs:
        joined = set(pair.keys).union(*(one for one in groups if one & set(pair.keys)))
        groups = [one for one in groups if not one & joined]
        groups.append(joined)
    found = [_group([pair for pair in pairs if pair.keys[0] in members]) for members in groups]
    return sorted(found, key=lambda one: (-one.rare, -one.percents[1], one.names))


def _group(pairs: Sequence[SimilarPair]) -> SimilarGroup:
    names = {key: name for pair in pairs for key, name in zip(pair.keys, pair.names, strict=True)}
    return SimilarGroup(
        names=tuple(sorted(names.values())),
        pairs=tuple(pairs),
        both=tuple(one for one in pairs[0].both if all(one in pair.both for pair in pairs)),
    )


def similar_pages(
    pages: Pages, title: str, groups: Sequence[SimilarGroup], view: Any, here: str
) -> Iterator[tuple[str, str]]:
    """Render the table of groups and a page for each pair, as file names with texts; none without a pair.

    Args:
        pages: What renders.
        title: The assignment's name for people.
        groups: The groups.
        view: The course around them; None where they stand alone.
        here: The folder of the assignment's pages.
    """
    if not groups:
        return
    told: dict[str, Any] = {"title": title, "groups": groups, "view": view, "here": here}
    yield "similar.html", pages.render("similar.html", **told)
    for pair in (one for group in groups for one in group.pairs):
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


def _view(
    pair: Pair,
    number: int,
    sources: Mapping[str, str],
    people: Mapping[str, str],
    mistakes: Mapping[str, Sequence[str]],
) -> SimilarPair:
    theirs = mistakes.get(pair.other, ())
    return SimilarPair(
        keys=(pair.one, pair.other),
        both=tuple(one for one in mistakes.get(pair.one, ()) if one in theirs),
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
