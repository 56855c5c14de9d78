"""Known mistakes in solutions of `scalar-graphs`: what goes wrong, and the idea that puts it right."""

from typing import Final

from grader.diagnosis.catalogue import Misconception

_PRODUCT: Final = '{"x": upstream * w, "w": upstream * x}'
_DY: Final = "dy = 2 * (y - target)"
_SECOND: Final = "second = multiply_backward(u, v, dy)"
_FIRST: Final = 'first = multiply_backward(x, w, second["x"])'
_FACTORY: Final = 'return {"y": dy, "v": second["w"], "u": second["x"], "w": first["w"], "x": first["x"]}'
_SUM: Final = "dz, db = dy_hat, dy_hat"
_AFFINE_PRODUCT: Final = "product = multiply_backward(x, w, dz)"
_DX: Final = "dx = dp * y + dn + (dm if x > y else 0.0)"
_DY_FORK: Final = "dy = dp * x + (0.0 if x > y else dm)"
_EXP: Final = 'dp = de * v["e"]'
_SQUARE: Final = 'dm = dd * 2 * v["m"]'
_QUOTIENT: Final = 'dd = -df * v["n"] / v["d"] ** 2'

_FACTORY_PART: Final = (
    Misconception(
        name="product-gradients-not-exchanged",
        ids=("S4",),
        part="factory",
        mistake="In `multiply_backward` each factor's gradient is multiplied by the factor itself.",
        advice="How fast does w * x grow with x? Each factor's gradient contains the *other* factor.",
        see="products",
        edits=((_PRODUCT, '{"x": upstream * x, "w": upstream * w}'),),
    ),
    Misconception(
        name="product-without-upstream",
        ids=("S1",),
        part="factory",
        mistake="`multiply_backward` returns the local derivatives alone: the upstream gradient is left out.",
        advice="How the product follows a factor is one half of the answer. The other half is how the loss "
        "follows the product.",
        see="products",
        edits=((_PRODUCT, '{"x": w, "w": x}'),),
    ),
    Misconception(
        name="product-as-sum",
        part="factory",
        mistake="`multiply_backward` passes the upstream gradient on unchanged, as a sum would.",
        advice="A factor moves its product by more than itself where the other factor is greater than 1. "
        "What is the derivative of w * x with respect to x?",
        see="products",
        edits=((_PRODUCT, '{"x": upstream, "w": upstream}'),),
    ),
    Misconception(
        name="product-divided",
        part="factory",
        mistake="`multiply_backward` divides the upstream gradient by the other factor.",
        advice="Undoing a product is division, but a derivative does not undo: it says how fast the "
        "product grows with one factor.",
        see="products",
        edits=((_PRODUCT, '{"x": upstream / (w or math.inf), "w": upstream / (x or math.inf)}'),),
    ),
    Misconception(
        name="factory-first-stage-adds",
        part="factory",
        mistake="The first stage of the factory adds w and x where it should multiply them.",
        advice="Put the numbers of the worked example through your stages: which of them differs first?",
        see="factory",
        edits=(("u = w * x\n    y", "u = w + x\n    y"),),
    ),
    Misconception(
        name="factory-second-stage-from-x",
        part="factory",
        mistake="The second stage of the factory starts from x again, not from what the first stage made.",
        advice="The machines stand in a row. What does the second one receive?",
        see="factory",
        edits=(("    y = v * u\n", "    y = v * x\n"),),
    ),
    Misconception(
        name="factory-stages-in-the-wrong-order",
        part="factory",
        mistake="`factory_forward` returns y before u.",
        advice="Both numbers are right, but whoever unpacks them gets one for the other. In which order "
        "does the docstring name them?",
        see="factory",
        edits=(("    return u, y\n", "    return y, u\n"),),
    ),
    Misconception(
        name="factory-loss-halved",
        part="factory",
        mistake="The factory's loss has a factor 1/2.",
        advice="Many texts put a 1/2 before the square so that its derivative has no 2. This course does "
        "not.",
        see="conventions",
        edits=(("(y - target) ** 2\n    # END", "(y - target) ** 2 / 2\n    # END"),),
    ),
    Misconception(
        name="factory-loss-not-squared",
        part="factory",
        mistake="The factory's loss is the difference itself, not its square.",
        advice="A product below the target is as bad as one above it. What makes both losses positive?",
        see="factory",
        edits=(("(y - target) ** 2\n    # END", "y - target\n    # END"),),
    ),
    Misconception(
        name="factory-loss-absolute",
        part="factory",
        mistake="The factory's loss is the distance to the target, not its square.",
        advice="Which is worse, missing by 2 once or by 1 twice? For a square it is the first.",
        see="factory",
        edits=(("(y - target) ** 2\n    # END", "abs(y - target)\n    # END"),),
    ),
    Misconception(
        name="factory-square-without-2",
        ids=("S5",),
        part="factory",
        mistake="The derivative of the factory's square lacks its factor 2, so every gradient is half of "
        "what it should be.",
        advice="The loss has no 1/2 before its square. What does a square leave behind when it is "
        "differentiated?",
        see="factory",
        edits=((_DY, "dy = y - target"),),
    ),
    Misconception(
        name="factory-exponent-not-reduced",
        ids=("S6",),
        part="factory",
        mistake="The derivative of the factory's square contains the square again.",
        advice="Differentiating lowers a power by one. A gradient must also know on which side of the "
        "target y lies.",
        see="factory",
        edits=((_DY, "dy = 2 * (y - target) ** 2"),),
    ),
    Misconception(
        name="factory-loss-for-its-gradient",
        part="factory",
        mistake="The way back starts with the factory's loss itself, not with the loss's derivative.",
        advice="What goes backward are derivatives, never values. How does the loss change when y is nudged?",
        see="factory",
        edits=((_DY, "dy = (y - target) ** 2"),),
    ),
    Misconception(
        name="factory-wrong-sign",
        ids=("S8",),
        part="factory",
        mistake="Every gradient of the factory has the wrong sign.",
        advice="If y is above the target, a greater y makes the loss greater. Which sign must its gradient "
        "have?",
        see="factory",
        edits=((_DY, "dy = 2 * (target - y)"),),
    ),
    Misconception(
        name="factory-target-left-out",
        part="factory",
        mistake="The way back starts with twice y: the target is left out.",
        advice="What is squared is the difference. Where y meets the target, every gradient is 0.",
        see="factory",
        edits=((_DY, "dy = 2 * y"),),
    ),
    Misconception(
        name="factory-starts-with-one-at-y",
        ids=("S1",),
        part="factory",
        mistake="The way back starts with 1 at y: these are gradients of y, not of the loss.",
        advice="The 1 belongs to the loss itself. From the loss to y leads one more operation, with a "
        "derivative of its own.",
        see="factory",
        edits=((_DY, "dy = 1.0"),),
    ),
    Misconception(
        name="factory-second-stage-without-upstream",
        ids=("S1",),
        part="factory",
        mistake="The second multiplication of the factory passes on its local derivatives alone: what "
        "arrives at y is left out.",
        advice="The gradient of y is right, but what comes after does not use it. What is the upstream "
        "gradient of the second multiplication?",
        see="products",
        edits=((_SECOND, "second = multiply_backward(u, v, 1.0)"),),
    ),
    Misconception(
        name="factory-first-stage-without-upstream",
        ids=("S1",),
        part="factory",
        mistake="The first multiplication of the factory passes on its local derivatives alone: what "
        "arrives at u is left out.",
        advice="The gradient of u is right, but what comes after does not use it. What is the upstream "
        "gradient of the first multiplication?",
        see="products",
        edits=((_FIRST, "first = multiply_backward(x, w, 1.0)"),),
    ),
    Misconception(
        name="factory-same-upstream-for-both-stages",
        ids=("S18",),
        part="factory",
        mistake="Both multiplications of the factory receive the gradient of y.",
        advice="What arrives at u has gone through the second machine already, and is no longer what "
        "arrived at y.",
        see="products",
        edits=((_FIRST, "first = multiply_backward(x, w, dy)"),),
    ),
    Misconception(
        name="factory-first-stage-with-the-gradient-of-v",
        ids=("S18",),
        part="factory",
        mistake="The first multiplication of the factory receives the gradient of v where it should "
        "receive that of u.",
        advice="The second machine has two inputs, and only one of them was made by the first machine. "
        "Whose gradient goes on?",
        see="products",
        edits=((_FIRST, 'first = multiply_backward(x, w, second["w"])'),),
    ),
    Misconception(
        name="factory-gradients-not-exchanged",
        ids=("S4",),
        part="factory",
        mistake="In `factory_backward` the factors of both products receive each other's gradients.",
        advice="In a product each factor's gradient contains the *other* factor. Compare line by line with "
        "the table of the worked example.",
        see="products",
        edits=(
            (_SECOND, 'second = {"x": dy * u, "w": dy * v}'),
            (_FIRST, 'first = {"x": second["x"] * x, "w": second["x"] * w}'),
        ),
    ),
    Misconception(
        name="factory-first-factors-exchanged",
        ids=("S4",),
        part="factory",
        mistake="In `factory_backward` the gradients of w and x have changed places.",
        advice="The gradient of w contains the other factor, x, and is stored under the name of w. Check "
        "the names at the end.",
        see="products",
        edits=((_FACTORY, _FACTORY.replace('first["w"], "x": first["x"]', 'first["x"], "x": first["w"]')),),
    ),
    Misconception(
        name="factory-v-with-x",
        ids=("S18",),
        part="factory",
        mistake="The gradient of v is multiplied by x where it should be multiplied by u.",
        advice="By what is v multiplied in the forward pass? Not by what went into the first machine, but "
        "by what came out.",
        see="products",
        edits=((_FACTORY, _FACTORY.replace('second["w"]', "dy * x")),),
    ),
    Misconception(
        name="factory-by-differences",
        part="factory",
        mistake="Gradients of the factory are differences of two losses.",
        advice="Beside a large loss such a difference is mostly rounding. The chain rule needs no small "
        "number.",
        see="factory",
        edits=(
            (
                _FACTORY,
                """h = 1e-5

    def at(x, w):
        return (v * w * x - target) ** 2

    dx, dw = (at(x + h, w) - at(x - h, w)) / (2 * h), (at(x, w + h) - at(x, w - h)) / (2 * h)
    return {"y": dy, "v": second["w"], "u": second["x"], "w": dw, "x": dx}""",
            ),
        ),
    ),
)

