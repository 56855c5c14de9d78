"""A statistics course, broken in every way: what is wrong, where, and what to do, before a student could."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from grader.authoring.bundle import open_bundle, write_bundle
from grader.authoring.examination import Problem, ProblemKind, examine_course
from grader.authoring.proofs import prove_functions
from grader.ci.gradescope import write_autograder
from grader.course import load_course
from grader.errors import CourseFault
from grader.grading import Target, grade
from grader.reports.registry import Visibility
from tests.support.statistics_course import (
    CATALOGUE,
    HIDDEN,
    MANIFEST,
    SOLUTION,
    STUB,
    VISIBLE,
    statistics_course,
)

MARK = '@pytest.mark.part("location")\n'
END = "    return sum(xs) / len(xs)\n    # END SOLUTION\n"
SHORT_END = "    # END SOLUTION\n    return average(xs)\n"
AVERAGE = """
def average(xs):
    # BEGIN SOLUTION
    return sum(xs) / len(xs)
    # END SOLUTION


"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course as it should be."""
    return statistics_course(tmp_path_factory.mktemp("statistics").resolve()).root


@pytest.fixture
def root(sound: Path, tmp_path: Path) -> Path:
    """A copy of it, to be broken."""
    return shutil.copytree(sound, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Replace a text that a file holds once."""
    text = (root / name).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {name}"
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


def line_of(root: Path, name: str, text: str) -> int:
    """Find the first line of a file that holds a text."""
    lines = (root / name).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def forget_mistakes(root: Path) -> None:
    """Take the catalogue away, whose recordings every other change makes stale."""
    shutil.rmtree(root / "suites" / "statistics" / "visible" / "recordings")
    (root / CATALOGUE).unlink()


def examine(root: Path, *, fast: bool = False) -> Sequence[Problem]:
    return examine_course(load_course(root), fast=fast).problems


def test_sound_course_has_no_problem(sound: Path) -> None:
    found = examine_course(load_course(sound))
    assert found.problems == ()
    assert found.notes == ()


def test_each_broken_check_is_told_with_its_place_and_what_to_do(root: Path) -> None:
    added = '''

@pytest.mark.part("account")
def test_crash(submission):
    """It names what is not there."""
    assert submission.Account(1).balance == amout


@pytest.mark.part("location")
def test_without_comparison(submission):
    """It compares nothing."""
    submission.mean([1.0, 2.0]) == 1.5


@pytest.mark.part("location")
def test_something_comes(submission):
    """It takes anything."""
    assert submission.median([1.0, 2.0, 3.0]) is not None


@pytest.mark.part("location")
def test_nothing_is_called(submission):
    """It passes with the stub."""
    assert submission.describe([]) == "0 numbers"
'''
    edit(
        root,
        HIDDEN,
        '"exception")\n\n\n@pytest.mark.part("account")',
        f'"exception")\n{added}\n\n@pytest.mark.part("account")',
    )
    edit(root, HIDDEN, "2.5", "2.75")
    found = examine(root)
    problems = {problem.kind: problem for problem in found}
    crash, wrong = problems[ProblemKind.CHECK_CRASHES], problems[ProblemKind.SOLUTION_FAILS]
    assert (crash.file, crash.line) == (HIDDEN, line_of(root, HIDDEN, "== amout"))
    assert "NameError: name 'amout' is not defined" in crash.message
    assert (wrong.file, wrong.line) == (HIDDEN, line_of(root, HIDDEN, "def test_even_median"))
    assert "hidden/test_more_statistics.py::test_even_median fails with the solution, with every seed" in str(
        wrong
    )
    earns = problems[ProblemKind.STUB_EARNS]
    assert (earns.file, earns.line) == (HIDDEN, line_of(root, HIDDEN, "def test_nothing_is_called"))
    empty = [problem for problem in found if problem.kind is ProblemKind.CHECK_CANNOT_FAIL]
    assert [problem.line for problem in empty] == [
        line_of(root, HIDDEN, "def test_without_comparison"),
        line_of(root, HIDDEN, "def test_something_comes"),
    ]
    assert all(problem.advice for problem in problems.values())
    assert set(problems) == {
        ProblemKind.CHECK_CRASHES,
        ProblemKind.SOLUTION_FAILS,
        ProblemKind.STUB_EARNS,
        ProblemKind.CHECK_CANNOT_FAIL,
    }


def test_each_broken_file_is_told_with_its_place_and_what_to_do(root: Path) -> None:
    edit(root, CATALOGUE, "[spread.", "[spraed.")
    edit(root, MANIFEST, "given: [describe]", "given: [describe, desribe]")
    edit(root, STUB, "Find the middle number", "Find a middle number")
    (root / "exercises" / "statistics.ipynb").unlink()
    problems = examine(root, fast=True)
    told = {(one.kind, one.file, one.line) for one in problems}
    assert told == {
        (ProblemKind.MISCONCEPTION, CATALOGUE, line_of(root, CATALOGUE, "divided-by-one-less")),
        (ProblemKind.RECORDING, CATALOGUE, 0),
        (ProblemKind.GIVEN, MANIFEST, line_of(root, MANIFEST, "given")),
        (ProblemKind.EXERCISE, STUB, line_of(root, STUB, "Find a middle")),
        (ProblemKind.EXERCISE, "exercises/statistics.ipynb", 0),
    }
    by_place = {(one.file, one.kind): one for one in problems}
    stub = by_place[STUB, ProblemKind.EXERCISE]
    assert "says" in stub.message
    assert f"and {SOLUTION} gives" in stub.message
    assert "type `grade publish`" in stub.advice
    assert f"make that change in {SOLUTION} first" in stub.advice
    assert by_place[CATALOGUE, ProblemKind.RECORDING].advice == "Type `grade record statistics`."
    assert "'spraed'" in by_place[CATALOGUE, ProblemKind.MISCONCEPTION].message


def test_catalogue_in_python_is_told_once_with_what_to_do(root: Path) -> None:
    (root / CATALOGUE).with_suffix(".py").write_text("MISCONCEPTIONS = ()\n", encoding="utf-8")
    (found,) = examine(root, fast=True)
    assert (found.kind, found.file) == (ProblemKind.MISCONCEPTION, CATALOGUE.replace(".toml", ".py"))
    assert "are not read from Python" in found.message
    assert CATALOGUE in found.advice


def test_edit_of_a_misconception_that_fits_nothing_is_told(root: Path) -> None:
    edit(root, CATALOGUE, "'for x in xs) / len(xs)'", "'for x in numbers) / len(xs)'")
    (found,) = [one for one in examine(root, fast=True) if one.kind is ProblemKind.MISCONCEPTION]
    assert found.line == line_of(root, CATALOGUE, "edits")
    assert "occurs 0 times" in found.message


@pytest.mark.parametrize(
    "name, old, new, kind, text",
    [
        (HIDDEN, f"{MARK}def", "def", ProblemKind.CHECK_WITHOUT_PART, "def test_no_numbers"),
        (
            HIDDEN,
            MARK,
            MARK.replace("location", "place"),
            ProblemKind.CHECK_WITHOUT_PART,
            "def test_no_numbers",
        ),
        (HIDDEN, "import pytest", "import pytset", ProblemKind.SUITE, "import pytset"),
        (VISIBLE, '"spread", hint', '"location", hint', ProblemKind.PART_WITHOUT_CHECKS, "spread"),
        (SOLUTION, END, "", ProblemKind.SUITE, "## BEGIN"),
    ],
    ids=["no part", "another part", "not importable", "a part without checks", "a marker too few"],
)
def test_suite_that_is_not_in_order_is_told_with_its_place(
    root: Path, name: str, old: str, new: str, kind: ProblemKind, text: str
) -> None:
    edit(root, name, old, new)
    forget_mistakes(root)
    where = MANIFEST if kind is ProblemKind.PART_WITHOUT_CHECKS else name
    found = [one for one in examine(root) if one.kind is kind]
    assert {(one.file, one.line) for one in found} == {(where, line_of(root, where, text))}
    assert found[0].advice


def test_function_without_markers_is_told_and_one_that_is_given_is_not(root: Path) -> None:
    edit(root, SOLUTION, "    # BEGIN SOLUTION\n    ordered", "    ordered")
    edit(root, SOLUTION, "half]) / 2\n    # END SOLUTION\n", "half]) / 2\n")
    edit(root, MANIFEST, "    given: [describe]\n", "")
    forget_mistakes(root)
    found = [one for one in examine(root) if one.kind is ProblemKind.UNMARKED]
    assert [(one.file, one.line) for one in found] == [
        (SOLUTION, line_of(root, SOLUTION, "def describe")),
        (SOLUTION, line_of(root, SOLUTION, "def median")),
    ]
    assert "given: [median]" in found[1].advice


def test_helper_that_solves_a_function_from_outside_its_region_is_told(root: Path) -> None:
    edit(root, SOLUTION, "def mean(xs):", f"{AVERAGE.strip()}\n\n\ndef mean(xs):")
    edit(root, SOLUTION, "BEGIN SOLUTION\n    if not xs:", "BEGIN SOLUTION NO PROMPT\n    if not xs:")
    edit(
        root,
        SOLUTION,
        f"{END}\n\ndef variance",
        "    # END SOLUTION\n    return average(xs)\n\n\ndef variance",
    )
    forget_mistakes(root)
    (found,) = [one for one in examine(root) if one.kind is ProblemKind.PARTLY_SOLVED]
    assert (found.file, found.line) == (SOLUTION, line_of(root, SOLUTION, "def mean"))
    assert "with the rest solved, its stub passes visible/test_statistics.py::test_mean" in found.message


BY_CHANCE = '''

@pytest.mark.part("location")
def test_by_chance(submission, rng):
    """It depends on what it draws."""
    assert submission.mean([rng.random()]) < 0.6
'''


def test_bundle_of_wrong_checks_is_refused_with_their_names(root: Path) -> None:
    edit(root, HIDDEN, "2.5", "2.75")
    with (root / HIDDEN).open("a", encoding="utf-8") as stream:
        stream.write(BY_CHANCE)
    path = root / "course.bundle"
    with pytest.raises(CourseFault, match="do not pass their own solutions") as caught:
        write_bundle(load_course(root), path)
    line = line_of(root, HIDDEN, "def test_even_median")
    assert f"{HIDDEN}:{line}: hidden/test_more_statistics.py::test_even_median fails" in caught.value.message
    assert (
        "test_by_chance fails with the solution, with 1 of 3 seeds, first with seed" in caught.value.message
    )
    assert "--unproved" in caught.value.advice
    assert not path.exists()


def test_autograder_of_a_wrong_check_is_refused_and_holds_its_assignment_alone(root: Path) -> None:
    path = root / "autograder.zip"
    write_autograder(load_course(root), "statistics", path, hidden=Visibility.VISIBLE)
    assert path.is_file()
    edit(root, HIDDEN, "2.5", "2.75")
    path.unlink()
    with pytest.raises(CourseFault, match="test_even_median fails with the solution, with every seed"):
        write_autograder(load_course(root), "statistics", path, hidden=Visibility.VISIBLE)
    assert not path.exists()


def test_course_without_a_solution_cannot_be_proved(root: Path) -> None:
    edit(root, MANIFEST, f"solution: {SOLUTION}, ", "")
    with pytest.raises(CourseFault, match="Nothing proves the suites of statistics"):
        write_bundle(load_course(root), root / "course.bundle")


def test_release_with_a_function_that_students_get_solved_is_refused(root: Path) -> None:
    prove_functions(load_course(root))
    edit(root, MANIFEST, "given: [describe]", "given: [describe_all]")
    with pytest.raises(CourseFault, match="Students would get functions solved") as caught:
        prove_functions(load_course(root))
    given, solved = line_of(root, MANIFEST, "given"), line_of(root, SOLUTION, "def describe")
    assert f"- {MANIFEST}:{given}: `describe_all` is listed as given" in caught.value.message
    assert f"- {SOLUTION}:{solved}: `describe` has no solution region" in caught.value.message


def test_unproved_bundle_says_so_in_every_report(root: Path) -> None:
    edit(root, HIDDEN, "2.5", "2.75")
    path = root / "course.bundle"
    write_bundle(load_course(root), path, unproved=True)
    with open_bundle(path) as folder:
        course = load_course(folder)
        assignment = course.assignments[0]
        report = grade(course, [Target(assignment=assignment, path=root / SOLUTION, name="statistics.py")])
    assert course.unproved
    assert any("without proof" in notice for notice in report.assignments[0].notices)
