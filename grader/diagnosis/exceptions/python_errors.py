"""Rules for Python's own exceptions: names, calls, arithmetic, attributes, brackets."""

import builtins
import re
from typing import Final

from grader.diagnosis import templates
from grader.diagnosis.exceptions.code_names import (
    attribute_names,
    code_names,
    imported_names,
    left_out_parameter,
)
from grader.diagnosis.exceptions.rules import (
    Rule,
    describe_operands,
    join_sentences,
    no_detail,
    operands_of_type,
    quote_code,
    suggest_name,
)
from grader.sandbox.faults import Raised

__all__ = ["LANGUAGE_RULES", "OBJECT_RULES"]

_LONGEST_MESSAGE: Final = 300
_IMPORTS: Final = {"np": "import numpy as np", "numpy": "import numpy", "math": "import math"}
_METHODS: Final = {
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "truediv",
    "//": "floordiv",
    "%": "mod",
    "@": "matmul",
    "**": "pow",
}
_UNARY: Final = {"-": "neg", "+": "pos"}
_NUMBERS: Final = frozenset({"int", "float", "bool", "numpy.float64", "numpy.int64", "numpy.ndarray"})
_NUMBER: Final = r"(?:int|float|bool|numpy\.[\w.]{1,30})"
_CONTAINERS: Final = "list|tuple|dict|str|set|function|method|builtin_function_or_method|type|range|generator"
_CLASS: Final = rf"(?!(?:NoneType|{_CONTAINERS})\b)[\w.]{{1,60}}"
_OPERATION: Final = r"^unsupported operand type\(s\) for (\S{1,3})(?: or pow\(\))?: "


def _undefined_name(match: re.Match[str], raised: Raised) -> str:
    name = match[1]
    if name in _IMPORTS:
        return templates.IMPORT_FIRST.format(name=name, statement=_IMPORTS[name])
    suggestion = suggest_name(name, code_names(raised.source))
    return join_sentences(templates.UNDEFINED.format(name=quote_code(name)), suggestion)


def _unassigned_name(match: re.Match[str], _raised: Raised) -> str:
    return templates.UNASSIGNED.format(name=quote_code(match[1]))


def _missing_key(match: re.Match[str], raised: Raised) -> str:
    dicts = operands_of_type(raised, "dict")
    key = quote_code(match[1])
    if len(dicts) != 1:
        return templates.KEY.format(key=key)
    (found,) = dicts
    template = templates.NO_KEY_AMONG if found.keys else templates.NO_KEY
    keys = ", ".join(map(quote_code, found.keys))
    missing = template.format(name=quote_code(found.name), key=key, keys=keys)
    return join_sentences(missing, suggest_name(match[1], found.keys))


def _unpacked_values(match: re.Match[str], _raised: Raised) -> str:
    template = templates.UNPACKED_FROM if match[2] else templates.UNPACKED
    return template.format(names=match[1], values=match[2])


def _message(match: re.Match[str], _raised: Raised) -> str:
    return templates.PYTHON_SAYS.format(message=match.string[:_LONGEST_MESSAGE])


def _too_many_arguments(match: re.Match[str], _raised: Raised) -> str:
    name, takes, given = match.groups()
    is_method = "." in name and int(given) == int(takes) + 1
    return join_sentences(
        templates.ARGUMENTS.format(name=quote_code(name), takes=takes, given=given),
        templates.SELF_MISSING if is_method else "",
    )


def _module_name(match: re.Match[str], _raised: Raised) -> str:
    return templates.MODULE.format(name=quote_code(match[1]))


def _expression(_match: re.Match[str], raised: Raised) -> str:
    if not raised.expression:
        return ""
    return templates.EXPRESSION.format(expression=quote_code(raised.expression))


def _none_operands(_match: re.Match[str], raised: Raised) -> str:
    return describe_operands(operands_of_type(raised, "NoneType"))


def _left_out(_match: re.Match[str], raised: Raised) -> str:
    """Name the parameter that was left out, and because of which a name in the expression is None."""
    line = raised.frames[-1][0] if raised.frames else 0
    operands = (one.name for one in operands_of_type(raised, "NoneType"))
    return next(filter(None, (left_out_parameter(raised.source, line, name) for name in operands)), "")


