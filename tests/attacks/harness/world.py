"""The targets of attacks: secrets, another process, listeners, an open folder; and their state afterwards."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tests.attacks.harness.attack import Attack
from tests.attacks.harness.course import MODULE, SOLUTION, make_course

__all__ = ["World"]

# Another program of the grader's user. It lets itself be traced by whoever may, as most programs do.
_VICTIM: Final = """
import ctypes, sys, time
secret = ctypes.create_string_buffer(sys.stdin.readline().strip().encode())
ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_ulong(-1 & (2**64 - 1)), 0, 0, 0)
print(ctypes.addressof(secret), flush=True)
time.sleep(600)
"""
_SHARED: Final = Path("/proc/sysvipc")


class World:
    """Everything outside a worker that an attack could reach, with secrets planted in it."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="attacks-"))
        self.root.chmod(0o755)
        names = ("hidden", "sibling", "victim", "environ", "memory", "descriptor", "state", "neighbour")
        # Each with a part that is safe in names, files and environments, and that nothing else contains.
        self.secrets = {name: f"{name}{secrets.token_hex(8)}" for name in names}
        self.course = make_course(self._folder("course"), self.secrets["hidden"])
        sibling = self._folder("submissions") / "someone_else.py"
        sibling.write_text(f"# {self.secrets['sibling']}\n{SOLUTION}", encoding="utf-8")
        self._sibling = sibling
        self.open = self._folder("open")
        self._handed_in = self._folder("handed-in")
        os.environ["GRADER_TOKEN"] = self.secrets["environ"]
        self._descriptor = self._hold_open_file()
        self._listeners = self._listen()
        self._victim: subprocess.Popen[str] | None = None
        self._address = 0
        self.reset()

    def reset(self) -> None:
        """Put everything back as it was before an attack."""
        self.open.chmod(0o700)
        shutil.rmtree(self.open)
        self.open = self._folder("open")
        self.open.chmod(0o777)
        code = self.open / "code.py"
        code.write_text("VALUE = 1\n", encoding="utf-8")
        code.chmod(0o666)
        if self._victim is None or self._victim.poll() is not None:
            self._victim = self._start_victim()
        shutil.rmtree(self._handed_in)
        self._folder("handed-in")
        _ = self.contacts()
        self._shared = _shared_memory()

    def fill(self, source: str, phase: int = 1) -> str:
        """Put what an attacker could know or guess in the place of the placeholders of an attack."""
        _, udp, _, _ = self._listeners
        values = {
            "beacon": self.open / "beacon",
            "open": self.open,
            "code": self.open / "code.py",
            "hidden": self.root / "course/suite/hidden/test_hidden.py",
            "recording": self.root / "course/suite/hidden/recordings/hidden_batch.rec",
            "sibling": self._sibling,
            "victim": self._victim.pid if self._victim is not None else 0,
            "address": self._address,
            "grader": os.getpid(),
            "tcp": self._listeners[0].getsockname()[1],
            "udp": udp.getsockname()[1],
            "unix": self.root / "socket",
            "abstract": f"attacks-{os.getpid()}",
            "descriptor": self._descriptor,
            "phase": phase,
            "state": self.secrets["state"] if phase == 1 else "nothing",
        }
        for name, value in values.items():
            source = source.replace(f"@{name}@", str(value))
        return source

    def hand_in(self, attack: Attack, phase: int = 1) -> Path:
        """Write what is handed in, as a file or by its maker, and return its path."""
        folder = self._folder(f"handed-in/{phase}")
        if attack.make is not None:
            return attack.make(folder)
        path = folder / MODULE
        path.write_text(self.fill(attack.source, phase), encoding="utf-8")
        return path

    def changes(self) -> str:
        """Name what was made, changed or removed in the open folder."""
        if self.open.is_mount():
            subprocess.run(["umount", str(self.open)], check=False)  # noqa: S607  # the system's
            return "something is mounted on the folder"
        found = sorted(path.name for path in self.open.iterdir())
        code = self.open / "code.py"
        if code.is_file() and (code.read_text(encoding="utf-8"), code.stat().st_mode & 0o7777) == (
            "VALUE = 1\n",
            0o666,
        ):
            found.remove("code.py")
        return ", ".join(found) or ("" if code.exists() else "code.py is gone")

    def contacts(self) -> list[str]:
        """Name the listeners that were reached since the last time."""
        reached = []
        for listener in self._listeners:
            try:
                if listener.type == socket.SOCK_DGRAM:
                    listener.recv(1)
                else:
                    listener.accept()[0].close()
            except BlockingIOError:
                continue
            reached.append(str(listener.getsockname()))
        return reached

    def victim_state(self) -> str:
        """Say what is wrong with the other process; empty if it is unharmed."""
        if self._victim is None:
            return ""
        status = self._victim.poll()
        if status is not None:
            return f"the other process ended with {status}"
        if " 7 " in Path(f"/proc/{self._victim.pid}/limits").read_text("ascii"):
            self._end_victim()
            return "the other process has other limits"
        state = Path(f"/proc/{self._victim.pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
        if state in "Tt":
            self._end_victim()
            return "the other process was stopped"
        return ""

    def left(self) -> str:
        """Name shared memory and its like that are left behind, and remove them."""
        ours = _shared_memory() - self._shared
        for kind, identifier in ours:
            option = {"shm": "-m", "msg": "-q", "sem": "-s"}[kind]
            subprocess.run(["ipcrm", option, identifier], check=False)  # noqa: S607  # the system's
        return ", ".join(f"{kind} {identifier}" for kind, identifier in sorted(ours))

    def found_in(self, carriers: Iterable[bytes]) -> str:
        """Name the secrets that some bytes contain."""
        everything = b"\0".join(carriers)
        return ", ".join(name for name, token in self.secrets.items() if token.encode() in everything)

    def close(self) -> None:
        """End and remove everything."""
        for listener in self._listeners:
            listener.close()
        self._end_victim()
        os.close(self._descriptor)
        os.environ.pop("GRADER_TOKEN", None)
        shutil.rmtree(self.root, ignore_errors=True)

    def _end_victim(self) -> None:
        if self._victim is not None:
            self._victim.kill()
            self._victim.wait()

    def _folder(self, name: str) -> Path:
        folder = self.root / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _hold_open_file(self) -> int:
        path = self.root / "gradebook"
        path.write_text(self.secrets["descriptor"], encoding="utf-8")
        path.chmod(0o600)
        descriptor = os.open(path, os.O_RDONLY)
        os.set_inheritable(descriptor, True)  # as a careless program would leave it
        return descriptor

    def _listen(self) -> tuple[socket.socket, ...]:
        tcp = socket.create_server(("127.0.0.1", 0))
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", 0))
        local, abstract = (socket.socket(socket.AF_UNIX) for _ in range(2))
        local.bind(str(self.root / "socket"))
        (self.root / "socket").chmod(0o777)
        abstract.bind(f"\0attacks-{os.getpid()}")
        for listener in (local, abstract):
            listener.listen()
        for listener in (tcp, udp, local, abstract):
            listener.setblocking(False)
        return tcp, udp, local, abstract

    def _start_victim(self) -> "subprocess.Popen[str]":
        victim = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _VICTIM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"VICTIM_TOKEN": self.secrets["victim"]},
            encoding="utf-8",
            cwd=self._folder(f"at-home/{self.secrets['victim']}"),
        )
        assert victim.stdin is not None
        assert victim.stdout is not None
        with victim.stdin, victim.stdout:
            victim.stdin.write(f"{self.secrets['memory']}\n")
            victim.stdin.flush()
            self._address = int(victim.stdout.readline())
        return victim


def settle(condition: object, seconds: float = 1.0) -> bool:
    """Wait until a condition holds; say whether it came to hold."""
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return bool(condition())


def _shared_memory() -> set[tuple[str, str]]:
    """List shared memory, queues and semaphores whose key is our number, as (kind, identifier)."""
    found = set()
    for kind in ("shm", "msg", "sem"):
        table = _SHARED / kind
        lines = table.read_text("ascii").splitlines()[1:] if table.is_file() else []
        # The key is the grader's number, for other graders may be running attacks.
        keyed = (line.split()[:2] for line in lines)
        found |= {(kind, identifier) for key, identifier in keyed if key == str(os.getpid())}
    return found
