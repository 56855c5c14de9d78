"""Files that an assignment gives to a submission: read by name as if they lay beside it, and never written.

They come over the channel and stay in memory. So a worker needs no right to any folder for them, and they
are there on every level of isolation and every system.
"""

import builtins
import errno
import importlib.abc
import importlib.machinery
import importlib.util
import io
import os
import stat
import sys
import types
from collections.abc import Mapping, Sequence
from typing import Any, Final

__all__ = ["GivenFiles"]

_PYTHON: Final = ".py"
_WRITING: Final = frozenset("wax+")


class GivenFiles(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """The given files of a submission, for `open`, `os.stat` and `import`.

    Args:
        files: Contents by name, with `/` between folders.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = {os.path.normpath(name): content for name, content in files.items()}
        self._open = builtins.open
        self._stat = os.stat

    def install(self) -> None:
        """Begin to serve the files; without any, nothing changes."""
        if self._files:
            sys.meta_path.insert(0, self)  # beside a script, a module comes before the standard library's
            builtins.open = io.open = self.open
            os.stat = self.stat
            self._serve_numpy()

    def _serve_numpy(self) -> None:
        """Serve `np.loadtxt` and `np.genfromtxt`, which remember the `open` of when NumPy was imported."""
        module = sys.modules.get("numpy.lib._datasource")
        openers = getattr(getattr(module, "_file_openers", None), "_file_openers", None)
        if isinstance(openers, dict):
            openers[None] = self.open

    def open(self, file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        """Open a given file for reading, and any other as Python does."""
        content = self._content(file)
        if content is None:
            return self._open(file, mode, *args, **kwargs)
        if _WRITING & set(mode):
            raise PermissionError(errno.EACCES, "this file is given, and can only be read", file)
        stream = io.BytesIO(content)
        return stream if "b" in mode else self._as_text(stream, *args, **kwargs)

    @staticmethod
    def _as_text(
        stream: io.BytesIO,
        buffering: int = -1,  # noqa: ARG004  # everything is in memory
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        **_others: Any,
    ) -> io.TextIOWrapper:
        return io.TextIOWrapper(stream, encoding=encoding or "utf-8", errors=errors, newline=newline)

    def stat(self, path: Any, *args: Any, **kwargs: Any) -> os.stat_result:
        """Describe a given file as one that is read-only, and any other as the system does."""
        content = self._content(path)
        if content is None:
            return self._stat(path, *args, **kwargs)
        mode = stat.S_IFREG | stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
        return os.stat_result((mode, 0, 0, 1, 0, 0, len(content), 0, 0, 0))

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002  # a finder is called so
        target: types.ModuleType | None = None,  # noqa: ARG002  # as above
        /,
    ) -> importlib.machinery.ModuleSpec | None:
        """Find a given module or package."""
        stem = fullname.replace(".", os.sep)
        for name in (f"{stem}{_PYTHON}", f"{stem}{os.sep}__init__{_PYTHON}"):
            if name in self._files:
                is_package = name.endswith("__init__.py")
                return importlib.util.spec_from_loader(fullname, self, origin=name, is_package=is_package)
        return None

    def exec_module(self, module: types.ModuleType) -> None:
        """Run the module's text."""
        name = module.__spec__.origin if module.__spec__ and module.__spec__.origin else ""
        exec(compile(self._files[name], name, "exec", dont_inherit=True), module.__dict__)  # noqa: S102  # a given module

    def _content(self, path: Any) -> bytes | None:
        """Return the content of the given file that a path leads to; None if it leads to none.

        A relative path starts beside the submission, and so does one that was made absolute.
        """
        if isinstance(path, int):
            return None
        try:
            name = os.path.normpath(os.fsdecode(path))
            name = os.path.relpath(name) if name.startswith(os.sep) or ":" in name else name
        except (TypeError, ValueError):
            return None
        return self._files.get(name)
