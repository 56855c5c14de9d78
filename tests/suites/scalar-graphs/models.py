"""What is right in `scalar-graphs`, computed by torch: the recorder differentiates what these return.

All numbers are scalars in float64. Every model names its quantities as the assignment does.
"""

import ast
from collections.abc import Mapping, Sequence
from typing import Any

import torch

from grader.oracle import Tape

__all__ = [
    "affine",
    "evaluate",
    "factory",
    "fork",
    "graph",
    "large_graph",
    "multiplication",
]


def multiplication(tape: Tape, *, x: float, w: float, upstream: float) -> torch.Tensor:
    """Weigh one product by `upstream`, so that this is the gradient that arrives at u."""
    w_, x_ = tape.watch("w", w), tape.watch("x", x)
    u = w_ * x_
    tape.keep("u", u)
    return upstream * u


def factory(tape: Tape, *, x: float, w: float, v: float, target: float) -> torch.Tensor:
    """Two multiplications and a squared error."""
    x_, w_ = tape.watch("x", x), tape.watch("w", w)
    u = tape.watch("u", w_ * x_)
    v_ = tape.watch("v", v)
    y = tape.watch("y", v_ * u)
    loss = (y - target) ** 2
    tape.keep("loss", loss, "(y - target) ** 2")
    return loss


def affine(tape: Tape, *, x: float, w: float, b: float, y: float) -> torch.Tensor:
    """A product, a sum, a residual and its square."""
    x_, w_, b_ = tape.watch("x", x), tape.watch("w", w), tape.watch("b", b)
    z = tape.watch("z", x_ * w_)
    y_hat = tape.watch("y_hat", z + b_)
    r = tape.watch("r", y_hat - y, "y_hat - y")
    loss = r**2
    tape.keep("loss", loss, "r ** 2")
    return loss


def fork(tape: Tape, *, x: float, y: float) -> torch.Tensor:
    """The graph in which x is used three times and y twice."""
    y_, x_ = tape.watch("y", y), tape.watch("x", x)
    p = tape.watch("p", x_ * y_)
    e = tape.watch("e", torch.exp(p))
    n = tape.watch("n", e + x_)
    m = tape.watch("m", torch.maximum(x_, y_))
    d = tape.watch("d", 1 + m**2, "1 + m ** 2")
    return tape.watch("f", n / d)


def graph(
    tape: Tape,
    *,
    text: str,
    leaves: Mapping[str, float],
    numbers: Mapping[str, float],
    roots: Sequence[str],
) -> torch.Tensor:
    """Run the text of a graph on tensors and add up its roots.

    Calling `backward()` on one root after another accumulates, which is the gradient of their sum; a root
    named twice is called twice.

    Args:
        tape: Told every leaf and every name the text assigns.
        text: Python assignments, and loops of them.
        leaves: Values of the leaves by name.
        numbers: Plain numbers by name, which take part in the arithmetic but have no gradient.
        roots: Names of the roots, in the order of the calls.
    """
    names = {name: tape.watch(name, value) for name, value in leaves.items()}
    names = _run(tape, text, {**names, **{name: float(value) for name, value in numbers.items()}})
    return torch.stack([names[root] for root in roots]).sum()


def large_graph(
    tape: Tape, *, text: str, numbers: Sequence[float], direction: Sequence[float], k: float
) -> torch.Tensor:
    """Run the text of a graph on a list of leaves, and watch how far they all move along a direction.

    The gradient with respect to that distance is the sum over the leaves of direction times gradient, so
    that one number stands for thousands.

    Args:
        tape: Told the distance and every name the text assigns.
        text: Python assignments, and loops of them, that make `y` of the list `x` and the number `k`.
        numbers: Values of the leaves.
        direction: How far each leaf moves for a distance of 1.
        k: A plain number.
    """
    distance = tape.watch("leaves", 0.0)
    moved = torch.tensor(numbers, dtype=torch.float64) + distance * torch.tensor(
        direction, dtype=torch.float64
    )
    return _run(tape, text, {"x": list(moved.unbind()), "k": k})["y"]


def evaluate(text: str, names: Mapping[str, float]) -> dict[str, float]:
    """Run the text of a graph on numbers; returns the values of all its names."""
    tensors = {name: torch.tensor(value, dtype=torch.float64) for name, value in names.items()}
    return {name: float(tensor) for name, tensor in _run(_Untaped(), text, tensors).items()}


class _Untaped:
    """A tape for use outside of a recording: it takes nothing down."""

    def watch(self, _name: str, value: Any, _formula: str = "") -> Any:
        """Give the value back."""
        return value

    def keep(self, name: str, value: object, _formula: str = "") -> None:
        """Keep nothing."""


class _InPlaceAsNew(ast.NodeTransformer):
    """Turns `c += b` into `c = c + b`: for values of the assignment both mean the same."""

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.Assign:
        target = ast.unparse(node.target)
        right = ast.BinOp(ast.parse(target, mode="eval").body, node.op, node.value)
        return ast.fix_missing_locations(ast.copy_location(ast.Assign([node.target], right), node))


def _run(tape: Tape, text: str, names: dict[str, Any]) -> dict[str, torch.Tensor]:
    """Run a text statement by statement; the tape watches each name after the last that assigns it."""
    statements = _InPlaceAsNew().visit(ast.parse(text)).body
    last = {name: number for number, one in enumerate(statements) for name in _assigned(one)}
    for number, statement in enumerate(statements):
        exec(compile(ast.Module([statement], []), "<graph>", "exec"), {}, names)  # noqa: S102  # our own text
        for name in _assigned(statement):
            if last[name] == number:
                names[name] = tape.watch(name, names[name], _formula(statement))
    return {name: value for name, value in names.items() if isinstance(value, torch.Tensor)}


def _formula(statement: ast.stmt) -> str:
    """Give the right side of an assignment, unless it uses the name it assigns: that was another quantity."""
    if not isinstance(statement, ast.Assign) or {
        node.id for node in ast.walk(statement.value) if isinstance(node, ast.Name)
    } & set(_assigned(statement)):
        return ""
    return ast.unparse(statement.value)


def _assigned(statement: ast.stmt) -> list[str]:
    """Names that a statement assigns, in the order they first stand there; `_` counts loops."""
    found = [
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    return [name for name in dict.fromkeys(found) if name != "_"]
