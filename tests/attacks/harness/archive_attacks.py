"""Zip files that no honest tool makes. Each docstring is the header of an attack; see makers.py."""

# ruff: noqa: D205, D415  # the docstrings are headers

import io
import stat
import struct
import zipfile
from pathlib import Path
from typing import Final

__all__ = [
    "folder_zip_absolute",
    "folder_zip_backslashes",
    "folder_zip_bomb_by_count",
    "folder_zip_bomb_by_ratio",
    "folder_zip_case_clash",
    "folder_zip_duplicate",
    "folder_zip_encrypted",
    "folder_zip_links_out",
    "folder_zip_lying_sizes",
    "folder_zip_names_with_escapes",
    "folder_zip_overlapping",
    "folder_zip_traversal",
    "folder_zip_truncated",
    "folder_zip_unicode_clash",
    "folder_zip_wide_offsets",
]

Entry = tuple[str | zipfile.ZipInfo, bytes]

_RIGHT: Final = b"def forward(x, w1, w2, b):\n    return w1 * x**2 + w2 * x + b\n"
_OTHER: Final = b"OTHER = 1\n"


def _packed(folder: Path, *entries: Entry, raw: bool = False) -> Path:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED if raw else zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    path = folder / "attacked.zip"
    path.write_bytes(buffer.getvalue())
    return path


def _patched(path: Path, *changes: tuple[bytes, bytes]) -> Path:
    content = path.read_bytes()
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    path.write_bytes(content)
    return path


def folder_zip_traversal(folder: Path) -> Path:
    """what: Climb out of the folder by dots in a name.
    verdict: refused
    breach: beacon: a file appears beside the folder
    defence: reading
    via: reading
    """
    return _packed(folder, ("attacked.py", _RIGHT), ("../../../open/beacon", b"x"))


def folder_zip_backslashes(folder: Path) -> Path:
    r"""what: Climb out of the folder by dots and backslashes, which are separators on Windows.
    verdict: refused
    breach: beacon: a file appears beside the folder
    defence: reading
    via: reading
    """
    name = b"...\\..\\..\\open\\beacon"[1:]
    path = _packed(folder, ("attacked.py", _RIGHT), ("n" * len(name), b"x"))
    return _patched(path, (b"n" * len(name), name))


def folder_zip_absolute(folder: Path) -> Path:
    """what: Name a place from the root of the file system.
    verdict: refused
    breach: beacon: a file appears there
    defence: reading
    via: reading
    """
    name = str(folder.parents[1] / "open" / "beacon").encode()
    path = _packed(folder, ("attacked.py", _RIGHT), ("n" * len(name), b"x"))
    return _patched(path, (b"n" * len(name), name))


def folder_zip_links_out(folder: Path) -> Path:
    """what: Hand in a link to what another student has handed in, under the expected name.
    verdict: refused
    breach: secret: the other student's work is read and graded
    defence: reading
    via: reading
    """
    link = zipfile.ZipInfo("attacked.py")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    target = folder.parents[1] / "submissions" / "someone_else.py"
    return _packed(folder, (link, str(target).encode()))


def folder_zip_duplicate(folder: Path) -> Path:
    """what: Pack two files of one name: whoever looks sees the first, what is unpacked is the last.
    verdict: refused
    breach: points: another file is graded than is seen
    defence: reading
    via: reading
    """
    return _packed(folder, ("attacked.py", _RIGHT), ("ATTACKED.py", b""), ("attackeD.py", _OTHER))


def folder_zip_case_clash(folder: Path) -> Path:
    """what: Pack two files whose names are one where case does not count.
    verdict: refused
    breach: points: another file is graded than is seen
    defence: reading
    via: reading
    """
    return _packed(folder, ("attacked.py", _RIGHT), ("Attacked.py", _OTHER))


