"""Parse TOML, and find the line of each of its keys and values, which the standard library does not tell."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["KeyPath", "TomlSyntaxError", "locate_values", "parse_toml"]

KeyPath = tuple[int | str, ...]
"""Path to a value from the top of the document: keys of tables (mappings) and indices of arrays (lists)."""

_PLACE: Final = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_TOKEN: Final = re.compile(
    r'''
    (?P<string>"""(?:\\.|[^\\])*?"""+ | \'\'\'.*?\'\'\'+ | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
    | (?P<comment>\#[^\n]*)
    | (?P<sign>[\[\]{},=.\n])
    | (?P<bare>[^\s\[\]{},=.\#"']+)
    | (?P<space>[ \t\r]+)
    ''',
    re.VERBOSE | re.DOTALL,
)


class TomlSyntaxError(ValueError):
    """A text that is not TOML.

    Args:
        line: The line at fault; 1 is the first.
        reason: What is wrong there.
    """

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def parse_toml(text: str) -> dict[str, Any]:
    """Parse a TOML document.

    Raises:
        TomlSyntaxError: The text is not TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _PLACE.search(message)
        line = int(place[1]) if place and place[1] else text.rstrip("\n").count("\n") + 1
        raise TomlSyntaxError(line, _PLACE.sub("", message)) from error


def locate_values(text: str) -> dict[KeyPath, int]:
    """Find the line at which each key, table and entry of an array begins.

    Args:
        text: A valid TOML document.

    Returns:
        The lines, of which 1 is the first, by the path to the value; a value has that of its key.
    """
    return _Locator(text).locate()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    text: str
    line: int


class _Locator:
    """Walks once over a valid document, of which it reads the keys and no values."""

    def __init__(self, text: str) -> None:
        self._tokens = [*_split(text), _Token(text="", line=0)]
        self._at = 0
        self._lines: dict[KeyPath, int] = {}
        self._lengths: dict[KeyPath, int] = {}

    def locate(self) -> dict[KeyPath, int]:
        table: KeyPath = ()
        while self._next:
            if self._next == "\n":
                self._take()
            elif self._next == "[":
                table = self._header()
            else:
                self._pair(table)
        return self._lines

    @property
    def _next(self) -> str:
        return self._tokens[self._at].text

    def _take(self) -> _Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _header(self) -> KeyPath:
        """Read `[table]` or `[[entry of an array]]`, and return its path."""
        line = self._take().line
        is_entry = self._next == "["
        if is_entry:
            self._take()
        path: KeyPath = ()
        for key in self._keys():
            # A table after entries of an array belongs to the last of them.
            path = (*self._last_entry(path), key)
        while self._next == "]":
            self._take()
        if is_entry:
            self._lines.setdefault(path, line)
            path = (*path, self._lengths.get(path, 0))
            self._lengths[path[:-1]] = int(path[-1]) + 1
        self._lines[path] = line
        return path

    def _last_entry(self, path: KeyPath) -> KeyPath:
        return (*path, self._lengths[path] - 1) if path in self._lengths else path

    def _keys(self) -> list[str]:
        """Read a key, of which dots make several."""
        keys = [_plain_key(self._take().text)]
        while self._next == ".":
            self._take()
            keys.append(_plain_key(self._take().text))
        return keys

    def _pair(self, table: KeyPath) -> None:
        """Read `key = value`."""
        line = self._tokens[self._at].line
        path = table
        for key in self._keys():
            path = (*path, key)
            self._lines.setdefault(path, line)
        self._take()
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        if self._next == "[":
            self._inside("]", path)
        elif self._next == "{":
            self._inside("}", path)
        else:
            while self._next not in {"\n", ",", "]", "}", ""}:
                self._take()

    def _inside(self, end: str, path: KeyPath) -> None:
        """Read an array or an inline table up to its closing bracket."""
        self._take()
        number = 0
        while self._next != end:
            if self._next in {"\n", ","}:
                self._take()
            elif end == "}":
                self._pair(path)
            else:
                self._lines[*path, number] = self._tokens[self._at].line
                self._value((*path, number))
                number += 1
        self._take()


def _split(text: str) -> Iterator[_Token]:
    """Split a document into what its structure is made of, without spaces and comments."""
    line = 1
    for found in _TOKEN.finditer(text):
        if found.lastgroup not in {"space", "comment"}:
            yield _Token(text=found[0], line=line)
        line += found[0].count("\n")


def _plain_key(written: str) -> str:
    """Return a key without the quotes it may be written in."""
    return next(iter(tomllib.loads(f"{written} = 0"))) if written[0] in "\"'" else written
