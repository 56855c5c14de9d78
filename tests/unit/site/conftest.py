"""One report and one browser for all tests of a process."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.class_site import ClassSite, make_class_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> ClassSite:
    """Write the report of a small class with hostile names and results in it."""
    return make_class_site(tmp_path_factory.mktemp("class-site"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the system's browser."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None or not Path(chromium).exists():
        pytest.skip("no chromium is installed (Debian's package `chromium`), so no page was looked at")
    with sync_playwright() as driver:
        # Chromium's own sandbox does not start as root, as in a container; the pages are our own.
        opened = driver.chromium.launch(executable_path=chromium, chromium_sandbox=False)
        yield opened
        opened.close()
