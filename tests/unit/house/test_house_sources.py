"""The conventions of this repository that no linter checks."""

import importlib
import pkgutil
import re
import shutil
import subprocess
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest

import grader
from grader.suite import api
from tests.support.documents import ROOT, blocks

HEADINGS = ["Context", "Decision", "Consequences"]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
# One letter of each is in brackets, so that this file does not match itself.
UNFINISHED = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X]|HAC[K])\b")
OF_ONE_MACHINE = re.compile(r"(?<![\w.])/(?:wor[k]|roo[t]|User[s]|hom[e]/\w+)/")
HOSTS = re.compile(r"pyp[i]\.org|pythonhoste[d]\.org|pytorc[h]\.org|anacond[a]\.(?:org|com)")


@cache
def tracked() -> list[Path]:
    """List the files of the repository."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("only a clone knows which files are the repository's")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / name for name in listed.decode("utf-8").split("\0") if name]
    return [path for path in paths if path.is_file()]


def texts() -> dict[str, str]:
    """Read every text file of the repository, by its path."""
    found = {}
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content and path.suffix != ".rec":
            found[path.relative_to(ROOT).as_posix()] = content.decode("utf-8", "replace")
    return found


@pytest.mark.parametrize("pattern", [UNFINISHED, OF_ONE_MACHINE, HOSTS], ids=["unfinished", "paths", "hosts"])
def test_no_file_has_unfinished_notes_machine_paths_or_registry_hosts(
    pattern: re.Pattern[str],
) -> None:
    found = [
        f"{name}:{number}: {line.strip()}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found


def test_text_files_have_unix_line_ends() -> None:
    assert [
        name for name, text in texts().items() if "\r" in text and not name.startswith("tests/golden")
    ] == []
    assert [name for name, text in texts().items() if text and not text.endswith("\n")] == []


def test_suite_api_lists_its_names_in_order() -> None:
    assert api.__all__ == sorted(api.__all__)
    assert sorted(name for name in vars(api) if not name.startswith("_")) == api.__all__


@pytest.mark.parametrize(
    "name", [module.name for module in pkgutil.iter_modules(grader.__path__, "grader.") if module.ispkg]
)
def test_public_names_of_packages_exist(name: str) -> None:
    package = importlib.import_module(name)
    for public in getattr(package, "__all__", []):
        assert hasattr(package, public)


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_decisions_have_a_status_and_their_sections(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {page.name[:4]}: ")
    assert re.search(r"^Status: (accepted|superseded by \d{4})$", text, re.MULTILINE)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS


def test_decisions_are_numbered_and_listed() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    assert [page.name[:4] for page in DECISIONS] == [
        f"{number:04}" for number in range(1, len(DECISIONS) + 1)
    ]
    for page in DECISIONS:
        assert f"(decisions/{page.name})" in index


def test_architecture_page_has_one_diagram_and_lists_packages_in_layer_order() -> None:
    page = ROOT / "docs" / "architecture.md"
    assert [block.language for block in blocks(page)] == ["mermaid"]
    listed = re.findall(r"^\| `grader\.(\w+)` \|", page.read_text(encoding="utf-8"), re.MULTILINE)
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (layers,) = re.findall(r"^layers = \[\n(.*?)^\]", settings, re.MULTILINE | re.DOTALL)
    assert listed == re.findall(r"\w+", layers)


def test_installed_versions_are_the_pinned_ones() -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    pins = dict(line.split("==") for line in text.splitlines() if not line.startswith("#"))
    canonical = {re.sub("[-_.]+", "-", name).lower(): version for name, version in pins.items()}
    for required in ("click", "hypothesis", "mypy", "numpy", "pytest", "ruff", "torch"):
        assert canonical[required] == metadata.version(required).partition("+")[0]
    assert "+" not in "".join(pins.values())
