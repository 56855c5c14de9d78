"""Code that NumPy raises exceptions for, and how they are told."""

from dataclasses import dataclass

__all__ = ["ARRAY_CASES", "Case"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Code that raises, the rule that knows why, and what it says of the names."""

    rule: str
    code: str
    detail: str


ARRAY_CASES = [
    Case(
        rule="matrix-product-of-unequal-lengths",
        code="dz2, h = A53, A54\nreturn {'W2': dz2 @ h}",
        detail="Here `dz2` is (5, 3) and `h` is (5, 4):"
        " the 3 columns of the first meet the 5 rows of the second."
        " Which of the two has to be transposed, for the result to have the shape it must have?",
    ),
    Case(
        rule="matrix-product-of-unequal-lengths",
        code="dz2, p = A53, {'W2': A34.T}\nreturn np.dot(dz2, p['W2'].T.T)",
        detail="Here `dz2` is (5, 3) and `p['W2'].T.T` is (4, 3):"
        " the 3 columns of the first meet the 4 rows of the second."
        " Which of the two has to be transposed, for the result to have the shape it must have?",
    ),
    Case(
        rule="matrix-product-of-unequal-lengths",
        code="W, X = A34, A53\nreturn W @ X",
        detail="Here `W` is (3, 4) and `X` is (5, 3):"
        " the 4 columns of the first meet the 5 rows of the second."
        " In the other order they would fit.",
    ),
    Case(
        rule="matrix-product-of-unequal-lengths",
        code="X = A54\nreturn X.dot(V3)",
        detail="Here `X` is (5, 4) and `V3` is (3,):"
        " the 4 columns of the first meet the 3 entries of the second."
        " Are these the two that belong together?",
    ),
    Case(
        rule="matrix-product-of-unequal-lengths",
        code="X = A54\nreturn (X * 2) @ A53",
        detail="Here `X` is (5, 4) and `A53` is (5, 3). The first factor has 4 columns, the second 5 rows.",
    ),
    Case(
        rule="matrix-product-with-a-number", code="lr = 0.5\nreturn lr @ A53", detail="Here `lr` is a number."
    ),
    Case(
        rule="shapes-that-do-not-go-together",
        code="z, b = A53, V5\nreturn z + b",
        detail="Here `z` is (5, 3) and `b` is (5,): counted from the right, 3 meets 5."
        " To go along the rows, (5,) would have to be (5, 1).",
    ),
    Case(
        rule="shapes-that-do-not-go-together",
        code="X, p = A53, {'W': A34, 'b': V5}\nreturn X @ p['W'] - p['b'][:3]",
        detail="Here `X @ p['W']` is (5, 4) and `p['b'][:3]` is (3,): counted from the right, 4 meets 3.",
    ),
    Case(
        rule="shapes-that-do-not-go-together",
        code="W, dW = A34, A34.T\nreturn W - dW",
        detail="Here `W` is (3, 4) and `dW` is (4, 3): counted from the right, 4 meets 3."
        " Each has the shape of the other transposed.",
    ),
    Case(
        rule="shapes-that-do-not-go-together",
        code="return np.where(A53 > 0, A54, 0)",
        detail="Here (5, 3) meets (5, 4): counted from the right, 3 meets 4.",
    ),
    Case(
        rule="result-that-does-not-fit-in-place",
        code="b = V3.copy()\nb -= A53",
        detail="Here `b` is (3,), and what it is to take is (5, 3)."
        " A sum over axis 0 would have the shape (3,).",
    ),
    Case(
        rule="result-that-does-not-fit-in-place",
        code="b = V3.copy()\nb[:] = V5",
        detail="Here the place is (3,), and what it is to take is (5,).",
    ),
    Case(
        rule="floats-as-an-index",
        code="out, y = A53, np.ones(5)\nreturn out[np.arange(5), y]",
        detail="Here `y` is an array of dtype float64.",
    ),
    Case(
        rule="no-index-of-an-array",
        code="stages = A53\nreturn stages['h']",
        detail="Here `stages` is (5, 3).",
    ),
    Case(
        rule="index-out-of-bounds",
        code="i = 9\nreturn A53[i]",
        detail="Here axis 0 of `A53` has 5 entries, and the one at 9 is asked for.",
    ),
    Case(rule="more-indices-than-axes", code="return V3[0, 1]", detail="Here `V3` is (3,)."),
    Case(
        rule="axis-that-is-not-there",
        code="d = V3\nreturn np.sum(d, axis=1)",
        detail="Here axis 1 is asked for where there are 1. Here `d` is (3,).",
    ),
    Case(
        rule="entries-that-do-not-fill-a-shape",
        code="return A53.reshape(4, 4)",
        detail="Here 15 entries are to take the shape (4, 4).",
    ),
    Case(
        rule="floats-into-an-array-of-integers",
        code="w = np.arange(3)\nw -= 0.1 * V3",
        detail="Here `w` is an array of dtype int64 and `V3` is an array of dtype float64.",
    ),
    Case(
        rule="entries-that-are-no-numbers",
        code="return 'a' * V3",
        detail="Here `V3` is an array of dtype float64.",
    ),
    Case(rule="numpy-function-of-an-object", code="return np.exp(Value(1.0))", detail=""),
    Case(
        rule="truth-of-an-array",
        code="z = V3\nreturn max(z, V3 + 1)",
        detail="Here `z` is (3,) and `V3` is (3,).",
    ),
    Case(rule="rows-of-unequal-shapes", code="return np.array([[1.0, 2.0], [3.0]])", detail=""),
    Case(rule="array-for-a-number", code="z = V3\nreturn math.exp(z)", detail="Here `z` is (3,)."),
    Case(
        rule="arrays-that-cannot-be-joined",
        code="return np.concatenate([A53, A34])",
        detail="Here `A53` is (5, 3) and `A34` is (3, 4).",
    ),
]