_AFFINE_PART: Final = (
    Misconception(
        name="affine-without-bias",
        part="affine",
        mistake="The affine prediction leaves the bias out.",
        advice="The prediction has two stages, and the bias belongs to the second. What is the prediction "
        "at x = 0?",
        see="affine",
        edits=(("y_hat = z + b\n", "y_hat = z\n"),),
    ),
    Misconception(
        name="affine-bias-subtracted",
        part="affine",
        mistake="The affine prediction subtracts the bias.",
        advice="A greater bias should give a greater prediction. Does it?",
        see="affine",
        edits=(("y_hat = z + b\n", "y_hat = z - b\n"),),
    ),
    Misconception(
        name="affine-bias-before-the-product",
        part="affine",
        mistake="The bias is added to x before the multiplication by w.",
        advice="The product comes first and the sum second. What is the prediction at x = 0: does w matter "
        "there?",
        see="affine",
        edits=(("    z = x * w\n    y_hat = z + b\n", "    z = (x + b) * w\n    y_hat = z\n"),),
    ),
    Misconception(
        name="affine-sum-for-product",
        part="affine",
        mistake="The first stage of the affine model adds x and w where it should multiply them.",
        advice="Put the numbers of the worked examples through your stages: which of them differs first?",
        see="affine",
        edits=(("    z = x * w\n", "    z = x + w\n"),),
    ),
    Misconception(
        name="affine-residual-reversed",
        part="affine",
        mistake="`affine_loss` computes the residual as target minus prediction.",
        advice="The loss cannot tell, since it is a square, but the gradients can: which is subtracted "
        "from which?",
        see="squares-and-sums",
        edits=(("r = y_hat - y\n", "r = y - y_hat\n"),),
    ),
    Misconception(
        name="affine-loss-halved",
        part="affine",
        mistake="`affine_loss` has a factor 1/2.",
        advice="Many texts put a 1/2 before the square so that its derivative has no 2. This course does "
        "not.",
        see="conventions",
        edits=(("return r, r**2", "return r, r**2 / 2"),),
    ),
    Misconception(
        name="affine-loss-not-squared",
        part="affine",
        mistake="`affine_loss` returns the size of the residual, not its square.",
        advice="The loss is a square, and a square of 3 is not 3. Try a residual beyond 1.",
        see="affine",
        edits=(("return r, r**2", "return r, abs(r)"),),
    ),
    Misconception(
        name="affine-loss-before-residual",
        part="affine",
        mistake="`affine_loss` returns the loss before the residual.",
        advice="Both numbers are right, but whoever unpacks them gets one for the other. In which order "
        "does the docstring name them?",
        see="affine",
        edits=(("return r, r**2", "return r**2, r"),),
    ),
    Misconception(
        name="affine-square-without-2",
        ids=("S5",),
        part="affine",
        mistake="The derivative of the affine model's square lacks its factor 2, so every gradient is half "
        "of what it should be.",
        advice="The loss has no 1/2 before its square. What does a square leave behind when it is "
        "differentiated?",
        see="squares-and-sums",
        edits=(("dr = 2 * r", "dr = r"),),
    ),
    Misconception(
        name="affine-exponent-not-reduced",
        ids=("S6",),
        part="affine",
        mistake="The derivative of the affine model's square contains the square again.",
        advice="Differentiating lowers a power by one. A gradient must also know on which side of the "
        "target the prediction lies.",
        see="squares-and-sums",
        edits=(("dr = 2 * r", "dr = 2 * r**2"),),
    ),
    Misconception(
        name="affine-loss-for-its-gradient",
        part="affine",
        mistake="The way back starts with the affine model's loss itself, not with the loss's derivative.",
        advice="What goes backward are derivatives, never values. How does r ** 2 change when r is nudged?",
        see="squares-and-sums",
        edits=(("dr = 2 * r", "dr = r**2"),),
    ),
    Misconception(
        name="affine-wrong-sign",
        ids=("S8",),
        part="affine",
        mistake="Every gradient of the affine model has the wrong sign.",
        advice="If the prediction is above the target, a greater bias makes the loss greater. Which sign "
        "must its gradient have?",
        see="squares-and-sums",
        edits=(("dr = 2 * r", "dr = -2 * r"),),
    ),
    Misconception(
        name="affine-sign-turned-at-the-residual",
        ids=("S8",),
        part="affine",
        mistake="The sign of the gradient is turned between r and the prediction.",
        advice="In prediction minus target, which of the two has the minus? When the prediction grows, "
        "does r grow or shrink?",
        see="squares-and-sums",
        edits=(("dy_hat = dr\n", "dy_hat = -dr\n"),),
    ),
    Misconception(
        name="affine-only-r-reversed",
        ids=("S8",),
        part="affine",
        mistake="The gradient of r has the wrong sign, and a second sign makes the others right again.",
        advice="Two signs that cancel leave one wrong number between them: that of a residual which is "
        "target minus prediction.",
        see="squares-and-sums",
        edits=(("dr = 2 * r", "dr = -2 * r"), ("dy_hat = dr\n", "dy_hat = -dr\n")),
    ),
    Misconception(
        name="affine-no-gradient-for-the-bias",
        part="affine",
        mistake="The bias receives no gradient.",
        advice="A constant has the derivative 0 when *something else* is nudged. Here it is b that is "
        "nudged, and the prediction goes with it.",
        see="squares-and-sums",
        edits=((_SUM, "dz, db = dy_hat, 0.0"),),
    ),
    Misconception(
        name="affine-bias-without-upstream",
        ids=("S1",),
        part="affine",
        mistake="The gradient of the bias is 1, whatever arrives at the sum.",
        advice="1 is the local derivative of a sum. What arrives from above has to be multiplied with it.",
        see="squares-and-sums",
        edits=((_SUM, "dz, db = dy_hat, 1.0"),),
    ),
    Misconception(
        name="affine-sum-as-product",
        part="affine",
        mistake="The sum z + b is differentiated like a product: each side is multiplied by the other.",
        advice="When one term of a sum grows by a little, the sum grows by as much, whatever the other "
        "term is.",
        see="squares-and-sums",
        edits=((_SUM, "dz, db = dy_hat * b, dy_hat * z"), ("_, y_hat = affine_f", "z, y_hat = affine_f")),
    ),
    Misconception(
        name="affine-sum-shared-out",
        part="affine",
        mistake="The sum z + b gives each of its terms half of the gradient.",
        advice="A gradient is not shared out: each term of a sum moves the sum fully, so each receives all "
        "of it.",
        see="squares-and-sums",
        edits=((_SUM, "dz, db = dy_hat / 2, dy_hat / 2"),),
    ),
    Misconception(
        name="affine-product-without-upstream",
        ids=("S1",),
        part="affine",
        mistake="The product of the affine model passes on its local derivatives alone: what arrives at z "
        "is left out.",
        advice="The gradient of z is right, but what comes after does not use it. What is the upstream "
        "gradient of the product?",
        see="products",
        edits=((_AFFINE_PRODUCT, "product = multiply_backward(x, w, 1.0)"),),
    ),
    Misconception(
        name="affine-factors-exchanged",
        ids=("S4",),
        part="affine",
        mistake="The gradients of w and x have changed places in the affine model.",
        advice="The gradient of w contains the other factor, x, and is stored under the name of w.",
        see="products",
        edits=(('"w": product["w"], "x": product["x"]', '"w": product["x"], "x": product["w"]'),),
    ),
    Misconception(
        name="affine-values-for-gradients",
        part="affine",
        mistake="The dict of gradients holds the values of r, y_hat and z under their names.",
        advice="In a dict of gradients the key names the quantity that is nudged; what it holds is how the "
        "loss answers.",
        see="conventions",
        edits=(('{"r": dr, "y_hat": dy_hat, "z": dz,', '{"r": r, "y_hat": y_hat, "z": x * w,'),),
    ),
    Misconception(
        name="affine-by-differences",
        ids=("S21",),
        part="affine",
        mistake="Gradients of the affine model are one-sided differences of two losses.",
        advice="Such a difference is off by about its step, and beside a large loss it is mostly rounding. "
        "The chain rule needs no small number.",
        see="squares-and-sums",
        edits=(
            (
                _AFFINE_PRODUCT,
                """h = 1e-4
    here = r**2
    dw, dx = (((w + h) * x + b - y) ** 2 - here) / h, ((w * (x + h) + b - y) ** 2 - here) / h
    product = {"w": dw, "x": dx}""",
            ),
        ),
    ),
)

