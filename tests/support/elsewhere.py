"""A system that is neither Linux nor POSIX, as far as one can be had on this one."""

import os
from collections.abc import Mapping
from pathlib import Path

__all__ = ["elsewhere"]

# Libraries know the platforms by name and are left alone: they get the real modules. What is imported after
# that, such as all of `grader`, finds the modules of POSIX missing, and the functions that only POSIX has.
_START = """
import asyncio, multiprocessing, pathlib, shutil, subprocess, sys, sysconfig, tempfile, types
import os, signal
import psutil

sysconfig.get_config_vars()

def hide(module, *names):
    rest = {name: value for name, value in vars(module).items() if name not in names}
    sys.modules[module.__name__] = types.ModuleType(module.__name__)
    vars(sys.modules[module.__name__]).update(rest)

hide(
    os, "chown", "fork", "forkpty", "getegid", "geteuid", "getgid", "getpgid", "getuid", "killpg",
    "memfd_create", "mkfifo", "nice", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "pidfd_open",
    "sched_getaffinity", "setgid", "setsid", "setuid", "uname", "wait", "wait4", "WNOHANG",
)
hide(
    signal, "alarm", "pause", "pthread_sigmask", "setitimer", "SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL",
    "SIGSTOP", "SIGUSR1",
)
for absent in ("fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"):
    sys.modules[absent] = None
sys.platform = "elsewhere"
"""


def elsewhere(folder: Path) -> Mapping[str, str]:
    """Prepare a folder; give the variables with which every Python that is started takes itself elsewhere.

    It is a person's desk: a CI system would be refused the little isolation there is elsewhere.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(_START, encoding="utf-8", newline="\n")
    before = os.environ.get("PYTHONPATH", "")
    return {"CI": "", "PYTHONPATH": os.pathsep.join(filter(None, [str(folder), before]))}
