"""What is no attack is graded right at every level: `control/<name>.py`, with the points that it earns."""

import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from grader.model.isolation import Isolation
from tests.attacks.harness.arena import Arena
from tests.attacks.harness.attack import Attack
from tests.attacks.harness.course import SOLUTION
from tests.attacks.harness.suite_run import run_suite

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="levels above L1 are Linux's")


def control(path: Path) -> Attack:
    """Read a control, whose header says what it is and what it earns."""
    source = path.read_text(encoding="utf-8")
    header = (line.removeprefix("# ").partition(": ") for line in source.splitlines()[:2])
    fields = {name: text for name, _, text in header}
    return Attack(
        kind="control",
        name=path.stem,
        what=fields["what"],
        verdicts=(fields["verdict"],),
        breach="points",
        sign="",
        defences=(),
        source=source,
        via="suite",
    )


CONTROLS = [control(path) for path in sorted((Path(__file__).parent / "control").glob("*.py"))]


@pytest.mark.parametrize("level", list(Isolation))
@pytest.mark.parametrize("attack", CONTROLS, ids=[attack.name for attack in CONTROLS])
def test_control_earns_its_points(attack: Attack, level: Isolation, arena: Arena) -> None:
    if problem := level is not Isolation.L1 and arena.problem(level):
        pytest.skip(f"{level} is not available here: {problem}")
    trial = run_suite(attack, arena.world, level)
    assert trial.verdict in attack.verdicts, trial
    assert not trial.breaches


@pytest.mark.parametrize("name", ["random.py", "types.py", "numpy.py", "conftest.py", "attacked.zip"])
def test_honest_file_earns_its_points_under_any_name(name: str, arena: Arena) -> None:
    def make(folder: Path) -> Path:
        path = folder / name
        if path.suffix == ".zip":
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("work/random.py", SOLUTION)
        else:
            path.write_text(SOLUTION, encoding="utf-8")
        return path

    named = replace(CONTROLS[0], name=name, source="", make=make)
    trial = run_suite(named, arena.world, Isolation.L3)
    assert trial.verdict == "100 points"
    assert not trial.breaches
