"""Recordings: inputs and right values together, on disk, one file for each case.

A file is a mark, the SHA-256 of the rest, and the rest: a dict with the key of the oracle's source, the edges
of the computational graph and, for each seed, its inputs, values and gradients, compressed. A seed whose
edges differ brings its own. The key identifies the source that the numbers come from; the versions of the
libraries that computed them are noted but are not part of it.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from grader.errors import CourseFault
from grader.files import read_course_text, write_text
from grader.wire.codec import CodecError, decode, encode

__all__ = [
    "Case",
    "Edge",
    "Recording",
    "Recordings",
    "find_problems",
    "pack_entry",
    "pack_graph",
    "pack_recording",
    "source_key",
    "unpack_recording",
    "write_index",
]

_MARK: Final = b"grader recording 2\n"
_DIGEST_BYTES: Final = 32
_MAX_ENTRY_BYTES: Final = 1 << 24
# A class draws the same cases for everyone: a few hundred, and most of them are small.
_MOST_KEPT_BYTES: Final = 1 << 24
_INDEX: Final = "cases.json"  # beside the recordings: the cases, and the key of their oracle
_SOLUTION: Final = "solution"
_ADVICE: Final = "An instructor records it with `grade record`."
_NO_CASE: Final = "Correct the name in the suite, or write the case and run `grade record`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """The computation of one quantity of a model.

    Attributes:
        formula: The computation as Python writes it, such as `w * x`; empty if unknown.
        sources: Names of the quantities it was computed from, each once.
    """

    formula: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One drawn case: arguments for the submission, and the right values. Arrays are read-only.

    Attributes:
        name: Name of the case.
        seed: The seed it was drawn with.
        inputs: Arguments by name.
        values: Right values of intermediate quantities by name.
        gradients: Gradient of the model's result with respect to each watched quantity, nearest it first.
        edges: The computation of each quantity that was computed from others.
        result: Name of the quantity that is differentiated; empty if the model does not record it.
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
        provenance: Versions of the libraries that recorded it.
        entries: Compressed inputs, values and gradients by seed.
        graph: The computational graph, for all seeds whose entry does not bring its own; see `pack_graph`.
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

    def unzip(self, seed: int) -> bytes:
        """Return what is recorded for a seed, encoded.

        Raises:
            CourseFault: That seed was not recorded.
        """
        if seed not in self.entries:
            raise CourseFault(f"case {self.name!r} has no recording for seed {seed}", _ADVICE)
        return zlib.decompressobj().decompress(self.entries[seed], _MAX_ENTRY_BYTES)

    def draw(self, seed: int) -> Case:
        """Return the case as recorded for `seed`.

        Raises:
            CourseFault: As for `unzip`.
        """
        return self.read(seed, self.unzip(seed))

    def read(self, seed: int, entry: bytes) -> Case:
        """Read the case that `unzip` returned for a seed."""
        content = decode(entry)
        graph = content.pop("graph", self.graph)
        edges = {
            name: Edge(formula=formula, sources=tuple(sources))
            for name, (formula, *sources) in graph.get("edges", {}).items()
        }
        return Case(name=self.name, seed=seed, edges=edges, result=graph.get("result", ""), **content)


class Recordings:
    """The recordings of one suite folder, each read when it is first asked for.

    Args:
        folder: The visible or hidden folder of a suite, with `oracle.py` and `recordings/`.

    Attributes:
        folder: The folder of the recordings themselves.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "recordings"
        self._source = folder
        self._read: dict[str, Recording] = {}
        self._drawn: dict[tuple[str, int], Case] = {}
        self._drawn_bytes = 0

    @cached_property
    def key(self) -> str:
        """Key of the oracle's source as it is now; in a release, which has no source, the recorded one."""
        if not (self._source / "oracle.py").is_file() and (self.folder / _INDEX).is_file():
            return self.index()[0]
        return source_key(self._source)

    def index(self) -> tuple[str, list[str]]:
        """Read the key and the names of all cases as they were when the oracle was recorded.

        Raises:
            CourseFault: The oracle is not recorded, or the list cannot be read.
        """
        index = self._index()
        return str(index["key"]), list(index["cases"])

    def solution_digest(self) -> str:
        """Read the digest of the solution that the values come from; empty where they come from elsewhere.

        Raises:
            CourseFault: As for `index`.
        """
        return str(self._index().get(_SOLUTION, ""))

    def _index(self) -> dict[str, Any]:
        try:
            index = json.loads((self.folder / _INDEX).read_text(encoding="utf-8"))
            return {**index, "key": index["key"], "cases": list(index["cases"])}
        except FileNotFoundError as error:
            raise CourseFault("the oracle is not recorded", _ADVICE) from error
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise CourseFault(f"the list of recorded cases cannot be read: {error}", _ADVICE) from error

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
                    f"the recording of case {name!r} is that of case {recording.name!r}", _ADVICE
                )
            if recording.key != self.key:
                raise CourseFault(f"the recording of case {name!r} is older than its oracle", _ADVICE)
            self._read[name] = recording
        return self._read[name]

    def draw(self, name: str, seed: int) -> Case:
        """Return a case as recorded for a seed; one that is drawn again is not decoded again.

        Its dicts and lists are its own each time, and its arrays, which are read-only, the same.

        Raises:
            CourseFault: As for `load`, or that seed was not recorded.
        """
        case = self._drawn.get((name, seed))
        if case is None:
            recording = self.load(name)
            entry = recording.unzip(seed)
            case = recording.read(seed, entry)
            if self._drawn_bytes + len(entry) <= _MOST_KEPT_BYTES:
                self._drawn[name, seed] = case
                self._drawn_bytes += len(entry)
        return replace(
            case,
            inputs=_copy(case.inputs),
            values=_copy(case.values),
            gradients=_copy(case.gradients),
            edges=dict(case.edges),
        )

    def _bytes(self, name: str) -> bytes:
        try:
            return self.path(name).read_bytes()
        except FileNotFoundError as error:
            if self._lacks(name):
                raise CourseFault(f"oracle.py has no case {name!r}", _NO_CASE) from error
            raise CourseFault(f"case {name!r} is not recorded", _ADVICE) from error
        except OSError as error:
            raise CourseFault(f"the recording of case {name!r} cannot be read: {error.strerror}") from error

    def _lacks(self, name: str) -> bool:
        """Return whether the oracle, as it is now, is recorded without a case of this name."""
        try:
            key, names = self.index()
        except CourseFault:
            return False
        return key == self.key and name not in names


