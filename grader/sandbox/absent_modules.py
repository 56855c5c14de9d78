"""Stand-ins for modules that a submission imports and that are not installed where it is graded.

While the submission loads, a stand-in takes whatever is done with it, so that an import for plots or for a
cloud drive costs nothing. From then on every use raises the error that the import would have raised. Where
the submission itself is prepared for an import to fail, it fails at once.
"""

import ast
import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import TYPE_CHECKING, Any, Final

__all__ = ["AbsentModules"]

_SENTENCE: Final = (
    "No module named '{name}' where submissions are graded: a function that is graded can use {usable} and"
    " the standard library alone"
)
_IMPORT_ERRORS: Final = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
_SUPPRESS: Final = "suppress"
_HANDLING: Final = ("except", _SUPPRESS)
_IMPORTLIB: Final = "importlib"
# Python asks objects for these to learn what they can do; there is no such thing here.
_ASKED_OF_ANY_OBJECT: Final = ("__array", "__wrapped__", "__getstate__", "__set_name__", "__mro_entries__")


class AbsentModules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds, as the last of all finders, what the submission imports and nobody else finds.

    Args:
        source_name: File name that the submission is compiled under.
        packages: Names of the packages that are there besides NumPy.

    Attributes:
        loading: Whether the submission is still being loaded.
        usable: What a function can use, as the beginning of a list.
    """

    def __init__(self, source_name: str, packages: Sequence[str] = ()) -> None:
        self.usable = ", ".join(["NumPy", *packages])
        self._source_name = source_name
        self._handled = frozenset[int]()
        self.loading = True

    def install(self, source: str) -> None:
        """Begin to find modules.

        Args:
            source: Text of the submission, of which the imports that it expects to fail are left alone.
        """
        # Without one of these words there is no such import, and nothing need be parsed.
        if any(word in source for word in _HANDLING):
            self._handled = frozenset(_handled_lines(source))
        sys.meta_path.append(self)

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: types.ModuleType | None = None,  # noqa: ARG002  # a finder is called so
        /,
    ) -> importlib.machinery.ModuleSpec | None:
        """Find a module for the submission, unless it is a part of one that is there."""
        root = fullname.partition(".")[0]
        if path is not None and not isinstance(sys.modules.get(root), _AbsentModule):
            return None
        line = self._importing_line(sys._getframe(1))  # noqa: SLF001  # the only way to who imports
        if line is None or line in self._handled:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        """Make the stand-in."""
        return _AbsentModule(spec.name, self)

    def exec_module(self, module: types.ModuleType) -> None:
        """Do nothing: a stand-in has no code."""

    def _importing_line(self, frame: FrameType | None) -> int | None:
        """Return the line of the submission that imports; None if something else does, or only looks."""
        while frame is not None:
            code = frame.f_code
            if code.co_filename == self._source_name:
                return frame.f_lineno
            if _IMPORTLIB not in code.co_filename or code.co_name == "find_spec":
                return None
            frame = frame.f_back
        return None


def _handled_lines(source: str) -> Iterator[int]:
    """Give the lines of imports for whose failure the submission has code; none if it cannot be parsed."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        match node:
            case ast.Try(handlers=handlers) if any(map(_catches_import_errors, handlers)):
                waiting = node.body
            case ast.With(items=items) if any(_is_suppress(one.context_expr) for one in items):
                waiting = node.body
            case _:
                continue
        for one in waiting:
            yield from range(one.lineno, (one.end_lineno or one.lineno) + 1)


def _catches_import_errors(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(kind, ast.Name) and kind.id in _IMPORT_ERRORS for kind in kinds)


def _is_suppress(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith(_SUPPRESS)


class _Absent:
    """Something of a module that is not there."""

    def __init__(self, name: str, modules: AbsentModules) -> None:
        self.__dict__.update(_name=name, _modules=modules)

    if TYPE_CHECKING:
        _name: str
        _modules: AbsentModules

    def _used(self, name: str = "") -> "_Absent":
        if not self._modules.loading:
            root = self._name.partition(".")[0]
            raise ModuleNotFoundError(_SENTENCE.format(name=root, usable=self._modules.usable), name=root)
        return _Absent(name or self._name, self._modules)

    def __getattr__(self, name: str) -> "_Absent":
        if name.startswith(_ASKED_OF_ANY_OBJECT):
            raise AttributeError(name)
        return self._used(f"{self._name}.{name}")

    def __setattr__(self, name: str, value: object) -> None:
        self._used()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        used = self._used()
        # A decorator, such as `@njit`, leaves what it decorates.
        decorated = len(args) == 1 and not kwargs and isinstance(args[0], types.FunctionType | type)
        return args[0] if decorated else used

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        self._used()
        return ()

    def __instancecheck__(self, instance: object) -> bool:
        return False

    def __subclasscheck__(self, subclass: type) -> bool:
        return False

    def __iter__(self) -> Iterator["_Absent"]:
        used = self._used()
        return iter([used] * _unpacked(sys._getframe(1)))  # noqa: SLF001  # see `_unpacked`

    def __enter__(self) -> "_Absent":  # noqa: PYI034  # anything may come of it
        return self._used()

    def __exit__(self, *_error: object) -> None:
        self._used()

    def __bool__(self) -> bool:
        self._used()
        return False

    def __len__(self) -> int:
        self._used()
        return 0

    def __contains__(self, _value: object) -> bool:
        self._used()
        return False

    def __setitem__(self, _key: object, _value: object) -> None:
        self._used()

    def __delitem__(self, _key: object) -> None:
        self._used()

    def __repr__(self) -> str:
        return f"<{self._name}, which is not there>"


def _operation(self: _Absent, *_operands: object) -> _Absent:
    return self._used()


for _name in (
    "add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "floordiv", "rfloordiv", "mod",
    "rmod", "pow", "rpow", "matmul", "rmatmul", "neg", "pos", "abs", "invert", "and", "rand", "or", "ror",
    "xor", "rxor", "lshift", "rshift", "lt", "le", "gt", "ge", "getitem",
):  # fmt: skip
    setattr(_Absent, f"__{_name}__", _operation)


def _unpacked(frame: FrameType) -> int:
    """Return how many values the submission unpacks, as `fig, ax = plt.subplots()` does; 0 in a loop."""
    code, at = frame.f_code.co_code, frame.f_lasti
    is_unpacking = 0 <= at < len(code) - 1 and code[at] == _UNPACK_SEQUENCE
    return code[at + 1] if is_unpacking else 0


def _opcode_of_unpacking() -> int:
    import opcode  # noqa: PLC0415  # kept out of the module's names

    return opcode.opmap["UNPACK_SEQUENCE"]


_UNPACK_SEQUENCE: Final = _opcode_of_unpacking()


class _AbsentModule(types.ModuleType):
    """A module that is not there."""

    def __init__(self, name: str, modules: AbsentModules) -> None:
        super().__init__(name)
        self.__dict__.update(_absent=_Absent(name, modules), __path__=[])

    def __getattr__(self, name: str) -> Any:
        if name == "__all__":
            raise AttributeError(name)  # `from pylab import *` gives no names
        return getattr(self.__dict__["_absent"], name)

    def __setattr__(self, name: str, value: object) -> None:
        # Submodules are set by the import system.
        super().__setattr__(name, value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Be called like the function of the same name, as `tqdm` is."""
        return self.__dict__["_absent"](*args, **kwargs)
