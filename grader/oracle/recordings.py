"""Recordings: inputs and right values together, on disk, one file for each case.

A file is a mark, the SHA-256 of the rest, and the rest: a dict with the key of the oracle's source, the edges
of the computational graph and, for each seed, its inputs, values and gradients, compressed; edges once more
where those of a seed are others. The key says which source the numbers come from;
the versions of the libraries that computed them are noted but are no part of it.
"""

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from grader.errors import CourseFault
from grader.wire.codec import CodecError, decode, encode

__all__ = [
    "ADVICE",
    "INDEX",
    "Case",
    "Edge",
    "Recording",
    "Recordings",
    "pack_entry",
    "pack_graph",
    "pack_recording",
    "source_key",
    "unpack_recording",
]

_MARK: Final = b"grader recording 2\n"
_DIGEST_BYTES: Final = 32
_MAX_ENTRY_BYTES: Final = 1 << 24
INDEX: Final = "cases.json"
"""Name of the file beside the recordings that lists the cases and the key of their oracle."""
ADVICE: Final = "An instructor records it with `grade record`, which needs PyTorch."
_NO_CASE: Final = "Correct the name in the suite, or write the case and run `grade record`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """How one quantity of a model was computed.

    Attributes:
        formula: The computation as Python writes it, such as `w * x`; empty if it is not known.
        sources: Names of the quantities it was computed from, each once.
    """

    formula: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One drawn case: what to call the submission with, and what is right. Arrays are read-only.

    Attributes:
        name: Name of the case.
        seed: The seed it was drawn with.
        inputs: Arguments by name.
        values: Right values of intermediate quantities by name.
        gradients: Gradient of the model's result with respect to each watched quantity, nearest it first.
        edges: For each quantity that was computed from others, from which and how.
        result: Name of the quantity that gradients are of; empty if the model does not tell it.
    """

    name: str
    seed: int
    inputs: Mapping[str, Any]
    values: Mapping[str, Any]
    gradients: Mapping[str, Any]
    edges: Mapping[str, Edge] = field(default_factory=dict)
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """All recorded seeds of one case.

    Attributes:
        name: Name of the case.
        key: Key of the oracle source it was recorded from.
        provenance: Versions of what recorded it.
        entries: Compressed inputs, values and gradients by seed.
        graph: How the quantities hang together, for all seeds whose entry does not say otherwise.
    """

    name: str
    key: str
    provenance: Mapping[str, str]
    entries: Mapping[int, bytes]
    graph: Mapping[str, Any] = field(default_factory=dict)

    @property
    def seeds(self) -> Sequence[int]:
        """The recorded seeds, ascending."""
        return sorted(self.entries)

    def draw(self, seed: int) -> Case:
        """Give the case as recorded for `seed`.

        Raises:
            CourseFault: That seed was not recorded.
        """
        if seed not in self.entries:
            raise CourseFault(f"case {self.name!r} has no recording for seed {seed}", ADVICE)
        unzip = zlib.decompressobj()
        content = decode(unzip.decompress(self.entries[seed], _MAX_ENTRY_BYTES))
        graph = content.pop("graph", self.graph)
        edges = {
            name: Edge(formula=how, sources=tuple(of)) for name, (how, *of) in graph.get("edges", {}).items()
        }
        return Case(name=self.name, seed=seed, edges=edges, result=graph.get("result", ""), **content)


