"""The walk through a graph as a page that stands alone: one file, no network, no script but ours."""

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import Final

from grader.explain.description import describe_first_errors
from grader.explain.graph import Graph
from grader.explain.svg import render_svg
from grader.explain.walk import Step, walk
from grader.model.formatting import printable

__all__ = ["render_walk"]

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src {script_hash}; \
style-src {style_hash}; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{notes}
<div class="graph" role="region" aria-label="Computational graph" tabindex="0">{drawing}</div>
<nav aria-label="Steps" hidden>
<button type="button" data-to="first">First</button>
<button type="button" data-to="back">← Back</button>
<button type="button" data-to="next">Next →</button>
<button type="button" data-to="last">Last</button>
<output aria-live="polite"></output> <span class="quiet">or the arrow keys</span>
</nav>
<ol>
{steps}
</ol>
</main>
<script>{script}</script>
</body>
</html>
"""
_STEP: Final = """<li class="step{back}" data-node="{node}">
<h2>{title}</h2>
{lines}
<div class="two">{right}{own}</div>
</li>
"""
_COLUMN: Final = '<div class="{kind}"><p>{label}</p><pre>{text}</pre></div>'


def render_walk(graph: Graph) -> str:
    """Write a graph as a page to step through, forward through the values and back through the gradients.

    Args:
        graph: The graph; what it shows of a student's numbers stands beside the right ones.
    """
    folder = files("grader.explain")
    style, script = ((folder / f"walk.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    notes = [note for note in (graph.note, *describe_first_errors(graph)) if note]
    return _PAGE.format(
        style_hash=_hash(style),
        script_hash=_hash(script),
        style=style,
        script=script,
        title=_safe(graph.title),
        notes="\n".join(f"<p>{_safe(note)}</p>" for note in notes),
        drawing=render_svg(graph, prefix="walk-"),
        steps="".join(map(_render_step, walk(graph))),
    )


def _render_step(step: Step) -> str:
    return _STEP.format(
        back=" back" if step.backward else "",
        node=step.node,
        title=_safe(step.title),
        lines="\n".join(f"<p>{_safe(line)}</p>" for line in step.lines),
        right=_column("right", "what is right", step.right),
        own=_column("own", "what your code gave", step.own),
    )


def _column(kind: str, label: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    return _COLUMN.format(kind=kind, label=label, text="\n".join(map(_safe, lines)))


def _safe(text: str) -> str:
    return escape(printable(text))


def _hash(text: str) -> str:
    """Return what names a style or a script in a policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
