"""Read and parse YAML into data with the position of every key and value."""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

import yaml

from grader.course.toml_document import KeyPath
from grader.errors import ManifestFault, ManifestProblem

__all__ = ["MAX_BYTES", "UNPRINTABLE", "Document", "KeyPath", "Position", "parse_yaml", "read_yaml_text"]

MAX_BYTES: Final = 1_000_000
"""Greatest size of a manifest, in bytes."""

# YAML also breaks lines at U+0085, U+2028 and U+2029, where editors do not: refused, so that lines agree.
UNPRINTABLE: Final = re.compile(
    "[^\\t\\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH: Final = 16
_MAX_MESSAGE: Final = 300
# Numbers as people and YAML 1.2 write them. YAML 1.1 reads 1e-6 as text, 010 as eight and 1:30 as ninety.
_WHOLE: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_NUMBER: Final = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """The position of a key or value in the file.

    Attributes:
        line: Line in the file; 1 is the first.
        column: Column in the line; 1 is the first.
        text: The scalar as it was written; empty for mappings and lists.
    """

    line: int
    column: int
    text: str = ""


@dataclass(slots=True, kw_only=True)
class Document:
    """A parsed file, or as much of it as could be parsed.

    Attributes:
        data: Dicts with text keys, lists, text, numbers, booleans and None; None if nothing could be parsed.
        values: Position of each value; a mapping or list under a key has that of its key.
        keys: Position of the key of each value in a mapping.
        problems: What is wrong with the file so far.
    """

    data: Any = None
    values: dict[KeyPath, Position] = field(default_factory=dict)
    keys: dict[KeyPath, Position] = field(default_factory=dict)
    problems: list[ManifestProblem] = field(default_factory=list)

    def report(self, position: Position, message: str) -> None:
        """Add a problem at a position, in one line that any terminal can show."""
        one_line = "".join(c if c.isprintable() else "\ufffd" for c in " ".join(message.split()))
        short = one_line if len(one_line) <= _MAX_MESSAGE else f"{one_line[:_MAX_MESSAGE]}..."
        self.problems.append(ManifestProblem(line=position.line, column=position.column, message=short))


def read_yaml_text(path: Path) -> str:
    r"""Read a manifest.

    Args:
        path: The manifest.

    Returns:
        Its text, with `\n` for every end of line and without a byte order mark.

    Raises:
        ManifestFault: It cannot be read, is too large, is not UTF-8, is empty, or holds control characters.
    """
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise _fault(path, "", f"the file cannot be read: {error.strerror}") from error
    if len(raw) > MAX_BYTES:
        raise _fault(
            path, "", f"the file is larger than {MAX_BYTES // 1000} kB, far more than a course needs"
        )
    text = _decode(path, raw.removeprefix(codecs.BOM_UTF8))
    if unprintable := UNPRINTABLE.search(text):
        code = f"U+{ord(unprintable[0]):04X}"
        raise _fault(path, text[: unprintable.start()], f"the character {code} cannot stand in a manifest")
    if not text.strip():
        raise _fault(path, "", "the file is empty; a `course` and its `assignments` were expected")
    return text


def _decode(path: Path, raw: bytes) -> str:
    """Decode UTF-8 and make every end of line a newline."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = _newlines(raw[: error.start].decode("utf-8"))
        message = f"the file is not UTF-8 text: byte 0x{raw[error.start]:02X}; save it as UTF-8"
        raise _fault(path, before, message) from error
    return _newlines(text)


def _newlines(text: str) -> str:
    r"""Replace the ends of line of Windows and old Macs with `\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _fault(path: Path, before: str, message: str) -> ManifestFault:
    """Make the error for the position after the text `before`."""
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return ManifestFault(path, [ManifestProblem(line=line, column=column, message=message)])


def parse_yaml(text: str) -> Document:
    r"""Parse a YAML document.

    Args:
        text: The text of the file, with `\n` as its ends of line; not empty.

    Returns:
        The document with its problems; its data is None if the text is invalid or uses something unsupported.
    """
    document = Document()
    try:
        for position, message in _find_unsupported(yaml.parse(text, Loader=_LOADER)):
            document.report(position, message)
        # Only now, as composing follows aliases and goes as deep as the text does.
        node = None if document.problems else yaml.compose(text, Loader=_LOADER)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The parser in Python raises the last two for an escape beyond Unicode.
        document.report(*_syntax_error(text, error))
        return document
    if node is not None:
        document.data = _build(node, (), _start(node), document)
    elif not document.problems:
        document.report(Position(line=1, column=1), "the file holds nothing but comments")
    return document


def _find_unsupported(events: Iterable[yaml.Event]) -> Iterator[tuple[Position, str]]:
    """Find YAML features that a manifest may not use; stop when nesting is too deep."""
    depth = 0
    for event in events:
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            sign = "alias *" if isinstance(event, yaml.AliasEvent) else "anchor &"
            yield (
                _start(event),
                f"the {sign}{event.anchor} is refused: write the value out where it is used",
            )
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
            yield (
                _start(event),
                f"the tag {event.tag} is refused: write the value alone, text in quotes",
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _MAX_DEPTH:
            yield _start(event), f"mappings and lists are nested more than {_MAX_DEPTH} deep"
            return


def _syntax_error(text: str, error: Exception) -> tuple[Position, str]:
    """Describe where and why a text is not YAML."""
    lines = text.rstrip().split("\n")
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Position(line=1, column=1), f"not valid YAML: {error}"
    mark = error.problem_mark
    began = error.context_mark
    reason = f"not valid YAML: {error.problem}"
    if error.context:
        since = f" that starts on line {began.line + 1}" if began and began.line < mark.line else ""
        reason = f"not valid YAML: {error.context}{since}, {error.problem}"
    if mark.line >= len(lines):
        # Report a missing end after the last line with text.
        return Position(line=len(lines), column=len(lines[-1]) + 1), reason
    if lines[mark.line][mark.column : mark.column + 1] == "\t":
        reason += "; indent with spaces, not with tabs"
    return Position(line=mark.line + 1, column=mark.column + 1), reason


def _start(item: yaml.Node | yaml.Event) -> Position:
    """Return the start of a node or an event, with the printable text of a scalar."""
    text = UNPRINTABLE.sub("\ufffd", item.value) if isinstance(item, yaml.ScalarNode) else ""
    # Annotated as optional, but whatever comes out of a parser has it.
    mark = cast("yaml.Mark", item.start_mark)
    return Position(line=mark.line + 1, column=mark.column + 1, text=text)


def _build(node: yaml.Node, at: KeyPath, position: Position, document: Document) -> Any:
    """Turn a node into plain data and record the position of everything in it."""
    document.values[at] = position
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, at, document)
    if isinstance(node, yaml.SequenceNode):
        return [_build(one, (*at, i), _start(one), document) for i, one in enumerate(node.value)]
    # Only an escape can produce it. In a key it needs no report of its own: the key is unknown.
    if bad := UNPRINTABLE.search(node.value):
        document.report(position, f"the character U+{ord(bad[0]):04X} cannot stand in a manifest")
    return _scalar_value(cast("yaml.ScalarNode", node), position.text)


def _mapping(node: yaml.MappingNode, at: KeyPath, document: Document) -> dict[str, Any]:
    """Turn a mapping into a dict; the first of duplicate keys counts."""
    built: dict[str, Any] = {}
    for key, value in node.value:
        position = _start(key)
        if not isinstance(key, yaml.ScalarNode):
            document.report(position, "a key must be plain text, not a mapping or a list")
            continue
        inner = (*at, position.text)
        if position.text in built:
            first = document.keys[inner].line
            document.report(
                position, f"the key `{position.text}` is here twice; it first stands on line {first}"
            )
            continue
        document.keys[inner] = position
        own = _start(value) if isinstance(value, yaml.ScalarNode) else position
        built[position.text] = _build(value, inner, own, document)
    return built


def _scalar_value(node: yaml.ScalarNode, text: str) -> str | float | bool | None:
    """Return the value of a scalar; a quoted one is text."""
    if node.style:
        return text
    if node.tag == "tag:yaml.org,2002:null":
        return None
    if node.tag == "tag:yaml.org,2002:bool":
        return text.lower() in {"yes", "true", "on"}
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else text
