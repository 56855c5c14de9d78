"""Seeds that are drawn, and recordings that are not in order."""

from grader.model.check import Fault, Outcome
from tests.support.small_suites import SmallSuite, by_name, record, write

DRAWS = """
pytestmark = pytest.mark.part("one")

@pytest.mark.parametrize("number", range(6))
def test_two_draws(oracle, submission, number):
    first, second = oracle("drawn"), oracle("drawn")
    assert first.seed != second.seed
    assert first.inputs["x"] == first.seed
    submission.f(first.inputs["x"])
"""


def test_hidden_seeds_and_the_order_are_drawn_for_each_run_and_can_be_repeated(
    small_suite: SmallSuite,
) -> None:
    small_suite.visible(DRAWS)
    small_suite.hidden(DRAWS)
    record(small_suite.root / "visible", "drawn", 4)
    record(small_suite.root / "hidden", "drawn", 64)
    runs = [(small_suite.run("def f(x): return 1", seed=seed), small_suite.order) for seed in (1, 1, 2)]
    drawn = [{check.id: check.seeds for check in run.checks if check.hidden} for run, _ in runs]

    assert all(check.outcome is Outcome.PASSED for run, _ in runs for check in run.checks)
    for run, order in runs:
        shown = [check.seeds for check in run.checks if not check.hidden]
        assert shown == [(("drawn", 0), ("drawn", 1))] * 6
        assert [one.startswith("hidden/") for one in order] == [False] * 6 + [True] * 6
        assert [check.hidden for check in run.checks] == [False] * 6 + [True] * 6
    assert drawn[0] == drawn[1]
    assert runs[0][1] == runs[1][1]
    assert drawn[0] != drawn[2]
    assert runs[0][1] != runs[2][1]
    assert len(set(drawn[0].values())) > 3


def test_a_case_with_too_few_seeds_is_the_suites_fault(small_suite: SmallSuite) -> None:
    small_suite.visible(DRAWS)
    record(small_suite.root / "visible", "drawn", 1)
    run = small_suite.run("def f(x): return 1")

    assert {check.fault for check in run.checks} == {Fault.SUITE}
    assert [str(fault) for fault in run.faults] == [
        "case 'drawn' has 1 recorded seeds, and one more was drawn"
    ]


def test_a_recording_that_is_missing_stale_or_damaged_withholds_points(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        pytestmark = pytest.mark.part("one")
        @pytest.mark.parametrize("name", ["missing", "stale", "damaged", "misnamed", "whole"])
        def test_case(oracle, submission, name):
            submission.f(oracle(name).inputs["x"])
        """
    )
    folder = small_suite.root / "visible"
    stale = record(folder, "stale", 1).read_bytes()
    write(folder / "oracle.py", "# an oracle\n")
    for name in ("damaged", "misnamed", "whole"):
        record(folder, name, 1)
    recordings = folder / "recordings"
    (recordings / "stale.rec").write_bytes(stale)
    damaged = bytearray((recordings / "damaged.rec").read_bytes())
    damaged[-1] ^= 1
    (recordings / "damaged.rec").write_bytes(damaged)
    (recordings / "misnamed.rec").write_bytes((recordings / "whole.rec").read_bytes())

    run = small_suite.run("def f(x): return 1")
    checks = by_name(run)

    words = {
        "missing": "is not recorded",
        "stale": "is older than its oracle",
        "damaged": "is damaged",
        "misnamed": "is that of case 'whole'",
    }
    for name, word in words.items():
        check = checks[f"test_case[{name}]"]
        assert (check.outcome, check.fault) == (Outcome.PENDING, Fault.SUITE)
        assert word in check.message
        assert any(word in str(fault) for fault in run.faults)
    assert checks["test_case[whole]"].outcome is Outcome.PASSED
    assert len(run.faults) == len(words)
