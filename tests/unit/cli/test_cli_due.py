"""How much time is left, in words."""

from datetime import datetime, timedelta, timezone

import pytest

from grader.cli.handin import remaining

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=timezone(timedelta(hours=1)))


@pytest.mark.parametrize(
    "distance,words",
    [
        (timedelta(days=2, hours=23), "in 2 days"),
        (timedelta(hours=25), "in 1 day"),
        (timedelta(minutes=119), "in 1 hour"),
        (timedelta(0), "in less than a minute"),
        (-timedelta(seconds=1), "which was less than a minute ago"),
        (-timedelta(minutes=2), "which was 2 minutes ago"),
    ],
)
def test_the_time_that_remains_is_said_in_the_greatest_unit(distance: timedelta, words: str) -> None:
    assert remaining(NOW + distance, NOW) == words
