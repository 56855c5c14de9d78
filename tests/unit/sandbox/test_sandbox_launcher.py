import os
import stat
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.errors import InsufficientIsolation
from grader.model.isolation import Isolation
from grader.model.limits import Limits
from grader.sandbox import client
from grader.sandbox.client import Sandbox
from grader.sandbox.confinement.lockdown import STEPS
from grader.sandbox.confinement.readable import find_readable
from grader.sandbox.forked_worker import ForkServer, ForkServerError
from grader.sandbox.launcher import Launcher
from grader.sandbox.probe import judge_probe, start_probe
from tests.support.sandbox_talk import talk

Servers = Callable[..., ForkServer]

linux = pytest.mark.skipif(sys.platform != "linux", reason="levels above L1 are Linux's")

# A bubblewrap that makes no container at all: it runs what comes after `--`.
HOLLOW = """#!/bin/sh
while [ "$1" != "--" ]; do shift; done
shift
exec "$@"
"""
DENIED = """#!/bin/sh
echo "bwrap: setting up uid map: Permission denied" >&2
exit 1
"""


@pytest.fixture
def fake_bubblewrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that puts a script in the place of bubblewrap, or nothing if it is empty."""

    def install(script: str) -> None:
        if script:
            program = tmp_path / "bwrap"
            program.write_text(script, encoding="utf-8")
            program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(tmp_path))

    return install


def works(launcher_start: Callable[[], object]) -> bool:
    sandbox = Sandbox("value = 6 * 7\n", Limits(), launcher_start)  # type: ignore[arg-type]  # any level's
    try:
        return "value" in sandbox.names()
    finally:
        sandbox.close()


@linux
@pytest.mark.parametrize("level", list(Isolation))
def test_workers_of_every_level_answer(level: Isolation, servers: Servers) -> None:
    servers(level)  # skips what this machine cannot do
    with Launcher(levels=[level]) as launcher:
        assert launcher.level is level
        assert works(launcher.start)
        assert works(launcher.start)


@linux
def test_highest_level_that_holds_is_chosen(servers: Servers) -> None:
    servers(Isolation.L4)
    with Launcher() as launcher:
        assert launcher.confinement.level is Isolation.L4
        assert launcher.confinement.refused == ()


@linux
@pytest.mark.parametrize(
    "script, reason, advice",
    [
        pytest.param("", "not installed", "apt install bubblewrap", id="missing"),
        pytest.param(DENIED, "setting up uid map: Permission denied", "administrator", id="denied"),
        pytest.param(HOLLOW, "was not kept from seeing files outside", "", id="hollow"),
    ],
)
def test_container_that_does_not_hold_is_refused_with_reason(
    script: str,
    reason: str,
    advice: str,
    servers: Servers,
    fake_bubblewrap: Callable[[str], None],
) -> None:
    servers(Isolation.L3)
    fake_bubblewrap(script)
    with Launcher() as launcher:
        assert launcher.level is Isolation.L3
        (refusal,) = launcher.confinement.refused
        assert refusal.level is Isolation.L4
        assert reason in refusal.reason
        assert advice in refusal.advice
        assert works(launcher.start)


@linux
def test_nothing_starts_below_the_minimum_level(fake_bubblewrap: Callable[[str], None]) -> None:
    fake_bubblewrap(DENIED)
    with (
        Launcher(minimum=Isolation.L4) as launcher,
        pytest.raises(InsufficientIsolation, match=r"L4(.|\n)*uid map"),
    ):
        launcher.start()


@linux
def test_level_can_be_required_later(servers: Servers) -> None:
    servers(Isolation.L3)
    with Launcher(levels=[Isolation.L3]) as launcher:
        launcher.require(Isolation.L1)
        launcher.require(Isolation.L3)
        with pytest.raises(InsufficientIsolation):
            launcher.require(Isolation.L4)


@linux
@pytest.mark.parametrize("step", sorted(set(STEPS) - {"lifeline", "capabilities"}))
def test_probe_refuses_a_lockdown_without_a_step(step: str, servers: Servers) -> None:
    if step == "identity" and os.geteuid() != 0:
        pytest.skip("an ordinary user's workers have nothing to drop")
    assert judge_probe(start_probe(servers(Isolation.L3))) == ""
    assert "was not kept from" in judge_probe(start_probe(servers(Isolation.L3, step)))


@linux
def test_cpu_time_is_known_after_a_worker_ended(servers: Servers) -> None:
    worker = servers(Isolation.L3).start()
    assert worker.fault == ""
    assert 0.0 <= worker.cpu_seconds() < 5.0
    assert worker.kill() == ""
    assert worker.cpu_seconds() > 0.0


@linux
def test_closed_launcher_starts_no_worker(servers: Servers) -> None:
    servers(Isolation.L3)
    launcher = Launcher(levels=[Isolation.L3])
    assert launcher.level is Isolation.L3
    launcher.close()
    launcher.close()
    with pytest.raises(ValueError, match="closed"):
        launcher.start()


@linux
def test_fork_server_that_died_leaves_its_error(
    fake_bubblewrap: Callable[[str], None],
) -> None:
    fake_bubblewrap("#!/bin/sh\necho out of luck >&2\nexit 3\n")

    server = ForkServer(Isolation.L4, find_readable())
    with pytest.raises(ForkServerError, match="out of luck"):
        server.wait_until_ready()
    server.close()


def test_systems_without_fork_spawn_workers() -> None:
    code = """
import sys, sysconfig
import psutil  # knows the platforms by name
sysconfig.get_config_vars()  # read from a file that is named after the platform
for absent in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[absent] = None
sys.platform = "elsewhere"
from grader.sandbox.client import Sandbox
from grader.sandbox.launcher import Launcher
from tests.support.sandbox_talk import talk
from grader.model.limits import Limits
with Launcher() as launcher:
    sandbox = Sandbox("value = 6 * 7", Limits(), launcher.start)
    assert "value" in sandbox.names()
    assert sandbox.close() == ""
    print(launcher.level, *(refusal.level for refusal in launcher.confinement.refused))
"""
    finished = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert (finished.stdout, finished.stderr) == ("L1 L4 L3\n", "")


@linux
def test_example_in_the_client_docstring_runs(capsys: pytest.CaptureFixture[str]) -> None:
    _, _, example = str(client.__doc__).partition(":\n\n")
    code, _, _ = example.partition("\n\nAn operation")

    exec(textwrap.dedent(code), {})  # noqa: S102  # the example is our own

    assert capsys.readouterr().out == "42\n"


@linux
def test_worker_runs_where_whoever_starts_it_may_run() -> None:
    cores = os.sched_getaffinity(0)
    with Launcher(levels=(Isolation.L1,)) as launcher:
        for some in [{core} for core in cores] + [cores]:
            os.sched_setaffinity(0, some)
            try:
                with talk(
                    "import os\ndef cores(): return sorted(os.sched_getaffinity(0))", launcher.start
                ) as one:
                    assert one("cores") == sorted(some)
            finally:
                os.sched_setaffinity(0, cores)
