"""Python's own exceptions in the words of the course: names, calls and numbers out of range."""

import re
from typing import Final

from grader.diagnosis.rules import Rule, nearest, of_kinds, quote, silent
from grader.sandbox.faults import Raised

__all__ = ["LANGUAGE_RULES"]

_WORD: Final = re.compile(r"[^\W\d]\w{0,60}")
_IMPORTS: Final = {"np": "import numpy as np", "numpy": "import numpy", "math": "import math"}


def _undefined(match: re.Match[str], raised: Raised) -> str:
    name = match[1]
    if name in _IMPORTS:
        return f"`{name}` is there after `{_IMPORTS[name]}` at the top of the file."
    return (
        f"Nothing is called {quote(name)} here.{nearest(name, dict.fromkeys(_WORD.findall(raised.source)))}"
    )


def _unassigned(match: re.Match[str], _raised: Raised) -> str:
    return f"Here that name is {quote(match[1])}: on which way through the function does it get no value?"


def _no_key(match: re.Match[str], raised: Raised) -> str:
    dicts = of_kinds(raised, "dict")
    if len(dicts) != 1:
        return f"Here the key is {quote(match[1])}."
    (found,) = dicts
    keys = ", ".join(map(quote, found.keys))
    has = f"; it has {keys}." if keys else "."
    return f"{quote(found.name)} has no key {quote(match[1])}{has}{nearest(match[1], found.keys)}"


def _lengths(match: re.Match[str], _raised: Raised) -> str:
    had = f", and there are {match[2]} values" if match[2] else ""
    return f"Here {match[1]} names stand on the left{had}."


def _arguments(match: re.Match[str], _raised: Raised) -> str:
    return f"Python says: {match.string[:300]}."


def _too_many(match: re.Match[str], _raised: Raised) -> str:
    name, takes, given = match.groups()
    method = "." in name and int(given) == int(takes) + 1
    own = " A method is given its own object first: is `self` its first parameter?" if method else ""
    return f"{quote(name)} takes {takes} by position and is given {given}.{own}"


def _module(match: re.Match[str], _raised: Raised) -> str:
    return f"Here that is {quote(match[1])}."


def _place(_match: re.Match[str], raised: Raised) -> str:
    return f"It happens in {quote(raised.expression)}." if raised.expression else ""


_NAMES: Final = (
    Rule(
        name="name-that-is-not-defined",
        exceptions="NameError",
        pattern=r"name '(\w{1,60})' is not defined",
        text="A name must be assigned, defined or imported before it is used, and spelt the same way"
        " everywhere, capitals too.",
        detail=_undefined,
    ),
    Rule(
        name="name-without-a-value-yet",
        exceptions="UnboundLocalError NameError",
        pattern=r"(?:local|free) variable '(\w{1,60})'",
        text="A name that a function assigns anywhere is the function's own from its first line on, and"
        " has no value until the assignment has run.",
        detail=_unassigned,
    ),
    Rule(
        name="key-that-is-not-there",
        exceptions="KeyError",
        pattern=r"^'([^'\n]{1,60})'$",
        text="A dict gives what stands under a key only if the key is there, spelt the same, capitals too.",
        detail=_no_key,
    ),
    Rule(
        name="module-that-is-not-there",
        exceptions="ModuleNotFoundError",
        pattern=r"^No module named '([\w.]{1,60})'",
        text="A submission runs with Python's standard library and NumPy alone.",
        detail=_module,
    ),
)
_CALLS: Final = (
    Rule(
        name="end-of-the-program",
        exceptions="SystemExit",
        pattern="",
        text="`sys.exit`, `exit` and `quit` end the whole program, and with it the check: take the call out.",
        detail=silent,
    ),
    Rule(
        name="more-arguments-than-parameters",
        exceptions="TypeError",
        pattern=r"^([\w.<>]{1,80})\(\) takes (\d{1,3}) positional arguments? but (\d{1,3}) w",
        text="A function takes as many arguments as it has parameters.",
        detail=_too_many,
    ),
    Rule(
        name="arguments-that-do-not-fit-the-parameters",
        exceptions="TypeError",
        pattern=r"^(?:[\w.<>]{1,80}\(\) )?(?:missing \w+ required|got an unexpected"
        r"|too many positional|got multiple values)",
        text="A call and the parameters of its function do not agree: every parameter without a default"
        " needs an argument, and names must be those of the definition. The parameters of the stub"
        " must stay as they are.",
        detail=_arguments,
    ),
    Rule(
        name="names-that-do-not-match-the-values",
        exceptions="ValueError",
        pattern=r"values to unpack \(expected (\d+)(?:, got (\d+))?\)",
        text="As many names must stand on the left of `=` as values on the right; a dict on the right"
        " gives its keys, and an array its rows.",
        detail=_lengths,
    ),
    Rule(
        name="recursion-without-end",
        exceptions="RecursionError",
        pattern="recursion",
        text="Python gives up after about a thousand calls within one another. A function that calls"
        " itself needs a case in which it does not; and a graph of 3,000 nodes is deeper than that, so"
        " walk it with a loop and a stack or a queue.",
        detail=silent,
    ),
)
_NUMBERS_OUT_OF_RANGE: Final = (
    Rule(
        name="division-by-zero",
        exceptions="ZeroDivisionError",
        pattern="",
        text="A divisor is 0. Which of the inputs permit that, and what is the right answer then?",
        detail=_place,
    ),
    Rule(
        name="number-too-large-for-a-float",
        exceptions="OverflowError",
        pattern="range|too large",
        text="A float ends at about 1.8e308, and `exp` passes that from 710 on. A formula that takes `exp`"
        " of numbers up to 0 alone gives the same result without that.",
        detail=_place,
    ),
    Rule(
        name="logarithm-or-root-outside-its-domain",
        exceptions="ValueError",
        pattern="^math domain error|^expected a (?:positive|nonnegative) input",
        text="A logarithm is defined above 0 alone, a square root from 0 on.",
        detail=_place,
    ),
)

LANGUAGE_RULES: Final = (*_NAMES, *_CALLS, *_NUMBERS_OUT_OF_RANGE)