def _none_by_default(match: re.Match[str], raised: Raised) -> str:
    parameter = templates.NONE_BY_DEFAULT.format(parameter=quote_code(_left_out(match, raised)))
    return join_sentences(parameter, _none_operands(match, raised))


def _is_given_away(match: re.Match[str], raised: Raised) -> bool:
    """Tell whether the first name in the expression was a module or a function, and has another value now."""
    operand = next(iter(raised.operands), None)
    called = match[0].endswith("callable")  # a parameter may well be called `input` or `max`
    return (
        operand is not None
        and operand.name.isidentifier()
        and raised.expression.startswith(operand.name)
        and operand.kind not in {"module", "function", "type", "NoneType"}
        and (operand.shape is not None or operand.kind == match[1].rpartition(".")[2])
        and (operand.name in imported_names(raised.source) or (called and operand.name in vars(builtins)))
    )


def _missing_operator(match: re.Match[str], _raised: Raised) -> str:
    """Name the method that a class of the student's lacks, by the side the object stands on."""
    symbol, left, right = match.groups()
    method = _METHODS.get(symbol.removesuffix("=") or symbol)
    if method is None:
        return ""
    if left in _NUMBERS:
        example = quote_code(f"2 {symbol} x")
        return templates.REFLECTED_METHOD.format(example=example, type=quote_code(right), method=method)
    return templates.METHOD.format(
        type=quote_code(left), method=method, operator=quote_code(symbol), other=quote_code(right)
    )


def _missing_sign(match: re.Match[str], _raised: Raised) -> str:
    return templates.UNARY_METHOD.format(type=quote_code(match[2]), method=_UNARY[match[1]])


def _missing_attribute(match: re.Match[str], raised: Raised) -> str:
    """Name what was asked for an attribute that it has not, and the nearest one that the file mentions."""
    kind, name = match.groups()
    own = kind.removeprefix("numpy.")
    operands = [
        one for one in raised.operands if one.kind == own or (own == "ndarray" and one.shape is not None)
    ]
    known = attribute_names(raised.source) if kind[:1].isupper() else ()
    return join_sentences(
        describe_operands(operands[:1]),
        templates.NO_ATTRIBUTE.format(name=quote_code(name)),
        suggest_name(name, known),
    )


def _first_operand(_match: re.Match[str], raised: Raised) -> str:
    return describe_operands(raised.operands[:1])


def _all_operands(_match: re.Match[str], raised: Raised) -> str:
    return describe_operands(raised.operands)


