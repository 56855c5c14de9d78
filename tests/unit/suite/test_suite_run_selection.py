"""Only the checks that are asked for run, and the run says how many others there are."""

from dataclasses import replace

from grader.model.serialisation import from_json, to_json
from grader.suite.jobs import RunRequest, Selection, SubmissionJob
from grader.suite.results import SuiteRun
from tests.support.shared_runner import run_suite
from tests.support.small_suites import SmallSuite

VISIBLE = """
@pytest.mark.part("one")
def test_first(submission): assert submission.right() == 1
@pytest.mark.part("one")
def test_second(submission): assert submission.right() == 2
@pytest.mark.part("two")
def test_third(submission): assert submission.right() == 1
"""
HIDDEN = """
@pytest.mark.part("two")
def test_fourth(submission, oracle): assert submission.right() == 1
"""
SUBMISSION = "def right(): return 1\n"


def run(suite: SmallSuite, selection: Selection) -> SuiteRun:
    suite.visible(VISIBLE)
    suite.hidden(HIDDEN)
    submission = SubmissionJob(source=SUBMISSION, seed=1, selection=selection)
    return run_suite(replace(suite.job(""), submission=submission))


def names(found: SuiteRun) -> list[str]:
    return [check.id.rpartition("_")[2] for check in found.checks]


def test_without_a_selection_every_check_runs_and_none_is_left_out(small_suite: SmallSuite) -> None:
    found = run(small_suite, Selection())
    assert names(found) == ["first", "second", "third", "fourth"]
    assert not found.left_out


def test_a_part_runs_its_visible_and_its_hidden_checks(small_suite: SmallSuite) -> None:
    found = run(small_suite, Selection(parts=("two",)))
    assert names(found) == ["third", "fourth"]
    assert found.left_out == {"one": 2}
    assert not found.faults


def test_checks_are_chosen_by_their_ids_and_by_their_parts_together(small_suite: SmallSuite) -> None:
    ids = ("visible/test_visible.py::test_second", "visible/test_visible.py::test_third")
    assert names(run(small_suite, Selection(checks=ids))) == ["second", "third"]
    assert names(run(small_suite, Selection(checks=ids, parts=("one",)))) == ["second"]


def test_a_selection_that_no_check_answers_to_is_no_fault_of_the_suite(small_suite: SmallSuite) -> None:
    found = run(small_suite, Selection(checks=("visible/test_visible.py::test_gone",)))
    assert not found.checks
    assert not found.faults
    assert found.left_out == {"one": 2, "two": 2}


def test_the_same_seed_gives_a_hidden_check_the_same_verdict_alone_as_among_the_others(
    small_suite: SmallSuite,
) -> None:
    whole = {check.id: check for check in run(small_suite, Selection()).checks}
    alone = run(small_suite, Selection(parts=("two",)))
    assert all(whole[check.id] == check for check in alone.checks)


def test_a_job_with_a_selection_survives_its_way_to_the_runner(small_suite: SmallSuite) -> None:
    submission = SubmissionJob(source=SUBMISSION, selection=Selection(parts=("one",), checks=("a", "b")))
    request = replace(small_suite.job(""), submission=submission)
    assert from_json(to_json(request), RunRequest) == request


def test_visible_checks_come_first_and_part_after_part_in_an_order_that_chance_decides(
    small_suite: SmallSuite,
) -> None:
    checks = "".join(
        f"@pytest.mark.part('{part}')\ndef test_{part}_{number}(submission): submission.right()\n"
        for number in range(3)
        for part in ("two", "one")
    )
    small_suite.visible(checks)
    small_suite.hidden(checks)
    orders = set()
    for seed in range(4):
        small_suite.run(SUBMISSION, seed=seed)
        kinds = ["_".join((one.partition("/")[0], one.split("_")[-2])) for one in small_suite.order]
        assert kinds == [
            f"{folder}_{part}"
            for folder in ("visible", "hidden")
            for part in small_suite.parts
            for _ in range(3)
        ]
        orders.add(tuple(small_suite.order))
    assert len(orders) > 1
