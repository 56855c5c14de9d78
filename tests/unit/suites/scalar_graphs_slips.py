"""Wrong submissions for `scalar-graphs`: slips that cost one part, and known mistakes outside the engine."""

from typing import Final

from tests.unit.suites.breaking import edited, solution

__all__ = ["OTHER_MISTAKES", "SLIPS", "solution_with"]

Edits = tuple[tuple[str, str], ...]


def solution_with(*edits: tuple[str, str]) -> str:
    """Text of the solution with edits."""
    return edited(solution("scalar-graphs"), *edits)


SLIPS: Final[dict[str, tuple[str, Edits]]] = {
    "a product's gradients are exchanged": (
        "factory",
        (('{"x": upstream * w, "w": upstream * x}', '{"x": upstream * x, "w": upstream * w}'),),
    ),
    "a product forgets the upstream gradient": (
        "factory",
        (('{"x": upstream * w, "w": upstream * x}', '{"x": w, "w": x}'),),
    ),
    "the first stage adds": ("factory", (("u = w * x\n    y", "u = w + x\n    y"),)),
    "the factory's loss is halved": (
        "factory",
        (("(y - target) ** 2\n    # END", "(y - target) ** 2 / 2\n    # END"),),
    ),
    "the factory's square forgets its 2": ("factory", (("dy = 2 * (y - target)", "dy = y - target"),)),
    "both stages receive the same gradient": (
        "factory",
        (('multiply_backward(x, w, second["x"])', "multiply_backward(x, w, dy)"),),
    ),
    "the bias is subtracted": ("affine", (("y_hat = z + b\n", "y_hat = z - b\n"),)),
    "the residual is target minus prediction": ("affine", (("r = y_hat - y\n", "r = y - y_hat\n"),)),
    "the affine square forgets its 2": ("affine", (("dr = 2 * r", "dr = r"),)),
    "the bias receives no gradient": ("affine", (("dz, db = dy_hat, dy_hat", "dz, db = dy_hat, 0.0"),)),
    "the affine product's gradients are exchanged": (
        "affine",
        (('"w": product["w"], "x": product["x"]', '"w": product["x"], "x": product["w"]'),),
    ),
    "exp is taken of x": ("fork", (("e = math.exp(p)", "e = math.exp(x)"),)),
    "the maximum is a minimum": ("fork", (("m = max(x, y)\n", "m = min(x, y)\n"),)),
    "x forgets the path through n": ("fork", (("dx = dp * y + dn + (", "dx = dp * y + ("),)),
    "sums pass nothing to the right": (
        "engine",
        (("(self, 1.0), (other, 1.0))", "(self, 1.0), (other, 0.0))"),),
    ),
    "tanh takes the square of its input": ("engine", (("1 - result**2", "1 - self.data**2"),)),
    "the order is not reversed": ("engine", (("for node in reversed(order)", "for node in order"),)),
    "the root is not seeded": ("engine", (("upstream[self] = 1.0", "pass"),)),
}
"""One-line slips in the solution: the part each must cost, and the edit."""


_DIFFERENCES_IN_X_AND_W: Final = """h = 1e-5
    def at(x, w, v):
        return (v * w * x - target) ** 2
    first = {"x": (at(x + h, w, v) - at(x - h, w, v)) / (2 * h),
             "w": (at(x, w + h, v) - at(x, w - h, v)) / (2 * h)}
    return {"y": dy, "v": second["w"]"""
_DIFFERENCES_IN_X: Final = """h = 1e-5
    dx = (fork_forward(x + h, y)["f"] - fork_forward(x - h, y)["f"]) / (2 * h)
    return {"f": df,"""

OTHER_MISTAKES: Final[dict[str, tuple[str, Edits]]] = {
    "S1 affine: no upstream in the product": (
        "affine",
        (("product = multiply_backward(x, w, dz)", "product = multiply_backward(x, w, 1.0)"),),
    ),
    "S1 fork: no upstream at exp": ("fork", (('dp = de * v["e"]', 'dp = v["e"]'),)),
    "S2 fork: y's path through p is forgotten": ("fork", (("dy = dp * x + (", "dy = ("),)),
    "S3 fork: the last path overwrites": (
        "fork",
        (("dx = dp * y + dn + (dm if x > y else 0.0)", "dx = dm if x > y else 0.0"),),
    ),
    "S4 fork: the product's gradients are not exchanged": (
        "fork",
        (("dx = dp * y + dn", "dx = dp * x + dn"), ("dy = dp * x + (", "dy = dp * y + (")),
    ),
    "S5 fork: the exponent's 2 is missing": ("fork", (('dd * 2 * v["m"]', 'dd * v["m"]'),)),
    "S6 fork: the exponent is not reduced": ("fork", (('dd * 2 * v["m"]', 'dd * 2 * v["m"] ** 2'),)),
    "S8 fork: the quotient's sign": ("fork", (('dd = -df * v["n"]', 'dd = df * v["n"]'),)),
    "S9 fork: exp' is its input": ("fork", (('dp = de * v["e"]', 'dp = de * v["p"]'),)),
    "S15 fork: exp' at x": ("fork", (('dp = de * v["e"]', "dp = de * math.exp(x)"),)),
    "S17 fork: the maximum passes to the smaller": (
        "fork",
        (
            ("(dm if x > y else 0.0)", "(dm if x < y else 0.0)"),
            ("(0.0 if x > y else dm)", "(0.0 if x < y else dm)"),
        ),
    ),
    "S17 fork: the maximum passes to both": ("fork", (("(0.0 if x > y else dm)", "dm"),)),
    "S18 fork: d for 1/d": ("fork", (('dn = df / v["d"]', 'dn = df * v["d"]'),)),
    "S18 fork: 1/d not squared": ("fork", (('v["n"] / v["d"] ** 2', 'v["n"] / v["d"]'),)),
    "S18 fork: n for e": ("fork", (('dp = de * v["e"]', 'dp = de * v["n"]'),)),
    "finite differences in the factory": (
        "factory",
        (
            (
                'return {"y": dy, "v": second["w"]',
                _DIFFERENCES_IN_X_AND_W,
            ),
        ),
    ),
    "finite differences in the fork": (
        "fork",
        (
            (
                'return {"f": df,',
                _DIFFERENCES_IN_X,
            ),
        ),
    ),
}
"""Known mistakes outside the engine, by their number in the catalogue, and the part each must cost."""
