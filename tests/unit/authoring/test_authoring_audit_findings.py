"""The findings of an audit: none in a sound suite, every fault of a sloppy one."""

import sys
from pathlib import Path

import pytest

from grader.authoring.audit import AssignmentAudit, Finding, FindingKind, audit_assignment
from grader.course import load_course
from tests.support.audited import catalogue_entry, sloppy_course, sound_course
from tests.support.small_suites import write

HIDDEN_CHECK = '''
import pytest

@pytest.mark.part("double", hint="What is twice a half?")
def test_half(submission, expect):
    """Numbers below one are doubled as well."""
    expect(submission.double(0.5), 1.0, "double")
'''


@pytest.fixture(scope="module")
def sloppy(tmp_path_factory: pytest.TempPathFactory) -> AssignmentAudit:
    """Audit the sloppy suite, once."""
    return _audit(sloppy_course(tmp_path_factory.mktemp("sloppy")))


def test_sound_suite_has_no_findings(tmp_path: Path) -> None:
    found = _audit(sound_course(tmp_path))
    assert found.findings == ()
    assert (found.counts.checks, found.counts.seeds, found.counts.variants) == (5, 50, 1)
    assert (found.counts.misconceptions, found.counts.equivalent) == (2, 0)
    assert found.counts.mutants > 10
    assert sorted(found.caught_by.values()) == [1, 1, 1, 1, 1]


def test_failing_solution_is_found(tmp_path: Path) -> None:
    course = sound_course(tmp_path)
    solution = course / "solutions" / "small.py"
    solution.write_text(solution.read_text(encoding="utf-8").replace("x + 1", "x + 1.5"), encoding="utf-8")
    catalogue = course / "suites" / "small" / "misconceptions.toml"
    catalogue.write_text(catalogue.read_text(encoding="utf-8").replace("x + 1", "x + 1.5"), encoding="utf-8")
    found = _of(_audit(course), FindingKind.SOLUTION)
    assert len(found) == 3
    assert all("with every seed" in one.text for one in found)


def test_unstable_check_is_found(sloppy: AssignmentAudit) -> None:
    (found,) = _of(sloppy, FindingKind.UNSTABLE)
    assert found.subject == "hidden/test_drawn.py::test_drawn"
    assert "of 50 seeds" in found.text
    assert not _of(sloppy, FindingKind.SOLUTION)


def test_check_passed_by_the_stub_is_found(sloppy: AssignmentAudit) -> None:
    assert _names(sloppy, FindingKind.STUB) == ["visible/test_sloppy.py::test_limit"]


def test_correct_variant_that_loses_points_is_found(sloppy: AssignmentAudit) -> None:
    found = _of(sloppy, FindingKind.VARIANT)
    assert {one.subject for one in found} == {"listed"}
    assert any("test_double" in one.text for one in found)


def test_harmless_misconception_is_found(sloppy: AssignmentAudit) -> None:
    assert _names(sloppy, FindingKind.HARMLESS) == ["shift-of-zero", "shift-by-one-alone"]


def test_misconception_that_costs_another_part_is_found(sloppy: AssignmentAudit) -> None:
    found = _of(sloppy, FindingKind.ELSEWHERE)
    assert [(one.subject, one.part) for one in found] == [
        ("double-thrice", "shift"),
        ("double-by-sum", "shift"),
    ]


def test_indistinguishable_misconceptions_are_found(sloppy: AssignmentAudit) -> None:
    (found,) = _of(sloppy, FindingKind.SAME)
    assert {found.subject, found.text.rpartition(" ")[2]} == {"double-thrice", "double-by-sum"}


def test_idle_checks_are_found(sloppy: AssignmentAudit) -> None:
    found = [name.partition("::")[2] for name in _names(sloppy, FindingKind.IDLE)]
    # No misconception fails `test_shift` either, but a small change of the solution does.
    assert sorted(found) == ["test_limit", "test_not_none"]


def test_hidden_check_that_alone_fails_a_program_is_listed_with_its_rule(tmp_path: Path) -> None:
    course = sound_course(tmp_path)
    suite = course / "suites" / "small"
    write(suite / "hidden" / "test_small_numbers.py", HIDDEN_CHECK)
    catalogue = suite / "misconceptions.toml"
    added = catalogue_entry("large-alone", "double", "2 * x", "2 * x if x * x > 1 else x")
    catalogue.write_text(f"{catalogue.read_text(encoding='utf-8')}\n{added}", encoding="utf-8")
    estimates: list[tuple[int, float | None]] = []
    assignment = load_course(course).assignment("small")
    found = audit_assignment(assignment, on_estimate=lambda *told: estimates.append(told))
    assert found.findings == ()
    (rule,) = found.hidden_rules
    assert (rule.check, rule.part) == ("hidden/test_small_numbers.py::test_half", "double")
    assert (rule.rule, rule.hint) == ("Numbers below one are doubled as well", "What is twice a half?")
    assert rule.programs == ("large-alone",)
    (before, no_time), (after, seconds) = estimates
    assert before == after > 60
    assert no_time is None
    assert seconds is not None


def test_sentence_that_no_check_is_named_for_is_found(sloppy: AssignmentAudit) -> None:
    (found,) = _of(sloppy, FindingKind.PROMISE)
    assert found.text == "no check is named for: LIMIT must stay as it is."


def test_surviving_mutant_is_found_with_its_place(sloppy: AssignmentAudit) -> None:
    found = _of(sloppy, FindingKind.SURVIVOR)
    places = {(Path(one.subject).name, one.original, one.mutated) for one in found}
    assert ("small.py:10, shift", "return x + 1", "return 1") in places
    assert ("small.py:15, both", "return shift(double(x))", "return double(x)") in places
    assert "return x + 2" not in [one.mutated for one in found]


def test_stale_and_wrong_equivalence_marks_are_found(sloppy: AssignmentAudit) -> None:
    assert [one.mutated for one in _of(sloppy, FindingKind.STALE)] == ["return 7 * x"]
    assert [one.mutated for one in _of(sloppy, FindingKind.CAUGHT)] == ["return x"]


def test_wrong_gradient_of_an_oracle_is_found(sloppy: AssignmentAudit) -> None:
    pytest.importorskip("torch")
    found = _of(sloppy, FindingKind.GRADIENT)
    assert {one.subject for one in found} == {"hidden/drawn"}
    assert len(found) == sloppy.counts.gradients == 8
    assert "gives a slope" in found[0].text


def test_audit_without_torch_is_reported_as_incomplete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = sound_course(tmp_path)
    folder = course / "suites" / "small" / "visible"
    (folder / "oracle.py").write_text("import torch\n", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.delitem(sys.modules, "grader.oracle.torch_backend", raising=False)
    (found,) = _audit(course).findings
    assert found.kind is FindingKind.INCOMPLETE
    assert "Recording needs PyTorch, which is not installed." in found.text


def _audit(course: Path) -> AssignmentAudit:
    return audit_assignment(load_course(course).assignment("small"))


def _of(found: AssignmentAudit, kind: FindingKind) -> list[Finding]:
    return [one for one in found.findings if one.kind is kind]


def _names(found: AssignmentAudit, kind: FindingKind) -> list[str]:
    return [one.subject for one in _of(found, kind)]