class Recordings:
    """The recordings of one suite folder, read when they are asked for.

    Args:
        folder: The visible or hidden folder of a suite, with `oracle.py` and `recordings/`.

    Attributes:
        folder: The folder of the recordings themselves.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "recordings"
        self._source = folder
        self._read: dict[str, Recording] = {}

    @cached_property
    def key(self) -> str:
        """Key of the oracle's source as it stands now; in a release, which has none, the recorded one."""
        if not (self._source / "oracle.py").is_file() and (self.folder / INDEX).is_file():
            return self.index()[0]
        return source_key(self._source)

    def index(self) -> tuple[str, list[str]]:
        """Read the key and the names of all cases as they were when the oracle was recorded.

        Raises:
            CourseFault: The oracle is not recorded, or the list cannot be read.
        """
        try:
            index = json.loads((self.folder / INDEX).read_text(encoding="utf-8"))
            return str(index["key"]), list(index["cases"])
        except FileNotFoundError as error:
            raise CourseFault("the oracle is not recorded", ADVICE) from error
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise CourseFault(f"the list of recorded cases cannot be read: {error}", ADVICE) from error

    def path(self, name: str) -> Path:
        """File that holds the case's recording."""
        return self.folder / f"{name}.rec"

    def load(self, name: str) -> Recording:
        """Read the recording of a case, once.

        Raises:
            CourseFault: There is none, it is damaged, or it was made from another oracle source.
        """
        if name not in self._read:
            recording = unpack_recording(self._bytes(name), self.path(name).name)
            if recording.name != name:
                raise CourseFault(
                    f"the recording of case {name!r} is that of case {recording.name!r}", ADVICE
                )
            if recording.key != self.key:
                raise CourseFault(f"the recording of case {name!r} is older than its oracle", ADVICE)
            self._read[name] = recording
        return self._read[name]

    def _bytes(self, name: str) -> bytes:
        try:
            return self.path(name).read_bytes()
        except FileNotFoundError as error:
            if self._lacks(name):
                raise CourseFault(f"oracle.py has no case {name!r}", _NO_CASE) from error
            raise CourseFault(f"case {name!r} is not recorded", ADVICE) from error
        except OSError as error:
            raise CourseFault(f"the recording of case {name!r} cannot be read: {error.strerror}") from error

    def _lacks(self, name: str) -> bool:
        """Whether the oracle, as it stands, is recorded, and has no case of this name."""
        try:
            key, names = self.index()
        except CourseFault:
            return False
        return key == self.key and name not in names


def source_key(folder: Path) -> str:
    """Key of an oracle: SHA-256 of its sources with newlines normalised, hexadecimal.

    Args:
        folder: The visible or hidden folder of a suite. Its oracle is `oracle.py` there, together with
            `models.py` in the folder above, where there is one.
    """
    digest = hashlib.sha256()
    for path in (folder.parent / "models.py", folder / "oracle.py"):
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            text = ""
        except (OSError, UnicodeDecodeError) as error:
            raise CourseFault(f"the oracle {path.name} cannot be read: {error}") from error
        digest.update(b"\0" + text.encode("utf-8"))
    return digest.hexdigest()


def pack_recording(recording: Recording) -> bytes:
    """Write a recording as the bytes of a file; the same recording always gives the same bytes."""
    body = encode(
        {
            "name": recording.name,
            "key": recording.key,
            "provenance": dict(sorted(recording.provenance.items())),
            "graph": dict(recording.graph),
            "entries": {seed: recording.entries[seed] for seed in recording.seeds},
        }
    )
    return _MARK + hashlib.sha256(body).digest() + body


def unpack_recording(content: bytes, file_name: str) -> Recording:
    """Read a recording from the bytes of a file.

    Raises:
        CourseFault: The bytes are not a whole, unaltered recording.
    """
    begin = len(_MARK) + _DIGEST_BYTES
    digest, body = content[len(_MARK) : begin], content[begin:]
    if not content.startswith(_MARK) or hashlib.sha256(body).digest() != digest:
        raise CourseFault(f"the recording {file_name} is damaged", ADVICE)
    try:
        return Recording(**decode(body))
    except (CodecError, TypeError) as error:
        raise CourseFault(f"the recording {file_name} is damaged", ADVICE) from error


def pack_graph(case: Case) -> dict[str, Any]:
    """Write how a case's quantities hang together as plain values; nothing if they do not."""
    edges = {name: [edge.formula, *edge.sources] for name, edge in case.edges.items()}
    return {"result": case.result, "edges": edges} if edges else {}


def pack_entry(
    inputs: Mapping[str, Any],
    values: Mapping[str, Any],
    gradients: Mapping[str, Any],
    graph: Mapping[str, Any] | None = None,
) -> bytes:
    """Compress what one seed recorded.

    Args:
        inputs: Inputs by name.
        values: Values by name.
        gradients: Gradients by name.
        graph: How the quantities hang together, where that is not as the recording says.

    Raises:
        CourseFault: It is more than is ever read back.
    """
    parts = {"inputs": dict(inputs), "values": dict(values), "gradients": dict(gradients)}
    content = encode(parts if graph is None else {**parts, "graph": dict(graph)})
    if len(content) > _MAX_ENTRY_BYTES:
        limit = f"{_MAX_ENTRY_BYTES} are permitted"
        raise CourseFault(f"inputs and values take {len(content)} bytes, and {limit}")
    return zlib.compress(content, 9)
