"""What every test may use.

Golden files are expected texts kept beside the tests, rewritten only with `--regenerate-golden`. Property
tests have two profiles: the usual one, and `--hypothesis-profile=fuzz`, which `make fuzz` chooses.
"""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.postgresql_server import make_database, running_postgresql

# A busy machine is slow now and then, and no property is about time.
settings.register_profile("usual", deadline=None)
settings.register_profile("fuzz", deadline=None, max_examples=5000)
settings.load_profile("usual")

# A shell starts what runs in the background deaf to Ctrl-C, and so would be all that tests start and stop.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

GOLDEN = Path(__file__).parent / "golden"

Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden",
        action="store_true",
        help="write the files under tests/golden anew instead of comparing with them",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Return a function that compares a text with the file of a name under tests/golden."""
    regenerate = bool(request.config.getoption("--regenerate-golden"))

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if regenerate:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        if not path.is_file():
            pytest.fail(
                f"tests/golden/{name} is missing: run pytest --regenerate-golden and read what it wrote"
            )
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Start a server of PostgreSQL for the tests and return its URL."""
    with running_postgresql() as server:
        yield server


@pytest.fixture
def database(postgresql: str, request: pytest.FixtureRequest) -> str:
    """Make an empty database and return its URL."""
    return make_database(postgresql, f"test_{abs(hash(request.node.nodeid))}")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return where a gradebook can be made: a file, then a database on the server."""
    if request.param == "sqlite":
        return str(tmp_path / "gradebook.sqlite")
    return str(request.getfixturevalue("database"))
