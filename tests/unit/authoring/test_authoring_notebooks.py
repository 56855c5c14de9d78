import json
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from grader.authoring.exercises import render_exercises
from grader.authoring.notebooks import find_judging_parts, make_notebook, split_handout, split_source
from grader.course import load_course
from grader.course.solution import pristine_fingerprints
from grader.errors import CourseFault
from grader.grading import Target, grade
from grader.model.assignment import Assignment
from grader.submission.candidates import fingerprint
from grader.submission.reader import choose_edited_file
from tests.support.course_files import ROOT

COURSE = load_course(ROOT)
NAMES = [assignment.name for assignment in COURSE.assignments]


def cells(assignment: Assignment) -> list[tuple[str, str]]:
    notebook = json.loads(assignment.notebook.read_text(encoding="utf-8"))
    return [(cell["id"], "".join(cell["source"])) for cell in notebook["cells"]]


@pytest.mark.parametrize("name", NAMES)
def test_notebook_is_valid_without_outputs_or_cell_metadata(name: str) -> None:
    notebook = json.loads(COURSE.assignment(name).notebook.read_text(encoding="utf-8"))
    nbformat.validate(notebook)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    # Without these, JupyterLab exports a notebook that was never run as a text file.
    assert notebook["metadata"]["language_info"]["file_extension"] == ".py"
    assert notebook["metadata"]["language_info"]["nbconvert_exporter"] == "python"
    for cell in notebook["cells"]:
        assert cell["metadata"] == {}
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


