"""The sentences of the diagnosis, each a whole template with named placeholders.

What a rule says of an exception in general stands with the rule, in `grader.diagnosis.exceptions`.
"""

from collections.abc import Mapping
from typing import Final

from grader.model.formatting import PluralTemplate
from grader.mutation.mutators import Change

# Patterns of wrong values: the idea behind each, in words that hold no number of the check.
PATTERNS: Final[Mapping[str, str]] = {
    "transposed": (
        "The values are right, and their rows and columns are exchanged. A gradient has the shape"
        " of its variable."
    ),
    "extra-dimension": (
        "The numbers are right, with an axis too many or too few. The docstring says which shape is due."
    ),
    "not-summed-over-the-samples": (
        "There is still an entry for every sample. What all samples share gets the sum of what "
        "each contributes."
    ),
    "not-averaged-over-the-samples": (
        "There is still an entry for every sample. The mean over the samples is one number."
    ),
    "summed-over-everything": (
        "A sum without an axis adds up everything. Say over which axis it goes: what is left has "
        "the shape of the variable."
    ),
    "every-row-with-every-row": (
        "A column and a flat array are combined, each entry of the one with every entry of the "
        "other. Give both the same shape first."
    ),
    "not-finite": (
        "Such a number comes of a division by zero, a logarithm of zero, an exponential of a large number, "
        "or of steps that make a number larger and larger. Look for the first place where that can happen."
    ),
    "all-zero": "Nothing arrives here. Follow the gradient from the loss: which step passes nothing on?",
    "exchanged": (
        "Two values are right and in each other's place. In a product, each factor gets the "
        "gradient times the other factor."
    ),
    "constant-ratio": (
        "The values are right but for one factor. Count how often each factor of the formula "
        "occurs: it belongs there once, and every later step inherits it."
    ),
    "proportional-to-its-variable": (
        "The gradient differs by a multiple of its own variable, as it would with a penalty on that. The "
        "loss of this assignment has no such term."
    ),
    "off-by-a-constant": (
        "All entries are off by the same amount: a term is added that should not be, or is missing."
    ),
    "first-wrong": (
        "One value is wrong before all others, and what it is computed from is right. Begin with the step "
        "that computes it."
    ),
}

# What is said in place of the above of a value that is no gradient.
PATTERNS_OF_VALUES: Final[Mapping[str, str]] = {
    "transposed": (
        "The values are right, and their rows and columns are exchanged. The docstring says what is a row."
    ),
    "exchanged": "Two values are right and in each other's place. The docstring says which is which.",
}

# The same, with the names and shapes of the check.
WRONG_SHAPE: Final = "`{name}` is {actual} and should be {expected}."
NO_SHAPE: Final = "a number"
NOT_FINITE: Final = "`{name}` is the first value that is not finite."
ALL_ZERO: Final = "`{name}` is zero throughout."
TRANSPOSED: Final = "`{name}` is the transpose of what it should be."
EXCHANGED: Final = "`{name}` and `{other}` are exchanged."
CONSTANT_RATIO: Final = PluralTemplate(one="{names} comes out {factor}.", many="{names} come out {factor}.")
PROPORTIONAL: Final = "The gradient of `{name}` differs by a multiple of `{name}`."
OFF_BY_A_CONSTANT: Final = "`{name}` is off by the same amount everywhere."
FIRST_WRONG: Final = "It is `{name}`."
ORIGIN_WRONG: Final = (
    "One gradient is wrong before all others, and what is made of it is right but for that. Begin with the "
    "step that computes it."
)
ORIGIN: Final = "It is the gradient of `{origin}`, of which {names} are made."
CONSEQUENCES: Final = PluralTemplate(
    one="{names} is wrong only because of what it is computed from.",
    many="{names} are wrong only because of what they are computed from.",
)

