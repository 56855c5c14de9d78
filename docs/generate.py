"""Write the generated parts of the documentation, or say which of them are out of date.

python docs/generate.py            writes docs/cli.md, the keys in docs/assignments.md, the numbers in
                                   docs/misconceptions.md, and the schemas
python docs/generate.py --check    writes nothing; exit status 1 if any of them is out of date
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import click

from grader.cli.main import app
from grader.course import load_course
from grader.course.manifest_schema import schema, schema_text
from grader.diagnosis.catalogue import Misconception, load_catalogue
from grader.diagnosis.catalogue_form import schema_text as misconceptions_schema_text
from grader.files import write_text

__all__ = ["main", "pages"]

ROOT: Final = Path(__file__).parents[1]
WIDTH: Final = 100

_BEGIN: Final = "<!-- begin: written by docs/generate.py -->\n"
_END: Final = "<!-- end -->\n"
_MAPPINGS: Final = (
    ("Manifest", "At the top"),
    ("CourseEntry", "`course`"),
    ("AssignmentEntry", "An entry of `assignments`"),
    ("FilesEntry", "`files` of an assignment"),
    ("PartEntry", "An entry of `parts`"),
    ("AttemptPolicy", "`attempts` of the course or an assignment"),
    ("LateRule", "`late` of the course or an assignment"),
    ("Limits", "`limits` of an assignment"),
    ("Tolerance", "`tolerances` of an assignment"),
)


def pages() -> dict[Path, str]:
    """Make the text of every page that is generated, or that has a generated part."""
    docs = ROOT / "docs"
    return {
        docs / "cli.md": _commands(),
        docs / "schemas" / "assignments.schema.json": schema_text(),
        docs / "schemas" / "misconceptions.schema.json": misconceptions_schema_text(),
        docs / "assignments.md": _filled(docs / "assignments.md", _keys(schema())),
        docs / "misconceptions.md": _filled(docs / "misconceptions.md", _known_mistakes()),
    }


def main(arguments: list[str]) -> int:
    """Write or check the pages.

    Args:
        arguments: `--check`, or nothing.

    Returns:
        1 if a page is out of date and was only checked, else 0.
    """
    stale = {path: text for path, text in pages().items() if not _holds(path, text)}
    if arguments == ["--check"]:
        for path in stale:
            print(f"out of date: {path.relative_to(ROOT).as_posix()}; run `make docs`")
        return 1 if stale else 0
    for path, text in stale.items():
        write_text(path, text)
        print(f"written: {path.relative_to(ROOT).as_posix()}")
    return 0


def _filled(page: Path, part: str) -> str:
    """Put the generated part of a page in its place."""
    before, _, rest = page.read_text(encoding="utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}{part}{_END}{after}"


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def _commands() -> str:
    """Make the page of commands from what `--help` prints."""
    intro = "What `grade` and each of its commands print for `--help`. This page is written by `make docs`."
    blocks = [
        f"## {context.command_path}\n\n```text\n{context.get_help().rstrip()}\n```\n"
        for context in _every_command()
    ]
    return "\n".join([f"# The command\n\n{intro}\n", *blocks])


def _every_command() -> Iterator[click.Context]:
    group = click.Context(app, info_name="grade", terminal_width=WIDTH, **app.context_settings)
    yield group
    for name in app.list_commands(group):
        if (command := app.get_command(group, name)) is None:
            continue
        context = click.Context(command, info_name=name, parent=group)
        yield context
        inner = command.commands if isinstance(command, click.Group) else {}
        for each, one in sorted(inner.items()):
            yield click.Context(one, info_name=each, parent=context)


def _known_mistakes() -> str:
    """Make a table of the course's catalogues: how many misconceptions of each part are where."""
    rows = []
    for assignment in load_course(ROOT).assignments:
        entries = load_catalogue(assignment.files.suite)
        rows.append(f"| {assignment.title} | {len(entries)} | {_of_parts(entries)} |")
    head = ("| assignment | misconceptions | of each part |", "|---|---:|---|")
    return "\n".join(["", *head, *rows, ""]) + "\n"


def _of_parts(entries: Sequence[Misconception]) -> str:
    places = Counter((entry.part, entry.path) for entry in entries)
    return ", ".join(
        f"[{part}](../{path.relative_to(ROOT).as_posix()}) {count}" for (part, path), count in places.items()
    )


def _keys(manifest: dict[str, Any]) -> str:
    """Make a table of keys for each mapping of the manifest."""
    definitions: dict[str, Any] = {"Manifest": manifest, **manifest["$defs"]}
    tables = []
    for name, title in _MAPPINGS:
        rows = [
            f"| `{key}` | {_default(key, value, definitions[name])} | {_meaning(key, value, definitions)} |"
            for key, value in definitions[name]["properties"].items()
        ]
        head = f"### {title}\n\n| key | if absent | meaning |\n|---|---|---|\n"
        tables.append(head + "\n".join(rows) + "\n")
    return "\n" + "\n".join(tables) + "\n"


def _default(key: str, value: dict[str, Any], mapping: dict[str, Any]) -> str:
    if key in mapping.get("required", ()):
        return "an error"
    default = value.get("default")
    if default is None:
        return "none"
    return "see below" if isinstance(default, dict) else f"`{json.dumps(default)}`".replace('"', "")


def _meaning(key: str, value: dict[str, Any], definitions: dict[str, Any]) -> str:
    reference = definitions.get(str(value.get("$ref", "")).rpartition("/")[2], {})
    text = value.get("description") or reference.get("description") or f"The {key}, one entry for each."
    choices = " or ".join(f"`{choice}`" for choice in value.get("enum") or reference.get("enum", ()))
    # A vertical bar would end the table's cell.
    return (f"{text} One of {choices}." if choices else str(text)).replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
