"""The rules for grades: from the manifest to the records, and every slip in them."""

from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import click
import pytest

from docs.generate import ROOT
from grader.cli.main import app
from grader.course import load_course
from grader.course.edition import edition_of
from grader.course.loading import course_to_json
from grader.course.reserved_names import COMMANDS
from grader.model.assignment import Course
from grader.model.course_policy import course_policy
from grader.model.policies import AssignmentPolicy, AttemptPolicy, LatePolicy
from tests.support.manifests import GOOD, changed, course_in, problems_of

COURSE_RULES = (
    'version: "1"\n  late: {percent: 10, grace_minutes: 15, cap: 50, last_day: 7}\n  drop_lowest: 1'
)
HERE = "    reveal: hint\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return course_in(tmp_path)


def load(folder: Path, text: str) -> Course:
    (folder / "assignments.yaml").write_text(text, encoding="utf-8")
    return load_course(folder)


def policy_of(folder: Path, text: str) -> AssignmentPolicy:
    return course_policy(load(folder, text)).of("one")


def test_course_without_rules_takes_the_best_attempt_and_nothing_for_lateness(folder: Path) -> None:
    rules = course_policy(load_course(folder))
    assert rules.drop_lowest == 0
    assert rules.most == 100
    one = rules.of("one")
    assert (one.attempts, one.late, one.weight, one.bonus) == (AttemptPolicy(), None, Fraction(1), False)
    assert one.possible == 100
    assert not one.by_hand


def test_rules_of_the_course_hold_where_an_assignment_says_nothing(folder: Path) -> None:
    course = load(folder, changed('version: "1"', f"{COURSE_RULES}\n  attempts: {{choose: last, most: 2}}"))
    rules = course_policy(course)
    assert rules.drop_lowest == 1
    assert rules.of("one").attempts == AttemptPolicy(choose="last", most=2)
    assert rules.of("one").late == LatePolicy(
        amount=Fraction(10),
        grace=timedelta(minutes=15),
        cap=Fraction(50),
        last=timedelta(days=7),
    )


def test_assignment_overrides_the_course(folder: Path) -> None:
    own = "late: {points: 0.1, per: hour}\n    weight: 0.3\n    bonus: true\n"
    text = changed('version: "1"', COURSE_RULES).replace(HERE, f"{HERE}    {own}")
    one = policy_of(folder, text)
    assert one.late == LatePolicy(amount=Fraction(1, 10), unit="points", per="hour")
    assert (one.weight, one.bonus) == (Fraction(3, 10), True)


def test_assignment_can_be_free_of_the_courses_lateness(folder: Path) -> None:
    text = changed('version: "1"', COURSE_RULES).replace(HERE, f"{HERE}    late: {{percent: 0}}\n")
    assert policy_of(folder, text).late == LatePolicy()


def test_part_graded_by_hand_counts_for_the_assignment_and_not_for_the_suite(folder: Path) -> None:
    course = load(folder, changed("points: 60}", "points: 60, graded: by-hand}"))
    assert [part.name for part in course.assignments[0].parts_by_checks] == ["first"]
    assert course_policy(course).of("one").by_hand == (("last", Fraction(60)),)
    assert course_policy(course).of("one").possible == 100


@pytest.mark.parametrize(
    "old, new, problem",
    [
        ("name: one", "name: audit", "5:11: name: `grade audit` is a command; name the assignment otherwise"),
        (
            HERE,
            f"{HERE}    late: {{}}\n",
            "14:5: late: says nothing of what lateness costs; give `percent` or",
        ),
        (
            HERE,
            f"{HERE}    late: {{percent: 1, points: 1}}\n",
            "14:32: late: either `percent` or `points` is expected, not both",
        ),
        (
            HERE,
            f"{HERE}    late: {{percent: -1}}\n",
            "14:21: late.percent: must be greater than or equal to 0",
        ),
        (
            HERE,
            f"{HERE}    late: {{percent: 1, per: week}}\n",
            "14:29: late.per: expected 'day' or 'hour', found",
        ),
        (
            HERE,
            f"{HERE}    late: {{percent: 1, hour: 2}}\n",
            "14:24: late: unknown key `hour`; known keys here:",
        ),
        (
            HERE,
            f"{HERE}    late: 10\n",
            "14:11: late: expected a mapping of keys to values, found the number 10",
        ),
        (
            HERE,
            f"{HERE}    attempts: {{most: 0}}\n",
            "14:22: attempts.most: must be greater than or equal to 1",
        ),
        (
            HERE,
            f"{HERE}    attempts: {{choose: first}}\n",
            "14:24: attempts.choose: expected 'best' or 'last'",
        ),
        (HERE, f"{HERE}    weight: '2'\n", "14:13: weight: expected a number, found the text `2`; leave out"),
        (
            HERE,
            f"{HERE}    weight: -2\n",
            "14:13: weight: must be greater than or equal to 0, found the number -2",
        ),
        (HERE, f"{HERE}    bonus: 1\n", "14:12: bonus: expected true or false, found the number 1"),
        (
            'version: "1"',
            'version: "1"\n  drop_lowest: 0.5',
            "4:16: course.drop_lowest: expected a whole number",
        ),
        (
            'version: "1"',
            'version: "1"\n  late: {percent: 200}',
            "4:19: course.late.percent: must be less than",
        ),
        (
            "points: 60}",
            "points: 60, graded: maybe}",
            "16:55: graded: expected 'by-checks' or 'by-hand', found",
        ),
    ],
)
def test_slip_in_a_rule_is_reported_at_its_place(folder: Path, old: str, new: str, problem: str) -> None:
    found = problems_of(folder, changed(old, new))
    assert any(one.startswith(problem) for one in found), found
    assert len(found) == 1


def test_assignment_that_is_graded_by_hand_alone_is_refused(folder: Path) -> None:
    text = GOOD.replace("points: 40}", "points: 40, graded: by-hand}")
    found = problems_of(folder, text.replace("points: 60}", "points: 60, graded: by-hand}"))
    assert found == ["14:5: parts: all are graded by hand; at least one is graded by checks"]


def test_names_that_assignments_may_not_have_are_the_commands() -> None:
    assert {*app.list_commands(click.Context(app))} == COMMANDS
    assert not COMMANDS & {one.name for one in load_course(ROOT).assignments}


def test_rules_survive_the_json_form(folder: Path) -> None:
    text = changed('version: "1"', COURSE_RULES).replace(HERE, f"{HERE}    late: {{points: 0.1, cap: 1}}\n")
    course = load(folder, text.replace("points: 60}", "points: 60, graded: by-hand}"))
    (folder / "assignments.json").write_text(course_to_json(course, solutions=False), encoding="utf-8")
    (folder / "assignments.yaml").unlink()
    assert course_policy(load_course(folder)) == course_policy(course)


def test_rules_change_no_edition_and_parts_do(folder: Path) -> None:
    before = edition_of(load_course(folder))
    ruled = changed('version: "1"', COURSE_RULES).replace(HERE, f"{HERE}    weight: 2\n    bonus: true\n")
    assert edition_of(load(folder, ruled)) == before
    by_hand = changed("points: 60}", "points: 60, graded: by-hand}")
    assert edition_of(load(folder, by_hand)).fingerprint != before.fingerprint
