"""A filter of system calls, as a program for the kernel's classic BPF machine.

Constants and layout: include/uapi/linux/{seccomp,filter,bpf_common,audit}.h and
Documentation/userspace-api/seccomp_filter.rst of the kernel.
"""

import ctypes
import errno
import platform
import struct
from dataclasses import dataclass
from typing import Final

from grader.sandbox.confinement.kernel import syscall
from grader.sandbox.confinement.syscalls import (
    ALLOWED,
    Always,
    ArgumentIn,
    ArgumentIsSelf,
    ArgumentWithout,
    Fails,
    Rule,
    Syscall,
)

__all__ = ["ARCHITECTURES", "Architecture", "Filter", "build_filter", "install"]

RET_ALLOW: Final = 0x7FFF0000
RET_ERRNO: Final = 0x00050000
RET_KILL_PROCESS: Final = 0x80000000
REFUSED: Final = RET_ERRNO | errno.EPERM

_LOAD, _JUMP_EQUAL, _JUMP_NOT_BELOW, _JUMP_IF_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_INSTRUCTION: Final = struct.Struct("<HBBI")
_NUMBER_OFFSET: Final = 0
_ARCH_OFFSET: Final = 4
_ARGUMENTS_OFFSET: Final = 16
_X32_BIT: Final = 0x40000000
_SET_MODE_FILTER: Final = 1

Instruction = tuple[int, int, int, int]
"""Operation, instructions to skip if true, if false, and the constant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """The constants of a processor architecture.

    Attributes:
        name: Its name, as in `platform.machine()`.
        audit: The kernel's number for it, AUDIT_ARCH_*.
        seccomp: Number of the system call that installs a filter.
        proven: Whether attacks have been run on it.
    """

    name: str
    audit: int
    seccomp: int
    proven: bool


ARCHITECTURES: Final = {
    "x86_64": Architecture(name="x86_64", audit=0xC000003E, seccomp=317, proven=True),
    "aarch64": Architecture(name="aarch64", audit=0xC00000B7, seccomp=277, proven=False),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """A program that lacks only the number of the process that it will bind.

    Attributes:
        program: Instructions of 8 bytes each.
        own_pid: Offsets in bytes of the constants that become that number.
    """

    program: bytes
    own_pid: tuple[int, ...]

    def for_process(self, pid: int) -> bytes:
        """Complete the program for one process."""
        complete = bytearray(self.program)
        for offset in self.own_pid:
            struct.pack_into("<I", complete, offset, pid)
        return bytes(complete)


def build_filter(architecture: Architecture, table: tuple[Syscall, ...] = ALLOWED) -> Filter:
    """Build the program that allows the calls of `table` and refuses every other with EPERM.

    A call made by another architecture's convention has other numbers, so its caller is killed: 32-bit
    calls (`int 0x80`) show as another architecture, x32 calls as numbers with a high bit.
    """
    code: list[Instruction] = [
        (_LOAD, 0, 0, _ARCH_OFFSET),
        (_JUMP_EQUAL, 1, 0, architecture.audit),
        (_RETURN, 0, 0, RET_KILL_PROCESS),
        (_LOAD, 0, 0, _NUMBER_OFFSET),
        (_JUMP_NOT_BELOW, 0, 1, _X32_BIT),
        (_RETURN, 0, 0, RET_KILL_PROCESS),
    ]
    own_pid = []
    for call in table:
        number = call.x86_64 if architecture.name == "x86_64" else call.aarch64
        if number is None:
            continue
        instructions = _compile_rule(call.rule)
        code.append((_JUMP_EQUAL, 0, len(instructions), number))
        if isinstance(call.rule, ArgumentIsSelf):
            own_pid.append((len(code) + 1) * _INSTRUCTION.size + 4)
        code += instructions
    code.append((_RETURN, 0, 0, REFUSED))
    return Filter(b"".join(_INSTRUCTION.pack(*instruction) for instruction in code), tuple(own_pid))


def _compile_rule(rule: Rule) -> list[Instruction]:
    """Compile a rule to instructions that always end with a verdict, so that calls are judged one by one."""
    allow, refuse = (_RETURN, 0, 0, RET_ALLOW), (_RETURN, 0, 0, REFUSED)
    match rule:
        case Always():
            return [allow]
        case Fails(error):
            return [(_RETURN, 0, 0, RET_ERRNO | error)]
        case ArgumentWithout(index, mask):
            return [_load_argument(index), (_JUMP_IF_SET, 0, 1, mask), refuse, allow]
        case ArgumentIsSelf(index):
            return _compile_membership(index, (0,))
        case ArgumentIn(index, values):
            return _compile_membership(index, values)


def _compile_membership(index: int, values: tuple[int, ...]) -> list[Instruction]:
    tests: list[Instruction] = [
        (_JUMP_EQUAL, len(values) - position, 0, value) for position, value in enumerate(values)
    ]
    return [_load_argument(index), *tests, (_RETURN, 0, 0, REFUSED), (_RETURN, 0, 0, RET_ALLOW)]


def _load_argument(index: int) -> Instruction:
    """Load the lower half of an argument: the judged ones are C ints, of which the kernel reads no more."""
    return (_LOAD, 0, 0, _ARGUMENTS_OFFSET + 8 * index)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def install(program: bytes) -> None:
    """Bind this thread, and all that it may start, to a program for the rest of its life.

    Raises:
        OSError: The kernel refuses, for example because no_new_privs is not set.
    """
    architecture = ARCHITECTURES[platform.machine()]
    description = _Program(len(program) // _INSTRUCTION.size, program)
    syscall(architecture.seccomp, _SET_MODE_FILTER, 0, description)
