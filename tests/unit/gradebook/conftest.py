"""A gradebook for tests, in a file and on a server of PostgreSQL."""

from collections.abc import Iterator

import pytest

from grader.gradebook.store import Gradebook
from tests.support.gradebook_rows import ADA, EDITION, LEI, Clock


@pytest.fixture
def book(where: str) -> Iterator[Gradebook]:
    """Open a gradebook that knows two students and one edition."""
    with Gradebook(where, clock=Clock()) as opened:
        opened.add_students([ADA, LEI])
        opened.add_edition(EDITION)
        yield opened
