"""Needs no topological order: counts how often each node is used, and processes it when all have reported."""


def _count_uses(root):
    uses, waiting = {root: 0}, [root]
    while waiting:
        for source, _ in waiting.pop().inputs:
            if source not in uses:
                uses[source] = 0
                waiting.append(source)
            uses[source] += 1
    return uses


def _backward(self):
    uses = _count_uses(self)
    arrived = dict.fromkeys(uses, 0.0)
    arrived[self] = 1.0
    ready = [self]
    while ready:
        node = ready.pop(0)
        node.grad = node.grad + arrived[node]
        for source, derivative in node.inputs:
            arrived[source] += derivative * arrived[node]
            uses[source] -= 1
            if uses[source] == 0:
                ready.append(source)


Value.backward = _backward
