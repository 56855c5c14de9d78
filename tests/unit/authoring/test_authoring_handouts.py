import re
import sys
from pathlib import Path

import numpy as np
import pytest
import yaml

from grader.authoring.handouts import format_array, format_number, render_handout
from grader.errors import CourseFault, UsageError
from tests.support.course_files import HANDOUTS, ROOT

SOLUTION = "def double(x):\n    return 2 * x\n\n\ndef fail():\n    raise RuntimeError('no numbers today')\n"


def _render(folder: Path, template: str, solution: str = SOLUTION) -> str:
    handout, solved = folder / "handout.md", folder / "solved_file.py"
    handout.write_text(template, encoding="utf-8")
    solved.write_text(solution, encoding="utf-8")
    return render_handout(handout, solved, "drawing of {}".format, "curves called {}, {title}".format)


def _refused(folder: Path, template: str, solution: str = SOLUTION) -> str:
    with pytest.raises(CourseFault) as caught:
        _render(folder, template, solution)
    return caught.value.message.removeprefix(f"{folder}/")


def test_numbers_come_from_the_solution(tmp_path: Path) -> None:
    assert _render(tmp_path, "{{ solution.double(np.float64(1.5)) | number }}\n") == "3\n"


def test_markdown_is_not_escaped(tmp_path: Path) -> None:
    assert _render(tmp_path, "{{ 'a < b & \"c\"' }} \\frac{1}{2}") == 'a < b & "c" \\frac{1}{2}'


def test_drawing_appears_where_the_template_asks_for_it(tmp_path: Path) -> None:
    assert _render(tmp_path, 'See {{ graph("one") }}.\n') == "See drawing of one.\n"


def test_chart_appears_where_the_template_asks_for_it(tmp_path: Path) -> None:
    shown = _render(tmp_path, 'See {{ chart("one", title="Two") }}.\n')
    assert shown == "See curves called one, Two.\n"


def test_unknown_name_is_refused_with_its_line(tmp_path: Path) -> None:
    assert _refused(tmp_path, "one\n\n{{ missing }}\n").startswith("handout.md:3: ")
    assert "triple" in _refused(tmp_path, "{{ solution.triple(1) }}\n")


def test_broken_template_is_refused_with_its_line(tmp_path: Path) -> None:
    assert _refused(tmp_path, "one\n{% if %}\n").startswith("handout.md:2: ")


def test_raising_solution_is_refused_with_the_line_of_the_template(tmp_path: Path) -> None:
    message = _refused(tmp_path, "one\n{{ solution.fail() }}\n")
    assert message.startswith("handout.md:2: ")
    assert "no numbers today" in message


def test_broken_solved_file_is_refused_with_its_line(tmp_path: Path) -> None:
    assert _refused(tmp_path, "text", "x = 1\ny = 1 / 0\n").startswith("solved_file.py:2: ")
    assert _refused(tmp_path, "text", "x = 1\ny = (\n").startswith("solved_file.py:2: ")


def test_solution_leaves_no_module_and_no_files(tmp_path: Path) -> None:
    before = set(sys.modules)
    _render(tmp_path, "{{ solution.double(1) }}")
    assert not [name for name in set(sys.modules) - before if "solved_file" in name]
    assert {path.name for path in tmp_path.iterdir()} == {"handout.md", "solved_file.py"}


def test_missing_jinja_is_reported_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(UsageError) as caught:
        _render(tmp_path, "text")
    assert "pip install 'backprop-grader[author]'" in caught.value.advice


@pytest.mark.parametrize(
    "value, text",
    [
        (6.0, "6"),
        (0, "0"),
        (-0.0, "0"),
        (-1e-9, "0"),
        (0.427067, "0.4271"),
        (np.float64(10.0), "10"),
        (1e6, "1000000"),
    ],
)
def test_number_is_rounded_without_trailing_zeros(value: float, text: str) -> None:
    assert format_number(value) == text


def test_array_is_formatted_as_nested_lists() -> None:
    assert format_array(np.array([[0.5, -1.0], [1 / 3, 0.0]]), 2) == "[[0.5, -1], [0.33, 0]]"


def _rendered(template: Path) -> str:
    solution = template.with_suffix(".py").with_stem(template.stem.replace("-", "_"))
    return render_handout(template, solution, "![a drawing]({})".format, "![a chart]({})".format)


@pytest.mark.parametrize("template", HANDOUTS, ids=lambda path: path.stem)
def test_handout_renders_without_leftovers(template: Path) -> None:
    text = _rendered(template)
    assert not re.search(r"\{\{|\}\}|\{%|%\}|\{#|#\}|nan\b|\binf\b|\barray\(|np\.float64\(", text)
    assert text.count("```") % 2 == 0
    assert "![a drawing](" in text
    assert "W @ x" in text or "W1 @ X" in text


@pytest.mark.parametrize("template", HANDOUTS, ids=lambda path: path.stem)
def test_every_table_row_has_as_many_cells_as_its_header(template: Path) -> None:
    text = _rendered(template)
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({row.count("|") for row in table.splitlines()}) == 1, table


@pytest.mark.parametrize("template", HANDOUTS, ids=lambda path: path.stem)
def test_every_part_has_a_section_to_link_to(template: Path) -> None:
    manifest = yaml.safe_load((ROOT / "assignments.yaml").read_text(encoding="utf-8"))
    parts = next(one["parts"] for one in manifest["assignments"] if one["name"] == template.stem)
    headings = re.findall(r"^## (.+)$", template.read_text(encoding="utf-8"), re.MULTILINE)
    names = [part["name"] for part in parts]
    assert [heading.lower() for heading in headings if heading.lower() in names] == names
