"""Where a check failed, for the instructor."""

import pytest

from grader.suite.verdicts import suite_traceback


@pytest.mark.parametrize(
    "file, told",
    [
        ("/course/suite/test_own.py", " at test_own.py:2"),
        ("/course/suite/conftest.py", " at conftest.py:2"),
        ("/course/test_of_mine/helpers.py", ""),
        ("/course/suite/latest_models.py", ""),
    ],
)
def test_only_files_of_checks_are_named(file: str, told: str) -> None:
    code = compile("def check():\n    raise KeyError(42)\n", file, "exec")
    names: dict[str, object] = {}
    exec(code, names)  # noqa: S102  # a file of the name that is asked about
    check = names["check"]
    assert callable(check)
    with pytest.raises(KeyError) as caught:
        check()

    error = caught.value.with_traceback(caught.tb.tb_next)  # without this file
    assert suite_traceback(error) == f"KeyError{told}"