_FORK_PART: Final = (
    Misconception(
        name="fork-exp-of-x",
        part="fork",
        mistake="The node e is the exponential of x, where it should be that of p.",
        advice="Compute the nodes in the order of the formulas. Which earlier node does e use?",
        see="fork",
        edits=(("e = math.exp(p)", "e = math.exp(x)"),),
    ),
    Misconception(
        name="fork-sum-with-y",
        part="fork",
        mistake="The node n adds y, where it should add x.",
        advice="Follow the arrows that end at n in the graph: from where do they come?",
        see="fork",
        edits=(("    n = e + x\n", "    n = e + y\n"),),
    ),
    Misconception(
        name="fork-minimum",
        part="fork",
        mistake="The node m is the smaller of x and y.",
        advice="Put the numbers of the worked example through your nodes: which of them differs first?",
        see="the-maximum-is-a-switch",
        edits=(("m = max(x, y)\n", "m = min(x, y)\n"),),
    ),
    Misconception(
        name="fork-denominator-not-squared",
        part="fork",
        mistake="The node d is 1 + m: the square is missing.",
        advice="Put the numbers of the worked example through your nodes: which of them differs first?",
        see="fork",
        edits=(("    d = 1 + m**2\n", "    d = 1 + m\n"),),
    ),
    Misconception(
        name="fork-square-of-the-sum",
        part="fork",
        mistake="The node d squares 1 + m, where only m is squared.",
        advice="Which comes first in the formula of d, the square or the sum?",
        see="fork",
        edits=(("    d = 1 + m**2\n", "    d = (1 + m) ** 2\n"),),
    ),
    Misconception(
        name="fork-quotient-reversed",
        part="fork",
        mistake="The node f divides d by n.",
        advice="Which of n and d is above the line? Their names stand for numerator and denominator.",
        see="fork",
        edits=(("    f = n / d\n", "    f = d / n\n"),),
    ),
    Misconception(
        name="fork-starts-with-the-value",
        part="fork",
        mistake="The way back starts with the value of f, where it should start with 1.",
        advice="By how much does f change when f changes by a little? What goes backward are derivatives, "
        "never values.",
        see="fork",
        edits=(("    df = 1.0\n", '    df = v["f"]\n'),),
    ),
    Misconception(
        name="fork-starts-with-zero",
        part="fork",
        mistake="The way back starts with 0, so every gradient is 0.",
        advice="By how much does f change when f changes by a little? That number starts everything.",
        see="fork",
        edits=(("    df = 1.0\n", "    df = 0.0\n"),),
    ),
    Misconception(
        name="fork-exp-without-upstream",
        ids=("S1",),
        part="fork",
        mistake="At the exponential only the local derivative is passed on: what arrives at e is left out.",
        advice="How e follows p is one half of the answer. The other half is how f follows e.",
        see="local-derivatives",
        edits=((_EXP, 'dp = v["e"]'),),
    ),
    Misconception(
        name="fork-exp-passes-on",
        part="fork",
        mistake="The exponential passes its gradient on unchanged, as a sum would.",
        advice="The exponential grows faster the greater it is already. What is its derivative?",
        see="local-derivatives",
        edits=((_EXP, "dp = de"),),
    ),
    Misconception(
        name="fork-exp-derivative-is-its-input",
        ids=("S9",),
        part="fork",
        mistake="The derivative of the exponential is taken to be its input, p.",
        advice="The exponential is the function that is its own derivative: is that the number that goes "
        "in, or the one that comes out?",
        see="local-derivatives",
        edits=((_EXP, 'dp = de * v["p"]'),),
    ),
    Misconception(
        name="fork-exp-as-power",
        part="fork",
        mistake="The exponential is differentiated like a power: the exponent comes to the front and is "
        "lowered by one.",
        advice="The rule of powers is for a varying base. In exp(p) the base is fixed and the exponent "
        "varies.",
        see="local-derivatives",
        edits=((_EXP, 'dp = de * v["p"] * math.exp(v["p"] - 1)'),),
    ),
    Misconception(
        name="fork-exp-derivative-at-x",
        ids=("S15",),
        part="fork",
        mistake="The derivative of the exponential is taken at x, where it should be taken at p.",
        advice="A derivative is taken at the number that the function itself received. What went into the "
        "exponential?",
        see="local-derivatives",
        edits=((_EXP, "dp = de * math.exp(x)"),),
    ),
    Misconception(
        name="fork-exp-derivative-at-its-output",
        ids=("S14",),
        part="fork",
        mistake="The derivative of exp(p) is taken at its output: the exponential is applied twice.",
        advice="A derivative is taken at the number that the function received, not at the one that it "
        "returned.",
        see="local-derivatives",
        edits=((_EXP, 'dp = de * math.exp(v["e"])'),),
    ),
    Misconception(
        name="fork-exp-uses-n",
        ids=("S18",),
        part="fork",
        mistake="At the exponential the value of n stands where the value of e should.",
        advice="n is the sum that e goes into. Which node's value is the derivative of the exponential?",
        see="local-derivatives",
        edits=((_EXP, 'dp = de * v["n"]'),),
    ),
    Misconception(
        name="fork-square-without-2",
        ids=("S5",),
        part="fork",
        mistake="The derivative of m ** 2 lacks its factor 2.",
        advice="What does a square leave behind when it is differentiated? Nudge m from 3 to 3.01 and see "
        "how far the square goes.",
        see="local-derivatives",
        edits=((_SQUARE, 'dm = dd * v["m"]'),),
    ),
    Misconception(
        name="fork-exponent-not-reduced",
        ids=("S6",),
        part="fork",
        mistake="The derivative of m ** 2 still contains the square of m.",
        advice="Differentiating lowers a power by one. What is left of a square?",
        see="local-derivatives",
        edits=((_SQUARE, 'dm = dd * 2 * v["m"] ** 2'),),
    ),
    Misconception(
        name="fork-square-without-m",
        part="fork",
        mistake="The derivative of m ** 2 is taken to be 2, without m.",
        advice="A square grows faster the farther from 0 one is. Where does m enter its derivative?",
        see="local-derivatives",
        edits=((_SQUARE, "dm = dd * 2"),),
    ),
    Misconception(
        name="fork-square-of-d",
        ids=("S18",),
        part="fork",
        mistake="The derivative of m ** 2 contains d where it should contain m.",
        advice="What is squared? The derivative is taken at the number that went into the square.",
        see="local-derivatives",
        edits=((_SQUARE, 'dm = dd * 2 * v["d"]'),),
    ),
    Misconception(
        name="fork-quotient-sign",
        ids=("S8",),
        part="fork",
        mistake="The gradient of the denominator has the wrong sign.",
        advice="When a positive numerator stays and the denominator grows, does the quotient grow or shrink?",
        see="local-derivatives",
        edits=((_QUOTIENT, 'dd = df * v["n"] / v["d"] ** 2'),),
    ),
    Misconception(
        name="fork-quotient-not-squared",
        ids=("S18",),
        part="fork",
        mistake="The gradient of the denominator is divided by d once, not by its square.",
        advice="A quotient is n times d to the power -1. What does the rule of powers make of that?",
        see="local-derivatives",
        edits=((_QUOTIENT, 'dd = -df * v["n"] / v["d"]'),),
    ),
    Misconception(
        name="fork-quotient-without-numerator",
        part="fork",
        mistake="The gradient of the denominator is that of 1 / d: the numerator is left out.",
        advice="A quotient is n times 1 / d. The constant factor of the second stays when it is "
        "differentiated.",
        see="local-derivatives",
        edits=((_QUOTIENT, 'dd = -df / v["d"] ** 2'),),
    ),
    Misconception(
        name="fork-numerator-times-d",
        ids=("S18",),
        part="fork",
        mistake="The gradient of the numerator is multiplied by d where it should be divided by it.",
        advice="A great denominator makes the quotient small. Does f then follow n by much or by little?",
        see="local-derivatives",
        edits=(('dn = df / v["d"]', 'dn = df * v["d"]'),),
    ),
    Misconception(
        name="fork-numerator-passes-on",
        ids=("S1",),
        part="fork",
        mistake="The quotient passes its gradient on to the numerator unchanged.",
        advice="A quotient is n times 1 / d. By how much does it move when n moves by a little?",
        see="local-derivatives",
        edits=(('dn = df / v["d"]', "dn = df"),),
    ),
    Misconception(
        name="fork-product-not-exchanged",
        ids=("S4",),
        part="fork",
        mistake="In the product x * y each factor's gradient is multiplied by the factor itself.",
        advice="In a product each factor's gradient contains the *other* factor.",
        see="products",
        edits=((_DX, _DX.replace("dp * y", "dp * x")), (_DY_FORK, _DY_FORK.replace("dp * x", "dp * y"))),
    ),
    Misconception(
        name="fork-x-without-p",
        ids=("S2",),
        part="fork",
        mistake="The gradient of x lacks the path through p.",
        advice="Count the arrows that leave x: each of them brings one term. Which term is not there?",
        see="paths-add-up",
        edits=((_DX, _DX.replace("dp * y + ", "")),),
    ),
    Misconception(
        name="fork-x-without-n",
        ids=("S2",),
        part="fork",
        mistake="The gradient of x lacks the path through n.",
        advice="Count the arrows that leave x: each of them brings one term. Which term is not there?",
        see="paths-add-up",
        edits=((_DX, _DX.replace("dn + ", "")),),
    ),
    Misconception(
        name="fork-x-without-m",
        ids=("S2",),
        part="fork",
        mistake="The gradient of x lacks the path through m.",
        advice="Count the arrows that leave x: each of them brings one term. When does the one through m "
        "bring something?",
        see="paths-add-up",
        edits=((_DX, "dx = dp * y + dn"),),
    ),
    Misconception(
        name="fork-y-without-p",
        ids=("S2", "S3"),
        part="fork",
        mistake="The gradient of y lacks the path through p, or what comes through m has overwritten it.",
        advice="Count the arrows that leave y: each of them brings one term, and the terms add up.",
        see="paths-add-up",
        edits=((_DY_FORK, _DY_FORK.replace("dp * x + ", "")),),
    ),
    Misconception(
        name="fork-y-without-m",
        ids=("S2", "S3"),
        part="fork",
        mistake="The gradient of y lacks the path through m, or what comes through p has overwritten it.",
        advice="Count the arrows that leave y: each of them brings one term, and the terms add up.",
        see="paths-add-up",
        edits=((_DY_FORK, "dy = dp * x"),),
    ),
    Misconception(
        name="fork-only-the-maximum",
        ids=("S3",),
        part="fork",
        mistake="The gradients of x and y are what comes through m alone: it has overwritten the other "
        "paths.",
        advice="Several terms arrive at one number. What becomes of the first when the second is stored?",
        see="paths-add-up",
        edits=((_DX, "dx = dm if x > y else 0.0"), (_DY_FORK, "dy = 0.0 if x > y else dm")),
    ),
    Misconception(
        name="fork-x-only-the-maximum",
        ids=("S3",),
        part="fork",
        mistake="The gradient of x is what comes through m alone: it has overwritten the other paths.",
        advice="Several terms arrive at one number. What becomes of the first when the second is stored?",
        see="paths-add-up",
        edits=((_DX, "dx = dm if x > y else 0.0"),),
    ),
    Misconception(
        name="fork-only-the-product",
        ids=("S3",),
        part="fork",
        mistake="The gradients of x and y are what comes through p alone: it has overwritten the other "
        "paths.",
        advice="Several terms arrive at one number. What becomes of the first when the second is stored?",
        see="paths-add-up",
        edits=((_DX, "dx = dp * y"), (_DY_FORK, "dy = dp * x")),
    ),
    Misconception(
        name="fork-greater-side-overwritten",
        ids=("S3",),
        part="fork",
        mistake="What comes through the maximum overwrites the gradient of the greater of x and y.",
        advice="The switch lets one more term through. What becomes of the terms that have arrived before?",
        see="paths-add-up",
        edits=(
            (_DX, "dx = dm if x > y else dp * y + dn"),
            (_DY_FORK, "dy = dp * x if x > y else dm"),
        ),
    ),
    Misconception(
        name="fork-maximum-to-the-smaller",
        ids=("S17",),
        part="fork",
        mistake="The maximum passes its gradient to the smaller of its inputs.",
        advice="Which of x and y *is* m? If the other one is nudged, does m notice?",
        see="the-maximum-is-a-switch",
        edits=((_DX, _DX.replace(">", "<")), (_DY_FORK, _DY_FORK.replace(">", "<"))),
    ),
    Misconception(
        name="fork-maximum-to-both",
        ids=("S17",),
        part="fork",
        mistake="The maximum passes its whole gradient to both of its inputs.",
        advice="Which of x and y *is* m? If the other one is nudged, does m notice?",
        see="the-maximum-is-a-switch",
        edits=((_DX, "dx = dp * y + dn + dm"), (_DY_FORK, "dy = dp * x + dm")),
    ),
    Misconception(
        name="fork-maximum-halved",
        ids=("S17",),
        part="fork",
        mistake="The maximum passes half of its gradient to each of its inputs.",
        advice="Which of x and y *is* m? If the other one is nudged, m does not notice.",
        see="the-maximum-is-a-switch",
        edits=((_DX, "dx = dp * y + dn + dm / 2"), (_DY_FORK, "dy = dp * x + dm / 2")),
    ),
    Misconception(
        name="fork-maximum-always-to-x",
        ids=("S17",),
        part="fork",
        mistake="The maximum passes its gradient to x even where y is the greater.",
        advice="The worked example has x for the greater one. Which way does the switch stand where y is?",
        see="the-maximum-is-a-switch",
        edits=((_DX, "dx = dp * y + dn + dm"), (_DY_FORK, "dy = dp * x")),
    ),
    Misconception(
        name="fork-maximum-always-to-x-and-y-when-greater",
        ids=("S17",),
        part="fork",
        mistake="The maximum passes its gradient to x always, and to y besides where y is the greater.",
        advice="The switch has two positions: where y is the greater, what is left for x?",
        see="the-maximum-is-a-switch",
        edits=((_DX, "dx = dp * y + dn + dm"),),
    ),
    Misconception(
        name="fork-y-always-from-the-maximum",
        ids=("S17",),
        part="fork",
        mistake="The maximum passes its gradient to y always, and to x besides where x is the greater.",
        advice="The switch has two positions: where x is the greater, what is left for y?",
        see="the-maximum-is-a-switch",
        edits=((_DY_FORK, "dy = dp * x + dm"),),
    ),
    Misconception(
        name="fork-by-differences",
        part="fork",
        mistake="The gradient of x is a difference of two values of f.",
        advice="Where f is large and flat, such a difference is mostly rounding. The chain rule needs no "
        "small number.",
        see="fork",
        edits=(
            (
                _DX,
                ('h = 1e-5\n    dx = (fork_forward(x + h, y)["f"] - fork_forward(x - h, y)["f"]) / (2 * h)'),
            ),
        ),
    ),
)

