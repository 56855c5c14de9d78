"""Machines of CI services, as far as the scripts that run there can tell: variables, files, and the shell."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

__all__ = ["Done", "GitHub", "bash", "commands_in", "offline", "run_script", "steps_of"]

SECRET = "ghs_secretOfTheJob"  # noqa: S105  # made up
_EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")
_COMMAND = re.compile(r"^\s*::(?P<name>[a-z][\w-]*)(?P<properties> [^\n]*?)?::(?P<message>.*)$")
_OLD_COMMAND = re.compile(r"##\[(?P<name>[a-z-]+)[ \]]")
# Stands for every name of Python; an environment that it makes finds what the grader needs without a network.
_PYTHON = """\
#!{bash}
"{python}" "$@" || exit
case " $* " in *" -m venv "*)
  for last; do :; done
  for packages in "$last"/lib/python3*/site-packages; do echo "{installed}" > "$packages/installed.pth"; done
esac
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a script ended, and all that it wrote into the log."""

    status: int
    log: str


@dataclass(slots=True, kw_only=True)
class GitHub:
    """A job on GitHub Actions.

    Attributes:
        workspace: The checkout.
        temp: The runner's temporary folder.
        environment: What a machine has without GitHub.
        outputs: Outputs of the steps that have an id.
        log: What the steps wrote.
        summary: What they wrote into their summaries.
    """

    workspace: Path
    temp: Path
    environment: Mapping[str, str]
    outputs: dict[str, str] = field(default_factory=dict)
    log: str = ""
    summary: str = ""

    def run(self, steps: list[dict[str, Any]], inputs: Mapping[str, str] | None = None) -> int:
        """Run the steps that have a script, until one fails; give the status of the last."""
        facts = {f"inputs.{name}": value for name, value in (inputs or {}).items()}
        facts["github.action_path"] = (inputs or {}).get("action-path", "")
        for number, step in enumerate(step for step in steps if "run" in step):
            done = self._step(step, number, facts)
            if done.status:
                return done.status
        return 0

    def _step(self, step: Mapping[str, Any], number: int, facts: Mapping[str, str]) -> Done:
        files = {name: self.temp / f"{name}-{number}" for name in ("OUTPUT", "STEP_SUMMARY", "ENV", "PATH")}
        for path in files.values():
            path.touch()
        settings = {name: _filled(str(value), facts) for name, value in step.get("env", {}).items()}
        folder = self.workspace / _filled(str(step.get("working-directory", ".")), facts)
        environment = {
            **self.environment,
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_TOKEN": SECRET,
            "RUNNER_TEMP": str(self.temp),
            **{f"GITHUB_{name}": str(path) for name, path in files.items()},
            **settings,
        }
        assert "${{" not in step["run"], "a script takes what it is told from variables"
        done = run_script(step["run"], folder, environment, "--noprofile", "--norc", "-eo", "pipefail")
        self.log += done.log
        self.summary += files["STEP_SUMMARY"].read_text(encoding="utf-8")
        assert not files["ENV"].read_text(encoding="utf-8")
        assert not files["PATH"].read_text(encoding="utf-8")
        self.outputs |= _outputs(files["OUTPUT"].read_text(encoding="utf-8"))
        return done


def _filled(text: str, facts: Mapping[str, str]) -> str:
    return _EXPRESSION.sub(lambda found: facts[found[1]], text)


def _outputs(text: str) -> dict[str, str]:
    """Read a file of outputs as the runner does."""
    found: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, _, word = line.partition("<<")
        value = []
        for inner in lines:
            if inner == word:
                break
            value.append(inner)
        found[name] = "\n".join(value)
    return found


def commands_in(log: str, *, believing_stops: bool = True) -> list[str]:
    """List the names of the workflow commands that a runner of GitHub obeys in a log.

    Args:
        log: The log.
        believing_stops: Whether what lies between a command that stops commands and its end is passed over.
    """
    found: list[str] = []
    token = ""
    for line in log.splitlines():
        if token and line.strip() == f"::{token}::":
            token = ""
            continue
        if token and believing_stops:
            continue
        found += [old["name"] for old in _OLD_COMMAND.finditer(line)]
        if match := _COMMAND.match(line):
            if match["name"] == "stop-commands":
                token = match["message"]
                continue
            found.append(match["name"])
    return found


def bash() -> str:
    """Find the shell that the services run scripts with."""
    found = shutil.which("bash")
    assert found, "bash is needed"
    return found


def run_script(script: str, folder: Path, environment: Mapping[str, str], *options: str) -> Done:
    """Run a script with bash; what it writes to either stream goes to the log."""
    done = subprocess.run(
        [bash(), *options, "-c", script],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=300,
    )
    return Done(status=done.returncode, log=done.stdout.decode("utf-8"))


def offline(folder: Path) -> dict[str, str]:
    """Make the environment of a machine whose Python installs without a network.

    Whatever the grader needs is there already, as links, the grader itself excepted: that is installed as the
    scripts say.
    """
    installed = folder / "installed"
    installed.mkdir()
    for entry in Path(sysconfig.get_paths()["purelib"]).iterdir():
        if (
            entry.suffix != ".pth"
            and "backprop_grader" not in entry.name
            and entry.name.partition("-")[0] != "pip"
        ):
            (installed / entry.name).symlink_to(entry)
    programs = folder / "bin"
    programs.mkdir()
    base = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
    script = _PYTHON.format(bash=bash(), python=base, installed=installed)
    for name in ("python", "python3.14"):
        (programs / name).write_text(script, encoding="utf-8")
        (programs / name).chmod(0o755)
    return {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PIP_NO_INDEX": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip's word for: do not isolate
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


def steps_of(path: Path) -> list[dict[str, Any]]:
    """Read the steps of a workflow of one job, or of a composite action."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    jobs = list(document["jobs"].values()) if "jobs" in document else [document["runs"]]
    (job,) = jobs
    steps: list[dict[str, Any]] = job["steps"]
    return steps
