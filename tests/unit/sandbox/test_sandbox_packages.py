"""Packages that an assignment names: they and what they need can be imported, and nothing beside them."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.model.isolation import Isolation
from grader.model.limits import Limits
from grader.sandbox.client import Sandbox
from grader.sandbox.confinement.readable import find_readable
from grader.sandbox.faults import OutOfMemory, Raised
from grader.sandbox.launcher import Launcher
from grader.sandbox.packages import find_packages, importable_modules
from grader.sandbox.process import spawn_worker
from grader.suite.session import Session
from grader.suite.submission_proxy import SubmissionProxy
from tests.support.tiny_packages import install, installation

CODE = """
import tiny, tiny.inner, given
from shared_space import tiny_part

def value(): return tiny.VALUE, tiny.inner.VALUE, tiny_part.VALUE, given.VALUE
def names_itself(): return isinstance(tiny.__file__, str)
def unnamed():
    import beside
    return beside.VALUE
def part_of_another():
    import shared_space.other_part
def read(path): return open(path).read()
def listed(path):
    import os
    return os.listdir(path)
def allocate(megabytes): return len(bytearray(megabytes * 1_000_000))
"""
BALLAST = "import mmap\nBALLAST = mmap.mmap(-1, 300_000_000)\nimport os\nos.environ['TINY_THREADS'] = '1'\n"


@pytest.fixture(scope="module")
def installed() -> Iterator[Path]:
    """A folder with a package, what it needs, and others beside them."""
    with installation() as folder:
        _install_all(folder)
        yield folder


def _install_all(folder: Path) -> None:
    tiny = {
        "tiny/__init__.py": f"{BALLAST}from tiny_base import VALUE\n",
        "tiny/inner.py": "VALUE = 2\n",
        "shared_space/tiny_part.py": "VALUE = 3\n",
    }
    install(folder, "tiny", tiny, requires=["Tiny_Base>=1", "absent; python_version < '3'", "numpy"])
    install(folder, "tiny-base", {"tiny_base.py": "VALUE = 1\n"})
    # As packages have an extra of all their extras.
    requires = ['many[one]; extra == "all"', 'tiny-base; extra == "one"', 'absent; extra == "other"']
    install(folder, "many", {"many.py": ""}, requires=requires)
    install(folder, "beside", {"beside.py": "VALUE = 0\n", "shared_space/other_part/__init__.py": ""})
    install(folder, "broken", {"broken.py": "raise OSError('no library')\n"})
    threads = "import threading, time\nthreading.Thread(target=time.sleep, args=(9,), daemon=True).start()\n"
    install(folder, "threads", {"threads.py": threads})
    install(folder, "editable", {"__editable__.editable.pth": "/elsewhere\n"})
    install(folder, "needy", {"needy.py": ""}, requires=["tiny-base==2.0", "absent"])
    install(folder, "selfish", {"selfish.py": ""}, requires=["backprop-grader"])


@pytest.fixture(scope="module", params=[Isolation.L1, Isolation.L3, Isolation.L4])
def submission(request: pytest.FixtureRequest, installed: Path) -> Iterator[SubmissionProxy]:
    """A submission that imports a package, at each level of isolation."""
    assert installed.is_dir()
    given = {"given.py": b"import tiny\nVALUE = tiny.VALUE + 3\n"}
    with Launcher(levels=[request.param], packages=["tiny==1.0"]) as launcher:
        try:
            launcher.require(request.param)
        except UsageError as error:
            pytest.skip(str(error))
        session = Session(Sandbox(CODE, Limits(memory_mb=400), launcher.start, given=given), {})
        with closing(session):
            yield SubmissionProxy(session)


def test_named_package_and_what_it_needs_are_imported(submission: SubmissionProxy) -> None:
    assert submission.value() == (1, 2, 3, 4)
    assert submission.names_itself() is True


def test_package_beside_it_is_not_there(submission: SubmissionProxy) -> None:
    with pytest.raises(Raised, match=r"can use NumPy, tiny and the standard library alone"):
        _ = submission.unnamed() + 1


def test_other_part_of_a_shared_folder_is_not_there(submission: SubmissionProxy) -> None:
    with pytest.raises(Raised, match=r"No module named 'shared_space.other_part'"):
        submission.part_of_another() + 1


def test_memory_of_the_package_is_not_the_submissions(submission: SubmissionProxy) -> None:
    assert submission.allocate(150) == 150_000_000


def test_package_gives_no_right_to_the_folder_it_is_installed_in(installed: Path) -> None:
    with Launcher(levels=[Isolation.L3], packages=["tiny==1.0"]) as launcher:
        try:
            launcher.require(Isolation.L3)
        except UsageError as error:
            pytest.skip(str(error))
        session = Session(Sandbox(CODE, Limits(memory_mb=400), launcher.start), {})
        with closing(session):
            there = SubmissionProxy(session)
            assert there.read(str(installed / "tiny" / "inner.py")) == "VALUE = 2\n"
            for path in ("beside.py", "shared_space/other_part/__init__.py", "broken-1.0.dist-info/METADATA"):
                with pytest.raises(Raised, match="Permission denied"):
                    _ = there.read(str(installed / path)) + ""
            with pytest.raises(Raised, match="Permission denied"):
                _ = there.listed(str(installed))[0]
            with pytest.raises(OutOfMemory):
                _ = there.allocate(450) + 1


def test_worker_of_a_system_without_fork_imports_it_too(installed: Path) -> None:
    assert installed.is_dir()
    readable = find_readable(["tiny==1.0"])
    code = "import tiny, nowhere\ndef value(): return tiny.VALUE\ndef use(): return nowhere.value()"
    session = Session(Sandbox(code, Limits(), lambda: spawn_worker(readable)), {})
    with closing(session):
        there = SubmissionProxy(session)
        assert there.value() == 1
        with pytest.raises(Raised, match="can use NumPy, tiny and the standard library alone"):
            _ = there.use() + 1


@pytest.mark.parametrize(
    "package, problem",
    [
        ("broken", "broken: OSError: no library"),
        ("threads", "threads: its import starts threads"),
    ],
)
def test_package_that_cannot_be_imported_is_named(installed: Path, package: str, problem: str) -> None:
    assert installed.is_dir()
    with (
        Launcher(levels=[Isolation.L1], packages=[f"{package}==1.0"]) as launcher,
        pytest.raises(UsageError, match=problem),
    ):
        launcher.start()


@pytest.mark.parametrize(
    "named, problem, advice",
    [
        (["nowhere==1"], "nowhere==1 (no nowhere is installed)", "pip install nowhere==1"),
        (["tiny==2.0"], "tiny==2.0 (tiny 1.0 is installed)", "pip install tiny==2.0"),
        (
            ["tiny_base==1.0", "x==1", "tiny==3"],
            "x==1 (no x is installed); tiny==3 (tiny 1.0",
            "x==1 tiny==3",
        ),
        (["needy==1.0"], "tiny-base==2.0, which needy==1.0 needs (tiny-base 1.0 is installed)", "needy==1.0"),
        (["needy==1.0"], "absent, which needy==1.0 needs (no absent is installed)", "needy==1.0"),
        (["editable==1.0"], "its installation lists no module", "pip install editable==1.0"),
        (["selfish==1.0"], "it needs the grader itself", "Take it out"),
        (["yaml==6"], "no yaml is installed", "another name: `packages: [PyYAML=="),
    ],
)
def test_what_is_not_installed_as_named_is_said_with_what_to_do(
    installed: Path, named: list[str], problem: str, advice: str
) -> None:
    assert installed.is_dir()
    with pytest.raises(UsageError) as caught:
        find_packages(named)
    assert problem in caught.value.message
    assert advice in caught.value.advice


def test_modules_are_known_without_an_import(installed: Path) -> None:
    assert installed.is_dir()
    assert set(importable_modules(["tiny==1.0"])) == {"tiny", "tiny_base", "shared_space"}
    assert set(importable_modules(["many==1.0"])) == {"many"}
    assert set(importable_modules(["many[all]==1.0"])) == {"many", "tiny_base"}
    assert importable_modules([]) == ()