_CLOSURES: Final = "closure_engine"
_SUM_BACK: Final = "self.grad += out.grad\n            other.grad += out.grad"
_PRODUCT_BACK: Final = "self.grad += other.data * out.grad\n            other.grad += self.data * out.grad"
_SLOPE: Final = "self.grad += slope * out.grad"
_SUM_RULE: Final = "(self, 1.0), (other, 1.0))"
_PRODUCT_RULE: Final = "(self, other.data), (other, self.data))"
_QUOTIENT_RULE: Final = "(self, 1 / other.data), (other, -quotient / other.data))"
_POWER_RULE: Final = "(self, exponent * self.data ** (exponent - 1))"
_CLOSURE_POWER: Final = "exponent * self.data ** (exponent - 1))\n\n    def exp(self):\n        a"
_SUB: Final = "return self + -_as_value(other)"
_RSUB: Final = "return _as_value(other) - self"
_RTRUEDIV: Final = "return _as_value(other) / self"
_RELU: Final = "(self, 1.0 if self.data > 0 else 0.0)"
_RELU_CLOSURE: Final = "return self._unary(max(0.0, self.data), float(self.data > 0))"
_SIGMOID: Final = "(self, result * (1 - result))"
_TANH: Final = "(self, 1 - result**2)"
_LOG: Final = "(self, 1 / self.data))\n        # END SOLUTION\n\n    def relu"
_EXP_RULE: Final = "_computed(result, (self, result))"
_SEED: Final = "        upstream[self] = 1.0\n"
_WALK: Final = "for node in reversed(order):\n            node.grad += upstream[node]"
_DELIVER: Final = "upstream[source] += upstream[node] * derivative"
_NOT_SEEN: Final = "elif node not in seen:"
_SOURCES: Final = "stack.extend((source, False) for source, _ in node.inputs)"

_GATED_RELU: Final = """out = Value(max(0.0, self.data), (self,))

        def pass_on():
            self.grad += {gated}

        out._pass_on = pass_on
        return out"""

_RECURSION: Final = """def _recurse(node):
    for source, derivative in node.inputs:
        source.grad += node.grad * derivative
    for source in {sources}:
        _recurse(source)


def _backward(self):
    self.grad = 1.0
    _recurse(self)


Value.backward = _backward
"""
_RECURSION_BY_EDGE: Final = """def _recurse(node):
    for source, derivative in {inputs}:
        source.grad += node.grad * derivative
        _recurse(source)


def _backward(self):
    self.grad = 1.0
    _recurse(self)


Value.backward = _backward
"""
_PRE_ORDER: Final = """def _topological_order(root):
    order, seen, stack = [], set(), [root]
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            order.append(node)
            stack.extend(source for source, _ in {inputs})
    return order[::-1]
"""
_BREADTH_FIRST: Final = """def _topological_order(root):
    order, seen = [root], {{root}}
    for node in order:
        for source, _ in {inputs}:
            if source not in seen:
                seen.add(source)
                order.append(source)
    return order[::-1]
"""
_QUEUE: Final = """def _topological_order(root):
    order, queue = [], [root]
    while queue:
        order.append(queue.pop(0))
        node = order[-1]
        queue.extend({sources})
    return order[::-1]
"""
_ONCE: Final = "dict.fromkeys(source for source, _ in {inputs})"
_LEFT_FIRST: Final = "node.inputs"
_RIGHT_FIRST: Final = "node.inputs[::-1]"
_BY_EDGES: Final = "[source for source, _ in {inputs}]"

_COUNT_VISITS: Final = (
    "Draw the graph and note how often each node passes its gradient on, and what has arrived at it by then. "
    "Once is right, when everything has arrived."
)
_STANDS_TWICE: Final = (
    "Print the list of nodes for the worked example. What does a node do that stands in it twice, "
    "and what has it gathered by then?"
)
_TOO_EARLY: Final = (
    "Before a node passes its gradient on, every node that uses it must have delivered. "
    "Note the order of yours on the worked example and find the first that is too early."
)
_OVERWRITTEN: Final = (
    "A value may be used in several places, even twice in one operation. "
    "What becomes of the gradient that has arrived before?"
)
_OTHER_SIDE: Final = (
    "Python asks the left operand first, and a plain number knows nothing of your class. "
    "What does it do then, and what must the right operand offer?"
)

