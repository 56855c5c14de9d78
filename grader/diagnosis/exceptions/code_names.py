"""Names in the code of a submission, read from its tokens: never those in comments and docstrings."""

import io
import keyword
import re
import tokenize
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

__all__ = ["attribute_names", "code_names", "imported_names", "left_out_parameter"]

_LONGEST_SOURCE: Final = 1 << 16
_OPENING: Final = frozenset("([{")
_CLOSING: Final = frozenset(")]}")


def code_names(source: str) -> dict[str, None]:
    """Return the names in a source text, in the order in which they come first."""
    return dict.fromkeys(
        one.string
        for one in _tokens(source)
        if one.type == tokenize.NAME and not keyword.iskeyword(one.string)
    )


def attribute_names(source: str) -> dict[str, None]:
    """Return the names that stand after a point in a source text, in the order in which they come first."""
    return dict.fromkeys(
        name.string
        for point, name in pairwise(_tokens(source))
        if point.string == "." and name.type == tokenize.NAME
    )


def imported_names(source: str) -> set[str]:
    """Return the names in the import statements of a source text, behind the word `import`."""
    found: set[str] = set()
    importing = False
    for one in _tokens(source):
        importing = one.type != tokenize.NEWLINE and (importing or one.string == "import")
        if importing and one.type == tokenize.NAME:
            found.add(one.string)
    return found


def left_out_parameter(source: str, line: int, name: str) -> str:
    """Find the parameter with the default None that a name is, or was assigned from.

    Args:
        source: The source text.
        line: A line of the function.
        name: The name, whose value is None there.

    Returns:
        The parameter's name; empty if there is none.
    """
    tokens = _tokens(source)
    starts = [
        at for at, token in enumerate(tokens) if token.string in {"def", "lambda"} and token.start[0] <= line
    ]
    if not starts or tokens[starts[-1]].string == "lambda":
        return ""
    parameters = list(_none_by_default(tokens[starts[-1] + 2 :]))
    if name in parameters:
        return name
    body = "\n".join(source.split("\n")[tokens[starts[-1]].start[0] : line])
    assigned = rf"(?m)^[ \t]*{re.escape(name)}[ \t]*=(?!=)[^\n]*\b{{parameter}}\b"
    return next((one for one in parameters if re.search(assigned.format(parameter=one), body)), "")


def _none_by_default(tokens: tuple[tokenize.TokenInfo, ...]) -> Iterator[str]:
    """Yield the parameters whose default is None, from the bracket that opens the list of parameters on."""
    depth, parameter = 0, ""
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        depth += (before.string in _OPENING) - (before.string in _CLOSING)
        if depth == 0:
            return
        if depth == 1 and before.string in {"(", ",", "*"} and token.type == tokenize.NAME:
            parameter = token.string
        if depth == 1 and before.string == "=" and token.string == "None" and after.string in {",", ")"}:
            yield parameter


# Several rules ask about the text of one submission, one after the other.
@lru_cache(maxsize=2)
def _tokens(source: str) -> tuple[tokenize.TokenInfo, ...]:
    """Split a text into tokens, up to the first that is none; blank and comment lines are left out."""
    if len(source) > _LONGEST_SOURCE:
        return ()
    found: list[tokenize.TokenInfo] = []
    left_out = {tokenize.COMMENT, tokenize.NL}
    try:
        found.extend(
            one for one in tokenize.generate_tokens(io.StringIO(source).readline) if one.type not in left_out
        )
    except (tokenize.TokenError, SyntaxError):
        return tuple(found)
    return tuple(found)
