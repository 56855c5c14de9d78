"""The anchors of a page's headings, by which links lead to them."""

import re
from typing import Final

__all__ = ["heading_anchors"]

_CODE: Final = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_HEADING: Final = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
_NOT_IN_ANCHORS: Final = re.compile(r"[^\w\- ]")


def heading_anchors(page: str) -> list[str]:
    """List the anchors of a Markdown page's headings, as GitHub makes them.

    Args:
        page: The page.

    Returns:
        The anchors in the order of the page; a second heading of the same words has a number at its end.
    """
    anchors: list[str] = []
    for heading in _HEADING.findall(_CODE.sub("", page)):
        plain = base = _NOT_IN_ANCHORS.sub("", heading.lower()).replace(" ", "-")
        again = 0
        while plain in anchors:
            again += 1
            plain = f"{base}-{again}"
        anchors.append(plain)
    return anchors