_RULES: Final = (
    Misconception(
        name="sum-passes-nothing-to-the-right",
        part="engine",
        mistake="A sum passes no gradient to its right operand.",
        advice="A sum follows both of its operands alike. What does your sum keep of each of them?",
        see="local-derivatives",
        edits=((_SUM_RULE, "(self, 1.0), (other, 0.0))"),),
    ),
    Misconception(
        name="sum-as-product",
        part="engine",
        mistake="A sum multiplies the gradient by the other operand, as a product would.",
        advice="When one term of a sum grows by a little, the sum grows by as much, whatever the other "
        "term is.",
        see="local-derivatives",
        edits=((_SUM_RULE, "(self, other.data), (other, self.data))"),),
    ),
    Misconception(
        name="difference-without-its-sign",
        ids=("S8",),
        part="engine",
        mistake="A difference passes the gradient on with a plus to both of its operands.",
        advice="When the number that is subtracted grows, does the difference grow or shrink?",
        see="local-derivatives",
        edits=(
            (
                _SUB,
                (
                    "other = _as_value(other)\n"
                    "        return _computed(self.data - other.data, (self, 1.0), (other, 1.0))"
                ),
            ),
        ),
    ),
    Misconception(
        name="difference-reversed",
        part="engine",
        mistake="A difference of two values subtracts the left from the right.",
        advice="In a - b Python calls the method of a, with b as the other. Which one is `self`?",
        see="plain-numbers",
        edits=((_SUB, "return _as_value(other) + -self"),),
    ),
    Misconception(
        name="negation-without-its-sign",
        ids=("S8",),
        part="engine",
        mistake="A negation passes the gradient on without turning its sign.",
        advice="When x grows, does -x grow or shrink?",
        see="local-derivatives",
        edits=(
            ("_computed(-self.data, (self, -1.0))", "_computed(-self.data, (self, 1.0))"),
            (_SUB, "return self + _as_value(other) * -1"),
        ),
    ),
    Misconception(
        name="negation-and-difference-without-their-sign",
        ids=("S8",),
        part="engine",
        mistake="A negation passes the gradient on without turning its sign, and differences are built on "
        "it.",
        advice="When x grows, does -x grow or shrink? What is built on your negation will be right with it.",
        see="local-derivatives",
        edits=(("_computed(-self.data, (self, -1.0))", "_computed(-self.data, (self, 1.0))"),),
    ),
    Misconception(
        name="products-without-upstream",
        ids=("S1",),
        part="engine",
        mistake="A product passes on its local derivatives alone: what has arrived at it is left out.",
        advice="How a product follows a factor is one half of the answer. The other half is how the result "
        "follows the product.",
        see="products",
        base=_CLOSURES,
        edits=((_PRODUCT_BACK, _PRODUCT_BACK.replace(" * out.grad", "")),),
    ),
    Misconception(
        name="products-not-exchanged",
        ids=("S4",),
        part="engine",
        mistake="In a product each factor's gradient is multiplied by the factor itself.",
        advice="In a product each factor's gradient contains the *other* factor.",
        see="products",
        edits=((_PRODUCT_RULE, "(self, self.data), (other, other.data))"),),
    ),
    Misconception(
        name="products-not-exchanged-nor-quotients",
        ids=("S4",),
        part="engine",
        mistake="In a product each factor's gradient is multiplied by the factor itself, and quotients and "
        "differences are built on products.",
        advice="In a product each factor's gradient contains the *other* factor. What is built on your "
        "product will be right with it.",
        see="products",
        base=_CLOSURES,
        edits=(
            (
                _PRODUCT_BACK,
                "self.grad += self.data * out.grad\n            other.grad += other.data * out.grad",
            ),
        ),
    ),
    Misconception(
        name="quotient-without-its-sign",
        ids=("S8",),
        part="engine",
        mistake="The gradient of a divisor has the wrong sign.",
        advice="When a positive numerator stays and the divisor grows, does the quotient grow or shrink?",
        see="local-derivatives",
        edits=((_QUOTIENT_RULE, _QUOTIENT_RULE.replace("-quotient", "quotient")),),
    ),
    Misconception(
        name="quotient-not-squared",
        part="engine",
        mistake="The gradient of a divisor is divided by the divisor once, not by its square.",
        advice="A quotient is a times b to the power -1. What does the rule of powers make of that?",
        see="local-derivatives",
        edits=((_QUOTIENT_RULE, _QUOTIENT_RULE.replace("-quotient / other.data", "-quotient")),),
    ),
    Misconception(
        name="quotient-without-numerator",
        part="engine",
        mistake="The gradient of a divisor is that of 1 / b: the numerator is left out.",
        advice="A quotient is a times 1 / b. The factor a stays when the second is differentiated.",
        see="local-derivatives",
        edits=((_QUOTIENT_RULE, _QUOTIENT_RULE.replace("-quotient / other.data", "-1 / other.data**2")),),
    ),
    Misconception(
        name="quotient-passes-nothing-to-the-divisor",
        part="engine",
        mistake="A quotient passes no gradient to its divisor.",
        advice="A divisor may be a value like any other. Does the quotient stay as it is when the divisor "
        "is nudged?",
        see="local-derivatives",
        edits=((_QUOTIENT_RULE, "(self, 1 / other.data))"),),
    ),
    Misconception(
        name="power-without-its-exponent",
        ids=("S5",),
        part="engine",
        mistake="The derivative of a power lacks the exponent as a factor.",
        advice="The exponent comes to the front before it is lowered by one. Try a cube.",
        see="local-derivatives",
        edits=((_POWER_RULE, "(self, self.data ** (exponent - 1))"),),
    ),
    Misconception(
        name="power-and-quotient-without-the-exponent",
        ids=("S5",),
        part="engine",
        mistake="The derivative of a power lacks the exponent as a factor, and quotients are built on "
        "powers.",
        advice="The exponent comes to the front before it is lowered by one. A quotient that is built on a "
        "power of -1 inherits what the power does wrong.",
        see="local-derivatives",
        base=_CLOSURES,
        edits=((_CLOSURE_POWER, _CLOSURE_POWER.replace("exponent * self", "self")),),
    ),
    Misconception(
        name="power-exponent-not-reduced",
        ids=("S6",),
        part="engine",
        mistake="The derivative of a power still contains the whole power: its exponent is not lowered.",
        advice="Differentiating lowers a power by one. Try a cube.",
        see="local-derivatives",
        edits=((_POWER_RULE, "(self, exponent * self.data**exponent)"),),
    ),
    Misconception(
        name="power-and-quotient-exponent-not-reduced",
        ids=("S6",),
        part="engine",
        mistake="The derivative of a power still contains the whole power, and quotients are built on "
        "powers.",
        advice="Differentiating lowers a power by one. A quotient that is built on a power of -1 inherits "
        "what the power does wrong.",
        see="local-derivatives",
        base=_CLOSURES,
        edits=((_CLOSURE_POWER, _CLOSURE_POWER.replace(" ** (exponent - 1)", "**exponent")),),
    ),
    Misconception(
        name="power-of-an-integer",
        part="engine",
        mistake="The exponent of a power is cut off to an integer.",
        advice="An exponent may have a fraction, and turning it into an integer drops that without a word.",
        see="plain-numbers",
        edits=(("exponent = float(exponent)", "exponent = int(exponent)"),),
    ),
    Misconception(
        name="power-by-logarithm",
        ids=("E22",),
        part="engine",
        mistake="Powers are computed by way of the logarithm, which negative numbers do not have.",
        advice="A plain number as exponent needs no logarithm: the rule of powers holds for a negative "
        "base too.",
        see="local-derivatives",
        edits=(("_computed(self.data**exponent, ", "_computed(math.exp(exponent * math.log(self.data)), "),),
    ),
    Misconception(
        name="exp-derivative-is-its-input",
        ids=("S9",),
        part="engine",
        mistake="The derivative of the exponential is taken to be its input.",
        advice="The exponential is the function that is its own derivative: is that the number that goes "
        "in, or the one that comes out?",
        see="local-derivatives",
        edits=((_EXP_RULE, "_computed(result, (self, self.data))"),),
    ),
    Misconception(
        name="exp-derivative-at-its-output",
        ids=("S14",),
        part="engine",
        mistake="The derivative of the exponential is taken at its output: the exponential is applied twice.",
        advice="A derivative is taken at the number that the function received, not at the one that it "
        "returned.",
        see="local-derivatives",
        edits=((_EXP_RULE, "_computed(result, (self, math.exp(result)))"),),
    ),
    Misconception(
        name="exp-passes-on",
        part="engine",
        mistake="The exponential passes its gradient on unchanged.",
        advice="The exponential grows faster the greater it is already. What is its derivative?",
        see="local-derivatives",
        edits=((_EXP_RULE, "_computed(result, (self, 1.0))"),),
    ),
    Misconception(
        name="log-derivative-at-its-output",
        ids=("S10", "S14"),
        part="engine",
        mistake="The derivative of the logarithm is 1 over the logarithm, not over its input.",
        advice="A derivative is taken at the number that the function received, not at the one that it "
        "returned.",
        see="local-derivatives",
        edits=((_LOG, _LOG.replace("1 / self.data", "1 / math.log(self.data)")),),
    ),
    Misconception(
        name="log-derivative-not-inverted",
        part="engine",
        mistake="The logarithm multiplies the gradient by its input, where it should divide.",
        advice="The logarithm grows ever more slowly the greater its input is. Does your derivative shrink?",
        see="local-derivatives",
        edits=((_LOG, _LOG.replace("1 / self.data", "self.data")),),
    ),
    Misconception(
        name="log-to-the-base-ten",
        part="engine",
        mistake="The logarithm is taken to the base 10.",
        advice="The natural logarithm undoes the exponential: exp and log, one after the other, give the "
        "number back.",
        see="local-derivatives",
        edits=(("_computed(math.log(self.data)", "_computed(math.log10(self.data)"),),
    ),
    Misconception(
        name="log-to-the-base-two",
        part="engine",
        mistake="The logarithm is taken to the base 2.",
        advice="The natural logarithm undoes the exponential: exp and log, one after the other, give the "
        "number back.",
        see="local-derivatives",
        edits=(("_computed(math.log(self.data)", "_computed(math.log2(self.data)"),),
    ),
    Misconception(
        name="sigmoid-derivative-is-its-output",
        ids=("S11",),
        part="engine",
        mistake="The derivative of the sigmoid is taken to be its output.",
        advice="Far to the right the sigmoid is flat: its derivative must go to 0 there, as it does far to "
        "the left.",
        see="local-derivatives",
        edits=((_SIGMOID, "(self, result)"),),
    ),
    Misconception(
        name="sigmoid-derivative-is-one-minus",
        ids=("S11",),
        part="engine",
        mistake="The derivative of the sigmoid is taken to be 1 minus its output.",
        advice="Far to the left the sigmoid is flat: its derivative must go to 0 there, as it does far to "
        "the right.",
        see="local-derivatives",
        edits=((_SIGMOID, "(self, 1 - result)"),),
    ),
    Misconception(
        name="sigmoid-with-the-rule-of-tanh",
        part="engine",
        mistake="The sigmoid has the derivative of the hyperbolic tangent.",
        advice="The two curves look alike but lie between other limits. At 0, where both are steepest, the "
        "sigmoid's slope is 1/4.",
        see="local-derivatives",
        edits=((_SIGMOID, "(self, 1 - result**2)"),),
    ),
    Misconception(
        name="sigmoid-derivative-of-its-input",
        part="engine",
        mistake="The derivative of the sigmoid is written with the input where the output belongs.",
        advice="The short formula is in terms of what the sigmoid returned, a number between 0 and 1. Can "
        "your derivative be negative?",
        see="local-derivatives",
        edits=((_SIGMOID, "(self, self.data * (1 - self.data))"),),
    ),
    Misconception(
        name="sigmoid-derivative-at-its-output",
        ids=("S14",),
        part="engine",
        mistake="The derivative of the sigmoid is taken at its output: the sigmoid is applied twice.",
        advice="A derivative is taken at the number that the function received. What is s(1 - s) written "
        "in terms of?",
        see="local-derivatives",
        edits=((_SIGMOID, "(self, 1 / (1 + math.exp(-result)) * (1 - 1 / (1 + math.exp(-result))))"),),
    ),
    Misconception(
        name="sigmoid-derivative-twice",
        ids=("S14",),
        part="engine",
        mistake="The derivative of the sigmoid is multiplied in twice.",
        advice="Each operation on the way contributes its local derivative once. Count where yours comes in.",
        see="local-derivatives",
        edits=((_SIGMOID, "(self, (result * (1 - result)) ** 2)"),),
    ),
    Misconception(
        name="sigmoid-overflows",
        part="engine",
        mistake="The sigmoid raises e to a power that may be large, and overflows.",
        advice="The formula can be written so that e is raised only to powers that are not positive. Which "
        "form suits which sign?",
        see="local-derivatives",
        edits=(
            (
                "result = (1.0 if self.data >= 0 else small) / (1 + small)",
                "result = 1 / (1 + math.exp(-self.data))",
            ),
        ),
    ),
    Misconception(
        name="tanh-derivative-of-its-input",
        ids=("S13",),
        part="engine",
        mistake="The derivative of the hyperbolic tangent is written with the input where the output "
        "belongs.",
        advice="The short formula is in terms of what tanh returned, a number between -1 and 1. Near 0 the "
        "two are nearly equal, so try it at 2.",
        see="local-derivatives",
        edits=((_TANH, "(self, 1 - self.data**2)"),),
    ),
    Misconception(
        name="tanh-not-squared",
        part="engine",
        mistake="The derivative of the hyperbolic tangent is 1 minus its output: the square is missing.",
        advice="The curve is as steep at -2 as it is at 2. Is your derivative?",
        see="local-derivatives",
        edits=((_TANH, "(self, 1 - result)"),),
    ),
    Misconception(
        name="tanh-with-the-rule-of-the-sigmoid",
        part="engine",
        mistake="The hyperbolic tangent has the derivative of the sigmoid.",
        advice="The two curves look alike but lie between other limits. At 0, where both are steepest, the "
        "slope of tanh is 1.",
        see="local-derivatives",
        edits=((_TANH, "(self, result * (1 - result))"),),
    ),
    Misconception(
        name="tanh-derivative-at-its-output",
        ids=("S14",),
        part="engine",
        mistake="The derivative of the hyperbolic tangent is taken at its output: tanh is applied twice.",
        advice="A derivative is taken at the number that the function received. What is the short formula "
        "written in terms of?",
        see="local-derivatives",
        edits=((_TANH, "(self, 1 - math.tanh(result) ** 2)"),),
    ),
    Misconception(
        name="tanh-derivative-twice",
        ids=("S14",),
        part="engine",
        mistake="The derivative of the hyperbolic tangent is multiplied in twice.",
        advice="Each operation on the way contributes its local derivative once. Count where yours comes in.",
        see="local-derivatives",
        edits=((_TANH, "(self, (1 - result**2) ** 2)"),),
    ),
    Misconception(
        name="relu-passes-the-negative-side",
        ids=("S17",),
        part="engine",
        mistake="relu passes its gradient on where its input is negative, and closes where it is positive.",
        advice="On which side does relu return what it received, and on which side does it not move at all?",
        see="local-derivatives",
        edits=((_RELU, _RELU.replace("> 0", "< 0")),),
    ),
    Misconception(
        name="relu-always-open",
        part="engine",
        mistake="relu passes its gradient on whatever its input is.",
        advice="On the negative side relu returns 0 all along. How much does it follow its input there?",
        see="local-derivatives",
        edits=((_RELU, "(self, 1.0)"),),
    ),
    Misconception(
        name="relu-derivative-is-its-output",
        part="engine",
        mistake="relu multiplies the gradient by its output, where a 1 should stand.",
        advice="On the positive side relu returns what it received. How much does it grow when that grows "
        "by a little?",
        see="local-derivatives",
        edits=((_RELU, "(self, max(self.data, 0.0))"),),
    ),
    Misconception(
        name="relu-looks-at-the-gradient",
        ids=("E14",),
        part="engine",
        mistake="relu passes only positive gradients on, whatever its input is.",
        advice="What opened or closed relu was decided going forward, by its input. A gradient may well be "
        "negative.",
        see="local-derivatives",
        base=_CLOSURES,
        edits=((_RELU_CLOSURE, _GATED_RELU.format(gated="out.grad * (out.grad > 0)")),),
    ),
    Misconception(
        name="relu-looks-at-both",
        ids=("E14",),
        part="engine",
        mistake="relu passes a gradient on only where both its input and the gradient are positive.",
        advice="What opened or closed relu was decided going forward, by its input alone. A gradient may "
        "well be negative.",
        see="local-derivatives",
        base=_CLOSURES,
        edits=((_RELU_CLOSURE, _GATED_RELU.format(gated="out.grad * (out.grad > 0) * (self.data > 0)")),),
    ),
    Misconception(
        name="relu-without-upstream",
        ids=("S1", "E15"),
        part="engine",
        mistake="relu passes on 1 where its input is positive, not the gradient that has arrived.",
        advice="1 is the local derivative. What has arrived from above has to be multiplied with it.",
        see="local-derivatives",
        base=_CLOSURES,
        edits=((_RELU_CLOSURE, _GATED_RELU.format(gated="float(self.data > 0)")),),
    ),
    Misconception(
        name="relu-open-at-zero",
        ids=("E16",),
        part="engine",
        mistake="relu passes its gradient on where its input is exactly 0.",
        advice="At the kink there is no derivative, so a convention decides. Which one does this course "
        "follow?",
        see="plain-numbers",
        edits=((_RELU, _RELU.replace("> 0", ">= 0")),),
    ),
    Misconception(
        name="functions-without-upstream",
        ids=("S1",),
        part="engine",
        mistake="Functions of one value pass on their local derivative alone: what has arrived at them is "
        "left out.",
        advice="How a function follows its input is one half of the answer. The other half is how the "
        "result follows the function.",
        see="local-derivatives",
        base=_CLOSURES,
        edits=((_SLOPE, "self.grad += slope"),),
    ),
    Misconception(
        name="functions-of-functions-have-slope-one",
        ids=("S15",),
        part="engine",
        mistake="A function of a computed value passes the gradient on unchanged: only functions of leaves "
        "use their derivative.",
        advice="In a chain every function contributes its own derivative, the inner ones and the outer ones.",
        see="local-derivatives",
        base=_CLOSURES,
        edits=((_SLOPE, "self.grad += (1.0 if self._inputs else slope) * out.grad"),),
    ),
)

