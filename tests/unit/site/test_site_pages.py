"""The pages of a report as text: what they hold, what they forbid, and where their links lead."""

import base64
import hashlib
import re
import stat
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from grader.errors import UsageError
from grader.gradebook.standing import work_out
from grader.gradebook.store import Gradebook
from grader.model.course_policy import course_policy
from grader.site.building import write_site
from tests.support.class_site import EVIL, MISTAKE, NAME, NOW, ClassSite

BLAISE = "pascalblaise-502"


class Elements(HTMLParser):
    """The elements of a page, with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, attribute: str) -> Iterator[str]:
        """Yield the values of an attribute."""
        return (attributes[attribute] for _, attributes in self.found if attribute in attributes)

    @property
    def text(self) -> str:
        return "".join(self.texts)


@pytest.fixture(scope="module")
def elements(site: ClassSite) -> dict[Path, Elements]:
    return {page: Elements(page.read_text(encoding="utf-8")) for page in site.pages}


def page_of(site: ClassSite, name: str) -> str:
    return (site.folder / name).read_text(encoding="utf-8")


def test_every_link_leads_to_a_place_in_the_folder(site: ClassSite, elements: dict[Path, Elements]) -> None:
    count = 0
    for page, one in elements.items():
        for target in one.all("href"):
            if target.startswith("https://"):
                continue
            path, anchor = urldefrag(unquote(target))
            place = (page.parent / path).resolve() if path else page
            assert place.is_relative_to(site.folder.resolve()) or place == page, (page, target)
            assert place.is_file(), (page, target)
            if anchor:
                assert anchor in set(elements[place if path else page].all("id")), (page, target)
            count += 1
    assert count > 100


def test_ids_of_a_page_are_each_given_once(elements: dict[Path, Elements]) -> None:
    for page, one in elements.items():
        ids = list(one.all("id"))
        assert len(ids) == len(set(ids)), page
        referred = {each for name in ("aria-labelledby", "aria-describedby") for each in one.all(name)}
        assert {word for each in referred for word in each.split()} <= set(ids), page


def test_policy_of_every_page_permits_our_script_and_style_alone(site: ClassSite) -> None:
    for page in site.pages:
        text = page.read_text(encoding="utf-8")
        (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
        rules = dict(rule.split(" ", 1) for rule in policy.replace("&#39;", "'").split("; "))
        assert rules["default-src"] == "'none'"
        for kind, name in (("script-src", "script"), ("style-src", "style")):
            inside = re.findall(rf"<{name}>(.*?)</{name}>", text, re.DOTALL)
            hashes = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in inside]
            assert rules[kind].split() == ([f"'sha256-{one}'" for one in hashes] or ["'none'"])
            assert len(hashes) <= 1


def test_hostile_names_messages_and_files_stay_text(elements: dict[Path, Elements], site: ClassSite) -> None:
    for page, one in elements.items():
        names = [name for name, _ in one.found]
        assert names.count("script") <= 1, page
        assert names.count("style") == 1, page
        assert not [name for _, told in one.found for name in told if name.startswith("on")], page
        assert all(told["src"].startswith("data:") for name, told in one.found if name == "img"), page
    table = elements[site.folder / NAME / "index.html"].text
    for text in EVIL:
        assert text in table
    shown = [one.text for page, one in elements.items() if page.parent.name == "hand-back"]
    assert sum("<img src=x onerror=alert(1)>" in text for text in shown) >= len(EVIL) - 1


def test_page_that_is_handed_back_names_nobody_else(elements: dict[Path, Elements], site: ClassSite) -> None:
    names = (
        "lovelaceada",
        "pascalblaise",
        "clara schumann",
        "grace hopper",
        "zoë silva",
        *(text.lower() for text in EVIL[1:]),
    )
    own = {page: one for page, one in elements.items() if page.parent.name == "hand-back"}
    for page, one in own.items():
        (heading,) = re.findall(r"<h1>(.*?)</h1>", page.read_text(encoding="utf-8"))
        told = f"{one.text} {one.found}".lower()
        if "&" not in heading:
            assert [name for name in names if name in told] == [heading.lower()]
        assert not [target for target in one.all("href") if not target.startswith("#")], page
    assert len(own) == len(list((site.folder / "students").iterdir()))


def test_student_reads_what_changed_what_counts_and_where_the_first_wrong_number_is(site: ClassSite) -> None:
    page = page_of(site, "students/s103.html")
    assert "Now passes:" in page
    assert "Attempt 2 counts, the last of 2" in page or "Attempt 2 counts, the best of 2" in page
    assert "late by 3 h" in page
    wrong = page_of(site, f"hand-back/{BLAISE}.html")
    assert "The first wrong gradient, nearest the result, is that of" in wrong
    assert 'role="img" aria-labelledby="quadratic-model-title' in wrong


def test_no_page_shows_what_a_hidden_check_expects(site: ClassSite) -> None:
    with Gradebook(site.book, create=False) as book:
        texts = [one.result.report for one in book.attempts(texts=True)]
    # The gradebook keeps it for the owner of the course, and there it is.
    assert any('"expected_there": 0.416' in text for text in texts)
    for page in site.pages:
        if page.parent.name in {"students", "hand-back"} and page.name.startswith("e"):
            assert "0.416" not in Elements(page.read_text(encoding="utf-8")).text.split("(hidden")[-1]


def test_assignment_tells_what_is_shared_and_by_whom(site: ClassSite, elements: dict[Path, Elements]) -> None:
    text = elements[site.folder / NAME / "index.html"].text
    assert "1 of 5, and 1 made it and mended it" in " ".join(text.split())
    assert f'id="mistake-{MISTAKE}"' in page_of(site, f"{NAME}/index.html")
    assert 'href="handout.html#' in page_of(site, f"{NAME}/index.html")
    assert "pascalblaise" in text


def test_handout_leads_to_the_pages_of_its_graphs(site: ClassSite) -> None:
    page = f"{NAME}-worked-example.html"
    assert f'<a href="{page}">Step through this graph</a>' in page_of(site, f"{NAME}/handout.html")
    assert "Forward: " in page_of(site, f"{NAME}/{page}")


def test_figures_for_a_lecture_are_drawings_and_pictures(site: ClassSite) -> None:
    (drawing,) = (site.folder / NAME).glob("teach-1-*.svg")
    assert "1 of 5 make this mistake" in drawing.read_text(encoding="utf-8")
    assert drawing.with_suffix(".png").read_bytes().startswith(b"\x89PNG")


def test_report_replaces_its_own_folder_and_no_other(site: ClassSite, tmp_path: Path) -> None:
    def write(folder: Path) -> None:
        with Gradebook(site.book, create=False) as book:
            standings = work_out(book, course_policy(site.course), now=NOW)[:1]
            chosen = site.course.assignments[:1]
            write_site(site.course, chosen, book, standings, folder=folder, now=NOW, zone=NOW.tzinfo)  # type: ignore[arg-type]

    write(tmp_path / "new")
    (tmp_path / "new" / "stray.txt").touch()
    write(tmp_path / "new")
    assert not (tmp_path / "new" / "stray.txt").exists()
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "thesis.tex").write_text("years", encoding="utf-8")
    with pytest.raises(UsageError, match="did not write"):
        write(tmp_path / "thesis")
    assert [one.name for one in tmp_path.rglob("*.tex")] == ["thesis.tex"]
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")]


def test_fault_of_the_suite_is_the_first_thing_on_the_pages_of_the_class(
    site: ClassSite, elements: dict[Path, Elements]
) -> None:
    for name in ("index.html", f"{NAME}/index.html"):
        text = page_of(site, name).partition('<main id="main">')[2]
        assert 0 < text.index('<section class="fault"') < text.index("<h2", text.index("</section>"))
        words = " ".join(elements[site.folder / name].text.split())
        assert f"{len(EVIL)} of 10 could not be judged" in words
        assert f"{len(EVIL)} times: ::error file=a.py" in words
        assert f"grade class {NAME} SUBMISSIONS --pending" in words
    human = page_of(site, f"{NAME}/index.html").partition('<h2 id="human">')[2]
    assert "<td>pending</td>" in human


def test_two_of_one_name_are_told_apart_wherever_names_stand(site: ClassSite) -> None:
    for name in ("index.html", f"{NAME}/index.html"):
        rows = re.findall(r"<a [^>]*students/[^>]*>(.*?)</a>", page_of(site, name))
        assert {"Zoë Silva (s1131)", "zoë silva (s1132)", "Clara Schumann"} <= set(rows)
        assert not {"Zoë Silva", "zoë silva"} & set(rows)


def test_late_ones_and_those_alike_are_named_among_those_who_need_a_human(site: ClassSite) -> None:
    human = (
        page_of(site, f"{NAME}/index.html").partition('<h2 id="human">')[2].partition('<h2 id="points">')[0]
    )
    late = human.partition("1 handed in late")[2]
    assert re.findall(r"<a [^>]*>(.*?)</a>", late.partition("</details>")[0]) == ["Clara Schumann"]
    assert "The program is like that of " in human


def test_programs_alike_stand_in_groups_and_lead_to_the_first_marked_place(site: ClassSite) -> None:
    table = page_of(site, f"{NAME}/similar.html")
    # Three handed in the right answer, and one the same with a mistake.
    assert table.count('<th scope="row">') == 1
    assert "<summary>6 pairs</summary>" in table
    pair = page_of(site, f"{NAME}/pair-1.html")
    for number in (1, 2):
        assert f'href="#first-{number}"' in pair
        assert re.search(rf'<li id="first-{number}"><mark>', pair)


def test_checks_stand_by_their_parts_with_the_words_of_their_mistake(site: ClassSite) -> None:
    page = page_of(site, f"{NAME}/index.html")
    checks = page.partition('<h2 id="checks">')[2].partition('<h2 id="students">')[0]
    (title,) = re.findall(rf'id="mistake-{MISTAKE}">\n<h3>(.*?)</h3>', page)
    assert f'<a href="#mistake-{MISTAKE}">{title}</a>' in checks
    assert MISTAKE not in re.sub(r"<[^>]*>", "", page)
    assert re.search(r"<summary>\d+ that everybody passes</summary>", checks)
