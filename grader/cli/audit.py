"""`grade audit`: whether the suites catch what they should."""

import click

__all__ = ["audit"]


@click.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option("as_json", "--json", is_flag=True, help="Print JSON instead of text.")
def audit(assignments: tuple[str, ...], *, as_json: bool) -> int:
    """Prove that the suites catch what they should, and nothing else.

    For instructors; needs the solved files, and PyTorch for the gradients. The solution must pass with 50
    seeds and the stub pass nothing; right solutions in other styles must lose nothing, and misconceptions
    points in their part alone; every check must fail for some misconception, and every small change of the
    solution be noticed.

    Exits with status 3 if anything is found.
    """
    import time
    from functools import partial
    from pathlib import Path

    from grader.audit import audit as audit_one
    from grader.audit.text import render_json, render_text
    from grader.cli.screen import Progress
    from grader.course import find_course, load_course

    chosen = load_course(find_course(Path.cwd())).chosen(assignments)
    began = time.monotonic()
    audits = []
    progress = Progress("programs")
    try:
        for assignment in chosen:
            audits.append(audit_one(assignment, partial(progress, assignment.name)))
            if not as_json:
                progress.close()
                click.echo(render_text(audits[-1]))
    finally:
        progress.close()
    seconds = time.monotonic() - began
    if as_json:
        click.echo(render_json(audits, seconds), nl=False)
    else:
        found = sum(len(one.findings) for one in audits)
        click.echo(f"{found or 'nothing'} found, in {seconds:.0f} s")
    return 3 if any(one.findings for one in audits) else 0