_OPERANDS: Final = (
    Misconception(
        name="number-minus-value-reversed",
        ids=("E18",),
        part="engine",
        mistake="A number minus a value is computed as the value minus the number.",
        advice="In `__rsub__` the value stands on the right. Which of `self` and `other` is subtracted?",
        see="plain-numbers",
        edits=((_RSUB, "return self - other"),),
    ),
    Misconception(
        name="number-over-value-reversed",
        ids=("E19",),
        part="engine",
        mistake="A number over a value is computed as the value over the number.",
        advice="In `__rtruediv__` the value stands on the right. Which of `self` and `other` is divided by?",
        see="plain-numbers",
        edits=((_RTRUEDIV, "return self / other"),),
    ),
    Misconception(
        name="number-plus-value-missing",
        ids=("E20",),
        part="engine",
        mistake="A plain number plus a value is not defined.",
        advice=_OTHER_SIDE,
        see="plain-numbers",
        append="del Value.__radd__\n",
    ),
    Misconception(
        name="number-times-value-missing",
        ids=("E20",),
        part="engine",
        mistake="A plain number times a value is not defined.",
        advice=_OTHER_SIDE,
        see="plain-numbers",
        append="del Value.__rmul__\n",
    ),
    Misconception(
        name="number-minus-value-missing",
        ids=("E20",),
        part="engine",
        mistake="A plain number minus a value is not defined.",
        advice=_OTHER_SIDE,
        see="plain-numbers",
        append="del Value.__rsub__\n",
    ),
    Misconception(
        name="number-over-value-missing",
        ids=("E20",),
        part="engine",
        mistake="A plain number over a value is not defined.",
        advice=_OTHER_SIDE,
        see="plain-numbers",
        append="del Value.__rtruediv__\n",
    ),
    Misconception(
        name="number-on-the-right-not-converted",
        part="engine",
        mistake="A plain number on the right of an operator is used as if it were a `Value`.",
        advice="A plain number has no data and no gradient of its own. What must happen to it before your "
        "operation may use it?",
        see="plain-numbers",
        edits=(("return operand if isinstance(operand, Value) else Value(operand)", "return operand"),),
    ),
    Misconception(
        name="in-place-addition-changes-the-operand",
        ids=("E21", "E27"),
        part="engine",
        mistake="`s += b` changes the value itself, so that everybody who holds it finds another number.",
        advice="A graph remembers its nodes, and a node that changes falsifies what was computed from it. "
        "What does Python do if a class does not define this operator?",
        see="plain-numbers",
        append="""def _add_in_place(self, other):
    self.data += _as_value(other).data
    return self


Value.__iadd__ = _add_in_place
""",
    ),
)

