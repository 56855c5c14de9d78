"""Renders the templates: everything is escaped, and a policy in each page forbids every script but ours.

Style and script stand in the page itself and are named by their hashes, so a page is one file that can be
sent to somebody, and opens from a disk in every browser.
"""

import base64
import hashlib
from collections.abc import Iterable
from datetime import tzinfo
from fractions import Fraction
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from grader.errors import not_installed
from grader.gradebook.figures import format_points, format_time
from grader.model.formatting import join_first, printable
from grader.site.report_markup import safe

if TYPE_CHECKING:
    import jinja2

__all__ = ["Pages", "slug"]

_MOST_NAMES: Final = 6
_NONE: Final = "-"


def slug(text: str) -> str:
    """Return a text as part of an address or an id: letters, digits and hyphens of ASCII, never empty."""
    plain = "".join(one if one.isascii() and one.isalnum() else "-" for one in text.lower()).strip("-")
    return plain or "x"


class Pages:
    """Renders pages.

    Args:
        zone: The time zone to tell times in.
        footer: What stands at the foot of every page.

    Raises:
        UsageError: Jinja is not installed.
    """

    def __init__(self, zone: tzinfo, footer: str) -> None:
        folder = files("grader.site") / "templates"
        self._style = (folder / "site.css").read_text(encoding="utf-8")
        self._script = (folder / "site.js").read_text(encoding="utf-8")
        self._environment = _environment()
        self._environment.globals["footer"] = footer
        self._environment.filters.update(
            points=_points,
            safe_text=safe,
            slug=slug,
            some=_some,
            time=lambda moment: format_time(moment, zone) if moment else _NONE,
        )

    def render(self, template: str, *, scripted: bool = True, **told: Any) -> str:
        """Render a page.

        Args:
            template: File name of the template.
            scripted: Whether the page has tables that sort and filter; others run no script at all.
            **told: What the template shows.
        """
        text = self._environment.get_template(template).render(
            policy=Markup(self._policy(scripted=scripted)),  # noqa: S704  # hashes and words of ours
            style=Markup(self._style),  # noqa: S704  # our own file
            script=Markup(self._script) if scripted else "",  # noqa: S704  # our own file
            **told,
        )
        # Half of a surrogate pair, which a student's file may hold, is no character of UTF-8.
        return text.encode("utf-8", "backslashreplace").decode("utf-8")

    def _policy(self, *, scripted: bool) -> str:
        script = _hash(self._script) if scripted else "'none'"
        return (
            f"default-src 'none'; script-src {script}; style-src {_hash(self._style)}; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        )


def _environment() -> "jinja2.Environment":
    try:
        import jinja2  # noqa: PLC0415  # only an instructor's installation has it
    except ImportError as error:
        raise not_installed("A report of the class", "jinja2") from error
    return jinja2.Environment(
        loader=jinja2.PackageLoader("grader.site"),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _hash(text: str) -> str:
    """Return what names a style or a script in a policy."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _points(points: Fraction | None) -> str:
    return _NONE if points is None else format_points(points)


def _some(names: Iterable[str]) -> str:
    return join_first([printable(one) for one in names], most=_MOST_NAMES, between="; ")
