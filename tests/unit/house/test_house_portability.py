"""Windows and macOS: no POSIX outside the sandbox, and no encoding or line end left to the system."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.documents import ROOT

SANDBOX = ROOT / "grader" / "sandbox"
# These ask whether the system can before they do it; test_cli_elsewhere grades where it cannot.
ASK_FIRST = {
    ROOT / "grader" / "interruption.py",
    *(ROOT / "grader" / "suite" / name for name in ("check_deadline.py", "forking.py", "runner.py")),
}
SHIPPED = [
    path
    for path in sorted((ROOT / "grader").rglob("*.py"))
    if not path.is_relative_to(SANDBOX) and path not in ASK_FIRST
]
MATERIAL = [
    *sorted((ROOT / "solutions").glob("*.py")),
    *sorted((ROOT / "tests" / "suites").rglob("*.py")),
    ROOT / "docs" / "generate.py",
]

MODULES = frozenset(
    [
        "crypt",
        "fcntl",
        "grp",
        "nis",
        "posix",
        "pty",
        "pwd",
        "readline",
        "resource",
        "spwd",
        "syslog",
        "termios",
        "tty",
    ]
)
ATTRIBUTES = {
    "os": frozenset(
        [
            "chown",
            "chroot",
            "fchmod",
            "fchown",
            "fork",
            "forkpty",
            "getegid",
            "geteuid",
            "getgid",
            "getgroups",
            "getloadavg",
            "getpgid",
            "getpriority",
            "getresuid",
            "getuid",
            "kill",
            "killpg",
            "lchown",
            "major",
            "memfd_create",
            "minor",
            "mkfifo",
            "mknod",
            "nice",
            "openpty",
            "pidfd_open",
            "pipe2",
            "posix_spawn",
            "posix_spawnp",
            "sched_getaffinity",
            "sched_setaffinity",
            "setegid",
            "seteuid",
            "setgid",
            "setgroups",
            "setpgid",
            "setpriority",
            "setresuid",
            "setsid",
            "setuid",
            "statvfs",
            "sync",
            "tcgetpgrp",
            "ttyname",
            "uname",
            "wait",
            "wait3",
            "wait4",
            "waitid",
            "WEXITSTATUS",
            "WIFEXITED",
            "WNOHANG",
        ]
    ),
    "signal": frozenset(
        [
            "alarm",
            "pause",
            "pidfd_send_signal",
            "pthread_kill",
            "pthread_sigmask",
            "setitimer",
            "sigtimedwait",
            "sigwait",
            "SIGALRM",
            "SIGCHLD",
            "SIGCONT",
            "SIGHUP",
            "SIGKILL",
            "SIGPIPE",
            "SIGQUIT",
            "SIGSTOP",
            "SIGUSR1",
            "SIGUSR2",
        ]
    ),
    "socket": frozenset(["AF_UNIX", "CMSG_SPACE", "recv_fds", "send_fds"]),
    "asyncio": frozenset(["open_unix_connection", "start_unix_server"]),
}
OF_POSIX_PROCESSES = frozenset(
    ["extra_groups", "group", "pass_fds", "preexec_fn", "process_group", "start_new_session", "umask", "user"]
)
OPENERS = frozenset(["fdopen", "open"])
TEMPORARY = frozenset(["NamedTemporaryFile", "SpooledTemporaryFile", "TemporaryFile"])
PROCESSES = frozenset(["Popen", "call", "check_call", "check_output", "run"])


def posix_only(tree: ast.AST) -> Iterator[str]:
    """Yield the names that only POSIX has, with their lines."""
    for node in ast.walk(tree):
        for name in _imported(node):
            module, _, attribute = name.partition(".")
            if module in MODULES or attribute in ATTRIBUTES.get(module, ()):
                yield f"{node.lineno}: {name}"  # type: ignore[attr-defined]  # a statement has a line
        if isinstance(node, ast.Attribute) and node.attr in ATTRIBUTES.get(ast.unparse(node.value), ()):
            yield f"{node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.Call) and _called(node) in PROCESSES:
            for option in _options(node) & OF_POSIX_PROCESSES:
                yield f"{node.lineno}: {option}="


def calls_without_encoding(tree: ast.AST) -> Iterator[str]:
    """Yield the calls that leave an encoding or line ends to the system."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (missing := _missing(node)):
            yield f"{node.lineno}: {ast.unparse(node.func)} without {missing}"


