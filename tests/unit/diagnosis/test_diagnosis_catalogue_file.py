"""A file of misconceptions is checked as the manifest is: every problem at once, with line and remedy."""

import json
import tomllib
from pathlib import Path
from typing import Final

import pytest
from jsonschema import Draft202012Validator

from grader.authoring.catalogue_check import find_catalogue_problems
from grader.course import load_course
from grader.course.headings import heading_anchors
from grader.diagnosis.catalogue import catalogue_files, load_catalogue, mistaken_source
from grader.diagnosis.catalogue_form import schema, schema_text
from grader.errors import CatalogueFault
from tests.support.audited import catalogue_entry, sound_course
from tests.support.small_suites import write

ROOT: Final = Path(__file__).parents[3]
SCHEMA: Final = ROOT / "docs" / "schemas" / "misconceptions.schema.json"
FILES: Final = sorted(ROOT.glob("tests/suites/*/misconceptions/*.toml"))
VALIDATOR: Final = Draft202012Validator(schema())

SOUND: Final = """\
[sites]
product = '2 * x'

[double.thrice]
mistake = "It is three
times as large."
advice = "Look again."
see = "top"
edits = [
  { site = "product", becomes = '3 * x' },
]
""".replace('"It is three\ntimes as large."', '"""\nIt is three\ntimes as large."""')


UNFIT: Final = """\
[double.unfit]
mistake = "It is wrong."
advice = "Look again."
see = "top"
edits = [{ site = "product", becomes = '3' }, { site = "both", becomes = 'y' }]
"""


ALTERNATIVE: Final = """
[[shift.of-no-alternative.alternatives]]
edits = [{ find = 'x + 8', becomes = 'x' }]
"""


def problems_of(suite: Path, text: str) -> list[tuple[int, str]]:
    """Read a catalogue that has problems, and give the line and the message of each."""
    write(suite / "misconceptions.toml", text)
    with pytest.raises(CatalogueFault) as caught:
        load_catalogue(suite)
    fault = caught.value
    assert all(problem.advice for problem in fault.problems)
    assert all(f"misconceptions.toml:{problem.line}: " in fault.message for problem in fault.problems)
    return [(problem.line, problem.message) for problem in fault.problems]


def test_sites_are_filled_in_and_lines_are_joined(tmp_path: Path) -> None:
    write(tmp_path / "misconceptions.toml", SOUND)
    (entry,) = load_catalogue(tmp_path)
    assert (entry.name, entry.part, entry.mistake) == ("thrice", "double", "It is three times as large.")
    assert [(edit.find, edit.becomes) for edit in entry.edits] == [("2 * x", "3 * x")]


def test_alternatives_are_programs_of_one_mistake(tmp_path: Path) -> None:
    more = "\n[[double.thrice.alternatives]]\nedits = [{ find = '2 * x', becomes = 'x * 3' }]\n"
    write(tmp_path / "misconceptions.toml", SOUND + more)
    (entry,) = load_catalogue(tmp_path)
    assert [program.name for program in entry.programs] == ["thrice", "thrice (2)"]
    assert {program.mistake for program in entry.programs} == {entry.mistake}
    assert [mistaken_source(one, "y = 2 * x", tmp_path) for one in entry.programs] == [
        "y = 3 * x",
        "y = x * 3",
    ]


@pytest.mark.parametrize(
    "old, new, line, message",
    [
        ('advice = "Look again."', "", 4, "the key `advice` is missing"),
        ("advice =", "advise =", 8, "unknown key `advise`; did you mean `advice`?"),
        ("see =", "colour =", 9, "known keys here: `mistake`, `advice`, `see`"),
        ('see = "top"', "see = 3", 9, "see: expected text, found `3`"),
        ('see = "top"', 'see = ""', 9, "see: expected some text, found none"),
        (
            'see = "top"',
            'see = "top"\norder_dependent = "yes"',
            10,
            "expected true or false, found the text `yes`",
        ),
        ("{ site =", "{ sight =", 11, "unknown key `sight`; did you mean `site`?"),
        ('site = "product"', 'site = "prodact"', 11, "there is no site `prodact`; did you mean `product`?"),
        ("{ site =", "{ find = '2 * x', site =", 11, "both `site` and `find`"),
        ('{ site = "product", ', "{ ", 11, "neither `site` nor `find`"),
        (", becomes = '3 * x'", "", 11, "the key `becomes` is missing"),
        ("'3 * x'", "'2 * x'", 11, "the edit changes nothing"),
        ("'3 * x'", "[3]", 11, "becomes: expected text, found a list"),
        ("  { site", "  7, { site", 11, "expected an edit, { site = ..., becomes = ... }, found `7`"),
        ("'2 * x'", "2", 2, "product: expected a text of the solution, found `2`"),
        ("[double.thrice]", "[double]", 5, "`mistake` stands in `[double]`, which is a part"),
        ("[sites]\n", "", 1, "`product` stands in no misconception"),
        ("[double.thrice]", "[double.Three_Times]", 4, "`Three_Times` is no name of lower-case letters"),
        ("[double.thrice]", "[double.thrice]\n[double.thrice]", 5, "`[double.thrice]` is here twice"),
        ('see = "top"', 'see = "top"\nsee = "end"', 10, "a key is here twice"),
        ('see = "top"', "see = top", 9, "not valid TOML: Invalid value"),
        ('see = "top"', 'see = "top"\nalternatives = [{ }]', 10, "thrice changes nothing"),
        ('see = "top"', 'see = "top"\nalternatives = [{ apend = "y = 1" }]', 10, "did you mean `append`?"),
        ('see = "top"', 'see = "top"\nalternatives = "y = 1"', 10, "expected a list, found the text `y = 1`"),
    ],
)
def test_problem_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert SOUND.count(old) == 1
    found = problems_of(tmp_path, SOUND.replace(old, new))
    assert any(at == line and message in told for at, told in found), found


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write(
        tmp_path / "misconceptions" / "one.toml", SOUND.replace("see =", "sea =").replace("advice", "advise")
    )
    write(tmp_path / "misconceptions" / "two.toml", "[shift.down]\nmistake = 1\n")
    with pytest.raises(CatalogueFault) as caught:
        load_catalogue(tmp_path)
    told = [(problem.path.name, problem.line) for problem in caught.value.problems]
    assert told == [("one.toml", 4), ("one.toml", 4), ("one.toml", 8), ("one.toml", 9)] + [
        ("two.toml", line) for line in (1, 1, 1, 2)
    ]


