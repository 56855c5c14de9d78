"""One report of every kind, made by hand, for the tests of scoring and of the renderers."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from grader.model.assignment import Scoring
from grader.model.check import Argument, Call, Check, Difference, Fault, Location, Outcome
from grader.model.report import AssignmentReport, PartScore, Report
from grader.model.scoring import lost_part, score_part

FILE = "two_layer_mlp.py"
PARTS = {"activations": ("Activations", 15), "forward": ("Forward", 15), "backward": ("Backward", 70)}

FORWARD = Call(
    function="forward",
    arguments=(
        Argument(name="X", kind="array", shape=(5, 4)),
        Argument(
            name="params",
            kind="dict",
            items=(
                Argument(name="W1", kind="array", shape=(6, 4)),
                Argument(name="b1", kind="array", shape=(6,)),
            ),
        ),
        Argument(name="activation", kind="str", value="'relu'"),
    ),
)
BACKWARD = Call(
    function="backward",
    arguments=(
        Argument(name="X", kind="array", shape=(5, 4)),
        Argument(name="y", kind="array", shape=(5, 3)),
        Argument(name="scale", kind="float", value="0.125"),
        Argument(name="kind", kind="str", value="'mse'"),
    ),
)
WRONG_W1 = Difference(
    name="W1",
    problem="value",
    message="The values of W1 are not right.",
    expected_shape=(6, 4),
    actual_shape=(6, 4),
    expected="[[0.416, -0.25, ...], ..., [0.0, 0.125, ...]]",
    actual="[[0.832, -0.5, ...], ..., [0.0, 0.25, ...]]",
    greatest=0.416,
    index=(2, 1),
    expected_there=0.416,
    actual_there=0.832,
    mismatched=18,
    total=24,
    rtol=1e-6,
    atol=1e-9,
    location=Location(file=FILE, line=143, function="backward"),
)


def passed(part: str, title: str, *, hidden: bool = False) -> Check:
    """Return a check that passed."""
    suite = "hidden" if hidden else "visible"
    identity = f"{suite}/test_{part}.py::test_{title.replace(' ', '_')}"
    return Check(id=identity, title=title, part=part, hidden=hidden, outcome=Outcome.PASSED)


def wrong(part: str = "backward", title: str = "gradients with relu", *, hidden: bool = False) -> Check:
    """Return a check in which one gradient was wrong."""
    return replace(
        passed(part, title, hidden=hidden),
        outcome=Outcome.WRONG,
        message="W1 is wrong.",
        calls=(BACKWARD,),
        differences=(WRONG_W1,),
        location=Location(file=FILE, line=143, function="backward"),
        hint="Is the gradient of the mean divided by the batch size once, not twice?",
        output="shapes (5, 4) (5, 3)\nnorm 0.832\n",
        seeds=(("relu-mse", 17),),
    )


def raised(part: str = "forward", title: str = "hidden layer", *, hidden: bool = False) -> Check:
    """Return a check in which the student's code raised."""
    line = Location(file=FILE, line=88, function="layer")
    return replace(
        passed(part, title, hidden=hidden),
        outcome=Outcome.RAISED,
        message="ValueError: operands could not be broadcast together with shapes (5,6) (4,)",
        exception="ValueError",
        calls=(FORWARD,),
        location=line,
        trace=(Location(file=FILE, line=71, function="forward"), line),
    )


def not_started(part: str, title: str, function: str, line: int) -> Check:
    """Return a check that met the untouched stub of a function."""
    return replace(
        passed(part, title),
        outcome=Outcome.NOT_STARTED,
        needs=function,
        location=Location(file=FILE, line=line, function=function),
    )


def assignment(checks: Iterable[Check]) -> AssignmentReport:
    """Return the report of an assignment of three parts with these checks."""
    by_part: dict[str, list[Check]] = {name: [] for name in PARTS}
    for check in checks:
        by_part[check.part].append(check)
    parts = [
        score_part(name, title, points, Scoring.PROPORTIONAL, by_part[name])
        for name, (title, points) in PARTS.items()
    ]
    return with_parts(parts)


def with_parts(parts: Iterable[PartScore]) -> AssignmentReport:
    """Return the report of an assignment with these parts."""
    return AssignmentReport(
        name="two-layer-mlp",
        title="Forward, loss and backward on a batch",
        submission=FILE,
        sha256="0f" * 32,
        parts=tuple(parts),
        untouched=False,
        hidden_ran=True,
        reveal="hint",
        seed=20261106,
    )


def report(*assignments: AssignmentReport) -> Report:
    """Return the report of a run."""
    return Report(
        course="Backpropagation by hand",
        course_version="2026.1",
        grader_version="0.1.0",
        isolation="L1",
        isolation_asked="L1",
        seed=20261106,
        assignments=assignments,
    )


GOOD = (
    passed("activations", "values of relu"),
    passed("activations", "values of tanh", hidden=True),
    passed("forward", "hidden layer"),
    passed("forward", "output layer", hidden=True),
    passed("backward", "gradients with tanh"),
    passed("backward", "gradients with sigmoid", hidden=True),
)


