"""Zip files that depend on nothing but what they hold."""

import io
import zipfile
from collections.abc import Collection, Mapping

__all__ = ["pack"]


def pack(files: Mapping[str, bytes], *, programs: Collection[str] = ()) -> bytes:
    """Pack files, in their order, with a fixed date and fixed rights: the same files give the same bytes.

    Args:
        files: Content by path in the zip.
        programs: Those of them that may be run.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.external_attr = (0o755 if name in programs else 0o644) << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
