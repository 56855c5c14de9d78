"""The documents of this repository: their blocks of code, the blocks' marks, and their links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PAGES", "ROOT", "Block", "blocks", "links", "matches"]

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / ".github").rglob("*.md"),
    ]
)

_BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>[^\n]*) -->\n)?^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_LINK = re.compile(r"\[[^\]\n]+\]\((?P<target>[^)\s]+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block of code.

    Attributes:
        page: The document it stands in.
        line: The line its fence opens at.
        language: The first word after the fence.
        file: The file whose contents it is; empty if it is none.
        mark: The comment right above it; empty if there is none.
        text: What it holds.
    """

    page: Path
    line: int
    language: str
    file: str
    mark: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT).as_posix()}:{self.line}"

    @property
    def output_of(self) -> str:
        """The command whose output it shows; empty if it shows none."""
        return self.mark.removeprefix("output of: ") if self.mark.startswith("output of: ") else ""

    @property
    def reason_not_to_run(self) -> str:
        """Why the tests do not run it; empty if they do."""
        return self.mark.removeprefix("not run: ") if self.mark.startswith("not run: ") else ""


def blocks(page: Path) -> list[Block]:
    """List the blocks of a document, in its order."""
    text = page.read_text(encoding="utf-8")
    return list(_blocks(page, text))


def _blocks(page: Path, text: str) -> Iterator[Block]:
    for found in _BLOCK.finditer(text):
        language, _, rest = found["info"].partition(" ")
        yield Block(
            page=page,
            line=text.count("\n", 0, found.start("info")) + 1,
            language=language,
            file=rest.removeprefix("file=") if rest.startswith("file=") else "",
            mark=found["mark"] or "",
            text=found["text"],
        )


def links(page: Path) -> list[str]:
    """List the targets of a document's links, those within its blocks left out."""
    return [found["target"] for found in _LINK.finditer(_BLOCK.sub("", page.read_text(encoding="utf-8")))]


def matches(shown: str, output: str) -> bool:
    """Whether a shown text is the output, where a line of three dots stands for any number of lines."""
    pieces = [re.escape(piece) for piece in re.split(r"^\.\.\.\n", shown, flags=re.MULTILINE)]
    return re.search(r"^(?:.*\n)*?".join(pieces), output, flags=re.MULTILINE) is not None
