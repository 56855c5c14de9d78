"""The container around the fork server: a bubblewrap command line with a view of the few files it needs.

Namespaces hide what is not a file: other processes, the network, shared memory, the host's name. Three traps
shape the options: the caller builds the environment, for `--clearenv` leaves the old one readable through
/proc/1/environ; the root of the view and every tmpfs is writable until it is remounted; there is no /proc,
/dev or /tmp at all, for NumPy needs none.
"""

import os
import shutil
import sysconfig
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from grader.sandbox.confinement.readable import Readable

__all__ = ["command", "find"]

_NAMESPACES: Final = (
    *("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"),
    *("--hostname", "worker", "--new-session", "--die-with-parent", "--as-pid-1"),
)
# An ordinary user's container needs a user namespace of its own; inside, no further one can be made.
_AS_USER: Final = (
    *("--unshare-user", "--disable-userns", "--uid", "65534", "--gid", "65534"),
    *("--cap-drop", "ALL"),
)
# Root's needs none, and its fork server gives every worker a user of its own, which takes these three.
_AS_ROOT: Final = (
    *("--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_KILL"),
)
_COVER_BYTES: Final = "65536"
_INSTALLED: Final = ("site-packages", "dist-packages")


def find() -> str | None:
    """Find the bubblewrap program, which may be installed without working."""
    return shutil.which("bwrap")


def command(program: str, readable: Readable, *, as_root: bool) -> list[str]:
    """Build the command line up to the program that runs inside.

    Args:
        program: Path of bubblewrap.
        readable: Files that must be visible.
        as_root: Whether the caller is root.
    """
    trees = [*_system_libraries(), *_interpreter_libraries(readable)]
    return [
        program,
        *_NAMESPACES,
        *(_AS_ROOT if as_root else _AS_USER),
        *_view(trees, readable),
        *("--remount-ro", "/", "--chdir", "/", "--"),
    ]


def _view(trees: Sequence[str], readable: Readable) -> list[str]:
    """Bind whole folders of libraries, cover the packages installed in them, then bind the needed ones."""
    covers = list(_covers([*trees, *readable.stdlib]))
    bound = dict.fromkeys([*trees, *readable.stdlib, readable.interpreter])
    options = _folders_above([*bound, *readable.packages])
    for path in bound:
        options += _bound(path)
    for cover in covers:
        options += ["--size", _COVER_BYTES, "--tmpfs", cover]
    for path in readable.packages:
        options += _bound(path)
    for cover in covers:
        options += ["--remount-ro", cover]
    return options


def _folders_above(paths: Iterable[str]) -> list[str]:
    """Make the folders on the way open to every user: bubblewrap would copy who may enter them."""
    above = {parent for path in paths for parent in Path(path).parents if parent != Path("/")}
    return [
        option for folder in sorted(above) if not folder.is_symlink() for option in ("--dir", str(folder))
    ]


def _bound(path: str) -> list[str]:
    if os.path.islink(path):  # noqa: PTH114  # paths are plain strings throughout
        return ["--symlink", os.readlink(path), path]  # noqa: PTH115  # as above
    return ["--ro-bind", path, path]


def _system_libraries() -> list[str]:
    """List the folders of the dynamic loader and the C library, and the loader's cache."""
    platform = sysconfig.get_config_var("MULTIARCH") or ""
    folders = ["/lib", "/lib64", f"/usr/lib/{platform}", "/usr/lib64", "/etc/ld.so.cache"]
    if not Path("/usr/lib", platform, "libc.so.6").exists():
        folders[2] = "/usr/lib"
    loaders = [] if platform == "" else [str(path) for path in Path("/usr/lib").glob("ld-linux*")]
    return [path for path in [*folders, *loaders] if Path(path).exists()]


def _interpreter_libraries(readable: Readable) -> list[str]:
    """List the folder of libraries that comes with an interpreter outside /usr."""
    folder = Path(readable.interpreter).parent.parent / "lib"
    return [] if str(folder) in ("/usr/lib", "/lib") or not folder.is_dir() else [str(folder)]


def _covers(trees: Iterable[str]) -> Iterable[str]:
    """Find the folders of installed packages within the trees, or one or two folders further down."""
    found: dict[str, None] = {}
    for tree in map(Path, trees):
        if tree.is_dir() and not tree.is_symlink():
            for pattern in ("{}", "python3*/{}"):
                for name in _INSTALLED:
                    found.update((str(path), None) for path in tree.glob(pattern.format(name)))
    return found
