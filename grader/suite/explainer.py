"""Explain failed checks, once all are decided.

Visible checks are compared with recorded mistakes; hidden ones with mistakes that are run on them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Final

from grader.diagnosis import templates
from grader.diagnosis.catalogue import Misconception, load_catalogue, mistaken_source
from grader.diagnosis.failure_signature import FailureSignature
from grader.diagnosis.misconception_match import (
    KnownMistake,
    contenders,
    explaining_all,
    likely_mistakes,
    name_mistakes,
)
from grader.diagnosis.pattern_evidence import FIRST_WRONG, explain_by_pattern
from grader.diagnosis.plain_patterns import differentiates, explain_plain
from grader.diagnosis.propagation import (
    Origins,
    Step,
    Steps,
    describe_consequences,
    find_origin,
    load_origins,
    load_steps,
)
from grader.diagnosis.recorded_failures import read_known
from grader.model.check import Check, Explanation, Outcome
from grader.suite.jobs import SuiteJob, Trial
from grader.suite.plugin import SuitePlugin
from grader.suite.session import Session
from grader.suite.trials import try_program
from grader.suite.tried_mistakes import TriedMistake, TriedMistakes

__all__ = ["Explainer", "SuiteMistakes"]

_REMEDIES: Final = frozenset({"number-on-the-left-of-an-object", "operator-that-a-class-lacks"})
_MOST_TRIED: Final = 8  # running one on hidden checks takes up to 0.1 s
_SEVERAL: Final = 2


class SuiteMistakes:
    """What the folders of a suite say of known mistakes; each thing is read once, when it is first needed.

    Args:
        suite: The suite.

    Attributes:
        folder: The suite's folder.
        tried: How mistakes fare on hidden checks, as far as they have been tried.
    """

    def __init__(self, suite: SuiteJob) -> None:
        self._suite = suite
        self.tried = TriedMistakes()
        self.folder = Path(suite.folders[0].path).parent
        self._visible = [Path(folder.path) for folder in suite.folders if not folder.hidden]
        self._recorded: dict[str, list[KnownMistake]] = {}

    def read(self) -> None:
        """Read everything now, for many submissions that are judged in forks of this process."""
        self.recorded(self._suite.parts)
        _ = self.steps, self.origins, self.programs, self.differentiates

    def recorded(self, parts: Iterable[str]) -> dict[str, list[KnownMistake]]:
        """Give the recorded mistakes of some parts, by part."""
        missing = dict.fromkeys(part for part in parts if part not in self._recorded)
        if missing:
            self._recorded |= {part: [] for part in missing}
            for folder in self._visible:
                for one in read_known(folder, missing):
                    self._recorded[one.part].append(one)
        return self._recorded

    @cached_property
    def steps(self) -> Steps:
        """How the gradients of each part follow from one another."""
        return load_steps(self.folder)

    @cached_property
    def origins(self) -> Origins:
        """Which gradients of each part are made of one that is not compared."""
        return load_origins(self.folder)

    @cached_property
    def programs(self) -> dict[tuple[str, int], Misconception]:
        """Every program that makes a mistake, by the mistake's name and the program's number."""
        return {
            (entry.name, number): program
            for entry in load_catalogue(self.folder)
            for number, program in enumerate(entry.programs)
        }

    @cached_property
    def differentiates(self) -> bool:
        """Whether the suite has gradients among its recordings."""
        return differentiates(self._visible)


class Explainer:
    """Finds explanations for the failures of one run.

    Args:
        suite: The suite.
        plugin: Its checks.
        start: Starts a conversation with a program.
        mistakes: What the suite says of known mistakes.
    """

    def __init__(
        self,
        suite: SuiteJob,
        plugin: SuitePlugin,
        start: Callable[[str], Session],
        mistakes: SuiteMistakes,
    ) -> None:
        self._suite = suite
        self._plugin = plugin
        self._start = start
        self._mistakes = mistakes

    def explain(
        self, decided: Mapping[str, Check], signatures: Mapping[str, FailureSignature]
    ) -> dict[str, Explanation]:
        """Explain what can be explained.

        Args:
            decided: Every check, by id.
            signatures: How those failed that gave a wrong answer or raised an exception, by id.
        """
        steps, origins = self._mistakes.steps, self._mistakes.origins
        parts = dict.fromkeys(one.part for one in signatures.values())
        recorded = self._mistakes.recorded(parts)
        found: dict[str, Explanation] = {}
        for part in parts:
            failures = {check: one for check, one in signatures.items() if one.part == part}
            for check, reason in self._explain_part(failures, recorded[part], decided).items():
                told = _with_consequences(reason, failures[check], steps.get(part, {}), origins.get(part, {}))
                found[check] = _beside(decided[check].explanation, told)
        return found

    def _explain_part(
        self,
        failures: Mapping[str, FailureSignature],
        known: list[KnownMistake],
        decided: Mapping[str, Check],
    ) -> dict[str, Explanation]:
        """Name the mistakes of one part, and read what is left by its signs."""
        passed = [one.id for one in decided.values() if one.outcome is Outcome.PASSED]
        named = self._name(failures, passed, known, decided)
        # What a sign tells of a hidden check would tell of its numbers.
        rest = {
            check: one for check, one in failures.items() if check not in named and not decided[check].hidden
        }
        by_pattern = (
            explain_by_pattern(rest) if self._mistakes.differentiates else explain_plain(rest, decided)
        )
        return by_pattern | named

    def _name(
        self,
        failures: Mapping[str, FailureSignature],
        passed: Sequence[str],
        known: list[KnownMistake],
        decided: Mapping[str, Check],
    ) -> dict[str, Explanation]:
        """Name the mistakes that the visible checks speak for, then ask the hidden checks about these."""
        visible = {check: one for check, one in failures.items() if not decided[check].hidden}
        hidden = [check for check in failures if decided[check].hidden]
        if not hidden or not self._suite.solution:
            return name_mistakes(visible, passed, known)
        if visible:
            likely = likely_mistakes(visible, passed, known)[:_MOST_TRIED]
        else:  # a mistake that only hidden checks find
            likely = [one for one in known if not one.signatures]
        together = name_mistakes(failures, passed, self._try_likely(hidden, likely, failures, passed))
        if all(one.certain for one in together.values()):
            return together
        alone = name_mistakes(visible, passed, known)
        if len({one.name for one in alone.values()}) < _SEVERAL:
            return together
        # What a second mistake has spoilt in hidden checks speaks against neither of the two.
        certain = {one.name for one in alone.values() if one.certain}
        return {
            check: replace(one, certain=True) if one.name in certain else one
            for check, one in together.items()
        }

    def _try_likely(
        self,
        checks: list[str],
        likely: list[KnownMistake],
        failures: Mapping[str, FailureSignature],
        passed: Sequence[str],
    ) -> list[KnownMistake]:
        """Run mistakes on hidden checks: only those that explain all others, if one explains these too."""
        long = [check for check in checks if self._plugin.is_apart(check)]
        light = [check for check in checks if check not in long]
        explained = {check: one for check, one in failures.items() if check not in checks}
        whole = explaining_all(explained, passed, likely)
        for some in (light, long):
            explained |= {check: failures[check] for check in some}
            whole = explaining_all(explained, passed, [self._try(one, some) for one in whole])
        return whole or self._try_each(light, long, likely, failures, passed)

    def _try_each(
        self,
        light: list[str],
        long: list[str],
        likely: list[KnownMistake],
        failures: Mapping[str, FailureSignature],
        passed: Sequence[str],
    ) -> list[KnownMistake]:
        """Run mistakes on hidden checks; those that take long come last, with as few as will do."""
        tried = {(one.name, one.program): self._try(one, light) for one in likely}
        waiting = set(tried) if long else set[tuple[str, int]]()
        while best := waiting & contenders(failures, passed, [*tried.values()]):
            tried |= {one: self._try(tried[one], long) for one in best}
            waiting -= best
        found = name_mistakes(failures, passed, [*tried.values()])
        if not all(check in found and found[check].certain for check in long):
            tried |= {one: self._try(tried[one], long) for one in waiting}
        return [*tried.values()]

    def _try(self, known: KnownMistake, checks: list[str]) -> KnownMistake:
        """Run a mistake on hidden checks, if its code is there, and add how these fail to what is known."""
        entry = self._mistakes.programs.get((known.name, known.program)) if checks else None
        if entry is None:
            return known
        failed = self._known_trial(known, checks)
        if failed is None:
            failed = self._run_mistake(entry, known.program, checks)
        return replace(
            known, signatures={**known.signatures, **failed}, tried=known.tried | frozenset(checks)
        )

    def _known_trial(
        self, known: KnownMistake, checks: Sequence[str]
    ) -> Mapping[str, FailureSignature] | None:
        """Give how checks fail with a mistake, if it was tried with the cases that they would draw now."""
        for one in self._mistakes.tried.of(known.name, known.program, self._plugin.seed):
            if [*one.draws] == [*checks] and self._plugin.draw_again(one.draws.items()):
                return one.signatures
        return None

    def _run_mistake(
        self, entry: Misconception, program: int, checks: Sequence[str]
    ) -> Mapping[str, FailureSignature]:
        source = mistaken_source(entry, self._suite.solution, self._mistakes.folder)
        trial = Trial(name=entry.name, source=source, seed=None, checks=tuple(checks))
        result = try_program(self._plugin, trial, self._start)
        # What ran out of time may not do so again.
        if all(
            check in result.signatures or outcome is Outcome.PASSED
            for check, outcome in result.outcomes.items()
        ):
            self._mistakes.tried.add(
                TriedMistake(
                    name=entry.name,
                    program=program,
                    seed=self._plugin.seed,
                    draws=result.draws,
                    signatures=result.signatures,
                )
            )
        return result.signatures


def _beside(exception: Explanation | None, reason: Explanation) -> Explanation:
    """Keep what is known of an exception: as the detail of a mistake that is certain, else in its place."""
    if exception is None:
        return reason
    if not reason.certain:
        return exception
    # A remedy for the exception may be none for the mistake: `1 - out**2` needs no `__rsub__`, but numbers.
    return reason if exception.name in _REMEDIES else replace(reason, detail=exception.detail)


def _with_consequences(
    reason: Explanation,
    failure: FailureSignature,
    steps: Mapping[str, Step],
    origins: Mapping[str, tuple[str, ...]],
) -> Explanation:
    """Add which wrong values only follow from the first one; a certain cause needs no such word.

    Where the first one is wrong together with others that are made of the same gradient, that one is told in
    its place.
    """
    if reason.is_cause:
        return reason
    names: tuple[str, ...] = ()
    if reason.name == FIRST_WRONG and (found := find_origin(failure, steps, origins)):
        origin, names = found
        detail = templates.ORIGIN.format(origin=origin, names=", ".join(f"`{name}`" for name in names))
        reason = replace(reason, text=templates.ORIGIN_WRONG, detail=detail)
    told = describe_consequences(failure, steps, names)
    return replace(reason, detail=f"{reason.detail} {told}".strip()) if told else reason
