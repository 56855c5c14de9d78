from grader.suite.oracle_fixture import seed_rng


def test_draws_depend_on_the_run_and_on_the_check_and_on_nothing_else() -> None:
    first = [seed_rng(1, "hidden/test_a.py::test_a").random() for _ in range(2)]

    assert first == [0.2787215056875072] * 2
    assert len({seed_rng(seed, check).random() for seed in (1, 2) for check in ("a", "b")}) == 4