def test_a_name_that_two_files_have_is_told_where_the_other_is(tmp_path: Path) -> None:
    for part in ("double", "shift"):
        write(tmp_path / "misconceptions" / f"{part}.toml", catalogue_entry("same", part, "a", "b"))
    with pytest.raises(
        CatalogueFault, match=r"shift\.toml:1: .*`same` is here twice.*double\.same.* double\.toml"
    ):
        load_catalogue(tmp_path)


def test_a_catalogue_in_python_is_not_read_and_what_to_do_is_told(tmp_path: Path) -> None:
    write(tmp_path / "misconceptions.py", "MISCONCEPTIONS = 1 / 0\n")
    with pytest.raises(CatalogueFault, match=r"are not read from Python\nWrite its entries into .*toml"):
        load_catalogue(tmp_path)


def test_what_does_not_fit_the_assignment_is_told_at_its_line(tmp_path: Path) -> None:
    (assignment,) = load_course(sound_course(tmp_path)).assignments
    suite = assignment.files.suite
    write(assignment.files.stub.with_name("small.md"), "# Top\n\n## The shift\n")
    entries = [
        "[sites]\nproduct = '2 * y'\nboth = 'x'\n",
        UNFIT,
        catalogue_entry("of-no-part", "dubble", "2 * x", "3 * x"),
        catalogue_entry("of-no-heading", "shift", "x + 1", "x").replace('"top"', '"the-shfit"'),
        catalogue_entry("of-no-text", "shift", "x + 7", "x"),
        catalogue_entry("of-no-alternative", "shift", "x + 1", "x - 1") + ALTERNATIVE,
        catalogue_entry("of-no-variant", "shift", "x + 1", "x - 1") + "base = 'listed'\n",
    ]
    text = "\n".join(entries)
    write(suite / "misconceptions.toml", text)
    lines = text.split("\n")
    found = {
        (problem.line, problem.message.partition(";")[0]) for problem in find_catalogue_problems(assignment)
    }
    missing = f"{suite / 'variants' / 'listed.py'}, which cannot be read: No such file or directory"
    assert found == {
        (2, "the site `product` occurs 0 times in the solution, not once: '2 * y'"),
        (3, "the site `both` occurs 6 times in the solution, not once: 'x'"),
        (
            lines.index("[dubble.of-no-part]") + 1,
            "the misconception of-no-part is of part 'dubble', which is none",
        ),
        (lines.index('see = "the-shfit"') + 1, "see: small.md has no heading `the-shfit`"),
        (
            next(number for number, line in enumerate(lines, 1) if "x + 7" in line),
            "the misconception of-no-text edits a text that occurs 0 times, not once: 'x + 7'",
        ),
        (
            next(number for number, line in enumerate(lines, 1) if "x + 8" in line),
            "the misconception of-no-alternative (2) edits a text that occurs 0 times, not once: 'x + 8'",
        ),
        (
            lines.index("base = 'listed'") + 1,
            f"the misconception 'of-no-variant' builds on {missing}",
        ),
    }


def test_headings_have_the_anchors_that_github_gives_them() -> None:
    page = "# What is *it*?\n```sh\n# no heading\n```\n## The 1/N\n## The 1/N ##\n"
    assert heading_anchors(page) == ["what-is-it", "the-1n", "the-1n-1"]


def test_schema_on_disk_is_current_and_valid() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parts[-3]} {path.stem}" for path in FILES])
def test_each_file_names_the_schema_and_satisfies_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = text.split("\n")[0].removeprefix("#:schema ")
    assert (path.parent / named).resolve() == SCHEMA
    VALIDATOR.validate(tomllib.loads(text))


@pytest.mark.parametrize(
    "old, new",
    [
        ("advice =", "advise ="),
        ('see = "top"', "see = 3"),
        ('see = "top"', 'see = ""'),
        ("{ site =", "{ find = '2 * x', site ="),
        ('{ site = "product", ', "{ "),
        ("'2 * x'", "2"),
        ("[double.thrice]", "[double.Three_Times]"),
        ("[sites]\n", ""),
    ],
)
def test_schema_rejects_what_the_reader_rejects(old: str, new: str) -> None:
    plain = json.loads(json.dumps(tomllib.loads(SOUND.replace(old, new))))
    assert VALIDATOR.is_valid(tomllib.loads(SOUND))
    assert not VALIDATOR.is_valid(plain)


def test_catalogues_of_this_course_are_folders_of_parts() -> None:
    for assignment in load_course(ROOT).assignments:
        parts = {part.name for part in assignment.parts_by_checks}
        assert {path.stem for path in catalogue_files(assignment.files.suite)} == parts
        assert all(entry.path.stem == entry.part for entry in load_catalogue(assignment.files.suite))
