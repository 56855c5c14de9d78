import re
from dataclasses import replace
from pathlib import Path

import pytest

from grader.authoring.exercises import find_stale_exercises, render_exercises, write_exercises
from grader.course import load_course
from grader.errors import CourseFault
from grader.model.assignment import Course
from tests.support.course_files import ROOT, course_of

SOLVED = "def f():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    folder = tmp_path / "solutions"
    folder.mkdir()
    for name in ("first-one", "second"):
        (folder / f"{name}.md").write_text("f() is {{ solution.f() }}\n", encoding="utf-8")
        (folder / f"{name.replace('-', '_')}.py").write_text(SOLVED, encoding="utf-8")
    return course_of(tmp_path)


def test_exercises_of_this_course_are_in_sync() -> None:
    assert find_stale_exercises(load_course(ROOT)) == []


def test_each_assignment_has_a_stub_a_notebook_and_a_handout(course: Course) -> None:
    folder = course.root / "exercises"
    rendered = render_exercises(course)
    notebooks = {path for path in rendered if path.suffix == ".ipynb"}
    assert notebooks == {folder / "first_one.ipynb", folder / "second.ipynb"}
    assert {path: text for path, text in rendered.items() if path not in notebooks} == {
        folder / "first_one.py": "def f():\n    raise NotImplementedError\n",
        folder / "first-one.md": "f() is 1\n",
        folder / "second.py": "def f():\n    raise NotImplementedError\n",
        folder / "second.md": "f() is 1\n",
    }


def test_every_drawing_is_shown_with_alternative_text() -> None:
    rendered = render_exercises(course_of(ROOT))
    handouts = {path.stem: text for path, text in rendered.items() if path.suffix == ".md"}
    drawings = {path.name for path in rendered if path.suffix == ".svg"}
    shown = {name: re.findall(r"!\[([^\n]*)\]\((.*?)\)", text) for name, text in handouts.items()}

    assert {file for links in shown.values() for _, file in links} == drawings
    for name, links in shown.items():
        assert links
        for alternative, file in links:
            assert file.startswith(f"{name}-")
            assert alternative.startswith("Chart.") or alternative.endswith("gradient 1.")


def test_every_drawn_graph_leads_to_a_small_page_to_step_through_it() -> None:
    rendered = render_exercises(course_of(ROOT))
    handouts = [text for path, text in rendered.items() if path.suffix == ".md"]
    pages = {path.name: text for path, text in rendered.items() if path.suffix == ".html"}
    graphs = [name for text in handouts for name in re.findall(r"!\[Comp[^\n]*\]\((.*?)\.svg\)", text)]

    linked = [name for text in handouts for name in re.findall(r"\[[^\]]*\]\(([^)]*)\.html\)", text)]
    assert linked == graphs
    assert [f"{name}.html" for name in graphs] == [*pages]
    assert all("<nav" in text and "default-src 'none'" in text for text in pages.values())
    assert sum(map(len, pages.values())) < 200_000


def test_drawing_of_an_unrecorded_case_is_refused_with_its_line(course: Course) -> None:
    handout = course.root / "solutions" / "second.md"
    handout.write_text('one\n{{ graph("missing") }}\n', encoding="utf-8")

    with pytest.raises(
        CourseFault, match=r"second\.md:2: .*no recorded case 'missing' with a graph"
    ) as caught:
        render_exercises(course)
    assert "grade record" in caught.value.advice


def test_undrawable_chart_is_refused_with_its_line(course: Course) -> None:
    handout = course.root / "solutions" / "second.md"
    fields = 'title="T", description="D", x_label="x", y_label="y", curves={"a": ([1], [0.0])}, log_y=True'
    handout.write_text(f'one\n{{{{ chart("bad", {fields}) }}}}\n', encoding="utf-8")

    with pytest.raises(CourseFault, match=r"second\.md:2: the curve 'a' .* has no point that can be drawn"):
        render_exercises(course)


def test_only_stale_files_are_written(course: Course) -> None:
    stub = course.root / "exercises" / "second.py"
    assert len(write_exercises(course)) == 6
    handout = course.root / "exercises" / "second.md"
    untouched = handout.stat().st_ino
    stub.write_text("edited\n", encoding="utf-8")
    assert find_stale_exercises(course) == [stub]
    assert write_exercises(course) == [stub]
    assert handout.stat().st_ino == untouched
    assert find_stale_exercises(course) == []


def test_windows_line_ends_are_not_stale(course: Course) -> None:
    for path, text in render_exercises(course).items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\r\n")
    assert find_stale_exercises(course) == []


def test_release_has_nothing_to_publish(course: Course) -> None:
    released = [
        replace(one, files=replace(one.files, solution=None, handout=None)) for one in course.assignments
    ]
    assert render_exercises(replace(course, assignments=tuple(released))) == {}


def test_faults_of_all_assignments_are_reported_and_nothing_is_written(course: Course) -> None:
    solutions = course.root / "solutions"
    (solutions / "first_one.py").write_text("# END SOLUTION\n", encoding="utf-8")
    (solutions / "second.md").write_text("{{ missing }}\n", encoding="utf-8")
    with pytest.raises(CourseFault) as caught:
        write_exercises(course)
    assert "first_one.py:1: " in caught.value.message
    assert "second.md:1: " in caught.value.message
    assert not (course.root / "exercises").exists()


def test_solved_file_in_another_encoding_is_a_course_fault(course: Course) -> None:
    (course.root / "solutions" / "second.py").write_bytes("# é\n".encode("latin-1"))
    with pytest.raises(CourseFault, match="cannot be read"):
        render_exercises(course)
