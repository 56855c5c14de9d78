import pytest

from grader.course.solution import make_stub
from grader.errors import CourseFault

FUNCTION = "def f():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n"
STUB = "def f():\n    raise NotImplementedError\n"


def _refused(source: str) -> list[str]:
    with pytest.raises(CourseFault) as caught:
        make_stub(source, "solved.py")
    return caught.value.message.splitlines()


@pytest.mark.parametrize(
    "begin", ["# BEGIN SOLUTION", "### BEGIN SOLUTION", "#begin solution", "##  Begin  Solution "]
)
def test_marker_has_any_number_of_hashes_and_any_case(begin: str) -> None:
    source = FUNCTION.replace("# BEGIN SOLUTION", begin).replace("# END", "### END")
    assert make_stub(source, "solved.py") == STUB


def test_marker_in_a_string_is_text() -> None:
    source = 'TEXT = """\n# BEGIN SOLUTION\n"""\n'
    assert make_stub(source, "solved.py") == source


def test_region_marked_no_prompt_leaves_nothing() -> None:
    source = "# BEGIN SOLUTION NO PROMPT\nimport math\n# END SOLUTION\nx = 1\n"
    assert make_stub(source, "solved.py") == "x = 1\n"


def test_prompt_is_indented_like_its_region() -> None:
    source = (
        "class A:\n    def f(self, x):\n        if x:\n            # BEGIN SOLUTION\n"
        "            return 1\n            # END SOLUTION\n        return 2\n"
    )
    assert "        if x:\n            raise NotImplementedError\n        return 2\n" in make_stub(
        source, "a.py"
    )


@pytest.mark.parametrize(
    "body, line, words",
    [
        ("    # BEGIN SOLUTION\n    return 1\n", 2, "without an END SOLUTION"),
        ("    return 1\n    # END SOLUTION\n", 3, "without a BEGIN SOLUTION"),
        (
            "    # BEGIN SOLUTION\n    x = 1\n    # BEGIN SOLUTION\n    return x\n    # END SOLUTION\n",
            4,
            "inside the solution that begins at line 2",
        ),
        ("    return 1  # BEGIN SOLUTION\n", 2, "on a line of its own"),
        ("    # === BEGIN SOLUTION ===\n    return 1\n", 2, "is no marker"),
        ("    # BEGIN SOLUTIONS\n    return 1\n", 2, "is no marker"),
        ("    # BEGIN_SOLUTION\n    return 1\n", 2, "is no marker"),
        ("    return 1  # SOLUTION\n", 2, "is no marker"),
        ("    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION NO PROMPT\n", 4, "is no marker"),
        ("    # BEGIN SOLUTION\n    # END SOLUTION\n    return 1\n", 2, "no statement"),
    ],
)
def test_broken_marker_is_refused_with_its_line(body: str, line: int, words: str) -> None:
    problems = _refused("def f():\n" + body)
    assert any(one.startswith(f"solved.py:{line}: ") and words in one for one in problems), problems


def test_all_problems_of_a_file_are_reported_in_order() -> None:
    source = (
        "# END SOLUTION\n"
        "def f():\n    # BEGIN SOLUTION\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n"
        "x = 1  # SOLUTION\n"
        "# BEGIN SOLUTION\n"
    )
    assert [one.split(":")[1] for one in _refused(source)] == ["1", "4", "7", "8"]


@pytest.mark.parametrize(
    "source",
    [
        "# BEGIN SOLUTION\nx = 1\n# END SOLUTION\n",
        "class A:\n    # BEGIN SOLUTION\n    x = 1\n    # END SOLUTION\n",
        "def f():\n    # BEGIN SOLUTION\n    return 1\n\ndef g():\n    return 2\n    # END SOLUTION\n",
    ],
)
def test_prompt_outside_a_function_is_refused(source: str) -> None:
    assert "in the body of one function" in _refused(source)[0]


def test_invalid_solved_file_is_refused_with_its_line() -> None:
    assert _refused("x = 1\ndef f(:\n")[0].startswith("solved.py:2: this is not valid Python")


def test_region_that_leaves_invalid_python_is_refused() -> None:
    source = "class A:\n    # BEGIN SOLUTION NO PROMPT\n    x = 1\n    # END SOLUTION\n"
    assert "without its solutions" in _refused(source)[0]
