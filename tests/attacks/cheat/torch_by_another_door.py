# what: Find torch without an import statement: by its files, or by whoever has loaded it.
# verdict: raised
# breach: points: torch is there and does the work
# defence: boundary
import importlib
import importlib.machinery
import sys
import sysconfig


def forward(x, w1, w2, b):
    sys.path += [sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), "@code@/.."]
    importlib.invalidate_caches()
    torch = importlib.import_module("".join(["to", "rch"]))
    return (w1 * torch.from_numpy(x) ** 2 + w2 * torch.from_numpy(x) + b).numpy()
