"""The terminal report of every kind of run, compared with the text that was read and found good."""

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.reports.registry import RenderOptions, render_report
from tests.support.report_samples import KINDS

GOLDEN = Path(__file__).parents[2] / "golden" / "reports"


@pytest.mark.parametrize("kind", KINDS)
def test_terminal_report_reads_as_before(kind: str, golden: Callable[[str, str], None]) -> None:
    golden(f"reports/{kind}.txt", render_report("terminal", KINDS[kind]))


@pytest.mark.parametrize("kind", ["wrong", "many-raised"])
def test_narrow_report_reads_as_before(kind: str, golden: Callable[[str, str], None]) -> None:
    golden(f"reports/{kind}-60-columns.txt", render_report("terminal", KINDS[kind], RenderOptions(width=60)))


@pytest.mark.parametrize("kind", ["strange", "timeout"])
def test_ascii_report_reads_as_before(kind: str, golden: Callable[[str, str], None]) -> None:
    golden(
        f"reports/{kind}-ascii.txt", render_report("terminal", KINDS[kind], RenderOptions(ascii_only=True))
    )


def test_coloured_report_reads_as_before(golden: Callable[[str, str], None]) -> None:
    golden("reports/wrong-colour.txt", render_report("terminal", KINDS["wrong"], RenderOptions(color=True)))


def test_no_golden_report_is_left_over() -> None:
    extra = {"wrong-60-columns", "many-raised-60-columns", "strange-ascii", "timeout-ascii", "wrong-colour"}
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {*KINDS, *extra}
