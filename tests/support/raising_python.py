"""Code that Python raises exceptions for, and how they are told."""

from tests.support.raising_arrays import Case

__all__ = ["PYTHON_CASES"]

PYTHON_CASES = [
    Case(
        rule="operator-that-numbers-lack",
        code="y = 3.0\nreturn (y - 1) ^ 2",
        detail="Here `y` is of type `float`.",
    ),
    Case(
        rule="operator-that-numbers-lack", code="y = 3.0\nreturn 2 @ y", detail="Here `y` is of type `float`."
    ),
    Case(rule="operator-that-numbers-lack", code="return V5 ^ 2", detail="Here `V5` is (5,)."),
    Case(rule="operator-that-numbers-lack", code="return np.float64(2) ^ 2", detail=""),
    Case(rule="end-of-the-program", code="import sys\nsys.exit(3)", detail=""),
    Case(
        rule="name-that-is-not-defined",
        code="dz1 = 1.0\nreturn dZ1",
        detail="Nothing is called `dZ1` here. Is `dz1` meant?",
    ),
    Case(rule="name-that-is-not-defined", code="return qqqqqqq", detail="Nothing is called `qqqqqqq` here."),
    Case(
        rule="name-without-a-value-yet",
        code="if False:\n    total = 0\nreturn total",
        detail="Here that name is `total`: on which way through the function does it get no value?",
    ),
    Case(
        rule="key-that-is-not-there",
        code="params = {'W1': 1, 'b1': 2}\nreturn params['w1']",
        detail="`params` has no key `w1`; it has `W1`, `b1`. Is `W1` meant?",
    ),
    Case(rule="key-that-is-not-there", code="return {}['w1']", detail="Here the key is `w1`."),
    Case(
        rule="module-that-is-not-there",
        code="import torchh\nreturn torchh.zeros(3)",
        detail="Here that is `torchh`.",
    ),
    Case(
        rule="name-of-a-module-or-function-given-away",
        code="np = 3\nreturn np.dot(1, 2)",
        detail="Here `np` is of type `int`.",
    ),
    Case(
        rule="name-of-a-module-or-function-given-away",
        code="math = V5\nreturn math.exp(1)",
        detail="Here `math` is (5,).",
    ),
    Case(
        rule="name-of-a-module-or-function-given-away",
        code="sum = 0.0\nreturn sum([1, 2])",
        detail="Here `sum` is of type `float`.",
    ),
    Case(
        rule="attribute-of-a-container",
        code="'from the input on'\ndef shape(input):\n    return input.shape\nreturn shape([1])",
        detail="Here `input` is of type `list` of 1. It has no `shape`.",
    ),
    Case(
        rule="parameter-that-was-left-out",
        code="def steps(N, size=None):\n    return range(0, N, size)\nreturn steps(10)",
        detail="`size` has this default. Here `size` is None.",
    ),
    Case(
        rule="parameter-that-was-left-out",
        code="def steps(N, *, b: int | None = None, c=1):\n    n = b\n    return N / n\nreturn steps(10)",
        detail="`b` has this default. Here `n` is None.",
    ),
    Case(
        rule="none-for-a-value",
        code="def steps(x, size=None):\n    y = no_return(x)\n    return 2 * y\nreturn steps(10)",
        detail="Here `y` is None.",
    ),
    Case(
        rule="name-that-is-not-defined",
        code="'Is eliminated a name?'  # eliminatet\nreturn eliminates",
        detail="Nothing is called `eliminates` here.",
    ),
    Case(
        rule="attribute-that-a-class-lacks",
        code="'as x.momentums is'  # x.momentum\nreturn Value(1.0).momentumm",
        detail="It has no `momentumm`.",
    ),
    Case(rule="none-for-a-value", code="y = no_return(1.0)\nreturn 2 * y", detail="Here `y` is None."),
    Case(rule="none-for-a-value", code="y = no_return(1.0)\nreturn y['h']", detail="Here `y` is None."),
    Case(rule="none-for-a-value", code="y = no_return(1.0)\nreturn y.T", detail="Here `y` is None."),
    Case(
        rule="arithmetic-with-a-container",
        code="grads = {'w': 1.0}\nreturn 0.1 * grads",
        detail="Here `grads` is of type `dict`.",
    ),
    Case(
        rule="arithmetic-with-a-container",
        code="xs = [1.0, 2.0]\nreturn xs * 2.0",
        detail="Here `xs` is of type `list` of 2.",
    ),
    *(
        Case(
            rule="number-on-the-left-of-an-object",
            code=f"return {number} {symbol} Value(1.0)",
            detail=f"For `2 {symbol} x` the class `Value` needs `__r{name}__`.",
        )
        for number, symbol, name in (
            ("2", "*", "mul"),
            ("2.5", "+", "add"),
            ("2", "-", "sub"),
            ("2", "/", "truediv"),
            ("2", "**", "pow"),
            ("np.float64(2)", "*", "mul"),
        )
    ),
    Case(
        rule="operator-that-a-class-lacks",
        code="return Value(1.0) * 2",
        detail="The class `Value` needs `__mul__`; on the other side of `*` is an object of type `int`.",
    ),
    Case(
        rule="operator-that-a-class-lacks",
        code="a = Value(1.0)\na -= Value(2.0)",
        detail="The class `Value` needs `__sub__`; on the other side of `-=` is an object of type `Value`.",
    ),
    Case(
        rule="sign-that-a-class-lacks",
        code="return -Value(1.0)",
        detail="The class `Value` needs `__neg__`.",
    ),
    Case(
        rule="attribute-of-a-number",
        code="return Value(1.0) + 2",
        detail="Here `other` is of type `int`. It has no `data`.",
    ),
    Case(
        rule="attribute-of-a-container",
        code="out = two(1, 2)\nreturn out.shape",
        detail="Here `out` is of type `tuple` of 2. It has no `shape`.",
    ),
    Case(
        rule="attribute-of-a-container",
        code="stages = {'h': 1}\nreturn stages.h",
        detail="Here `stages` is of type `dict`. It has no `h`.",
    ),
    Case(
        rule="attribute-of-an-array",
        code="w = A53\nreturn w.grad",
        detail="Here `w` is (5, 3). It has no `grad`.",
    ),
    Case(
        rule="attribute-that-a-class-lacks",
        code="v = Value(1.0)\nreturn v.Data",
        detail="Here `v` is of type `Value`. It has no `Data`. Is `data` meant?",
    ),
    Case(rule="attribute-that-a-class-lacks", code="return np.dott(1, 2)", detail=""),
    Case(
        rule="square-brackets-on-what-has-no-entries",
        code="return two['a']",
        detail="Here `two` is of type `function`.",
    ),
    Case(
        rule="call-of-what-is-no-function", code="x = 2.0\nreturn x(3)", detail="Here `x` is of type `float`."
    ),
    Case(
        rule="index-of-a-list-that-is-no-whole-number",
        code="out = two(1, 2)\nreturn out['h']",
        detail="Here `out` is of type `tuple` of 2.",
    ),
    Case(
        rule="entry-beyond-the-end-of-a-list",
        code="xs = [1]\nreturn xs[4]",
        detail="Here `xs` is of type `list` of 1.",
    ),
    Case(rule="number-for-a-list", code="x = 2.0\nreturn len(x)", detail="Here `x` is of type `float`."),
    Case(rule="float-for-a-count", code="n = 4 / 2\nreturn range(n)", detail="Here `n` is of type `float`."),
    Case(
        rule="more-arguments-than-parameters",
        code="return two(1, 2, 3)",
        detail="`two` takes 2 by position and is given 3.",
    ),
    Case(
        rule="more-arguments-than-parameters",
        code="return Value(1.0).double()",
        detail="`Value.double` takes 0 by position and is given 1."
        " A method is given its own object first: is `self` its first parameter?",
    ),
    Case(
        rule="arguments-that-do-not-fit-the-parameters",
        code="return two(1)",
        detail="Python says: two() missing 1 required positional argument: 'b'.",
    ),
    Case(
        rule="arguments-that-do-not-fit-the-parameters",
        code="return two(1, c=2)",
        detail="Python says: two() got an unexpected keyword argument 'c'.",
    ),
    Case(
        rule="names-that-do-not-match-the-values",
        code="a, b, c = two(1, 2)",
        detail="Here 3 names stand on the left, and there are 2 values.",
    ),
    Case(rule="recursion-without-end", code="return endless(0)", detail=""),
    Case(rule="division-by-zero", code="n = 0\nreturn 1 / n", detail="It happens in `1 / n`."),
    Case(
        rule="number-too-large-for-a-float",
        code="z = 1e4\nreturn math.exp(z)",
        detail="It happens in `math.exp(z)`.",
    ),
    Case(
        rule="number-too-large-for-a-float", code="z = 1e9\nreturn z ** 99", detail="It happens in `z ** 99`."
    ),
    Case(
        rule="logarithm-or-root-outside-its-domain",
        code="y = 0.0\nreturn math.log(y)",
        detail="It happens in `math.log(y)`.",
    ),
]
