"""Count the values in MessagePack bytes of any origin, before anything is built from them."""

from typing import Final, NamedTuple

__all__ = ["count_values"]


def count_values(data: bytes | memoryview, limit: int) -> int:
    """Count the values in one MessagePack value: itself and those in containers.

    Args:
        data: The bytes, of any origin.
        limit: The count at which to stop.

    Returns:
        The count; above `limit` if there are more, or if the bytes are not one whole MessagePack value.
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


class _Form(NamedTuple):
    """What follows a lead byte.

    Attributes:
        length_bytes: Size of the length field.
        rest: Bytes of content besides those that the length field counts.
        values: Values in a container whose size is in the lead byte.
        values_per_unit: Values for each unit of the length field, which counts bytes if this is 0.
    """

    length_bytes: int = 0
    rest: int = 0
    values: int = 0
    values_per_unit: int = 0


def _forms() -> list[_Form | None]:
    """List the forms by lead byte; see the MessagePack specification."""
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
