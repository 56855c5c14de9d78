"""Weigh MessagePack before anything is built of it.

An empty list takes one byte on the wire and sixty in memory, so a frame within the cap could still fill the
grader's memory. Counting values first, by their lead bytes alone, bounds what decoding may take.
"""

from typing import Final, NamedTuple

__all__ = ["count_values"]


class _Form(NamedTuple):
    """What follows a lead byte: a length of so many bytes, then so many more, then values for each unit."""

    length_bytes: int = 0
    rest: int = 0
    values: int = 0
    values_per_unit: int = 0


def _forms() -> list[_Form | None]:
    forms: list[_Form | None] = [_Form()] * 256  # small integers, None, False and True are one byte
    for low in range(16):
        forms[0x80 + low] = _Form(values=2 * low)
        forms[0x90 + low] = _Form(values=low)
    for low in range(32):
        forms[0xA0 + low] = _Form(rest=low)
    forms[0xC1] = None  # never used
    for step, size in enumerate((1, 2, 4)):
        forms[0xC4 + step] = _Form(length_bytes=size)
        forms[0xC7 + step] = _Form(length_bytes=size, rest=1)
        forms[0xD9 + step] = _Form(length_bytes=size)
    for step, size in enumerate((4, 8, 1, 2, 4, 8, 1, 2, 4, 8)):  # floats, then integers of either sign
        forms[0xCA + step] = _Form(rest=size)
    for step, size in enumerate((1, 2, 4, 8, 16)):
        forms[0xD4 + step] = _Form(rest=1 + size)
    for step, size in enumerate((2, 4)):
        forms[0xDC + step] = _Form(length_bytes=size, values_per_unit=1)
        forms[0xDE + step] = _Form(length_bytes=size, values_per_unit=2)
    return forms


_FORMS: Final = _forms()


def count_values(data: bytes | memoryview, limit: int) -> int:
    """Count the values in one MessagePack value, itself and those in containers.

    Args:
        data: The bytes, of any origin.
        limit: Where to stop counting.

    Returns:
        The number; above `limit` if there are more, or if the value is incomplete or no MessagePack.
    """
    due, seen, at = 1, 0, 0
    while due:
        seen += 1
        form = _FORMS[data[at]] if at < len(data) else None
        if form is None or seen + due - 1 > limit:
            return limit + 1
        at += 1
        length = int.from_bytes(data[at : at + form.length_bytes], "big")
        at += form.length_bytes + form.rest
        if form.values_per_unit:
            due += length * form.values_per_unit
        else:
            at += length
        due += form.values - 1
    return seen