_NAMES: Final = (
    Rule(
        name="name-that-is-not-defined",
        exceptions="NameError",
        pattern=r"name '(\w{1,60})' is not defined",
        text="A name must be assigned, defined or imported before it is used, and spelt the same way"
        " everywhere, capitals too.",
        detail=_undefined_name,
    ),
    Rule(
        name="name-without-a-value-yet",
        exceptions="UnboundLocalError NameError",
        pattern=r"(?:local|free) variable '(\w{1,60})'",
        text="A name that a function assigns anywhere is the function's own from its first line on, and"
        " has no value until the assignment has run.",
        detail=_unassigned_name,
    ),
    Rule(
        name="key-that-is-not-there",
        exceptions="KeyError",
        pattern=r"^'([^'\n]{1,60})'$",
        text="A dict gives what stands under a key only if the key is there, spelt the same, capitals too.",
        detail=_missing_key,
    ),
    Rule(
        name="module-that-is-not-there",
        exceptions="ModuleNotFoundError",
        pattern=r"^No module named '([\w.]{1,60})'",
        text="A submission runs with Python's standard library, NumPy and what the assignment gives, and with"
        " nothing else.",
        detail=_module_name,
    ),
)
_CALLS: Final = (
    Rule(
        name="end-of-the-program",
        exceptions="SystemExit",
        pattern="",
        text="`sys.exit`, `exit` and `quit` end the whole program, and with it the check: take the call out.",
        detail=no_detail,
    ),
    Rule(
        name="more-arguments-than-parameters",
        exceptions="TypeError",
        pattern=r"^([\w.<>]{1,80})\(\) takes (\d{1,3}) positional arguments? but (\d{1,3}) w",
        text="A function takes as many arguments as it has parameters.",
        detail=_too_many_arguments,
    ),
    Rule(
        name="arguments-that-do-not-fit-the-parameters",
        exceptions="TypeError",
        pattern=r"^(?:[\w.<>]{1,80}\(\) )?(?:missing \w+ required|got an unexpected"
        r"|too many positional|got multiple values)",
        text="A call and the parameters of its function do not agree: every parameter without a default"
        " needs an argument, and names must be those of the definition. The parameters of the stub"
        " must stay as they are.",
        detail=_message,
    ),
    Rule(
        name="names-that-do-not-match-the-values",
        exceptions="ValueError",
        pattern=r"values to unpack \(expected (\d+)(?:, got (\d+))?\)",
        text="As many names must stand on the left of `=` as values on the right; a dict on the right"
        " gives its keys, and an array its rows.",
        detail=_unpacked_values,
    ),
    Rule(
        name="recursion-without-end",
        exceptions="RecursionError",
        pattern="recursion",
        text="Python gives up after about a thousand calls within one another. A function that calls"
        " itself needs a case in which it does not; and a graph of 3,000 nodes is deeper than that, so"
        " walk it with a loop and a stack or a queue.",
        detail=no_detail,
    ),
)
_NUMBERS_OUT_OF_RANGE: Final = (
    Rule(
        name="division-by-zero",
        exceptions="ZeroDivisionError",
        pattern="",
        text="A divisor is 0. Which of the inputs permit that, and what is the right answer then?",
        detail=_expression,
    ),
    Rule(
        name="number-too-large-for-a-float",
        exceptions="OverflowError",
        pattern="range|too large",
        text="A float ends at about 1.8e308, and `exp` passes that from 710 on. A formula that takes `exp`"
        " of numbers up to 0 alone gives the same result without that.",
        detail=_expression,
    ),
    Rule(
        name="logarithm-or-root-outside-its-domain",
        exceptions="ValueError",
        pattern="^math domain error|^expected a (?:positive|nonnegative) input",
        text="A logarithm is defined above 0 alone, a square root from 0 on.",
        detail=_expression,
    ),
)

LANGUAGE_RULES: Final = (*_NAMES, *_CALLS, *_NUMBERS_OUT_OF_RANGE)

