"""Every attack fails at L3 and at L4, and succeeds when its defence is removed."""

import os
import sys
from collections.abc import Callable

import pytest

from grader.model.isolation import Isolation
from tests.attacks.harness.arena import Arena, Unavailable
from tests.attacks.harness.attack import Attack, load_attacks

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="levels above L1 are Linux's")

ATTACKS = load_attacks()

every_attack = pytest.mark.parametrize("attack", ATTACKS, ids=[attack.id for attack in ATTACKS])

Note = Callable[[str, tuple[str, ...]], None]


@pytest.mark.parametrize("level", [Isolation.L3, Isolation.L4])
@every_attack
def test_attack_fails_at_every_level(
    attack: Attack,
    level: Isolation,
    arena: Arena,
    record_property: Note,
    request: pytest.FixtureRequest,
) -> None:
    if attack.hole:  # strictly: when the hole is closed, the line that says so has to go
        request.applymarker(pytest.mark.xfail(reason=attack.hole, strict=True))
    try:
        trial = arena.run(attack, level)
    except Unavailable as error:
        record_property("attack", (attack.kind, attack.name, level.name, f"skipped: {error}"))
        pytest.skip(str(error))
    shown = f"BREACH {trial.breaches}" if trial.breaches else trial.verdict
    record_property("attack", (attack.kind, attack.name, level.name, shown))
    assert not trial.breaches, trial
    assert trial.verdict in attack.verdicts, trial


@every_attack
def test_attack_succeeds_without_its_defence(attack: Attack, arena: Arena, record_property: Note) -> None:
    if attack.needs == "root" and os.geteuid() != 0:
        pytest.skip("only root can remove this defence or see what comes of it")
    trial = arena.run_without(attack)
    shown = "live" if attack.breach in trial.breaches else "NOT LIVE"
    record_property("attack", (attack.kind, attack.name, "without", shown))
    assert attack.breach in trial.breaches, trial
