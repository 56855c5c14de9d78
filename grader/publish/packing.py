"""Zip files that depend on nothing but what they hold."""

import io
import zipfile
from collections.abc import Mapping

__all__ = ["pack"]


def pack(files: Mapping[str, bytes]) -> bytes:
    """Pack files, in their order, with a fixed date and fixed rights: the same files give the same bytes.

    Args:
        files: Content by path in the zip.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