def _untouched() -> Report:
    checks = (
        not_started("activations", "values of relu", "activate", 31),
        not_started("forward", "hidden layer", "forward", 55),
        not_started("backward", "gradients with relu", "backward", 90),
    )
    return report(replace(assignment(checks), untouched=True, hidden_ran=False))


def _partly_written() -> Report:
    skipped = replace(
        passed("backward", "gradients on the student's forward"), outcome=Outcome.SKIPPED, needs="forward"
    )
    checks = (
        *GOOD[:2],
        *(not_started("forward", f"layer {number}", "forward", 55) for number in range(6)),
        skipped,
        not_started("backward", "gradients with relu", "backward", 90),
    )
    return report(replace(assignment(checks), hidden_ran=False))


def _many_raised() -> Report:
    checks = (*GOOD[:2], *(raised(title=f"batch of {number}") for number in range(1, 13)), *GOOD[4:], wrong())
    return report(assignment(checks))


def _timeout() -> Report:
    slow = replace(
        passed("backward", "a batch of 512"),
        outcome=Outcome.TIMEOUT,
        message="backward took more than 2 seconds of CPU time.",
        calls=(BACKWARD,),
        location=Location(file="第三章 作业.ipynb", line=12, cell=4, function="backward"),
    )
    crashed = replace(passed("forward", "deep"), outcome=Outcome.CRASHED, calls=(FORWARD,))
    memory = replace(passed("forward", "large"), outcome=Outcome.MEMORY, calls=(FORWARD,))
    return report(assignment((*GOOD, crashed, memory, slow)))


def _pending() -> Report:
    suite = replace(passed("backward", "gradients of a tie"), outcome=Outcome.PENDING, fault=Fault.SUITE)
    grader = replace(passed("forward", "output", hidden=True), outcome=Outcome.PENDING, fault=Fault.GRADER)
    fault = "visible/test_backward.py::test_tie raised KeyError on the solution too."
    return report(replace(assignment((*GOOD[:2], *GOOD[2:4], grader, suite, *GOOD[4:])), fault=fault))


def _unusable() -> Report:
    parts = (lost_part(name, title, points) for name, (title, points) in PARTS.items())
    reason = f"{FILE}, line 12: this is not valid Python: '(' was never closed."
    return report(replace(with_parts(parts), unusable=reason, hidden_ran=False))


def _hidden(reveal: str) -> Report:
    checks = (*GOOD, wrong(hidden=True), raised(hidden=True))
    return report(replace(assignment(checks), reveal=reveal))


def _strange() -> Report:
    """Return a report with text and numbers that a terminal or a JSON reader could stumble over."""
    nan = replace(
        WRONG_W1, name="b1", greatest=float("nan"), actual_there=float("inf"), expected_there=float("-inf")
    )
    escape = "[bold red]not markup[/] \x1b[2J\x07 \u202eback\u2066 \udc80 a\ttab :smile:"
    odd = replace(
        wrong(title="shapes [5, 4] of X"),
        differences=(nan, replace(WRONG_W1, name="X", problem="shape", actual_shape=(4, 5), mismatched=None)),
        hint=escape,
        output=f"{escape}\n" * 30 + "x" * 5000,
        location=Location(file="我的 作业[1].py", line=3, function="前向"),
    )
    notices = ("Cell 3: the line %matplotlib was left out.",)
    return report(replace(assignment((*GOOD, odd)), notices=notices, submission="我的 作业[1].py"))


def _partial() -> Report:
    """Return the report of a run that was asked for the part `backward` and one check of `forward`."""
    asked = {
        "activations": ([], 2),
        "forward": ([raised()], 1),
        "backward": ([*GOOD[4:], wrong()], 0),
    }
    parts = [
        score_part(name, *PARTS[name], Scoring.PROPORTIONAL, checks, left_out)
        for name, (checks, left_out) in asked.items()
    ]
    whole = [score_part("all", "Everything", 100, Scoring.PROPORTIONAL, [passed("all", "it")])]
    return report(with_parts(parts), replace(with_parts(whole), name="again"))


KINDS: dict[str, Report] = {
    "partial": _partial(),
    "untouched": _untouched(),
    "partly-written": _partly_written(),
    "passed": report(assignment(GOOD)),
    "two-assignments": report(assignment(GOOD), replace(assignment((*GOOD, wrong())), name="again")),
    "wrong": report(assignment((*GOOD, wrong()))),
    "many-wrong": report(
        assignment((*GOOD, wrong(), *(wrong(title=f"batch {n}", hidden=n > 2) for n in range(5))))
    ),
    "raised": report(assignment((*GOOD, raised()))),
    "many-raised": _many_raised(),
    "timeout": _timeout(),
    "pending": _pending(),
    "unusable": _unusable(),
    "hidden-name": _hidden("name"),
    "hidden-hint": _hidden("hint"),
    "hidden-full": _hidden("full"),
    "strange": _strange(),
    "no-checks": report(assignment(GOOD[:4])),
}

assert all(kind.possible == Fraction(100) * len(kind.assignments) for kind in KINDS.values())