# Factors, as they complete "comes out ...".
OPPOSITE_SIGN: Final = "with the opposite sign"
TWICE: Final = "times 2"
HALF: Final = "divided by 2"
TIMES_SIZE: Final = "times the number of {axis} of `{input}`"
DIVIDED_BY_SIZE: Final = "divided by the number of {axis} of `{input}`"
TIMES_HALF_SIZE: Final = "times half the number of {axis} of `{input}`"

# Known mistakes.
MISTAKE: Final = "{mistake} {advice}"
BESIDES: Final = "Besides, everything comes out {factor}."

# Repairs: what is wrong in the line to look at, where one small change there makes failed checks pass.
REPAIRS: Final[Mapping[Change, str]] = {
    Change.OPERATOR: "One operator in the line to look at is wrong: with another, this check passes.",
    Change.SIGN: "One sign in the line to look at is the wrong way round: with the other, this check passes.",
    Change.EXTRA_FACTOR: (
        "The line to look at has a factor or a divisor too many: without it, this check passes."
    ),
    Change.EXTRA_TERM: "The line to look at has a term too many: without it, this check passes.",
    Change.EXTRA_CALL: (
        "The line to look at calls a function that does not belong there: without it, this check passes."
    ),
    Change.ORDER: (
        "Two things in the line to look at stand in each other's place: exchanged, they make this check pass."
    ),
    Change.BRACKETS: (
        "The brackets in the line to look at are set wrongly, or missing: set otherwise, they make "
        "this check pass."
    ),
    Change.CONDITION: "The condition in the line to look at is wrong: with another, this check passes.",
    Change.AXIS: (
        "The line to look at works along the wrong axis, or loses one that is needed: with the right "
        "one, this check passes."
    ),
    Change.TRANSPOSE: (
        "The line to look at has one transpose too many or too few: with that changed, this check passes."
    ),
    Change.FUNCTION: "The line to look at calls the wrong function: with another, this check passes.",
    Change.SIZE: "The line to look at uses the wrong size: with another, this check passes.",
    Change.NUMBER: "One number in the line to look at is wrong: with another, this check passes.",
    Change.INDEX: "The line to look at picks the wrong entries: with others, this check passes.",
    Change.RANGE: (
        "The loop in the line to look at runs over the wrong numbers: with others, this check passes."
    ),
    Change.OVERWRITTEN: (
        "The line to look at overwrites what it should add to: if it adds, this check passes."
    ),
    Change.ADDED_UP: "The line to look at adds to what it should set anew: if it sets it, this check passes.",
    Change.IN_PLACE: (
        "The line to look at changes an array that is still needed as it was: with a copy, this check passes."
    ),
    Change.LINE_ORDER: (
        "The line to look at comes too early: after the next statement, it makes this check pass."
    ),
    Change.INSIDE: (
        "The line to look at stands inside a loop or a branch: behind it, it makes this check pass."
    ),
    Change.OUTSIDE: (
        "The line to look at stands behind a loop or a branch: inside it, it makes this check pass."
    ),
    Change.EXTRA_STATEMENT: "The line to look at is one too many: without it, this check passes.",
    Change.NAME: (
        "The line to look at uses one variable in place of another: with the right one, this check passes."
    ),
    Change.MISSING_CALL: (
        "A function is still to be applied in the line to look at: with it, this check passes."
    ),
    Change.MISSING_FACTOR: "The line to look at lacks a factor or a divisor: with it, this check passes.",
    Change.MISSING_TERM: "The line to look at lacks a term: with it, this check passes.",
}

# Exceptions: what the names in the failing expression stood for.
OPERANDS: Final = "Here {operands}."
ARRAY: Final = "{name} is {shape}"
NONE: Final = "{name} is None"
OF_TYPE: Final = "{name} is of type `{type}`"
OF_TYPE_AND_LENGTH: Final = "{name} is of type `{type}` of {length}"
OF_KIND: Final = "{name} is an {kind}"
NONE_BY_DEFAULT: Final = "{parameter} has this default."
SUGGESTION: Final = "Is {name} meant?"

