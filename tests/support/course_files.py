"""The course of this repository, as the tests of its material and of its publication see it."""

import importlib.util
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from grader.model.assignment import Assignment, Course, Files

ROOT = Path(__file__).parents[2]
HANDOUTS = sorted((ROOT / "solutions").glob("*.md"))
SOLUTIONS = sorted((ROOT / "solutions").glob("*.py"))


def load(path: Path) -> Any:
    """Return a file as a module, without leaving it in `sys.modules`; Any, for its contents vary."""
    specification = importlib.util.spec_from_file_location(path.stem, path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def course_of(root: Path) -> Course:
    """Return a course of every handout in `solutions/` below `root`, with the solved file of its name."""
    handouts = sorted((root / "solutions").glob("*.md"))
    return Course(
        root=root, name="A course", version="1", assignments=tuple(_assignment(root, one) for one in handouts)
    )


def _assignment(root: Path, handout: Path) -> Assignment:
    file = handout.with_suffix(".py").name.replace("-", "_")
    return Assignment(
        name=handout.stem,
        title=handout.stem,
        due=datetime(2026, 12, 1, tzinfo=UTC),
        parts=(),
        files=Files(
            stub=root / "exercises" / file,
            solution=root / "solutions" / file,
            handout=handout,
            suite=root / "tests" / "suites" / handout.stem,
        ),
    )
