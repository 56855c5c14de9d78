"""The registry of formats: a format is there because its file is."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.model.report import Report
from grader.reports import formats
from grader.reports.registry import RenderOptions, find_format, format_names, render_report
from tests.support.report_samples import KINDS

NEW_FORMAT = """
from grader.reports.registry import ReportFormat

def write(report, options):
    return f"{options.width}: {report!r}"

FORMAT = ReportFormat(name="plain_record", suffix=".rec", write=write)
"""


@pytest.fixture
def new_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Add a format as one file beside those of the package."""
    (tmp_path / "plain_record.py").write_text(NEW_FORMAT, encoding="utf-8")
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path)])
    yield "plain_record"
    sys.modules.pop("grader.reports.formats.plain_record", None)


@pytest.mark.parametrize("name", format_names())
def test_format_has_the_name_of_its_module(name: str) -> None:
    form = find_format(name)
    assert form.name == name
    assert form.suffix.startswith(".")


@pytest.mark.parametrize("name", format_names())
@pytest.mark.parametrize("kind", KINDS)
def test_format_ends_with_a_newline(name: str, kind: str) -> None:
    assert render_report(name, KINDS[kind]).endswith("\n")


def test_added_file_is_a_format(new_format: str) -> None:
    assert new_format in format_names()
    assert find_format(new_format).suffix == ".rec"
    assert render_report(new_format, KINDS["wrong"], RenderOptions(width=7)).startswith("7: Report(")


def test_added_format_is_given_redacted_reports(new_format: str) -> None:
    def shows(report: Report) -> bool:
        return "0.832" in render_report(new_format, report)

    assert not shows(KINDS["hidden-hint"])
    assert shows(KINDS["hidden-full"])


def test_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"no report format 'pdf'.*\n.*json, junit"):
        find_format("pdf")
