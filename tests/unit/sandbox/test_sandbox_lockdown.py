"""Each step of the lock-down is shown twice: it stops something, and without it nothing does."""

import os
import platform
import sys
from collections.abc import Callable, Sequence

import pytest

from grader.model.isolation import Isolation
from grader.sandbox.confinement.landlock import abi_version
from grader.sandbox.confinement.lockdown import STEPS
from grader.sandbox.forked_worker import ForkServer
from tests.support.sandbox_trial import DONE, outcome

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or abi_version() == 0, reason="the lock-down needs Linux with Landlock"
)

Servers = Callable[..., ForkServer]

as_root = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="shows what becomes of the rights of root"
)

OPEN_SOCKET = "import socket; socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()"
OPEN_LOCAL_SOCKET = "import socket; socket.socketpair()"
MAKE_MEMORY_FILE = "import os; os.close(os.memfd_create('canary'))"
DIRECT_SIGNALS = "import fcntl, os; fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())"
START_THREAD = "import threading; threading.Thread(target=print).start()"
RUN_PROGRAM = """
    import os
    try:
        os.execv('/nowhere', ['/nowhere'])
    except FileNotFoundError:
        pass
"""
TRACE_PARENT = """
    import ctypes, errno, os
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace(16, 0, None, None)
    if ctypes.get_errno() != errno.ESRCH:
        raise PermissionError(os.strerror(ctypes.get_errno()))
"""
FORK = """
    import os
    if os.fork() == 0:
        os._exit(0)
"""
READ_OUTSIDE = "open('/etc/passwd').close()"
LIST_OUTSIDE = "import os; os.listdir('/')"
READ_PARENT = "import os; open(f'/proc/{os.getppid()}/status').close()"
SIGNAL_PARENT = "import os; os.kill(os.getppid(), 0)"
BECOME_ANOTHER = "import os; os.setresuid(4321, 4321, 4321)"
BE_ROOT = """
    import os
    if os.getuid() != 0 or os.getgid() != 0:
        raise PermissionError('not root')
"""
SEE_FILES = "import os; os.stat('/etc/passwd')"
SEE_PROCESSES = """
    import os
    if os.getppid() == 1:
        raise PermissionError('the first process here')
"""
LEAVE_BY_NETWORK = """
    import socket
    names = [name for _, name in socket.if_nameindex()]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(('198.51.100.1', 9))  # no packet is sent; it fails where there is no route
"""
WRITE_ANYWHERE = """
    import os
    written, todo = [], ['/']
    while todo:
        folder = todo.pop()
        try:
            os.close(os.open(os.path.join(folder, 'canary'), os.O_WRONLY | os.O_CREAT))
            written.append(folder)
        except OSError:
            pass
        if len(todo) < 1000 and folder.count('/') < 7:
            todo += [entry.path for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False)]
    raise RuntimeError(repr(written))
"""


# Each case leaves out what else would stop the attempt, then the step itself as well.
@pytest.mark.parametrize(
    "step, others, attempt",
    [
        pytest.param("seccomp", (), OPEN_SOCKET, id="seccomp-socket"),
        pytest.param("seccomp", (), OPEN_LOCAL_SOCKET, id="seccomp-local-socket"),
        pytest.param("seccomp", (), MAKE_MEMORY_FILE, id="seccomp-memory-file"),
        pytest.param("seccomp", (), DIRECT_SIGNALS, id="seccomp-direct-signals"),
        pytest.param("seccomp", (), RUN_PROGRAM, id="seccomp-program"),
        pytest.param("seccomp", (), TRACE_PARENT, id="seccomp-trace"),
        pytest.param("seccomp", ("limits",), FORK, id="seccomp-fork"),
        pytest.param("seccomp", ("limits",), START_THREAD, id="seccomp-thread"),
        pytest.param("seccomp", ("identity", "landlock"), SIGNAL_PARENT, id="seccomp-signal"),
        pytest.param("limits", ("seccomp",), FORK, id="limits-fork"),
        pytest.param("limits", ("seccomp",), START_THREAD, id="limits-thread"),
        pytest.param("landlock", (), READ_OUTSIDE, id="landlock-read"),
        pytest.param("landlock", (), LIST_OUTSIDE, id="landlock-list"),
        pytest.param("landlock", ("identity",), READ_PARENT, id="landlock-proc"),
        pytest.param("identity", (), BE_ROOT, id="identity", marks=as_root),
        pytest.param(
            "capabilities", ("identity", "seccomp"), BECOME_ANOTHER, id="capabilities", marks=as_root
        ),
    ],
)
def test_each_step_stops_what_no_other_does(
    step: str, others: Sequence[str], attempt: str, servers: Servers
) -> None:
    assert outcome(servers(Isolation.L3, *others), attempt) != DONE
    assert outcome(servers(Isolation.L3, step, *others), attempt) == DONE


def test_landlock_alone_stops_signals(servers: Servers) -> None:
    if abi_version() < 6:
        pytest.skip("this kernel's Landlock does not scope signals")
    others = ("identity", "seccomp")
    assert outcome(servers(Isolation.L3, *others), SIGNAL_PARENT) != DONE
    assert outcome(servers(Isolation.L3, "landlock", *others), SIGNAL_PARENT) == DONE


@pytest.mark.parametrize(
    "attempt",
    [
        OPEN_SOCKET,
        OPEN_LOCAL_SOCKET,
        MAKE_MEMORY_FILE,
        DIRECT_SIGNALS,
        START_THREAD,
        RUN_PROGRAM,
        TRACE_PARENT,
        FORK,
        READ_OUTSIDE,
        LIST_OUTSIDE,
        READ_PARENT,
        SIGNAL_PARENT,
        BECOME_ANOTHER,
        BE_ROOT,
    ],
)
def test_container_stops_every_attempt(attempt: str, servers: Servers) -> None:
    assert outcome(servers(Isolation.L4), attempt) != DONE


@pytest.mark.parametrize("attempt", [READ_OUTSIDE, READ_PARENT, SEE_FILES, SEE_PROCESSES, LEAVE_BY_NETWORK])
def test_container_alone_stops_unprivileged_attempts(attempt: str, servers: Servers) -> None:
    assert outcome(servers(Isolation.L3, *STEPS), attempt) == DONE
    assert outcome(servers(Isolation.L4, *STEPS), attempt) != DONE


def test_container_alone_prevents_writing(servers: Servers) -> None:
    assert outcome(servers(Isolation.L4, *STEPS), WRITE_ANYWHERE) == "RuntimeError: []"


@pytest.mark.skipif(platform.machine() != "x86_64", reason="x32 is a convention of x86-64")
def test_foreign_call_convention_kills_the_worker(servers: Servers) -> None:
    call = "import ctypes; ctypes.CDLL(None).syscall(0x40000000 | 39)"
    assert "SIGSYS" in outcome(servers(Isolation.L3), call)


def test_worker_may_signal_itself(servers: Servers) -> None:
    assert "SIGABRT" in outcome(servers(Isolation.L3), "import os; os.abort()")
