# what: Let torch compute the gradients.
# verdict: raised
# breach: points: torch is there and does the work
# defence: boundary
import torch


def forward(x, w1, w2, b):
    return w1 * x**2 + w2 * x + b


def backward(x, y, w1, w2, b):
    weights = [torch.tensor(float(value), dtype=torch.float64, requires_grad=True) for value in (w1, w2, b)]
    X, Y = torch.from_numpy(x), torch.from_numpy(y)
    ((weights[0] * X**2 + weights[1] * X + weights[2] - Y) ** 2).mean().backward()
    return {name: float(weight.grad) for name, weight in zip(("w1", "w2", "b"), weights)}