# Exceptions of NumPy.
PRODUCTS: Final[Mapping[tuple[bool, bool], str]] = {
    (True, True): (
        "Here {first} is {first_shape} and {second} is {second_shape}: the {first_length} columns of the "
        "first meet the {second_length} rows of the second."
    ),
    (True, False): (
        "Here {first} is {first_shape} and {second} is {second_shape}: the {first_length} columns of the "
        "first meet the {second_length} entries of the second."
    ),
    (False, True): (
        "Here {first} is {first_shape} and {second} is {second_shape}: the {first_length} entries of the "
        "first meet the {second_length} rows of the second."
    ),
    (False, False): (
        "Here {first} is {first_shape} and {second} is {second_shape}: the {first_length} entries of the "
        "first meet the {second_length} entries of the second."
    ),
}
"""By whether the first and the second factor have rows and columns."""
FIRST_FACTOR: Final = "the first factor"
SECOND_FACTOR: Final = "the second"
WRONG_FACTORS: Final = "Are these the two that belong together?"
TRANSPOSE_ONE: Final = "Which of the two has to be transposed, for the result to have the shape it must have?"
OTHER_ORDER: Final = "In the other order they would fit."
NO_TRANSPOSE: Final = "No transpose of one of them makes them fit: are these the two that belong together?"
PRODUCT_SIZES: Final = "The first factor has {first} columns, the second {second} rows."
IS_A_NUMBER: Final = "Here {name} is a number."
BROADCAST: Final = (
    "Here {left} is {left_shape} and {right} is {right_shape}: counted from the right, {left_length} meets "
    "{right_length}."
)
BROADCAST_SHAPES: Final = (
    "Here {left_shape} meets {right_shape}: counted from the right, {left_length} meets {right_length}."
)
ALONG_THE_ROWS: Final = "To go along the rows, ({length},) would have to be ({length}, 1)."
EACH_TRANSPOSED: Final = "Each has the shape of the other transposed."
IN_PLACE: Final = "Here {name} is {target}, and what it is to take is {value}."
IN_PLACE_UNNAMED: Final = "Here the place is {target}, and what it is to take is {value}."
SUM_WOULD_FIT: Final = "A sum over axis 0 would have the shape {target}."
OUT_OF_BOUNDS: Final = "Here axis {axis} of {name} has {size} entries, and the one at {index} is asked for."
THE_ARRAY: Final = "the array"
NO_SUCH_AXIS: Final = "Here axis {axis} is asked for where there are {dimensions}."
RESHAPE: Final = "Here {size} entries are to take the shape {shape}."

# Python's own exceptions.
IMPORT_FIRST: Final = "`{name}` is there after `{statement}` at the top of the file."
UNDEFINED: Final = "Nothing is called {name} here."
UNASSIGNED: Final = "Here that name is {name}: on which way through the function does it get no value?"
KEY: Final = "Here the key is {key}."
NO_KEY: Final = "{name} has no key {key}."
NO_KEY_AMONG: Final = "{name} has no key {key}; it has {keys}."
UNPACKED: Final = "Here {names} names stand on the left."
UNPACKED_FROM: Final = "Here {names} names stand on the left, and there are {values} values."
PYTHON_SAYS: Final = "Python says: {message}."
ARGUMENTS: Final = "{name} takes {takes} by position and is given {given}."
SELF_MISSING: Final = "A method is given its own object first: is `self` its first parameter?"
MODULE: Final = "Here that is {name}."
EXPRESSION: Final = "It happens in {expression}."
REFLECTED_METHOD: Final = "For {example} the class {type} needs `__r{method}__`."
METHOD: Final = (
    "The class {type} needs `__{method}__`; on the other side of {operator} is an object of type {other}."
)
UNARY_METHOD: Final = "The class {type} needs `__{method}__`."
NO_ATTRIBUTE: Final = "It has no {name}."