def test_cells_are_named_after_their_contents() -> None:
    assert [id_ for id_, _ in cells(COURSE.assignment("quadratic-model"))] == [
        *("introduction", "how-to-grade", "load-grader", "set-up"),
        *("about-forward", "forward", "grade-forward"),
        *("about-loss", "loss", "grade-loss"),
        *("about-backward", "stages", "backward", "grade-backward"),
        *("about-training", "sgd_step", "fit", "fit_linear", "grade-training"),
        "grade-everything",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_saving_a_notebook_keeps_its_bytes(name: str) -> None:
    text = COURSE.assignment(name).notebook.read_text(encoding="utf-8")
    assert f"{nbformat.writes(nbformat.reads(text, as_version=4))}\n" == text


@pytest.mark.parametrize("name", NAMES)
def test_every_part_has_its_section_of_the_handout_and_its_check(name: str) -> None:
    assignment = COURSE.assignment(name)
    by_id = dict(cells(assignment))
    for part in assignment.parts:
        assert by_id[f"grade-{part.name}"] == f"%grade {part.name}"
        assert by_id[f"about-{part.name}"].startswith("## ")
    handout = assignment.notebook.with_name(f"{name}.md").read_text(encoding="utf-8")
    told = "\n\n".join(text for id_, text in cells(assignment) if id_.startswith(("introduction", "about-")))
    assert told.split() == handout.split()


@pytest.mark.parametrize("name", NAMES)
def test_untouched_notebook_is_recognised(name: str) -> None:
    assignment = COURSE.assignment(name)
    pristine = pristine_fingerprints(assignment)
    assert fingerprint(assignment.notebook.read_bytes(), suffix=".ipynb") in pristine
    assert (
        choose_edited_file([assignment.files.stub, assignment.notebook], pristine=pristine)
        == assignment.files.stub
    )


def test_notebook_scores_0_untouched_and_100_solved(tmp_path: Path) -> None:
    assignment = COURSE.assignment("quadratic-model")
    pristine = pristine_fingerprints(assignment)
    assert assignment.files.solution is not None
    solved = tmp_path / "quadratic_model.ipynb"
    text = make_notebook(assignment, assignment.files.solution.read_text(encoding="utf-8"), None)
    solved.write_text(text, encoding="utf-8")
    empty, full = (
        grade(COURSE, [Target(assignment=assignment, path=path, pristine=pristine)]).assignments[0]
        for path in (assignment.notebook, solved)
    )
    assert empty.untouched
    assert (int(empty.points), int(full.points)) == (0, 100)
    assert (empty.notices, full.notices) == ((), ())


def test_same_stub_gives_the_same_notebook() -> None:
    assignment = COURSE.assignment("two-layer-mlp")
    stub = assignment.files.stub.read_text(encoding="utf-8")
    assert make_notebook(assignment, stub, "text") == make_notebook(assignment, stub, "text")


def test_two_functions_of_one_name_have_two_ids() -> None:
    text = make_notebook(COURSE.assignments[0], "def f(): 1\ndef f(): 2\ndef ü(): 3\n", None)
    ids = [cell["id"] for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    assert {"f", "f--2", "cell"} <= set(ids)


@pytest.mark.parametrize(
    "source, names",
    [
        ("import a\nA = 1\n", [""]),
        ("import a\n\n\n@a.b\ndef f():\n    pass\n", ["", "f"]),
        ("def f(): pass\nX = f()\nY = 2\nclass C: pass\n", ["f", "", "C"]),
        ("x = 1; y = 2\n", [""]),
        ("# only a comment\n", [""]),
        ("", []),
    ],
)
def test_source_is_split_at_definitions(source: str, names: list[str]) -> None:
    pieces = split_source(source)
    assert [piece.name for piece in pieces] == names
    assert "\n".join(piece.text for piece in pieces).split() == source.split()


def test_comment_belongs_to_the_code_after_it() -> None:
    assert [piece.text for piece in split_source("X = 1\n\n# of f\ndef f():\n    pass\n")] == [
        "X = 1",
        "# of f\ndef f():\n    pass",
    ]


def test_handout_is_split_at_headings_of_parts() -> None:
    text = "# T\n\n## Other\n\n## Loss\na\n```\n## Forward\n```\n### b\n## Forward\nc\n"
    assert split_handout(text, ["forward", "loss"]) == {
        "": "# T\n\n## Other",
        "loss": "## Loss\na\n```\n## Forward\n```\n### b",
        "forward": "## Forward\nc",
    }


def test_visible_suite_determines_the_part_of_a_function() -> None:
    mlp, graphs = COURSE.assignment("two-layer-mlp"), COURSE.assignment("scalar-graphs")
    # `train` and `Value` are called by fixtures, and not by the checks themselves.
    assert find_judging_parts(mlp, ["loss_grad", "train", "unheard_of"]) == {
        "loss_grad": "loss",
        "train": "training",
    }
    assert find_judging_parts(graphs, ["Value"]) == {"Value": "engine"}


def test_check_that_holds_a_name_as_a_text_determines_its_part(tmp_path: Path) -> None:
    (tmp_path / "visible").mkdir()
    (tmp_path / "visible" / "test_it.py").write_text(
        "@pytest.mark.part('engine')\ndef test_it(walk):\n    walk('Adam')\n", encoding="utf-8"
    )
    graphs = COURSE.assignment("scalar-graphs")
    suite = replace(graphs, files=replace(graphs.files, suite=tmp_path))
    assert find_judging_parts(suite, ["Adam", "SGD"]) == {"Adam": "engine"}


def test_invalid_suite_determines_no_part(tmp_path: Path) -> None:
    (tmp_path / "visible").mkdir()
    (tmp_path / "visible" / "test_it.py").write_text("def (", encoding="utf-8")
    graphs = COURSE.assignment("scalar-graphs")
    assert find_judging_parts(replace(graphs, files=replace(graphs.files, suite=tmp_path)), ["Value"]) == {}


def solved_notebook(folder: Path, cells: list[str]) -> Assignment:
    """Return an assignment whose solved file is a notebook."""
    assignment = COURSE.assignment("quadratic-model")
    path = folder / "quadratic_model.ipynb"
    coded = [nbformat.v4.new_code_cell(text) for text in cells]
    path.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=coded)), encoding="utf-8")
    files = replace(
        assignment.files, stub=folder / "stub" / "quadratic_model.py", solution=path, handout=None
    )
    return replace(assignment, files=files)


def test_solution_may_be_written_as_a_notebook(tmp_path: Path) -> None:
    original = COURSE.assignment("quadratic-model")
    assert original.files.solution is not None
    pieces = split_source(original.files.solution.read_text(encoding="utf-8"))
    assignment = solved_notebook(tmp_path, ["%load_ext grader", *(piece.text for piece in pieces), "%grade"])
    rendered = render_exercises(replace(COURSE, assignments=(assignment,)))
    assert rendered[assignment.files.stub] == original.files.stub.read_text(encoding="utf-8")
    assert pristine_fingerprints(assignment) == pristine_fingerprints(original)
    code = [
        cell for cell in json.loads(rendered[assignment.notebook])["cells"] if cell["cell_type"] == "code"
    ]
    published = json.loads(original.notebook.read_text(encoding="utf-8"))["cells"]
    assert code == [cell for cell in published if cell["cell_type"] == "code"]


def test_wrong_marker_in_a_notebook_is_reported_with_its_cell(tmp_path: Path) -> None:
    cells = ["import numpy", "\ndef f():\n    # BEGIN SOLUTION\n    return 1\n"]
    with pytest.raises(
        CourseFault, match=r"quadratic_model\.ipynb, cell 2, line 3: BEGIN SOLUTION without an END"
    ):
        pristine_fingerprints(solved_notebook(tmp_path, cells))