def folder_zip_unicode_clash(folder: Path) -> Path:
    """what: Pack two files whose names are one where case and the way of writing an accent do not count.
    verdict: refused
    breach: points: another file is graded than is seen
    defence: reading
    via: reading
    """
    return _packed(folder, ("d\u00e9j\u00e0/ATTACKED.py", _RIGHT), ("d\u00e9j\u00e0/attacked.py", _OTHER))


def folder_zip_encrypted(folder: Path) -> Path:
    """what: Encrypt the file, so that whoever opens it without a password fails in a way of its own.
    verdict: refused
    breach: collapse: reading ends with an exception that nobody expects
    defence: reading
    via: reading
    """
    path = _packed(folder, ("attacked.py", _RIGHT))
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    return path


def folder_zip_bomb_by_ratio(folder: Path) -> Path:
    """what: Pack a hundred megabytes of zeros into a hundred kilobytes.
    verdict: refused
    breach: flood: all of it is unpacked
    defence: reading
    via: reading
    """
    return _packed(folder, ("attacked.py", bytes(100_000_000)))


def folder_zip_bomb_by_count(folder: Path) -> Path:
    """what: Pack ten thousand files.
    verdict: refused
    breach: flood: all of them are made
    defence: reading
    via: reading
    """
    return _packed(folder, *((f"f{number}.txt", b"") for number in range(10_000)))


def folder_zip_overlapping(folder: Path) -> Path:
    """what: Let thousands of entries share one block of packed zeros, as in the bombs without recursion.
    verdict: refused
    breach: collapse: reading ends with an exception that nobody expects
    defence: reading
    via: reading
    """
    path = _packed(folder, ("attacked.py", bytes(900_000)))
    content = path.read_bytes()
    start = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    entry, local = content[start:end], content[:start]
    many = b"".join(entry.replace(b"attacked.py", b"a%09d" % number + b"y") for number in range(300))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 300, 300, len(many), len(local), 0)
    path.write_bytes(local + many + tail)
    return path


def folder_zip_lying_sizes(folder: Path) -> Path:
    """what: Announce a few bytes and unpack to many, with a sum that does not match.
    verdict: refused
    breach: collapse: reading ends with an exception that nobody expects
    defence: reading
    via: reading
    """
    path = _packed(folder, ("attacked.py", bytes(3_000_000)))
    return _patched(path, (struct.pack("<L", 3_000_000), struct.pack("<L", 30)))


def folder_zip_truncated(folder: Path) -> Path:
    """what: Hand in half of a zip whose end has been put back.
    verdict: refused
    breach: collapse: reading ends with an exception that nobody expects
    defence: reading
    via: reading
    """
    path = _packed(folder, ("attacked.py", _RIGHT * 50), raw=True)
    content = path.read_bytes()
    path.write_bytes(content[:200] + content[content.index(b"PK\x01\x02") :])
    return path


def folder_zip_wide_offsets(folder: Path) -> Path:
    """what: Claim, in the fields for large files, a place beyond the end of all disks.
    verdict: refused
    breach: collapse: reading ends with an exception that nobody expects
    defence: reading
    via: reading
    """
    path = _packed(folder, ("attacked.py", _RIGHT))
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 42 : at + 46] = b"\xff\xff\xff\xff"
    name = at + 46 + len("attacked.py")
    content[at + 30 : at + 32] = struct.pack("<H", 12)
    content[name:name] = struct.pack("<HHQ", 1, 8, 2**63 + 5)
    end = content.index(b"PK\x05\x06")
    content[end + 12 : end + 16] = struct.pack("<L", end - at)
    path.write_bytes(content)
    return path


def folder_zip_names_with_escapes(folder: Path) -> Path:
    """what: Name files by terminal escapes, line breaks and CI commands, for the messages about them.
    verdict: refused
    breach: obeyed: a message about the zip is obeyed by who shows it
    defence: reading
    via: reading
    """
    hostile = "\x1b[31m\n::error::##[error]\u202e.py"
    return _packed(folder, (f"a{hostile}", _OTHER), (f"b{hostile}", _RIGHT))
