"""A small classic BPF machine, enough to run a filter of system calls without the kernel."""

import struct

__all__ = ["run_filter"]

_INSTRUCTION = struct.Struct("<HBBI")
_DATA = struct.Struct("<IIQ6Q")


def run_filter(program: bytes, *, number: int, arch: int, arguments: tuple[int, ...] = ()) -> int:
    """Run a program on one system call and return its verdict.

    Raises:
        ValueError: The program leaves its bounds, reads outside the data, or holds an unknown operation.
    """
    padded = (*arguments, 0, 0, 0, 0, 0, 0)[:6]
    data = _DATA.pack(number & 0xFFFFFFFF, arch, 0, *(value & 0xFFFFFFFFFFFFFFFF for value in padded))
    code = list(_INSTRUCTION.iter_unpack(program))
    accumulator, position = 0, 0
    while position < len(code):
        operation, if_true, if_false, constant = code[position]
        position += 1
        if operation == 0x06:
            return int(constant)
        if operation == 0x20:
            if constant % 4 or constant + 4 > len(data):
                raise ValueError(f"load of a word at {constant}")
            (accumulator,) = struct.unpack_from("<I", data, constant)
        else:
            position += if_true if _holds(operation, accumulator, constant) else if_false
    raise ValueError("the program ends without a verdict")


def _holds(operation: int, accumulator: int, constant: int) -> bool:
    if operation == 0x15:
        return accumulator == constant
    if operation == 0x35:
        return accumulator >= constant
    if operation == 0x45:
        return bool(accumulator & constant)
    raise ValueError(f"operation {operation:#x}")