OBJECT_RULES: Final = (
    Rule(
        name="name-of-a-module-or-function-given-away",
        exceptions="TypeError AttributeError",
        pattern=r"^'([\w.]{1,60})' object (?:has no attribute|is not callable)",
        text="A name stands for what was assigned to it last. This one is imported, or Python's own, and the"
        " code gives it a value: choose another name for that.",
        detail=_first_operand,
        applies=_is_given_away,
    ),
    Rule(
        name="parameter-that-was-left-out",
        exceptions="TypeError AttributeError",
        pattern="NoneType",
        text="A parameter with the default None is None where it is left out. Say first what"
        " holds then: nothing can be counted or computed with None.",
        detail=_none_by_default,
        applies=lambda match, raised: bool(_left_out(match, raised)),
    ),
    Rule(
        name="none-for-a-value",
        exceptions="TypeError AttributeError",
        pattern="NoneType",
        text="A value here is None. That is what a function gives that ends without `return`, and what"
        " methods give that change an object in place, such as `list.append`.",
        detail=_none_operands,
    ),
    Rule(
        name="arithmetic-with-a-container",
        exceptions="TypeError",
        pattern=rf"^unsupported operand type.*'({_CONTAINERS})'|^can't multiply seq|^can only concat",
        text="Only numbers, arrays and objects with methods for it take part in arithmetic: an entry of a"
        " list or dict has to be taken out first, a list made an array, a function called.",
        detail=_all_operands,
    ),
    Rule(
        name="operator-that-numbers-lack",
        exceptions="TypeError",
        pattern=rf"{_OPERATION}'{_NUMBER}' and '{_NUMBER}'$|^ufunc 'bitwise_\w{{2,3}}' not supported",
        text="Numbers have no such operator. A power is `x**2`; `x^2`, `|` and `&` work on bits. `@`"
        " multiplies matrices, and numbers are multiplied by `*`.",
        detail=_all_operands,
    ),
    Rule(
        name="number-on-the-left-of-an-object",
        exceptions="TypeError",
        pattern=rf"{_OPERATION}'({_NUMBER})' and '({_CLASS})'$",
        text="With a number on the left, as in `2 * x`, Python asks the class of `x` for the reflected"
        " method, and the class has none for this operator.",
        detail=_missing_operator,
    ),
    Rule(
        name="operator-that-a-class-lacks",
        exceptions="TypeError",
        pattern=rf"{_OPERATION}'({_CLASS})' and '({_CLASS})'$",
        text="For an operator Python asks the class of the object for a method, and there is none that"
        " knows what stands on the other side.",
        detail=_missing_operator,
    ),
    Rule(
        name="sign-that-a-class-lacks",
        exceptions="TypeError",
        pattern=rf"^bad operand type for unary ([-+]): '({_CLASS})'",
        text="For a sign in front of an object Python asks its class for a method, and the class has none.",
        detail=_missing_sign,
    ),
    Rule(
        name="attribute-of-a-number",
        exceptions="AttributeError",
        pattern=r"^'(int|float|bool|numpy\.(?:float|int)\d+)' object has no attribute '(\w{1,60})'",
        text="A plain number has none of the attributes of a class of your own: where a number may stand,"
        " it has to be made an object first.",
        detail=_missing_attribute,
    ),
    Rule(
        name="attribute-of-a-container",
        exceptions="AttributeError",
        pattern=r"^'(tuple|list|dict|str|function)' object has no attribute '(\w{1,60})'",
        text="Lists, tuples and dicts are no arrays. A function that returns several values returns a"
        " tuple of them; an entry of a dict is read by its key, in square brackets.",
        detail=_missing_attribute,
    ),
    Rule(
        name="attribute-of-an-array",
        exceptions="AttributeError",
        pattern=r"^'(numpy\.ndarray)' object has no attribute '(\w{1,60})'",
        text="An array of NumPy holds numbers only; what a tensor of PyTorch has besides, such as `grad`,"
        " it lacks.",
        detail=_missing_attribute,
    ),
    Rule(
        name="attribute-that-a-class-lacks",
        exceptions="AttributeError",
        pattern=r"^'(\w{1,60})' object has no attribute '(\w{1,60})'|^module '[\w.]{1,60}' has no attribute",
        text="An object has the attributes that its class or `__init__` has given it, a module those that"
        " its documentation names; capitals count.",
        detail=lambda match, raised: _missing_attribute(match, raised) if match[1] else "",
    ),
    Rule(
        name="square-brackets-on-what-has-no-entries",
        exceptions="TypeError",
        pattern="is not subscriptable$|does not support item assignment",
        text="Square brackets pick an entry of an array, a list or a dict. A number has no entries, a"
        " function has to be called first, and a tuple cannot be changed.",
        detail=_first_operand,
    ),
    Rule(
        name="call-of-what-is-no-function",
        exceptions="TypeError",
        pattern="object is not callable$",
        text="Round brackets after a name call a function. A product needs `*`, and an entry square"
        " brackets.",
        detail=_first_operand,
    ),
    Rule(
        name="index-of-a-list-that-is-no-whole-number",
        exceptions="TypeError",
        pattern="indices must be integers",
        text="Lists and tuples are indexed by whole numbers: not by names, as dicts are, not by pairs, as"
        " arrays are, and not by floats, which `/` gives even where it comes out even.",
        detail=_first_operand,
    ),
    Rule(
        name="entry-beyond-the-end-of-a-list",
        exceptions="IndexError",
        pattern="^(list|tuple|pop from empty list|string).*",
        text="Entries are counted from 0, so that the last one has the number of entries less 1.",
        detail=_first_operand,
    ),
    Rule(
        name="number-for-a-list",
        exceptions="TypeError",
        pattern=r"^object of type '\w+' has no len|object is not iterable$|^cannot unpack non-iterable",
        text="A single number has no length and no entries. Where one may come, `np.asarray` makes an"
        " array of it whose `size` is 1.",
        detail=_all_operands,
    ),
    Rule(
        name="float-for-a-count",
        exceptions="TypeError",
        pattern="object cannot be interpreted as an integer|^slice indices must be integers",
        text="Counts and shapes are whole numbers: `/` gives a float even where it comes out even, `//` an"
        " int.",
        detail=_all_operands,
    ),
)
