"""One arena for all attacks of a process, and the table that `make attacks` prints."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.attacks.harness.arena import Arena


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--table", action="store_true", help="print class, attack, level and verdict of every attack"
    )


@pytest.fixture(scope="session")
def arena() -> Iterator[Arena]:
    with Arena() as arena:
        yield arena


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print what the tests of attacks noted as properties, wherever they ran."""
    if not config.getoption("--table", default=False):
        return
    rows = sorted(
        row
        for outcome in ("passed", "failed", "skipped", "xfailed", "xpassed")
        for report in terminalreporter.stats.get(outcome, ())
        for name, row in getattr(report, "user_properties", ())
        if name == "attack"
    )
    terminalreporter.section("attacks")
    for kind, attack, level, verdict in rows:
        terminalreporter.write_line(f"{kind:9} {attack:44} {level:8} {verdict}")
