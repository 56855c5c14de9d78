"""What every test may use.

Golden files are expected texts kept beside the tests, rewritten only with `--regenerate-golden`. Property
tests have two profiles: the usual one, and `--hypothesis-profile=fuzz`, which `make fuzz` chooses.
"""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

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
