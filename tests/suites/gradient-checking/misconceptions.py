"""Known mistakes in solutions of `gradient-checking`: what goes wrong, and the idea that puts it right."""

from typing import Final

from grader.diagnosis.catalogue import Misconception

_START: Final = "    start = np.array(x, dtype=np.float64)\n"
_LOOP: Final = "    for index in np.ndindex(start.shape):\n"
_MOVES: Final = (
    "        ahead, behind = start.copy(), start.copy()\n"
    "        ahead[index] += h\n"
    "        behind[index] -= h\n"
)
_SLOPE: Final = "(f(ahead[()]) - f(behind[()])) / (2 * h)"
_STORE: Final = f"        gradient[index] = {_SLOPE}\n"
_GRADIENT: Final = "return gradient if gradient.ndim else float(gradient)"

_BOTH_FLOATS: Final = "a, b = np.array(a, dtype=np.float64), np.array(b, dtype=np.float64)"
_SHAPES: Final = "    if a.shape != b.shape:\n"
_SCALE: Final = "scale = np.maximum(np.abs(a), np.abs(b))"
_ERRORS: Final = "np.abs(a - b) / np.where(scale == 0, 1.0, scale)"
_ERRORS_RETURN: Final = "return errors if errors.ndim else float(errors)"
_INDEX: Final = "index = np.unravel_index(np.argmax(errors), errors.shape)"
_WORST: Final = "return tuple(int(place) for place in index), float(errors[index])"

_CLAIM_SHAPES: Final = "    if claimed.shape != start.shape:\n"
_PROBE: Final = (
    "    probe = start.copy()\n"
    "    f(probe[()])\n"
    "    if not np.array_equal(probe, start):\n"
    "        return list(np.ndindex(start.shape))\n"
)
_MEASURE: Final = "numerical = np.array(numerical_gradient(f, x, h))"
_FINITE: Final = "np.isfinite(numerical) & "
_CLOSE: Final = "(np.abs(numerical - claimed) <= atol + rtol * np.abs(numerical))"
_PERMITTED: Final = "<= atol + rtol * np.abs(numerical)"
_LIST: Final = "return [index for index in np.ndindex(start.shape) if not right[index]]"
_CHECK: Final = "return not find_wrong(f, grad, x, h, rtol, atol)"