_BOOKKEEPING: Final = (
    Misconception(
        name="sums-overwrite",
        ids=("E1",),
        part="engine",
        mistake="A sum stores its gradient over what has already arrived at its operands.",
        advice=_OVERWRITTEN,
        see="paths-add-up",
        base=_CLOSURES,
        edits=((_SUM_BACK, _SUM_BACK.replace("+=", "=")),),
    ),
    Misconception(
        name="products-overwrite",
        ids=("E1",),
        part="engine",
        mistake="A product stores its gradient over what has already arrived at its operands.",
        advice=_OVERWRITTEN,
        see="paths-add-up",
        base=_CLOSURES,
        edits=((_PRODUCT_BACK, _PRODUCT_BACK.replace("+=", "=")),),
    ),
    Misconception(
        name="functions-overwrite",
        ids=("E1",),
        part="engine",
        mistake="Functions of one value store their gradient over what has already arrived at their input.",
        advice=_OVERWRITTEN,
        see="paths-add-up",
        base=_CLOSURES,
        edits=((_SLOPE, _SLOPE.replace("+=", "=")),),
    ),
    Misconception(
        name="everything-overwrites",
        ids=("E1", "S3"),
        part="engine",
        mistake="Every operation stores its gradient over what has already arrived at its operands.",
        advice=_OVERWRITTEN,
        see="paths-add-up",
        edits=((_DELIVER, _DELIVER.replace("+=", "=")),),
    ),
    Misconception(
        name="one-node-for-all-closures",
        ids=("E23",),
        part="engine",
        mistake="All functions of one value pass on the gradient of the node that was made last.",
        advice="A function that is made inside another sees its variables as they are when it runs, not as "
        "they were when it was made. Whose result does each of yours look at?",
        see="the-order-of-the-walk",
        base=_CLOSURES,
        edits=(
            (_SLOPE, "self.grad += slope * Value.last.grad"),
            ("out = Value(data, (self,))", "out = Value.last = Value(data, (self,))"),
        ),
    ),
    Misconception(
        name="root-not-seeded",
        ids=("E8",),
        part="engine",
        mistake="Nothing sets the gradient of the root to 1, so every gradient is 0.",
        advice="By how much does the result change when the result changes by a little? Everything else is "
        "a multiple of that number.",
        see="the-order-of-the-walk",
        edits=((_SEED, ""),),
    ),
    Misconception(
        name="seed-is-the-value",
        part="engine",
        mistake="The way back starts with the value of the root, where it should start with 1.",
        advice="By how much does the result change when the result changes by a little? What goes backward "
        "are derivatives, never values.",
        see="the-order-of-the-walk",
        edits=((_SEED, _SEED.replace("1.0", "self.data")),),
    ),
    Misconception(
        name="only-leaves-keep-gradients",
        part="engine",
        mistake="Only leaves keep their gradient; that of every computed value stays 0.",
        advice="The gradients on the way are wanted too: each node is owed what has arrived at it.",
        see="twice-means-twice",
        edits=(("node.grad += upstream[node]", "node.grad += upstream[node] * (not node.inputs)"),),
    ),
    Misconception(
        name="root-keeps-no-gradient",
        part="engine",
        mistake="The gradient of the root itself stays 0.",
        advice="The root belongs to the nodes as well. What is its derivative with respect to itself?",
        see="twice-means-twice",
        edits=(("node.grad += upstream[node]", "node.grad += upstream[node] * (node is not self)"),),
    ),
    Misconception(
        name="seed-on-top-of-the-last",
        ids=("E10",),
        part="engine",
        mistake="A second call starts with what the root has gathered so far, where it should start with 1.",
        advice="The grad of the root remembers the calls before. Each call is owed a start of its own.",
        see="twice-means-twice",
        edits=(
            (_SEED, _SEED.replace("= 1.0", "= self.grad + 1.0")),
            ("node.grad += upstream[node]", "node.grad = upstream[node] + node.grad * (node is not self)"),
        ),
    ),
    Misconception(
        name="old-gradients-passed-on",
        ids=("E11",),
        part="engine",
        mistake="A second call passes on what inner nodes have kept from the first as well.",
        advice="The sum of all calls is one thing, what this call has brought is another. Which of the two "
        "goes further down?",
        see="twice-means-twice",
        append="""def _backward(self):
    self.grad = 1.0
    for node in reversed(_topological_order(self)):
        for source, derivative in node.inputs:
            source.grad += node.grad * derivative


Value.backward = _backward
""",
    ),
    Misconception(
        name="old-gradients-and-old-seed-passed-on",
        ids=("E10", "E11"),
        part="engine",
        mistake="A second call starts with what the root has gathered and passes on what inner nodes have "
        "kept as well.",
        advice="The sum of all calls is one thing, what this call has brought is another. Which of the two "
        "goes further down?",
        see="twice-means-twice",
        append="""def _backward(self):
    self.grad += 1.0
    for node in reversed(_topological_order(self)):
        for source, derivative in node.inputs:
            source.grad += node.grad * derivative


Value.backward = _backward
""",
    ),
    Misconception(
        name="earlier-gradients-forgotten",
        ids=("E12",),
        part="engine",
        mistake="Each call forgets the gradients of the calls before.",
        advice="Two losses that share a value both have a say in its gradient. What becomes of the first "
        "one's when the second is asked?",
        see="twice-means-twice",
        edits=(("node.grad += upstream[node]", "node.grad = upstream[node]"),),
    ),
    Misconception(
        name="grad-set-to-zero-below-the-root",
        ids=("E12",),
        part="engine",
        mistake="Each call clears all gradients but the root's before it starts.",
        advice="Clearing is the caller's business, not that of a call. What becomes of what another root "
        "has left?",
        see="twice-means-twice",
        edits=(("node.grad += upstream[node]", "node.grad = upstream[node] + node.grad * (node is self)"),),
    ),
)

_STORE: Final = """

def _storing(operation):
    def apply(self, *more):
        out = operation(self, *more)
        deliver = out._pass_on

        def pass_on():
            self.grad = 0.0
            deliver()

        out._pass_on = pass_on
        return out

    return apply


Value.{method} = _storing(Value.{method})
"""
_BARE: Final = """

def _bare(operation):
    return lambda self, *more: Value(operation(self, *more).data)


Value.{method} = _bare(Value.{method})
"""
_ONE_OPERATION: Final = {
    "exp": "exp",
    "log": "log",
    "relu": "relu",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "power": "__pow__",
    "negation": "__neg__",
}
"""By what the name of an entry says: the method of each operation on one value."""

_ONE_OVERWRITES: Final = tuple(
    Misconception(
        name=f"{name}-overwrites",
        ids=("E1",),
        part="engine",
        mistake=f"In `{method}` the gradient is stored over what has already arrived at the operand.",
        advice=_OVERWRITTEN,
        see="paths-add-up",
        base=_CLOSURES,
        append=_STORE.format(method=method),
    )
    for name, method in _ONE_OPERATION.items()
    if name != "negation"
)
_ONE_FORGETS: Final = tuple(
    Misconception(
        name=f"{name}-forgets-its-operand",
        part="engine",
        mistake=f"`{method}` makes a value that does not know what it was made from.",
        advice="The way back can only go where the way forward has left a note. What does your new value "
        "know of the value that it was computed from?",
        see="engine",
        append=_BARE.format(method=method),
    )
    for name, method in _ONE_OPERATION.items()
)

