"""What is on disk: whole or refused, and only for the source it was made from."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.errors import CourseFault
from grader.oracle import Recordings
from grader.oracle.recordings import (
    Recording,
    find_problems,
    pack_entry,
    pack_recording,
    source_key,
    unpack_recording,
    write_index,
)
from grader.wire.codec import encode

INPUTS = {
    "X": np.arange(6.0).reshape(2, 3),
    "params": {"W": np.ones((3, 1)), "layers": [1, (2, 3)]},
    "kind": "relu",
}


def recording(name: str = "one", key: str = "k", provenance: Mapping[str, str] | None = None) -> Recording:
    """A recording of two seeds."""
    entries = {
        seed: pack_entry(INPUTS, {"z": 0.5 + seed}, {"X": np.ones((2, 3)), "b": -1.0}) for seed in (1, 0)
    }
    return Recording(name=name, key=key, provenance=provenance or {"numpy": "2.0"}, entries=entries)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an oracle, and recordings of two cases of it."""
    visible = tmp_path / "visible"
    (visible / "recordings").mkdir(parents=True)
    (tmp_path / "models.py").write_text("# models\n", encoding="utf-8")
    (visible / "oracle.py").write_text("# oracle\nx = 1\n", encoding="utf-8")
    for name in ("one", "other"):
        content = pack_recording(recording(name, source_key(visible)))
        (visible / "recordings" / f"{name}.rec").write_bytes(content)
    write_index(Recordings(visible), ["other", "one"])
    return visible