_NUMERICAL: Final = (
    Misconception(
        name="one-side-ahead",
        ids=("S21",),
        part="numerical",
        mistake="The difference is taken to one side: f(x + h) - f(x), divided by h.",
        advice="Halving h halves the error of such a difference, and quarters that of one to both sides. How "
        "much accuracy do you need?",
        see="both-sides",
        edits=((_SLOPE, "(f(ahead[()]) - f(start[()])) / h"),),
    ),
    Misconception(
        name="one-side-back",
        ids=("S21",),
        part="numerical",
        mistake="The difference is taken to one side: f(x) - f(x - h), divided by h.",
        advice="A curve that bends has another slope behind x than ahead of it. What cancels the bend?",
        see="both-sides",
        edits=((_SLOPE, "(f(start[()]) - f(behind[()])) / h"),),
    ),
    Misconception(
        name="divided-by-h",
        part="numerical",
        mistake="The difference between both sides is divided by h, so every slope is twice what it "
        "should be.",
        advice="How far apart are the two points at which f is called?",
        see="numerical",
        edits=((_SLOPE, "(f(ahead[()]) - f(behind[()])) / h"),),
    ),
    Misconception(
        name="divided-by-two-then-times-h",
        ids=("S20",),
        part="numerical",
        mistake="`/ 2 * h` divides by 2 and then multiplies by h.",
        advice="Python takes `/` and `*` from left to right. Which part of the formula stands below "
        "the line?",
        see="numerical",
        edits=((_SLOPE, "(f(ahead[()]) - f(behind[()])) / 2 * h"),),
    ),
    Misconception(
        name="only-the-second-value-divided",
        ids=("S20",),
        part="numerical",
        mistake="Only f(x - h) is divided by 2 * h, and f(x + h) is not.",
        advice="A division binds more tightly than a difference. What exactly is to be divided?",
        see="numerical",
        edits=((_SLOPE, "f(ahead[()]) - f(behind[()]) / (2 * h)"),),
    ),
    Misconception(
        name="difference-not-divided",
        part="numerical",
        mistake="The difference of the two values is returned, and not divided by their distance.",
        advice="A slope is a change of f for each unit of x. What makes a change a slope?",
        see="numerical",
        edits=((_SLOPE, "f(ahead[()]) - f(behind[()])"),),
    ),
    Misconception(
        name="sides-exchanged",
        part="numerical",
        mistake="The value ahead is subtracted from the value behind: every slope has the wrong sign.",
        advice="Where f grows the slope is positive. Which of the two values is larger there?",
        see="numerical",
        edits=((_SLOPE, "(f(behind[()]) - f(ahead[()])) / (2 * h)"),),
    ),
    Misconception(
        name="sum-of-the-sides",
        part="numerical",
        mistake="The two values are added, where their difference is meant.",
        advice="If f does not change at all its slope is 0. What does your formula give for such an f?",
        see="numerical",
        edits=((_SLOPE, "(f(ahead[()]) + f(behind[()])) / (2 * h)"),),
    ),
    Misconception(
        name="slopes-without-sign",
        part="numerical",
        mistake="The size of every slope is returned, without its sign.",
        advice="A gradient says up or down as well. Where does the sign get lost?",
        see="numerical",
        edits=((_SLOPE, "abs(f(ahead[()]) - f(behind[()])) / (2 * h)"),),
    ),
    Misconception(
        name="half-a-step-to-each-side",
        part="numerical",
        mistake="Every entry is moved by h / 2 to each side, where h is meant.",
        advice="Both texts exist: h as the distance of the two points, or as the way to either side. "
        "Which does "
        "the stub say?",
        see="the-step",
        edits=(
            (_MOVES, _MOVES.replace("= h", "= h / 2")),
            (_SLOPE, "(f(ahead[()]) - f(behind[()])) / h"),
        ),
    ),
    Misconception(
        name="step-of-its-own",
        part="numerical",
        mistake="The argument h is not used: the step is 1e-5, whatever is asked for.",
        advice="What does your function do with h? A call with a step of 0.1 should show it.",
        see="the-step",
        edits=((_START, "    h = 1e-5\n" + _START),),
    ),
    Misconception(
        name="smallest-step",
        part="numerical",
        mistake="The argument h is not used: the step is 1e-10, far too small.",
        advice="Two values of f that agree in ten digits leave six for their difference. Is a smaller step "
        "always better?",
        see="the-step",
        edits=((_START, "    h = 1e-10\n" + _START),),
    ),
    Misconception(
        name="another-default",
        part="numerical",
        mistake="Where no h is given the step is 1e-7, not 1e-5.",
        advice="Which h does the stub give to those who say none? For differences to both sides it is nearly "
        "the best.",
        see="the-step",
        append="_with_h = numerical_gradient\n\n\ndef numerical_gradient(f, x, h=1e-7):\n"
        "    return _with_h(f, x, h)\n",
    ),
    Misconception(
        name="another-default-larger",
        part="numerical",
        mistake="Where no h is given the step is 1e-4, not 1e-5.",
        advice="Which h does the stub give to those who say none? With both sides, ten times the step is a "
        "hundred times the error.",
        see="the-step",
        append="_with_h = numerical_gradient\n\n\ndef numerical_gradient(f, x, h=1e-4):\n"
        "    return _with_h(f, x, h)\n",
    ),
    Misconception(
        name="step-grows-with-x",
        part="numerical",
        mistake="The step is h times the size of the entry, or h where the entry is below 1.",
        advice="Some libraries scale their step so. Here h is how far an entry moves, whatever its size.",
        see="the-step",
        edits=(
            (
                _MOVES + _STORE,
                "        step = h * max(1.0, abs(start[index]))\n"
                + _MOVES.replace("= h", "= step")
                + _STORE.replace("2 * h", "2 * step"),
            ),
        ),
    ),
    Misconception(
        name="entries-stretched",
        part="numerical",
        mistake="Every entry is multiplied by 1 + h and 1 - h, not moved by h.",
        advice="An entry of 0 would not move at all. How far should each entry move?",
        see="the-step",
        edits=((_MOVES, _MOVES.replace("+= h", "*= 1 + h").replace("-= h", "*= 1 - h")),),
    ),
    Misconception(
        name="all-entries-at-once",
        part="numerical",
        mistake="All entries are moved together, so that every slope is the sum of all.",
        advice="A partial derivative asks what one entry does while the others stay. How many of them "
        "move in "
        "your call of f?",
        see="one-entry-at-a-time",
        edits=((_MOVES, _MOVES.replace("[index] += h", " += h").replace("[index] -= h", " -= h")),),
    ),
    Misconception(
        name="one-slope-for-all",
        part="numerical",
        mistake="f is asked at x + h and x - h once, with all entries moved, and one number is returned.",
        advice="The gradient has a number for each entry. What does a single difference know of the single "
        "entries?",
        see="one-entry-at-a-time",
        append="def numerical_gradient(f, x, h=1e-5):\n    return (f(x + h) - f(x - h)) / (2 * h)\n",
    ),
    Misconception(
        name="rows-at-once",
        part="numerical",
        mistake="The loop runs over the first axis alone, so that whole rows are moved together.",
        advice="How often should the loop run for 3 rows of 4? An index needs a number for each axis.",
        see="one-entry-at-a-time",
        edits=((_LOOP, "    for index in np.ndindex(start.shape[:1]):\n"),),
    ),
    Misconception(
        name="first-column-alone",
        part="numerical",
        mistake="Only the first entry of every row is measured; all others stay 0.",
        advice="How often does your loop run, and how many entries has x?",
        see="one-entry-at-a-time",
        edits=((_LOOP, "    for index in np.ndindex(start.shape[:1] + (1,) * (start.ndim - 1)):\n"),),
    ),
    Misconception(
        name="last-entry-missing",
        part="numerical",
        mistake="The last entry is never measured: its slope stays 0.",
        advice="`range(n - 1)` ends two before n. How often should the loop run?",
        see="one-entry-at-a-time",
        edits=((_LOOP, "    for index in list(np.ndindex(start.shape))[: max(1, start.size - 1)]:\n"),),
    ),
    Misconception(
        name="entries-stay-moved",
        ids=("S24",),
        part="numerical",
        mistake="Every entry is moved up and then back by 2 * h, and not returned to where it was.",
        advice="When the second entry's turn comes the first must be where x has it. Where do you put "
        "it back?",
        see="one-entry-at-a-time",
        edits=(
            (_START, _START + "    point = start.copy()\n"),
            (
                _MOVES + _STORE,
                (
                    "        point[index] += h\n        above = f(point[()])\n        point[index] -= 2 * h\n"
                    "        gradient[index] = (above - f(point[()])) / (2 * h)\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="moved-in-x-and-not-put-back",
        ids=("S24",),
        part="numerical",
        mistake="The entries are moved in x itself and not put back: the caller's array has drifted.",
        advice="x belongs to the caller. Where do you move entries, in x or in a copy, and who puts "
        "them back?",
        see="one-entry-at-a-time",
        append="def numerical_gradient(f, x, h=1e-5):\n"
        "    if np.ndim(x) == 0:\n        return (f(x + h) - f(x - h)) / (2 * h)\n"
        "    x = np.asarray(x) if np.asarray(x).dtype == np.float64 else np.array(x, dtype=np.float64)\n"
        "    gradient = np.zeros(x.shape)\n    for index in np.ndindex(x.shape):\n"
        "        x[index] += h\n        above = f(x.copy())\n        x[index] -= 2 * h\n"
        "        gradient[index] = (above - f(x.copy())) / (2 * h)\n    return gradient\n",
    ),
    Misconception(
        name="put-back-by-arithmetic",
        ids=("S24",),
        part="numerical",
        mistake="The entries of x are moved by + h, - 2 * h and + h, which does not give them back to "
        "the last bit.",
        advice="In floating point x + h - h need not be x. Keep the old number, or move entries of a copy.",
        see="one-entry-at-a-time",
        append="def numerical_gradient(f, x, h=1e-5):\n"
        "    if np.ndim(x) == 0:\n        return (f(x + h) - f(x - h)) / (2 * h)\n"
        "    x = np.asarray(x) if np.asarray(x).dtype == np.float64 else np.array(x, dtype=np.float64)\n"
        "    gradient = np.zeros(x.shape)\n    for index in np.ndindex(x.shape):\n"
        "        x[index] += h\n        above = f(x.copy())\n        x[index] -= 2 * h\n"
        "        below = f(x.copy())\n        x[index] += h\n"
        "        gradient[index] = (above - below) / (2 * h)\n    return gradient\n",
    ),
    Misconception(
        name="f-gets-x-itself",
        part="numerical",
        mistake="f is called with x itself, its entries moved and put back, so an f that changes its "
        "argument changes x.",
        advice="You do not know what f does with its argument. What should it get, so that x is safe?",
        see="one-entry-at-a-time",
        append="def numerical_gradient(f, x, h=1e-5):\n"
        "    if np.ndim(x) == 0:\n        return (f(x + h) - f(x - h)) / (2 * h)\n"
        "    x = np.asarray(x) if np.asarray(x).dtype == np.float64 else np.array(x, dtype=np.float64)\n"
        "    gradient = np.zeros(x.shape)\n    for index in np.ndindex(x.shape):\n"
        "        old = x[index]\n        x[index] = old + h\n        above = f(x)\n"
        "        x[index] = old - h\n        below = f(x)\n        x[index] = old\n"
        "        gradient[index] = (above - below) / (2 * h)\n    return gradient\n",
    ),
    Misconception(
        name="moves-pile-up",
        ids=("S24",),
        part="numerical",
        mistake="The vector of moves is never set back to 0: each entry moves together with all before it.",
        advice="e_i is 1 at i and 0 elsewhere. What is left in your vector from the last round?",
        see="one-entry-at-a-time",
        edits=(
            (_START, _START + "    step = np.zeros_like(start)\n"),
            (_MOVES, "        step[index] = h\n        ahead, behind = start + step, start - step\n"),
        ),
    ),
    Misconception(
        name="entry-alone-in-a-world-of-zeros",
        part="numerical",
        mistake="f is called with h * e_i instead of x + h * e_i: all other entries are 0.",
        advice="The slope is asked for at x. Where is f called in your code: near x, or near 0?",
        see="one-entry-at-a-time",
        edits=(
            (
                _MOVES,
                _MOVES.replace("start.copy(), start.copy()", "np.zeros_like(start), np.zeros_like(start)"),
            ),
        ),
    ),
    Misconception(
        name="both-names-for-one-array",
        part="numerical",
        mistake="`ahead` and `behind` are one array under two names, so both calls of f see the same point.",
        advice="An assignment makes no copy. Print both points before you call f.",
        see="one-entry-at-a-time",
        edits=(
            (
                _MOVES,
                _MOVES.replace("ahead, behind = start.copy(), start.copy()", "ahead = behind = start.copy()"),
            ),
        ),
    ),
    Misconception(
        name="left-side-not-moved",
        part="numerical",
        mistake="f(x + h) - f(x) is divided by 2 * h, so that every slope is half of what it should be.",
        advice="How far apart are the two points, and by what do you divide?",
        see="both-sides",
        edits=((_SLOPE, "(f(ahead[()]) - f(start[()])) / (2 * h)"),),
    ),
    Misconception(
        name="second-differences",
        part="numerical",
        mistake="f(x + h) - 2 * f(x) + f(x - h), divided by the square of h, is the second derivative.",
        advice="The formula in front of you says how much a slope changes, and not what it is.",
        see="numerical",
        edits=((_SLOPE, "(f(ahead[()]) - 2 * f(start[()]) + f(behind[()])) / h**2"),),
    ),
    Misconception(
        name="five-points",
        part="numerical",
        mistake="Four values of f are combined for every entry: a more accurate formula, and not the "
        "one asked for.",
        advice="It is a fine formula and costs twice the calls. The stub asks for two calls for each entry.",
        see="what-it-costs",
        edits=(
            (
                _SLOPE,
                (
                    "(8 * (f(ahead[()]) - f(behind[()])) - f((2 * ahead - start)[()]) + f((2 * behind - "
                    "start)[()]))"
                    " / (12 * h)"
                ),
            ),
        ),
    ),
    Misconception(
        name="three-calls-for-each-entry",
        part="numerical",
        mistake="f is called at x again for every entry, three calls where two do.",
        advice="The value at x cancels when the two sides are subtracted. Do you need it?",
        see="what-it-costs",
        edits=((_SLOPE, "(f(ahead[()]) - f(start[()]) + (f(start[()]) - f(behind[()]))) / (2 * h)"),),
    ),
    Misconception(
        name="moves-cut-off-in-integers",
        ids=("S23",),
        part="numerical",
        mistake="For integers the copies of x are integers too, so that every step is cut off.",
        advice="3 - 0.00001 becomes 2 in an array of integers, without a word. What type should the "
        "copy have?",
        see="float32-and-integers",
        edits=(
            (_START, "    start = np.array(x)\n"),
            ("gradient = np.zeros_like(start)", "gradient = np.zeros(start.shape)"),
            (
                _MOVES,
                (
                    "        ahead, behind = start.copy(), start.copy()\n"
                    "        ahead[index] = start[index] + h\n"
                    "        behind[index] = start[index] - h\n"
                ),
            ),
        ),
    ),
    Misconception(
        name="slopes-cut-off-in-integers",
        ids=("S23",),
        part="numerical",
        mistake="The gradient is put into an array made like x, and for integers its fractions are cut off.",
        advice="`np.zeros_like(x)` has the type of x. What type has a slope?",
        see="float32-and-integers",
        edits=(("gradient = np.zeros_like(start)", "gradient = np.zeros_like(x)"),),
    ),
    Misconception(
        name="points-in-float32",
        part="numerical",
        mistake="The points are in float32, where a step of 1e-5 is not much more than the distance "
        "of two numbers.",
        advice="float32 has seven digits. How many of them are left for a difference of 1e-5?",
        see="float32-and-integers",
        edits=((_START, "    start = np.array(x, dtype=np.float32)\n"),),
    ),
    Misconception(
        name="type-of-x-kept",
        part="numerical",
        mistake="The points have the type of x, and for float32 a step of 1e-5 drowns in rounding.",
        advice="What is handed in may be less exact than what you compute with. In which type do you move?",
        see="float32-and-integers",
        edits=(
            (
                _START,
                "    start = np.array(x) + 0.0\n",
            ),
        ),
    ),
    Misconception(
        name="values-of-f-in-float32",
        part="numerical",
        mistake="The values of f are rounded to float32 before they are subtracted.",
        advice="Two values that differ in their eighth digit are equal in float32. Keep every digit "
        "until the "
        "difference is taken.",
        see="float32-and-integers",
        edits=((_SLOPE, "float(np.float32(f(ahead[()])) - np.float32(f(behind[()]))) / (2 * h)"),),
    ),
    Misconception(
        name="slopes-rounded",
        part="numerical",
        mistake="The slopes are rounded to four decimals.",
        advice="Rounding is for printing. A check that looks at the sixth digit needs the sixth digit.",
        see="numerical",
        edits=((_SLOPE, f"round({_SLOPE}, 4)"),),
    ),
    Misconception(
        name="slopes-in-a-row",
        part="numerical",
        mistake="The slopes come back in one row, whatever shape x has.",
        advice="Entry i of the gradient belongs to entry i of x. Which shape makes that plain?",
        see="conventions",
        edits=((_GRADIENT, "return gradient.ravel() if gradient.ndim else float(gradient)"),),
    ),
    Misconception(
        name="slopes-transposed",
        part="numerical",
        mistake="The gradient is put together column by column, so that its entries stand in other places.",
        advice="Which index runs fastest in your loop, and which one when you give the row its shape?",
        see="conventions",
        edits=(
            (
                _GRADIENT,
                "return gradient.ravel('F').reshape(start.shape) if gradient.ndim else float(gradient)",
            ),
        ),
    ),
    Misconception(
        name="array-for-a-number",
        part="numerical",
        mistake="For a number an array with one entry comes back.",
        advice="The gradient has the shape of x: a number for a number.",
        see="conventions",
        edits=((_GRADIENT, "return gradient if gradient.ndim else gradient.reshape(1)"),),
    ),
    Misconception(
        name="numbers-have-no-shape",
        part="numerical",
        mistake="The code asks x for its shape, which a plain number does not have.",
        advice="x may be a float, and a float is no array. What makes an array of either?",
        see="conventions",
        edits=((_LOOP, "    for index in np.ndindex(x.shape):\n"),),
    ),
    Misconception(
        name="f-gets-a-flat-array",
        part="numerical",
        mistake="f is called with all entries in one row, where it takes an array of the shape of x.",
        advice="f was written for the shape of x. Give every copy that shape before you call f.",
        see="conventions",
        edits=(
            (
                _SLOPE,
                (
                    "(f(ahead.ravel() if ahead.ndim else ahead[()]) - f(behind.ravel() if behind.ndim "
                    "else behind[()]))"
                    " / (2 * h)"
                ),
            ),
        ),
    ),
    Misconception(
        name="f-gets-the-entry-alone",
        part="numerical",
        mistake="f is called with the moved entry alone, not with the whole array.",
        advice="f takes all of x at once. What should it know about the entries that do not move?",
        see="one-entry-at-a-time",
        edits=((_SLOPE, "(f(ahead[index]) - f(behind[index])) / (2 * h)"),),
    ),
    Misconception(
        name="complex-step",
        part="numerical",
        mistake="f is called with complex numbers, x + 1j * h.",
        advice="That is a fine method for an f that was written for it. This f takes real numbers.",
        see="numerical",
        edits=(
            (
                _SLOPE,
                "complex(f((start + 1j * (ahead - start))[()])).imag / h",
            ),
        ),
    ),
    Misconception(
        name="averaged-over-the-entries",
        part="numerical",
        mistake="Every slope is divided by the number of entries.",
        advice="f is one number, and each entry has a slope of its own: there is no mean to take.",
        see="numerical",
        edits=((_GRADIENT, "return gradient / gradient.size if gradient.ndim else float(gradient)"),),
    ),
    Misconception(
        name="kept-from-the-first-call",
        part="numerical",
        mistake="The gradient is kept from the first call of this shape, and later calls get it again.",
        advice="A result depends on the arguments of its own call. What in your file outlives a call?",
        see="conventions",
        append="_kept = {}\n_fresh = numerical_gradient\n\n\ndef numerical_gradient(f, x, h=1e-5):\n"
        "    return _kept.setdefault(np.shape(x), _fresh(f, x, h))\n",
    ),
)

_COMPARING: Final = (
    Misconception(
        name="sum-below",
        part="comparing",
        mistake="The difference is divided by abs(a) + abs(b), so that no error can be above 1.",
        advice="Many texts divide by the sum, and then a wrong sign has the error 1. Which does the "
        "stub say?",
        see="comparing",
        edits=((_SCALE, "scale = np.abs(a) + np.abs(b)"),),
    ),
    Misconception(
        name="mean-below",
        part="comparing",
        mistake="The difference is divided by the mean of the two numbers, not by the larger one.",
        advice="With a mean below, a zero beside another number has the error 2. What is it by the stub?",
        see="comparing",
        edits=((_SCALE, "scale = (np.abs(a) + np.abs(b)) / 2"),),
    ),
    Misconception(
        name="smaller-below",
        part="comparing",
        mistake="The difference is divided by the smaller of the two numbers.",
        advice="If one of them is near 0 the error grows without bound. Which of the two keeps it below 2?",
        see="comparing",
        edits=((_SCALE, "scale = np.minimum(np.abs(a), np.abs(b))"),),
    ),
    Misconception(
        name="first-below",
        part="comparing",
        mistake="The difference is divided by abs(a) alone.",
        advice="Exchange a and b: should the error change? Neither of them is the right one beforehand.",
        see="comparing",
        edits=((_SCALE, "scale = np.abs(a)"),),
    ),
    Misconception(
        name="second-below",
        part="comparing",
        mistake="The difference is divided by abs(b) alone.",
        advice="Exchange a and b: should the error change? Neither of them is the right one beforehand.",
        see="comparing",
        edits=((_SCALE, "scale = np.abs(b)"),),
    ),
    Misconception(
        name="larger-with-its-sign",
        part="comparing",
        mistake="The larger number is taken with its sign: of -3 and -2 it is -2, and errors can be "
        "negative.",
        advice="Large means far from 0 here. Which of -3 and 2 is larger in this sense?",
        see="comparing",
        edits=((_SCALE, "scale = np.maximum(a, b)"),),
    ),
    Misconception(
        name="size-of-the-larger",
        part="comparing",
        mistake="abs(max(a, b)) is computed for max(abs(a), abs(b)).",
        advice="Try it with -3 and 2. In which order are size and maximum taken?",
        see="comparing",
        edits=((_SCALE, "scale = np.abs(np.maximum(a, b))"),),
    ),
    Misconception(
        name="difference-with-its-sign",
        part="comparing",
        mistake="The difference keeps its sign, so that errors can be negative.",
        advice="An error says how far apart, and not in which direction. Can it be below 0?",
        see="comparing",
        edits=((_ERRORS, "(a - b) / np.where(scale == 0, 1.0, scale)"),),
    ),
    Misconception(
        name="difference-of-sizes",
        part="comparing",
        mistake="The sizes of the numbers are compared, so that a wrong sign goes unnoticed.",
        advice="How far apart are 2 and -2? The most common error in a gradient is its sign.",
        see="comparing",
        edits=((_ERRORS, "np.abs(np.abs(a) - np.abs(b)) / np.where(scale == 0, 1.0, scale)"),),
    ),
    Misconception(
        name="difference-not-divided-by-anything",
        part="comparing",
        mistake="The differences themselves are returned.",
        advice="Is a difference of 0.01 large? Beside 1000 it is nothing, and beside 0.001 it is everything.",
        see="comparing",
        edits=((_ERRORS, "np.abs(a - b)"),),
    ),
    Misconception(
        name="squares-compared",
        part="comparing",
        mistake="The square of the difference is divided by the square of the larger number.",
        advice="Squares make small errors vanish: what is off by a thousandth seems off by a millionth.",
        see="comparing",
        edits=((_ERRORS, "(a - b) ** 2 / np.where(scale == 0, 1.0, scale) ** 2"),),
    ),
    Misconception(
        name="in-percent",
        part="comparing",
        mistake="The errors are in percent.",
        advice="A share of 1 and a hundred percent are the same, but not the same number.",
        see="comparing",
        edits=((_ERRORS, f"100 * {_ERRORS}"),),
    ),
    Misconception(
        name="capped-at-one",
        part="comparing",
        mistake="Errors above 1 are cut down to 1.",
        advice="Two numbers of opposite sign can be twice as far apart as the larger is from 0. Keep that.",
        see="comparing",
        edits=((_ERRORS, f"np.minimum({_ERRORS}, 1.0)"),),
    ),
    Misconception(
        name="zeros-give-nan",
        ids=("S25",),
        part="comparing",
        mistake="Where both numbers are 0, 0 is divided by 0, which gives NaN.",
        advice="Gradients of 0 are common: think of ReLU. What should two zeros that agree give?",
        see="where-the-gradient-is-0",
        edits=((_ERRORS, "np.abs(a - b) / scale"),),
    ),
    Misconception(
        name="zeros-give-one",
        part="comparing",
        mistake="Where both numbers are 0 the error is 1, as if they did not agree.",
        advice="Two zeros agree as well as two numbers can. What is their error?",
        see="where-the-gradient-is-0",
        edits=((_ERRORS, "np.where(scale == 0, 1.0, np.abs(a - b) / np.where(scale == 0, 1.0, scale))"),),
    ),
    Misconception(
        name="one-zero-is-enough",
        part="comparing",
        mistake="The error is 0 wherever one of the numbers is 0.",
        advice="0 and 4 do not agree. Which of the two has to be 0 for an error of 0?",
        see="where-the-gradient-is-0",
        edits=(
            (_ERRORS, "np.where((a == 0) | (b == 0), 0.0, np.abs(a - b) / np.where(scale == 0, 1.0, scale))"),
        ),
    ),
    Misconception(
        name="something-small-below",
        part="comparing",
        mistake="1e-8 is added below the line, so that errors of small numbers look small.",
        advice="Beside numbers of a billionth 1e-8 is large. Which entries need rescue from a division by 0?",
        see="where-the-gradient-is-0",
        edits=((_ERRORS, "np.abs(a - b) / (scale + 1e-8)"),),
    ),
    Misconception(
        name="at-least-something-below",
        part="comparing",
        mistake="What is below the line is at least 1e-8, so that errors of small numbers look small.",
        advice="`max(1e-8, ...)` keeps off the division by 0, and hides every error between small "
        "numbers. Which "
        "entries need it?",
        see="where-the-gradient-is-0",
        edits=((_ERRORS, "np.abs(a - b) / np.maximum(scale, 1e-8)"),),
    ),
    Misconception(
        name="small-counts-as-zero",
        part="comparing",
        mistake="Where both numbers are small, the error is taken for 0.",
        advice="1e-9 and -1e-9 are both small and have different signs. Only exactly 0 needs to be excepted.",
        see="where-the-gradient-is-0",
        edits=((_ERRORS, "np.where(scale < 1e-7, 0.0, np.abs(a - b) / np.where(scale == 0, 1.0, scale))"),),
    ),
    Misconception(
        name="nan-counts-as-zero",
        part="comparing",
        mistake="NaN becomes 0, also where a or b is NaN.",
        advice="0 says that two numbers agree. Does a NaN agree with anything?",
        see="the-worst-entry",
        edits=((_ERRORS, f"np.nan_to_num({_ERRORS})"),),
    ),
    Misconception(
        name="largest-of-all-below",
        part="comparing",
        mistake="Every difference is divided by the largest number of both arrays.",
        advice="Each pair has its own larger number. `np.max` looks at all entries, `np.maximum` at pairs.",
        see="comparing",
        edits=((_SCALE, "scale = np.maximum(np.abs(a).max(), np.abs(b).max())"),),
    ),
    Misconception(
        name="lengths-compared",
        part="comparing",
        mistake="One number is returned: the length of the difference, divided by the lengths of a and b.",
        advice="One number for all entries cannot say which entry is wrong, and large entries drown "
        "small ones.",
        see="entry-by-entry",
        edits=((_ERRORS, "np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))"),),
    ),
    Misconception(
        name="lengths-compared-with-the-larger",
        part="comparing",
        mistake="One number is returned: the length of the difference, by the larger of both lengths.",
        advice="One number for all entries cannot say which entry is wrong, and large entries drown "
        "small ones.",
        see="entry-by-entry",
        edits=((_ERRORS, "np.linalg.norm(a - b) / (max(np.linalg.norm(a), np.linalg.norm(b)) or 1.0)"),),
    ),
    Misconception(
        name="only-the-greatest-error",
        part="comparing",
        mistake="The greatest error is returned, not the error of every entry.",
        advice="Which entry is the worst is asked of another function. This one gives an array.",
        see="comparing",
        edits=((_ERRORS_RETURN, "return errors.max()"),),
    ),
    Misconception(
        name="errors-averaged",
        part="comparing",
        mistake="The mean of the errors is returned, not the error of every entry.",
        advice="A mean hides one wrong entry among many right ones. Leave every error in its place.",
        see="entry-by-entry",
        edits=((_ERRORS_RETURN, "return errors.mean()"),),
    ),
    Misconception(
        name="max-of-python",
        part="comparing",
        mistake="`max(np.abs(a), np.abs(b))` asks which of two arrays is greater, which has no answer.",
        advice="Python's `max` picks one of two things. NumPy has a function that picks entry by entry.",
        see="comparing",
        edits=((_SCALE, "scale = max(np.abs(a), np.abs(b))"),),
    ),
    Misconception(
        name="shapes-not-compared",
        part="comparing",
        mistake="Shapes are not compared, and NumPy stretches a column beside a row.",
        advice="A column minus a row is a matrix, and nobody hears of it. When do two gradients fit "
        "each other?",
        see="comparing",
        edits=((_SHAPES, "    if False:\n"),),
    ),
    Misconception(
        name="sizes-compared-for-shapes",
        part="comparing",
        mistake="Only the number of entries is compared, not the shape.",
        advice="A column and a row of 3 have as many entries and different shapes. What is to be compared?",
        see="comparing",
        edits=((_SHAPES, "    if a.size != b.size:\n"),),
    ),
    Misconception(
        name="shapes-asserted",
        part="comparing",
        mistake="An `assert` refuses other shapes, and raises an AssertionError.",
        advice="`assert` is for what can never be false, and can be switched off. Which exception does the "
        "docstring promise for two shapes that differ?",
        see="comparing",
        edits=((_SHAPES, "    assert a.shape == b.shape\n    if False:\n"),),
    ),
    Misconception(
        name="errors-of-flat-arrays",
        part="comparing",
        mistake="The errors come back in one row, whatever shape a and b have.",
        advice="Entry i of the errors belongs to entry i of a and b. Which shape makes that plain?",
        see="conventions",
        edits=((_ERRORS_RETURN, "return errors.ravel() if errors.ndim else float(errors)"),),
    ),
    Misconception(
        name="array-for-two-numbers",
        part="comparing",
        mistake="For two numbers an array with one entry comes back.",
        advice="Two numbers have one error, a number.",
        see="conventions",
        edits=((_ERRORS_RETURN, "return errors if errors.ndim else errors.reshape(1)"),),
    ),
    Misconception(
        name="integers-wrap-around",
        part="comparing",
        mistake="Integers are subtracted in the type in which they came, and small ones overflow.",
        advice="100 minus -100 does not fit into eight bits. In which type should the difference be taken?",
        see="float32-and-integers",
        edits=((_BOTH_FLOATS, "a, b = np.array(a), np.array(b)"),),
    ),
    Misconception(
        name="errors-in-float32",
        part="comparing",
        mistake="The errors are computed in float32, which has seven digits.",
        advice="Where two numbers agree in six digits float32 leaves one for their difference.",
        see="float32-and-integers",
        edits=((_BOTH_FLOATS, "a, b = np.array(a, dtype=np.float32), np.array(b, dtype=np.float32)"),),
    ),
    Misconception(
        name="difference-in-place",
        part="comparing",
        mistake="The difference is written into a, which belongs to the caller.",
        advice="An operator such as `-=` writes into the array itself, and the caller still holds it.",
        see="conventions",
        edits=(
            (_BOTH_FLOATS, "a, b = np.asarray(a), np.asarray(b)"),
            (_ERRORS, "np.abs(a.astype(float) - b) / np.where(scale == 0, 1.0, scale)"),
            (
                _ERRORS_RETURN,
                "if a.dtype == np.float64 and a.ndim:\n        a -= b\n    " + _ERRORS_RETURN,
            ),
        ),
    ),
    Misconception(
        name="worst-by-difference",
        part="comparing",
        mistake="The entry with the greatest difference is found, not the one with the greatest "
        "relative error.",
        advice="Large entries have large differences. Which quantity makes large and small comparable?",
        see="the-worst-entry",
        edits=(
            (_INDEX, "index = np.unravel_index(np.argmax(np.abs(np.array(a) - np.array(b))), errors.shape)"),
        ),
    ),
    Misconception(
        name="worst-by-difference-with-it",
        part="comparing",
        mistake="The greatest difference is found and returned as the error, with its index.",
        advice="The error that is asked for is relative. Which of your functions computes it?",
        see="the-worst-entry",
        edits=(("errors = np.array(relative_errors(a, b))", "errors = np.abs(np.array(a) - np.array(b))"),),
    ),
    Misconception(
        name="best-entry",
        part="comparing",
        mistake="The entry with the smallest error is found.",
        advice="Which end of the order is the worst one: the smallest error, or the greatest?",
        see="the-worst-entry",
        edits=((_INDEX, "index = np.unravel_index(np.argmin(errors), errors.shape)"),),
    ),
    Misconception(
        name="last-of-equal-errors",
        part="comparing",
        mistake="Of several equal errors the last is returned.",
        advice="A search with `>=` moves on to every equal entry. Which of them does the stub ask for?",
        see="the-worst-entry",
        edits=(
            (
                _INDEX,
                "index = np.unravel_index(errors.size - 1 - np.argmax(errors.ravel()[::-1]), errors.shape)",
            ),
        ),
    ),
    Misconception(
        name="nan-passed-over",
        part="comparing",
        mistake="NaN is passed over, and the greatest of the other errors is returned.",
        advice="What cannot be compared is the first thing to look at. Does your search stop at a NaN?",
        see="the-worst-entry",
        edits=((_INDEX, "index = np.unravel_index(np.nanargmax(errors), errors.shape)"),),
    ),
    Misconception(
        name="index-into-the-row-of-all",
        part="comparing",
        mistake="The index counts all entries in one row, where one number for each axis is due.",
        advice="`np.argmax` counts through all entries. Where in a matrix of 3 by 4 is entry 6?",
        see="the-worst-entry",
        edits=((_WORST, "return int(np.argmax(errors)), float(errors[index])"),),
    ),
    Misconception(
        name="index-of-each-column",
        part="comparing",
        mistake="`argmax` is taken along the first axis, so that every column has a worst entry of its own.",
        advice="One entry is the worst of all. What does `axis` do to a search for it?",
        see="the-worst-entry",
        edits=(
            (
                _WORST,
                (
                    "return tuple(np.argmax(np.atleast_1d(errors), axis=0).ravel().tolist()), "
                    "float(errors[index])"
                ),
            ),
        ),
    ),
    Misconception(
        name="index-counted-from-one",
        part="comparing",
        mistake="The index counts from 1.",
        advice="Python and NumPy count from 0. Does your index fetch the entry out of the array?",
        see="the-worst-entry",
        edits=((_WORST, "return tuple(int(place) + 1 for place in index), float(errors[index])"),),
    ),
    Misconception(
        name="index-backwards",
        part="comparing",
        mistake="The index has its axes in the opposite order.",
        advice="The first number of an index counts along the first axis: rows before columns.",
        see="the-worst-entry",
        edits=((_WORST, "return tuple(int(place) for place in index[::-1]), float(errors[index])"),),
    ),
    Misconception(
        name="index-in-columns",
        part="comparing",
        mistake="The place is counted along rows and then looked up along columns.",
        advice="`np.argmax` counts along the last axis first. In which order do you take its number apart?",
        see="the-worst-entry",
        edits=((_INDEX, "index = np.unravel_index(np.argmax(errors), errors.shape, order='F')"),),
    ),
    Misconception(
        name="number-for-the-index-of-a-row",
        part="comparing",
        mistake="For arrays with one axis, and for numbers, the index is a number and no tuple.",
        advice="An index is a tuple, whatever the number of axes: with one number for one axis, empty "
        "for none.",
        see="the-worst-entry",
        edits=(
            (
                _WORST,
                (
                    "place = tuple(int(one) for one in index)\n"
                    "    return place if len(place) > 1 else (place or (0,))[0], float(errors[index])"
                ),
            ),
        ),
    ),
    Misconception(
        name="error-before-index",
        part="comparing",
        mistake="The error comes first and the index second.",
        advice="A pair has an order: the stub says index, then error.",
        see="the-worst-entry",
        edits=((_WORST, "return float(errors[index]), tuple(int(place) for place in index)"),),
    ),
    Misconception(
        name="index-alone",
        part="comparing",
        mistake="The index is returned alone, without the error.",
        advice="Whoever asks for the worst entry wants to know how bad it is. What belongs to the result?",
        see="the-worst-entry",
        edits=((_WORST, "return tuple(int(place) for place in index)"),),
    ),
    Misconception(
        name="index-as-text",
        part="comparing",
        mistake="The index is an array, and not a tuple.",
        advice="An array as an index picks rows, a tuple picks an entry. What does the stub ask for?",
        see="the-worst-entry",
        edits=((_WORST, "return np.array(index), float(errors[index])"),),
    ),
)

_CHECKING: Final = (
    Misconception(
        name="tolerance-of-the-claim",
        part="checking",
        mistake="The tolerance grows with the claimed gradient: a claim that is far too large permits "
        "itself more.",
        advice="What you want to test should not decide how strict the test is. Which of the two was "
        "measured?",
        see="entry-by-entry",
        edits=((_PERMITTED, "<= atol + rtol * np.abs(claimed)"),),
    ),
    Misconception(
        name="tolerance-of-the-larger",
        part="checking",
        mistake="The tolerance grows with the larger of the claimed and the measured gradient.",
        advice="A relative error looks at both, a tolerance at what was measured. What does the formula say?",
        see="entry-by-entry",
        edits=((_PERMITTED, "<= atol + rtol * np.maximum(np.abs(numerical), np.abs(claimed))"),),
    ),
    Misconception(
        name="larger-of-the-tolerances",
        part="checking",
        mistake="The larger of the two tolerances is permitted, not their sum.",
        advice="Is an entry that uses up both tolerances a bit within them, or beyond? Look at the formula.",
        see="entry-by-entry",
        edits=((_PERMITTED, "<= np.maximum(atol, rtol * np.abs(numerical))"),),
    ),
    Misconception(
        name="smaller-of-the-tolerances",
        part="checking",
        mistake="Both tolerances have to be kept, each by itself: the smaller one decides.",
        advice="For a gradient near 0 a share of it is nearly nothing. Which tolerance is there for that?",
        see="where-the-gradient-is-0",
        edits=((_PERMITTED, "<= np.minimum(atol, rtol * np.abs(numerical))"),),
    ),
    Misconception(
        name="only-the-relative-tolerance",
        ids=("S25",),
        part="checking",
        mistake="Only rtol counts: where the gradient is 0 nothing but exactly 0 is accepted.",
        advice="What is measured where the gradient is 0 is rounding, and as a share of itself all "
        "wrong. What "
        "is atol for?",
        see="where-the-gradient-is-0",
        edits=((_PERMITTED, "<= rtol * np.abs(numerical)"),),
    ),
    Misconception(
        name="only-the-absolute-tolerance",
        ids=("S25",),
        part="checking",
        mistake="Only atol counts, for large entries and small ones alike.",
        advice="A gradient of 1000 is measured less exactly than one of 1. Which tolerance grows with it?",
        see="entry-by-entry",
        edits=((_PERMITTED, "<= atol"),),
    ),
    Misconception(
        name="tolerances-multiplied",
        part="checking",
        mistake="The tolerances are multiplied: rtol * atol * abs(numerical) is permitted.",
        advice="What is left of the product where the measured gradient is 0? The formula has a sum.",
        see="where-the-gradient-is-0",
        edits=((_PERMITTED, "<= atol * rtol * np.abs(numerical)"),),
    ),
    Misconception(
        name="tolerance-of-one-plus-slope",
        part="checking",
        mistake="rtol * (atol + abs(numerical)) is permitted, with atol inside the bracket.",
        advice="atol is to count whole, and not as a share. Where does the bracket end?",
        see="entry-by-entry",
        edits=((_PERMITTED, "<= rtol * (atol + np.abs(numerical))"),),
    ),
    Misconception(
        name="tolerances-in-one-bracket",
        part="checking",
        mistake="(atol + rtol) * abs(numerical) is permitted: both tolerances are multiplied.",
        advice="atol is to count whole, and not as a share. Where does the bracket end?",
        see="entry-by-entry",
        edits=((_PERMITTED, "<= (atol + rtol) * np.abs(numerical)"),),
    ),
    Misconception(
        name="tolerances-exchanged",
        part="checking",
        mistake="rtol and atol have changed places.",
        advice="r is for relative: it is the one that is multiplied. Which of your two is?",
        see="entry-by-entry",
        edits=((_PERMITTED, "<= rtol + atol * np.abs(numerical)"),),
    ),
    Misconception(
        name="tolerance-shrinks-below-zero",
        part="checking",
        mistake="The tolerance uses the measured gradient with its sign, and is negative where it is "
        "negative.",
        advice="A tolerance is a size. What does yours permit where the gradient is -3?",
        see="entry-by-entry",
        edits=((_PERMITTED, "<= atol + rtol * numerical"),),
    ),
    Misconception(
        name="only-claims-too-small",
        part="checking",
        mistake="The difference keeps its sign, so that only entries that are too small are found.",
        advice="A claim may be off to either side. How far is it off?",
        see="entry-by-entry",
        edits=((_CLOSE, "(numerical - claimed <= atol + rtol * np.abs(numerical))"),),
    ),
    Misconception(
        name="only-claims-too-large",
        part="checking",
        mistake="The difference keeps its sign, so that only entries that are too large are found.",
        advice="A claim may be off to either side. How far is it off?",
        see="entry-by-entry",
        edits=((_CLOSE, "(claimed - numerical <= atol + rtol * np.abs(numerical))"),),
    ),
    Misconception(
        name="sizes-checked",
        part="checking",
        mistake="The sizes are compared, so that a wrong sign is accepted.",
        advice="A gradient with the wrong sign has the right size, and leads uphill. What are you comparing?",
        see="entry-by-entry",
        edits=(
            (
                _CLOSE,
                "(np.abs(np.abs(numerical) - np.abs(claimed)) <= atol + rtol * np.abs(numerical))",
            ),
        ),
    ),
    Misconception(
        name="right-entries-listed",
        part="checking",
        mistake="The entries that are right are listed, not those that are wrong.",
        advice="What does your list hold for a gradient that is right everywhere?",
        see="checking",
        edits=((_LIST, "return [index for index in np.ndindex(start.shape) if right[index]]"),),
    ),
    Misconception(
        name="only-the-first-wrong-entry",
        part="checking",
        mistake="The search ends with the first wrong entry.",
        advice="Where one entry is wrong there may be more. All of them are asked for.",
        see="checking",
        edits=((_LIST, _LIST + "[:1]"),),
    ),
    Misconception(
        name="only-the-worst-entry",
        part="checking",
        mistake="Only the worst entry is listed, however many are wrong.",
        advice="`worst_entry` finds one. Here every entry beyond the tolerance is asked for.",
        see="checking",
        edits=(
            (
                _LIST,
                (
                    "off = np.where(right, -1.0, np.abs(numerical - claimed))\n"
                    "    return [] if right.all() else [tuple(int(i) for i in "
                    "np.unravel_index(np.argmax(off), off.shape))]"
                ),
            ),
        ),
    ),
    Misconception(
        name="indices-of-the-row-of-all",
        part="checking",
        mistake="The indices count all entries in one row, where one number for each axis is due.",
        advice="An index of a matrix has two numbers. What takes a number apart into row and column?",
        see="checking",
        edits=((_LIST, "return [i for i, one in enumerate(right.ravel()) if not one]"),),
    ),
    Misconception(
        name="indices-by-columns",
        part="checking",
        mistake="The indices are listed column by column.",
        advice="The last axis runs fastest: all of the first row comes before the second.",
        see="conventions",
        edits=((_LIST, "return [i[::-1] for i in np.ndindex(start.shape[::-1]) if not right[i[::-1]]]"),),
    ),
    Misconception(
        name="indices-by-axis",
        part="checking",
        mistake="`np.where` gives one array for each axis, not one index for each entry.",
        advice="Its first array holds all rows, its second all columns. How do you put pairs together?",
        see="checking",
        edits=((_LIST, "return [tuple(one.tolist()) for one in np.where(~right)]"),),
    ),
    Misconception(
        name="indices-in-an-array",
        part="checking",
        mistake="The indices are the rows of an array, not tuples in a list.",
        advice="A row of an array picks other rows when it is used as an index. What does the stub ask for?",
        see="checking",
        edits=((_LIST, "return np.argwhere(~right)"),),
    ),
    Misconception(
        name="mask-for-indices",
        part="checking",
        mistake="An array of True and False is returned, not a list of indices.",
        advice="It says of every entry whether it is wrong. What is asked for is which entries are.",
        see="checking",
        edits=(
            (_LIST, "return ~right"),
            (_CHECK, "return not np.any(find_wrong(f, grad, x, h, rtol, atol))"),
        ),
    ),
    Misconception(
        name="values-for-indices",
        part="checking",
        mistake="The wrong numbers are listed, not their indices.",
        advice="The reader wants to know where to look. What leads back to an entry?",
        see="checking",
        edits=((_LIST, "return [float(one) for one in claimed[~right]]"),),
    ),
    Misconception(
        name="lengths-decide",
        part="checking",
        mistake="The length of the difference, as a share of both lengths, decides about all entries "
        "at once.",
        advice="A thousand right entries make one wrong entry small. What does a single number say of each?",
        see="entry-by-entry",
        edits=(
            (
                _LIST,
                "norm = np.linalg.norm\n"
                "    share = norm(numerical - claimed) / max(norm(numerical) + norm(claimed), 1e-300)\n"
                "    if share < 1e-7:\n        return []\n    " + _LIST,
            ),
        ),
    ),
    Misconception(
        name="mean-decides",
        part="checking",
        mistake="The mean of all differences is compared with the tolerance.",
        advice="A thousand right entries make one wrong entry small. Compare every entry by itself.",
        see="entry-by-entry",
        edits=(
            (
                _CLOSE,
                "(np.mean(np.abs(numerical - claimed)) <= atol + rtol * np.abs(numerical))",
            ),
        ),
    ),
    Misconception(
        name="largest-slope-sets-the-tolerance",
        part="checking",
        mistake="The tolerance grows with the largest measured entry, for all entries alike.",
        advice="Beside a slope of 1000 one of 1e-4 may be anything then. Whose size should count?",
        see="entry-by-entry",
        edits=((_PERMITTED, "<= atol + rtol * np.max(np.abs(numerical))"),),
    ),
    Misconception(
        name="sums-compared",
        part="checking",
        mistake="The sums of both gradients are compared, in which errors of both signs cancel.",
        advice="Two entries that are exchanged leave the sum as it is. Compare every entry by itself.",
        see="entry-by-entry",
        edits=(
            (
                _CLOSE,
                "(np.abs(numerical.sum() - claimed.sum()) <= atol + rtol * np.abs(numerical))",
            ),
        ),
    ),
    Misconception(
        name="only-some-entries",
        part="checking",
        mistake="A sample of ten entries is looked at, and not all of them.",
        advice="A sample finds an error that is everywhere. One wrong entry among a thousand hides from it.",
        see="entry-by-entry",
        edits=(
            (
                _LIST,
                "sample = np.random.default_rng(0).permutation(start.size)[:10]\n"
                "    right.flat[np.delete(np.arange(start.size), sample)] = True\n    " + _LIST,
            ),
        ),
    ),
    Misconception(
        name="zeros-left-out",
        part="checking",
        mistake="Entries whose measured gradient is 0 are left out.",
        advice="Where the gradient is 0 a claim of 3 is wrong. Which tolerance is meant for these entries?",
        see="where-the-gradient-is-0",
        edits=((_CLOSE, "((np.abs(numerical) < 1e-7) | " + _CLOSE + ")"),),
    ),
    Misconception(
        name="relative-error-decides",
        ids=("S25",),
        part="checking",
        mistake="The relative error decides alone: where the gradient is 0, rounding looks like an "
        "error of 1.",
        advice="As a share of nearly 0, everything is large. What does the tolerance have for such entries?",
        see="where-the-gradient-is-0",
        edits=((_CLOSE, "(np.array(relative_errors(numerical, claimed)) <= rtol)"),),
    ),
    Misconception(
        name="relative-error-of-a-thousandth",
        part="checking",
        mistake="A relative error below 1e-3 is accepted, or a difference below 1e-7; the tolerances "
        "are not used.",
        advice="Central differences are good to ten digits. What is gained by looking at three of them?",
        see="entry-by-entry",
        edits=(
            (
                _CLOSE,
                (
                    "((np.array(relative_errors(numerical, claimed)) < 1e-3) | (np.abs(numerical - "
                    "claimed) < 1e-7))"
                ),
            ),
        ),
    ),
    Misconception(
        name="two-decimals-compared",
        part="checking",
        mistake="Differences below 1e-3 are accepted, and so the sign of a small gradient is.",
        advice="1e-4 and -1e-4 differ by 2e-4. Is that much, or little?",
        see="where-the-gradient-is-0",
        edits=((_PERMITTED, "<= np.maximum(1e-3, atol + rtol * np.abs(numerical))"),),
    ),
    Misconception(
        name="tolerances-of-its-own",
        part="checking",
        mistake="The arguments rtol and atol are not used: the tolerances are 1e-6 and 1e-8, whatever "
        "is asked for.",
        advice="Whoever calls the function may want to be stricter, or less strict. Where do the "
        "arguments go?",
        see="checking",
        edits=((_PERMITTED, "<= 1e-8 + 1e-6 * np.abs(numerical)"),),
    ),
    Misconception(
        name="tolerances-of-numpy",
        part="checking",
        mistake="The tolerances of `np.isclose` are used, 1e-5 and 1e-8, and not those of the arguments.",
        advice="A library's defaults are not the ones of the stub. Where do your arguments go?",
        see="checking",
        edits=((_CLOSE, "np.isclose(claimed, numerical)"),),
    ),
    Misconception(
        name="step-not-handed-on",
        part="checking",
        mistake="The argument h is not handed on to the measurement.",
        advice="What is measured depends on the step. Who decides which step is taken?",
        see="the-step",
        edits=((_MEASURE, "numerical = np.array(numerical_gradient(f, x))"),),
    ),
    Misconception(
        name="nan-is-accepted",
        part="checking",
        mistake="An entry counts as wrong if its difference is greater than permitted, and NaN is "
        "greater than nothing.",
        advice="Ask of every entry whether it is right. Which answer does a comparison with NaN give?",
        see="what-nobody-has-confirmed",
        edits=(
            (
                f"right = {_FINITE}{_CLOSE}",
                "right = ~(np.abs(numerical - claimed) > atol + rtol * np.abs(numerical))",
            ),
        ),
    ),
    Misconception(
        name="infinity-is-accepted",
        part="checking",
        mistake="Where infinity is measured the tolerance is infinite too, and everything is within it.",
        advice="A slope that overflows confirms nothing. Which measured numbers can be trusted at all?",
        see="what-nobody-has-confirmed",
        edits=((_FINITE, ""),),
    ),
    Misconception(
        name="not-finite-left-out",
        part="checking",
        mistake="Entries with NaN or infinity are left out, as if they were right.",
        advice="Nothing was confirmed where nothing could be compared. Should such an entry pass?",
        see="what-nobody-has-confirmed",
        edits=((_FINITE + _CLOSE, "~np.isfinite(numerical - claimed) | " + _CLOSE),),
    ),
    Misconception(
        name="f-is-believed",
        part="checking",
        mistake="Nobody looks whether f changes the array that it is called with.",
        advice="An f that moves its own argument is not the f of the point that you asked about. How "
        "would you "
        "notice?",
        see="what-nobody-has-confirmed",
        edits=((_PROBE, ""),),
    ),
    Misconception(
        name="f-is-tried-at-x-itself",
        part="checking",
        mistake="f is tried at x itself, and if it changes its argument it changes the caller's array.",
        advice="The test should not do the damage that it looks for. What can f be tried at?",
        see="what-nobody-has-confirmed",
        edits=((_PROBE, _PROBE.replace("f(probe[()])", "f(x)").replace("probe, start", "probe, x")),),
    ),
    Misconception(
        name="f-is-refused-loudly",
        part="checking",
        mistake="For an f that changes its argument an exception is raised.",
        advice="That would be another fine convention. The stub says what becomes of the entries here.",
        see="what-nobody-has-confirmed",
        edits=(
            (
                _PROBE,
                _PROBE.replace(
                    "return list(np.ndindex(start.shape))", 'raise ValueError("f changes its argument")'
                ),
            ),
        ),
    ),
    Misconception(
        name="shape-of-the-claim-not-compared",
        part="checking",
        mistake="The shape of the claimed gradient is not compared with that of x, and NumPy stretches it.",
        advice="A gradient of one entry is no gradient of five. When does NumPy notice, and when not?",
        see="checking",
        edits=(
            (_CLAIM_SHAPES, "    if False:\n"),
            (
                _LIST,
                "wrong = np.argwhere(~right).tolist()\n    return [tuple(one) for one in wrong]",
            ),
        ),
    ),
    Misconception(
        name="measured-for-every-entry",
        part="checking",
        mistake="The whole gradient is measured again for every entry that is compared.",
        advice="How often is f called for 12 entries? Measure once, then compare.",
        see="what-it-costs",
        edits=(
            (
                _LIST,
                "for _ in range(min(start.size, 12)):\n        numerical_gradient(f, x, h)\n    " + _LIST,
            ),
        ),
    ),
    Misconception(
        name="measured-in-both-directions",
        part="checking",
        mistake="f is called at x once more for every entry.",
        advice="Two calls for each entry are enough, and some calls of f take minutes.",
        see="what-it-costs",
        edits=((_PROBE, _PROBE + "    for _ in range(start.size):\n        f(start.copy()[()])\n"),),
    ),
    Misconception(
        name="claim-compared-with-itself",
        ids=("S22",),
        part="checking",
        mistake="The claimed gradient is compared with itself, so that every gradient is right.",
        advice="A difference of exactly 0 everywhere is suspicious. Which two things do you compare?",
        see="checking",
        edits=((_MEASURE, "numerical = claimed"),),
    ),
    Misconception(
        name="claim-rounded-to-integers",
        part="checking",
        mistake="The claimed gradient takes the type of x, and at integers its fractions are cut off.",
        advice="x may be integers where its gradient is not. In which type do you compare?",
        see="float32-and-integers",
        edits=(
            (
                "np.array(grad, dtype=np.float64)",
                "np.array(grad).astype(np.array(x).dtype)",
            ),
        ),
    ),
    Misconception(
        name="claim-overwritten",
        part="checking",
        mistake="The difference is written into the claimed gradient, which belongs to the caller.",
        advice="An operator such as `-=` writes into the array itself, and the caller still holds it.",
        see="conventions",
        edits=(
            (
                _LIST,
                "if getattr(grad, 'dtype', None) == np.float64:\n        grad -= numerical\n    " + _LIST,
            ),
        ),
    ),
    Misconception(
        name="answer-turned-around",
        part="checking",
        mistake="`check_gradient` says True where entries are wrong and False where none are.",
        advice="An empty list is False in Python. What does it mean here?",
        see="checking",
        edits=((_CHECK, "return bool(find_wrong(f, grad, x, h, rtol, atol))"),),
    ),
    Misconception(
        name="list-for-an-answer",
        part="checking",
        mistake="`check_gradient` returns the list of wrong entries, and not True or False.",
        advice="Whoever asks whether a gradient is right wants a yes or a no.",
        see="checking",
        edits=((_CHECK, "return find_wrong(f, grad, x, h, rtol, atol)"),),
    ),
    Misconception(
        name="some-right-entry-is-enough",
        part="checking",
        mistake="`check_gradient` accepts a gradient as soon as some of its entries are right.",
        advice="How many entries may be wrong in a gradient that is right?",
        see="checking",
        edits=((_CHECK, "return len(find_wrong(f, grad, x, h, rtol, atol)) < np.size(x)"),),
    ),
    Misconception(
        name="check-with-the-usual-tolerances",
        part="checking",
        mistake="`check_gradient` does not hand rtol and atol on.",
        advice="The arguments end where you do not pass them on. What does `find_wrong` get?",
        see="checking",
        edits=((_CHECK, "return not find_wrong(f, grad, x, h)"),),
    ),
    Misconception(
        name="check-with-the-usual-step",
        part="checking",
        mistake="`check_gradient` does not hand h on.",
        advice="The arguments end where you do not pass them on. What does `find_wrong` get?",
        see="the-step",
        edits=((_CHECK, "return not find_wrong(f, grad, x, rtol=rtol, atol=atol)"),),
    ),
    Misconception(
        name="check-by-lengths",
        part="checking",
        mistake="`check_gradient` compares lengths: the difference as a share of both gradients, with 1e-7.",
        advice="A number for all entries lets one wrong entry drown. What does `find_wrong` know of each?",
        see="entry-by-entry",
        edits=(
            (
                _CHECK,
                (
                    "n, g = (np.array(one, dtype=float) for one in (numerical_gradient(f, x, h), grad))\n"
                    '    if g.shape != n.shape:\n        raise ValueError("shapes differ")\n'
                    "    return bool(np.linalg.norm(n - g) / (np.linalg.norm(n) + np.linalg.norm(g)) < 1e-7)"
                ),
            ),
        ),
    ),
    Misconception(
        name="check-by-allclose",
        part="checking",
        mistake="`check_gradient` uses `np.allclose` with its own tolerances, 1e-5 and 1e-8.",
        advice="A library's defaults are not the ones of the stub, and it does not look at what f does.",
        see="checking",
        edits=(
            (
                _CHECK,
                (
                    'if np.shape(grad) != np.shape(x):\n        raise ValueError("shapes differ")\n'
                    "    return bool(np.allclose(grad, numerical_gradient(f, x, h)))"
                ),
            ),
        ),
    ),
    Misconception(
        name="check-by-the-worst-error",
        ids=("S25",),
        part="checking",
        mistake="`check_gradient` asks whether the worst relative error is below 1e-6.",
        advice="Where the gradient is 0 the relative error of rounding is 1. Which tolerance helps there?",
        see="where-the-gradient-is-0",
        edits=((_CHECK, "return worst_entry(grad, numerical_gradient(f, x, h))[1] < 1e-6"),),
    ),
)

MISCONCEPTIONS: Final = (*_NUMERICAL, *_COMPARING, *_CHECKING)
