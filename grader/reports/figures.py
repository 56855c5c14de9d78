"""Numbers, shapes and counts in words."""

__all__ = ["count", "indices", "number", "two_numbers"]


def count(number_of: int, noun: str) -> str:
    """Return such as `1 check` or `12 checks`."""
    return f"{number_of} {noun}" if number_of == 1 else f"{number_of} {noun}s"


def number(value: float) -> str:
    """Return a number with the digits that matter to a reader, such as `0.416667` or `1e-09`."""
    return f"{value:.6g}"


def two_numbers(one: float, other: float) -> tuple[str, str]:
    """Write two numbers with as many digits, 6 to 17, as it takes to tell them apart."""
    for digits in (6, 9, 12, 17):
        texts = f"{one:.{digits}g}", f"{other:.{digits}g}"
        if texts[0] != texts[1]:
            break
    return texts


def indices(index: tuple[int, ...]) -> str:
    """Return an index as Python writes it, such as `[2, 1]`."""
    return f"[{', '.join(map(str, index))}]"