def _missing(call: ast.Call) -> str:
    """Return the options that a call lacks; empty if none."""
    name, options = _called(call), _options(call)
    if name in OPENERS and isinstance(call.func, ast.Attribute) and ast.unparse(call.func) == "os.open":
        return ""
    if name in OPENERS | TEMPORARY:
        mode = _mode(call, "w+b" if name in TEMPORARY else "r")
        wanted = [] if "b" in mode else ["encoding"] if mode.startswith("r") else ["encoding", "newline"]
    elif name == "read_text":
        # `grader.files.read_text(path, kind)` and that of package metadata decide themselves.
        wanted = ["encoding"] if not call.args else []
    elif name == "write_text":
        of_path = isinstance(call.func, ast.Attribute)
        wanted = ["encoding", "newline"] if of_path else []
    elif name in PROCESSES and options & {"text", "universal_newlines"}:
        wanted = ["encoding"]
    elif name == "TextIOWrapper":
        wanted = ["encoding", "newline"]
    else:
        wanted = []
    return " and ".join(option for option in wanted if option not in options)


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _options(call: ast.Call) -> set[str]:
    return {keyword.arg for keyword in call.keywords if keyword.arg}


def _mode(call: ast.Call, default: str) -> str:
    """Return the mode in which a file is opened: the only text argument that is one."""
    given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    modes = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    # The member of a zip file is opened for bytes: `archive.open(info)`.
    of_archive = isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) in {"archive", "self"}
    return next((mode for mode in modes if set(mode) <= set("rwxabt+")), "rb" if of_archive else default)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@pytest.mark.parametrize("path", [*SHIPPED, *MATERIAL], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_code_outside_the_sandbox_is_portable(path: Path) -> None:
    tree = parsed(path)
    assert [*posix_only(tree), *calls_without_encoding(tree)] == []


@pytest.mark.parametrize(
    "path", sorted(SANDBOX.rglob("*.py")), ids=lambda path: path.relative_to(SANDBOX).as_posix()
)
def test_sandbox_names_every_encoding(path: Path) -> None:
    assert list(calls_without_encoding(parsed(path))) == []


@pytest.mark.parametrize(
    "code",
    [
        "import fcntl",
        "def f():\n    import resource",
        "from pwd import getpwnam",
        "from os import fork",
        "import os\nos.fork()",
        "import os, signal\nos.kill(1, 15)",
        "import signal\nsignal.SIGKILL",
        "import subprocess\nsubprocess.run(['x'], preexec_fn=f)",
        "import subprocess\nsubprocess.Popen(['x'], start_new_session=True)",
    ],
)
def test_posix_only_code_is_found(code: str) -> None:
    assert list(posix_only(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "open(path)",
        "open(path, 'w', encoding='utf-8')",
        "path.open('a', newline='')",
        "path.read_text()",
        "path.write_text(text, encoding='utf-8')",
        "os.fdopen(handle, 'w', encoding='utf-8')",
        "subprocess.run(['x'], text=True)",
        "TemporaryFile('w')",
        "io.TextIOWrapper(stream, encoding='utf-8')",
    ],
)
def test_missing_encoding_is_found(code: str) -> None:
    assert list(calls_without_encoding(ast.parse(code)))


def test_bytes_and_explicit_encodings_pass() -> None:
    code = (
        "open(path, 'rb'); path.open('w', encoding='utf-8', newline='')\n"
        "path.read_text(encoding='utf-8'); archive.open(info); TemporaryFile(); os.open(path, flags)\n"
        "subprocess.run(['x'], text=True, encoding='utf-8'); write_text(path, text)\n"
    )
    assert list(calls_without_encoding(ast.parse(code))) == []