def test_case_is_drawn_as_recorded(folder: Path) -> None:
    loaded = Recordings(folder).load("one")
    drawn = loaded.draw(1)

    assert list(loaded.seeds) == [0, 1]
    assert (drawn.name, drawn.seed, drawn.values["z"]) == ("one", 1, 1.5)
    assert drawn.inputs["X"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert drawn.inputs["params"]["layers"] == [1, (2, 3)]
    assert list(drawn.gradients) == ["X", "b"]


def test_changes_to_a_drawn_case_do_not_persist(folder: Path) -> None:
    loaded = Recordings(folder).load("one")
    drawn = loaded.draw(0)

    with pytest.raises(ValueError, match="read-only"):
        drawn.inputs["X"][0, 0] = 9
    drawn.inputs["params"]["W"] = None
    assert loaded.draw(0).inputs["params"]["W"].tolist() == [[1], [1], [1]]


def test_changes_to_a_case_do_not_reach_the_next_draw_of_it(folder: Path) -> None:
    recordings = Recordings(folder)
    recorded = recordings.load("one").draw(0)
    for _ in range(2):
        drawn = recordings.draw("one", 0)
        assert encode([drawn.inputs, drawn.values]) == encode([recorded.inputs, recorded.values])
        for changed in (drawn.inputs, drawn.values, drawn.gradients, drawn.edges, drawn.inputs["params"]):
            changed.clear()  # type: ignore[union-attr]  # a dict, whatever it is declared as
        with pytest.raises(ValueError, match="read-only"):
            recordings.draw("one", 0).inputs["X"][0, 0] = 9


def test_case_that_is_drawn_again_shares_its_arrays_however_large(folder: Path) -> None:
    large = np.random.default_rng(0).standard_normal((300, 400))  # which zipping does not make smaller
    entry = pack_entry({"X": large}, {}, {})
    content = pack_recording(replace(recording(key=source_key(folder)), entries={0: entry}))
    (folder / "recordings" / "one.rec").write_bytes(content)
    recordings = Recordings(folder)

    first, second = (recordings.draw("one", 0).inputs["X"] for _ in range(2))
    assert np.shares_memory(first, second)
    assert np.array_equal(first, large)


def test_missing_seed_or_case_is_a_course_fault(folder: Path) -> None:
    with pytest.raises(CourseFault, match="case 'one' has no recording for seed 7"):
        Recordings(folder).load("one").draw(7)
    write_index(Recordings(folder), ["one", "other", "third"])
    with pytest.raises(CourseFault, match="case 'third' is not recorded") as caught:
        Recordings(folder).load("third")
    assert "grade record" in caught.value.advice


def test_unknown_case_name_differs_from_unrecorded_case(folder: Path) -> None:
    with pytest.raises(CourseFault, match=r"oracle\.py has no case 'third'") as caught:
        Recordings(folder).load("third")
    assert "Correct the name in the suite" in caught.value.advice

    (folder / "oracle.py").write_text("# a third case\n", encoding="utf-8")
    with pytest.raises(CourseFault, match="case 'third' is not recorded"):
        Recordings(folder).load("third")


def test_equal_recordings_have_equal_bytes() -> None:
    one = recording(provenance={"a": "1", "b": "2"})
    other = recording(provenance={"b": "2", "a": "1"})
    turned = replace(one, entries={0: one.entries[0], 1: one.entries[1]})

    assert pack_recording(one) == pack_recording(other) == pack_recording(turned)


def test_flipped_bit_is_detected() -> None:
    content = pack_recording(recording())
    assert unpack_recording(content, "one.rec") == recording()

    for place in range(len(content)):
        for bit in (1, 16, 128):
            flipped = bytearray(content)
            flipped[place] ^= bit
            with pytest.raises(CourseFault, match=r"the recording one\.rec is damaged"):
                unpack_recording(bytes(flipped), "one.rec")


def test_truncated_or_extended_file_is_detected() -> None:
    content = pack_recording(recording())

    for wrong in (b"", content[:10], content[:40], content[:-1], content + b"\0", b"text\n"):
        with pytest.raises(CourseFault, match="damaged"):
            unpack_recording(wrong, "one.rec")


def test_library_versions_are_not_part_of_the_key(folder: Path) -> None:
    path = folder / "recordings" / "one.rec"
    old = recording("one", source_key(folder), {"numpy": "1.0", "torch": "1.0", "python": "2.7"})
    path.write_bytes(pack_recording(old))

    loaded = Recordings(folder).load("one")

    assert loaded.provenance == {"numpy": "1.0", "torch": "1.0", "python": "2.7"}


@pytest.mark.parametrize("name", ["visible/oracle.py", "models.py"])
def test_key_depends_on_source_but_not_newlines(name: str, folder: Path) -> None:
    path = folder.parent / name
    key, text = source_key(folder), path.read_bytes()

    for newline in (b"\r\n", b"\r"):
        path.write_bytes(text.replace(b"\n", newline))
        assert source_key(folder) == key
        assert Recordings(folder).load("one").seeds == [0, 1]
    path.write_bytes(text + b"# changed\n")
    assert source_key(folder) != key
    with pytest.raises(CourseFault, match="case 'one' is older than its oracle"):
        Recordings(folder).load("one")
    path.unlink()
    assert source_key(folder) != key


def test_key_distinguishes_files(folder: Path) -> None:
    key = source_key(folder)
    (folder.parent / "models.py").write_text("# models\n# oracle\n", encoding="utf-8")
    (folder / "oracle.py").write_text("x = 1\n", encoding="utf-8")

    assert source_key(folder) != key


def test_binary_oracle_is_a_course_fault(folder: Path) -> None:
    (folder / "oracle.py").write_bytes(b"\xff\xfe")

    with pytest.raises(CourseFault, match=r"the oracle oracle\.py cannot be read"):
        Recordings(folder).load("one")


def test_recording_under_another_name_is_detected(folder: Path) -> None:
    recordings = folder / "recordings"
    (recordings / "one.rec").write_bytes((recordings / "other.rec").read_bytes())

    with pytest.raises(CourseFault, match="of case 'one' is that of case 'other'"):
        Recordings(folder).load("one")


def test_unreadable_recording_is_a_course_fault(folder: Path) -> None:
    path = folder / "recordings" / "one.rec"
    path.unlink()
    path.mkdir()

    with pytest.raises(CourseFault, match="the recording of case 'one' cannot be read"):
        Recordings(folder).load("one")


def test_complete_recordings_have_no_problems(folder: Path) -> None:
    assert find_problems(folder) == []


def test_missing_damaged_and_leftover_recordings_are_listed(folder: Path) -> None:
    recordings = folder / "recordings"
    (recordings / "one.rec").unlink()
    (recordings / "other.rec").write_bytes(b"damaged")
    (recordings / "old.rec").write_bytes(b"left over")

    assert find_problems(folder) == [
        "case 'one' is not recorded",
        "the recording other.rec is damaged",
        "the recording old.rec belongs to no case",
    ]


def test_changed_or_unrecorded_oracle_is_listed(folder: Path) -> None:
    (folder / "oracle.py").write_text("x = 2\n", encoding="utf-8")
    assert find_problems(folder) == ["the recordings are older than their oracle"]

    (folder / "recordings" / "cases.json").unlink()
    assert find_problems(folder) == ["the oracle is not recorded"]

    (folder / "oracle.py").unlink()
    assert find_problems(folder) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"key": "k"}', '{"key": "k", "cases": 5}'])
def test_unreadable_index_is_a_problem(text: str, folder: Path) -> None:
    (folder / "recordings" / "cases.json").write_text(text, encoding="utf-8")

    (problem,) = find_problems(folder)
    assert "the list of recorded cases cannot be read" in problem


def test_oversized_inputs_are_not_recorded() -> None:
    with pytest.raises(CourseFault, match="inputs and values take 33554"):
        pack_entry({"x": np.zeros(1 << 22)}, {}, {})


def test_recordings_without_oracle_are_complete(folder: Path) -> None:
    (folder / "oracle.py").unlink()
    (folder.parent / "models.py").unlink(missing_ok=True)
    assert find_problems(folder) == []
    assert Recordings(folder).load("one").draw(0).seed == 0


def test_recording_of_another_release_is_refused(folder: Path) -> None:
    (folder / "oracle.py").unlink()
    index = folder / "recordings" / "cases.json"
    index.write_text(index.read_text(encoding="utf-8").replace('"key": "', '"key": "0'), encoding="utf-8")
    with pytest.raises(CourseFault, match="older than its oracle"):
        Recordings(folder).load("one")