def _copy(value: Any) -> Any:
    """Copy what holds values, down to the arrays."""
    kind = type(value)
    if kind is dict:
        return {key: _copy(entry) for key, entry in value.items()}
    if kind in (list, tuple):
        return kind(map(_copy, value))
    return set(value) if kind is set else value


def find_problems(folder: Path, solution: Path | None = None) -> list[str]:
    """Describe what is missing, damaged or out of date among a folder's recordings.

    Args:
        folder: The visible or hidden folder of a suite; a release has recordings and no
            `oracle.py`, and a suite without either needs none.
        solution: The assignment's solved file; None if there is none, as in a release.
    """
    recordings = Recordings(folder)
    if not (folder / "oracle.py").is_file() and not (recordings.folder / _INDEX).is_file():
        return []
    try:
        key, names = recordings.index()
        digest = recordings.solution_digest()
    except CourseFault as fault:
        return [fault.message]
    if key != recordings.key:
        return ["the recordings are older than their oracle"]
    if digest and solution is not None and digest != _digest(solution):
        return ["the recordings are older than the solution, from which their values come"]
    problems: list[str] = []
    for name in names:
        try:
            recordings.load(name)
        except CourseFault as fault:
            problems.append(fault.message)
    left = sorted(path.name for path in recordings.folder.glob("*.rec") if path.stem not in names)
    return [*problems, *(f"the recording {name} belongs to no case" for name in left)]


def write_index(recordings: Recordings, names: Iterable[str], solution: Path | None = None) -> None:
    """Write the list of the oracle's cases, with the key of its source as it is now.

    Args:
        recordings: The recordings.
        names: Names of the cases.
        solution: The solved file, where the values come from it.
    """
    index: dict[str, Any] = {"key": recordings.key, "cases": sorted(names)}
    if solution is not None:
        index[_SOLUTION] = _digest(solution)
    write_text(recordings.folder / _INDEX, json.dumps(index, indent=1) + "\n")


def _digest(solution: Path) -> str:
    """Hash a solved file with newlines normalised, in hexadecimal."""
    return hashlib.sha256(read_course_text(solution, "solved file").encode("utf-8")).hexdigest()


def source_key(folder: Path) -> str:
    """Compute the key of an oracle: SHA-256 of its sources with newlines normalised, hexadecimal.

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
    """Encode a recording as the bytes of a file; equal recordings give equal bytes."""
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
    """Decode a recording from the bytes of a file.

    Raises:
        CourseFault: The bytes are not a whole, unaltered recording.
    """
    begin = len(_MARK) + _DIGEST_BYTES
    digest, body = content[len(_MARK) : begin], content[begin:]
    if not content.startswith(_MARK) or hashlib.sha256(body).digest() != digest:
        raise CourseFault(f"the recording {file_name} is damaged", _ADVICE)
    try:
        return Recording(**decode(body))
    except (CodecError, TypeError) as error:
        raise CourseFault(f"the recording {file_name} is damaged", _ADVICE) from error


def pack_graph(case: Case) -> dict[str, Any]:
    """Return a case's edges and the name of its result as plain values; empty without edges."""
    edges = {name: [edge.formula, *edge.sources] for name, edge in case.edges.items()}
    return {"result": case.result, "edges": edges} if edges else {}


def pack_entry(
    inputs: Mapping[str, Any],
    values: Mapping[str, Any],
    gradients: Mapping[str, Any],
    graph: Mapping[str, Any] | None = None,
) -> bytes:
    """Encode and compress the record of one seed.

    Args:
        inputs: Inputs by name.
        values: Values by name.
        gradients: Gradients by name.
        graph: The computational graph, where it differs from the recording's.

    Raises:
        CourseFault: It takes more bytes than `Recording.draw` reads.
    """
    parts = {"inputs": dict(inputs), "values": dict(values), "gradients": dict(gradients)}
    content = encode(parts if graph is None else {**parts, "graph": dict(graph)})
    if len(content) > _MAX_ENTRY_BYTES:
        raise CourseFault(
            f"inputs and values take {len(content)} bytes, and {_MAX_ENTRY_BYTES} are permitted"
        )
    return zlib.compress(content, 9)