_ORDER: Final = (
    Misconception(
        name="order-not-reversed",
        ids=("E3", "E7"),
        part="engine",
        mistake="Nodes are processed before those that use them: beyond the root's own operands nothing "
        "arrives.",
        advice="A node can pass on only what it has. In which direction is your list sorted, and in which "
        "do you walk along it?",
        see="the-order-of-the-walk",
        edits=((_WALK, _WALK.replace("reversed(order)", "order")),),
    ),
    Misconception(
        name="pre-order-left-first",
        ids=("E3",),
        part="engine",
        mistake="A node is put into the list before its operands, left operand first, so that some pass on "
        "what is not complete.",
        advice=_TOO_EARLY,
        see="the-order-of-the-walk",
        append=_PRE_ORDER.format(inputs=_RIGHT_FIRST),
    ),
    Misconception(
        name="pre-order-right-first",
        ids=("E3",),
        part="engine",
        mistake="A node is put into the list before its operands, right operand first, so that some pass "
        "on what is not complete.",
        advice=_TOO_EARLY,
        see="the-order-of-the-walk",
        append=_PRE_ORDER.format(inputs=_LEFT_FIRST),
    ),
    Misconception(
        name="breadth-first",
        ids=("E5",),
        part="engine",
        mistake="Nodes are processed by their distance from the root, so that one that is also used "
        "farther away passes on too early.",
        advice="The shortest way from the root does not say when a node is complete; the longest would. "
        "Draw a graph in which a value is used near the root and far from it.",
        see="the-order-of-the-walk",
        append=_BREADTH_FIRST.format(inputs=_LEFT_FIRST),
    ),
    Misconception(
        name="breadth-first-right-first",
        ids=("E5",),
        part="engine",
        mistake="Nodes are processed by their distance from the root, right operands first, so that some "
        "pass on too early.",
        advice="The shortest way from the root does not say when a node is complete; the longest would. "
        "Draw a graph in which a value is used near the root and far from it.",
        see="the-order-of-the-walk",
        append=_BREADTH_FIRST.format(inputs=_RIGHT_FIRST),
    ),
    Misconception(
        name="order-by-recursion",
        ids=("E26",),
        part="engine",
        mistake="A function calls itself for each node, which Python stops at about 1,000 nested calls.",
        advice="A list of what is still to be done can take the place of the nested calls.",
        see="the-order-of-the-walk",
        append="""def _topological_order(root):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for source, _ in node.inputs:
                visit(source)
            order.append(node)

    visit(root)
    return order
""",
    ),
)

_REPEATED: Final = (
    Misconception(
        name="recursion-by-edge-left-first",
        ids=("E2",),
        part="engine",
        mistake="`backward` calls itself for each operand, the left one first, as soon as that operand has "
        "received its share.",
        advice=_COUNT_VISITS,
        see="the-order-of-the-walk",
        append=_RECURSION_BY_EDGE.format(inputs=_LEFT_FIRST),
    ),
    Misconception(
        name="recursion-by-node-left-first",
        ids=("E2",),
        part="engine",
        mistake="A node serves its operands and then calls `backward` on each, the left one first: twice "
        "on one that it uses twice.",
        advice=_COUNT_VISITS,
        see="the-order-of-the-walk",
        append=_RECURSION.format(sources=_BY_EDGES.format(inputs=_LEFT_FIRST)),
    ),
    Misconception(
        name="recursion-by-distinct-node-left-first",
        ids=("E2",),
        part="engine",
        mistake="A node serves its operands and then calls `backward` on each of them, the left one first, "
        "before others have served them.",
        advice=_COUNT_VISITS,
        see="the-order-of-the-walk",
        append=_RECURSION.format(sources=_ONCE.format(inputs=_LEFT_FIRST)),
    ),
    Misconception(
        name="recursion-by-edge-right-first",
        ids=("E2",),
        part="engine",
        mistake="`backward` calls itself for each operand, the right one first, as soon as that operand "
        "has received its share.",
        advice=_COUNT_VISITS,
        see="the-order-of-the-walk",
        append=_RECURSION_BY_EDGE.format(inputs=_RIGHT_FIRST),
    ),
    Misconception(
        name="recursion-by-node-right-first",
        ids=("E2",),
        part="engine",
        mistake="A node serves its operands and then calls `backward` on each, the right one first: twice "
        "on one that it uses twice.",
        advice=_COUNT_VISITS,
        see="the-order-of-the-walk",
        append=_RECURSION.format(sources=_BY_EDGES.format(inputs=_RIGHT_FIRST)),
    ),
    Misconception(
        name="recursion-by-distinct-node-right-first",
        ids=("E2",),
        part="engine",
        mistake="A node serves its operands and then calls `backward` on each of them, the right one "
        "first, before others have served them.",
        advice=_COUNT_VISITS,
        see="the-order-of-the-walk",
        append=_RECURSION.format(sources=_ONCE.format(inputs=_RIGHT_FIRST)),
    ),
    Misconception(
        name="no-visited-marks-left-first",
        ids=("E6",),
        part="engine",
        mistake="No node is marked as visited, so one that is used twice stands in the list twice; left "
        "operands are listed first.",
        advice=_STANDS_TWICE,
        see="the-order-of-the-walk",
        edits=(
            (_NOT_SEEN, "else:"),
            (_SOURCES, f"stack.extend((source, False) for source in {_ONCE.format(inputs=_RIGHT_FIRST)})"),
        ),
    ),
    Misconception(
        name="no-visited-marks-by-edge-left-first",
        ids=("E24",),
        part="engine",
        mistake="No node is marked as visited, and one that an operation uses twice is listed twice by it; "
        "left operands are listed first.",
        advice=_STANDS_TWICE,
        see="the-order-of-the-walk",
        edits=(
            (_NOT_SEEN, "else:"),
            (_SOURCES, f"stack.extend((source, False) for source, _ in {_RIGHT_FIRST})"),
        ),
    ),
    Misconception(
        name="queue-without-marks-left-first",
        ids=("E6",),
        part="engine",
        mistake="Nodes are processed by their distance from the root, left operands first, and none is "
        "marked as visited.",
        advice=_STANDS_TWICE,
        see="the-order-of-the-walk",
        append=_QUEUE.format(sources=_ONCE.format(inputs=_LEFT_FIRST)),
    ),
    Misconception(
        name="queue-without-marks-by-edge-left-first",
        ids=("E24",),
        part="engine",
        mistake="Nodes are processed by their distance from the root, left operands first, and one that an "
        "operation uses twice is processed twice for it.",
        advice=_STANDS_TWICE,
        see="the-order-of-the-walk",
        append=_QUEUE.format(sources=_BY_EDGES.format(inputs=_LEFT_FIRST)),
    ),
    Misconception(
        name="no-visited-marks-right-first",
        ids=("E6",),
        part="engine",
        mistake="No node is marked as visited, so one that is used twice stands in the list twice; right "
        "operands are listed first.",
        advice=_STANDS_TWICE,
        see="the-order-of-the-walk",
        edits=(
            (_NOT_SEEN, "else:"),
            (_SOURCES, f"stack.extend((source, False) for source in {_ONCE.format(inputs=_LEFT_FIRST)})"),
        ),
    ),
    Misconception(
        name="no-visited-marks-by-edge-right-first",
        ids=("E24",),
        part="engine",
        mistake="No node is marked as visited, and one that an operation uses twice is listed twice by it; "
        "right operands are listed first.",
        advice=_STANDS_TWICE,
        see="the-order-of-the-walk",
        edits=(
            (_NOT_SEEN, "else:"),
            (_SOURCES, f"stack.extend((source, False) for source, _ in {_LEFT_FIRST})"),
        ),
    ),
    Misconception(
        name="queue-without-marks-right-first",
        ids=("E6",),
        part="engine",
        mistake="Nodes are processed by their distance from the root, right operands first, and none is "
        "marked as visited.",
        advice=_STANDS_TWICE,
        see="the-order-of-the-walk",
        append=_QUEUE.format(sources=_ONCE.format(inputs=_RIGHT_FIRST)),
    ),
    Misconception(
        name="queue-without-marks-by-edge-right-first",
        ids=("E24",),
        part="engine",
        mistake="Nodes are processed by their distance from the root, right operands first, and one that "
        "an operation uses twice is processed twice for it.",
        advice=_STANDS_TWICE,
        see="the-order-of-the-walk",
        append=_QUEUE.format(sources=_BY_EDGES.format(inputs=_RIGHT_FIRST)),
    ),
)

MISCONCEPTIONS: Final = (
    *_FACTORY_PART,
    *_AFFINE_PART,
    *_FORK_PART,
    *_RULES,
    *_OPERANDS,
    *_BOOKKEEPING,
    *_ONE_OVERWRITES,
    *_ONE_FORGETS,
    *_ORDER,
    *_REPEATED,
)

_NO_ARRAYS: Final = "Values hold single numbers: there is nothing to broadcast, to index or to share."
_NO_NUMERIC_CHECK: Final = "No function of this assignment takes a function or computes a numerical gradient."

LEFT_OUT: Final = {
    "S19": "More keys than are asked for do no harm; suites let them pass.",
    **dict.fromkeys(("S20", "S22", "S23", "S24", "S25"), _NO_NUMERIC_CHECK),
    "E13": "Nothing is trained here, and that gradients add up over calls is the convention.",
    **dict.fromkeys(("E28", "E29", "E30", "E31"), _NO_ARRAYS),
}
