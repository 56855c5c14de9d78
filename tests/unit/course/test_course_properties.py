"""Whatever a manifest holds, it loads or is refused with problems that can be found in the file."""

import contextlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.course import load_course
from grader.course import yaml_document as document
from grader.errors import ManifestFault, ManifestProblem

MANIFEST = (Path(__file__).parents[3] / "assignments.yaml").read_text(encoding="utf-8")
WORDS = re.split(r"(\s+|[{}:,-])", MANIFEST)
ODD = [
    *(
        "on",
        "~",
        "2026.1",
        "-1",
        "1e400",
        ".inf",
        "[",
        "]",
        "{",
        "}",
        "&a",
        "*a",
        "!!int",
        "<<",
        "? ",
        "|",
        ">",
    ),
    *(
        "'",
        '"',
        "\t",
        "\n",
        "\n  ",
        "---",
        "...",
        "%YAML 1.1",
        "#",
        "../x",
        '"\\ud800"',
        '"\\UFFFFFFFF"',
        "\\",
    ),
    *("é", "反", "\u2028", "\x00", "\ufeff", "9" * 5000, "'\x85'", "2026-11-06", "0001-01-01T00:00:00+14:00"),
]
# JSON is YAML, so that any data can be written as a manifest without a second writer of YAML.
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(ODD)
KEYS = st.sampled_from(
    [
        "course",
        "assignments",
        "name",
        "version",
        "title",
        "due",
        "files",
        "stub",
        "suite",
        "limits",
        "parts",
        "x",
    ]
)
DATA = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)


@pytest.fixture(scope="module", params=["CSafeLoader", "SafeLoader"], autouse=True)
def parser(request: pytest.FixtureRequest) -> Iterator[None]:
    """Read with the parser in C and with the one in Python."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document, "_LOADER", getattr(yaml, request.param))
        yield


@pytest.fixture(scope="module")
def course() -> Iterator[Path]:
    """Give a course folder that holds every file its manifest names."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name).resolve()
        for path in re.findall(r"(?:stub|solution|handout|suite): (\S+)", MANIFEST):
            file = root / (path if "." in path else f"{path}/visible/oracle.py")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        yield root


def load(course: Path, raw: bytes) -> None:
    """Load a manifest; where it is refused, look at every problem."""
    (course / "assignments.yaml").write_bytes(raw)
    lines = re.split("\r\n|\r|\n", raw.decode("utf-8-sig", errors="replace"))
    problems: tuple[ManifestProblem, ...] = ()
    try:
        loaded = load_course(course)
    except ManifestFault as fault:
        problems = fault.problems
    else:
        assert all(sum(part.points for part in one.parts) == 100 for one in loaded.assignments)
        return
    assert problems
    assert list(problems) == sorted(problems)
    for problem in problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message.isprintable()


def test_unmangled_manifest_is_valid(course: Path) -> None:
    (course / "assignments.yaml").write_text(MANIFEST, encoding="utf-8")
    assert load_course(course).assignments


@given(
    raw=st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
@example(raw=b"\xef\xbb\xbf\xff")
@example(raw=b'"\\UFFFFFFFF"')
@example(raw=b"%YAML 1." + b"9" * 5000 + b"\n---\na")
@settings(deadline=None)
def test_any_bytes_load_or_are_refused(course: Path, raw: bytes) -> None:
    load(course, raw)


@given(words=st.lists(st.sampled_from(ODD + sorted(set(WORDS))), max_size=30))
@settings(deadline=None)
def test_any_words_of_yaml_load_or_are_refused(course: Path, words: list[str]) -> None:
    load(course, "".join(words).encode())


@given(data=st.data())
@settings(deadline=None)
def test_manifest_with_words_changed_loads_or_is_refused(course: Path, data: st.DataObject) -> None:
    words = list(WORDS)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(words) - 1))
        words[place] = data.draw(st.sampled_from(ODD) | st.sampled_from(WORDS) | st.text(max_size=5))
    with contextlib.suppress(UnicodeEncodeError):
        load(course, "".join(words).encode())


@given(data=DATA)
@settings(deadline=None)
def test_any_data_load_or_are_refused(course: Path, data: object) -> None:
    load(course, yaml.safe_dump(data, allow_unicode=True, default_flow_style=True).encode("utf-8", "replace"))
