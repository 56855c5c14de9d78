"""An attack, read from its file: a header of comments, then the submission."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

__all__ = ["BREACHES", "DEFENCES", "HERE", "Attack", "HeaderError", "load_attacks", "parse_header"]

HERE: Final = Path(__file__).parent.parent

BREACHES: Final = {
    "secret": "something planted where the submission must not look turns up in what leaves the worker",
    "beacon": "a file outside the worker was made, changed or removed",
    "contact": "a listener was reached",
    "process": "another process was started, or is left behind",
    "thread": "the worker had more than one thread",
    "handle": "the worker held a descriptor that it must not be able to make",
    "signal": "another process was ended or stopped",
    "left": "something else of the submission's is left behind",
    "overrun": "CPU time or waiting went far beyond the limits",
    "memory": "the worker held more memory than it may",
    "output": "more printed text was kept than is permitted",
    "flood": "the grader took more bytes of one message than is permitted",
    "channel": "something other than messages came over the channel",
    "collapse": "the grader ended, or failed in a way of its own",
    "points": "points were granted that were not earned",
    "obeyed": "text of the student's is a command, markup or a control character where it is shown",
}

LOCKDOWN: Final = ("identity", "capabilities", "lifeline", "limits", "landlock", "seccomp")
LIMITS: Final = ("cpu-deadline", "wall-deadline", "memory-limit", "output-cap", "frame-cap")
# Those that `harness/removals.py` takes away, and those that stand for themselves in the table.
DEFENCES: Final = {
    **dict.fromkeys(LOCKDOWN, "a step of the lock-down; see grader/sandbox/confinement/lockdown.py"),
    **dict.fromkeys(LIMITS, "a limit that the grader enforces from outside"),
    "weighing": "the values of a message are counted before anything is built of it",
    "boundary": "the submission runs in another process than the grader",
    "namespaces": "the container of L4; removed by leaving it out, which is L3",
    "redaction": "hidden checks show no value",
    "compare": "the comparison accepts nothing but a right answer",
    "reading": "how a submission is read before it runs",
    "recordings": "cases and seeds that cannot be known in advance",
    "escaping": "text of the student's is shown as text",
    "replies": "what a worker sends is validated before it is used",
}

_FIELDS: Final = {"what", "verdict", "breach", "defence", "via", "phases", "limits", "needs", "hole"}
_FIELD: Final = re.compile(r"([a-z]+): *(.*)")


class HeaderError(Exception):
    """The header of an attack is incomplete or wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One attack.

    Attributes:
        kind: Class of attack: the folder it is in.
        name: Name within its class.
        what: What it tries, in a sentence.
        verdicts: Expected outcomes of its check, such as `raised`, or points, such as `0 points`.
        breach: Kind of breach, one of `BREACHES`.
        sign: What the breach would look like.
        defences: All that has to be removed for the breach to happen.
        source: The submission, with placeholders; empty for one that a maker makes.
        make: Makes the submission in a folder and returns its path, for what is not a Python file.
        via: `check` for one worker and one check, `suite` for the whole way of a submission to its report,
            `report` for a check and the report on it, `reading` for what is done before anything runs.
        phases: How many times it is run, in fresh workers; `@phase@` is 1 in the first.
        limits: Limits that differ from the usual ones of an attack.
        needs: What a run with the defence removed needs: `root`, or nothing.
        hole: Why it is known to succeed; empty for all that is well.
    """

    kind: str
    name: str
    what: str
    verdicts: tuple[str, ...]
    breach: str
    sign: str
    defences: tuple[str, ...]
    source: str = ""
    make: Callable[[Path], Path] | None = None
    via: str = "check"
    phases: int = 1
    limits: Mapping[str, float] = field(default_factory=dict)
    needs: str = ""
    hole: str = ""

    @property
    def id(self) -> str:
        """Class and name."""
        return f"{self.kind}/{self.name}"


def parse_header(text: str, where: str) -> dict[str, str]:
    """Read `name: value` lines up to the first line that is none; more deeply indented lines go on.

    Raises:
        HeaderError: A field is missing, unknown or twice there.
    """
    fields: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        if name and line.startswith("   "):
            fields[name] += " " + line.strip()
            continue
        found = _FIELD.fullmatch(line.strip())
        if found is None:
            break
        name = found[1]
        if name in fields:
            raise HeaderError(f"{where}: `{name}` is there twice")
        fields[name] = found[2]
    missing = {"what", "verdict", "breach", "defence"} - set(fields)
    unknown = set(fields) - _FIELDS
    if missing or unknown:
        raise HeaderError(f"{where}: missing {sorted(missing)}, unknown {sorted(unknown)}")
    return fields


def attack_from(
    kind: str,
    name: str,
    header: str,
    source: str = "",
    make: Callable[[Path], Path] | None = None,
) -> Attack:
    """Build an attack from its header and its submission."""
    fields = parse_header(header, f"{kind}/{name}")
    breach, _, sign = fields["breach"].partition(":")
    defences = tuple(fields["defence"].replace(",", " ").split())
    for word, known in ((breach, BREACHES), *((defence, DEFENCES) for defence in defences)):
        if word not in known:
            raise HeaderError(f"{kind}/{name}: {word!r} is none of {', '.join(known)}")
    limits = (item.partition("=") for item in fields.get("limits", "").split())
    return Attack(
        kind=kind,
        name=name,
        what=fields["what"],
        verdicts=tuple(word.strip() for word in fields["verdict"].split("|")),
        breach=breach,
        sign=sign.strip(),
        defences=defences,
        source=source,
        make=make,
        via=fields.get("via", "check" if make is None else "suite"),
        phases=int(fields.get("phases", "1")),
        limits={key: float(value) for key, _, value in limits},
        needs=fields.get("needs", ""),
        hole=fields.get("hole", ""),
    )


def load_attacks() -> list[Attack]:
    """Read every attack: the files `<class>/<name>.py`, and the functions `<class>_<name>` of makers.py."""
    return sorted((*_files(), *_made()), key=lambda attack: attack.id)


def _files() -> Iterator[Attack]:
    for path in HERE.glob("*/*.py"):
        if path.parent.name not in {"harness", "control"}:
            source = path.read_text(encoding="utf-8")
            comments = (line.removeprefix("#").removeprefix(" ") for line in source.splitlines())
            yield attack_from(path.parent.name, path.stem, "\n".join(comments), source)


def _made() -> Iterator[Attack]:
    from tests.attacks import makers  # the makers use our records

    for name in makers.__all__:
        maker = getattr(makers, name)
        kind, _, rest = name.partition("_")
        lines = (line.removeprefix("    ") for line in (maker.__doc__ or "").strip().splitlines())
        yield attack_from(kind, rest, "\n".join(lines), make=maker)
