"""Explain failed checks by the small change with which they pass, where no known mistake explains them."""

from collections.abc import Mapping
from dataclasses import replace

from grader.diagnosis import templates
from grader.diagnosis.failure_signature import FailureSignature
from grader.diagnosis.pattern_evidence import FIRST_WRONG
from grader.model.check import Check, Explanation, Location, Outcome
from grader.model.suspects import last_function
from grader.mutation.program_text import Mutant
from grader.suite.repair_search import RepairSearch
from grader.suite.variant_runs import VariantRuns

__all__ = ["explain_by_repair"]


def explain_by_repair(
    runs: VariantRuns,
    decided: Mapping[str, Check],
    signatures: Mapping[str, FailureSignature],
    explained: Mapping[str, Explanation],
) -> dict[str, Explanation]:
    """Explain visible checks that no known mistake explains for certain.

    Args:
        runs: Runs checks against changed submissions.
        decided: Every check, by id.
        signatures: How those failed that gave a wrong answer or raised an exception, by id.
        explained: What is known of failures so far, by id of check.
    """
    passed = [one.id for one in decided.values() if one.outcome is Outcome.PASSED and not one.hidden]
    search = RepairSearch(runs)
    found: dict[str, Explanation] = {}
    for failures in _alike(decided, signatures, explained):
        repair = search.find(failures, passed, _functions(decided, failures))
        if repair is not None:
            found |= {check: _explanation(repair, explained.get(check)) for check in failures}
    return found


def _alike(
    decided: Mapping[str, Check],
    signatures: Mapping[str, FailureSignature],
    explained: Mapping[str, Explanation],
) -> list[dict[str, FailureSignature]]:
    """Group failures that nothing explains for certain by the function they called last."""
    groups: dict[tuple[str, str], dict[str, FailureSignature]] = {}
    for check in decided.values():
        failure = signatures.get(check.id)
        if failure is None or check.hidden or check.outcome is not Outcome.WRONG:
            continue
        reason = explained.get(check.id)
        if reason is None or not reason.is_cause:
            groups.setdefault((check.part, last_function(check)), {})[check.id] = failure
    return list(groups.values())


def _functions(decided: Mapping[str, Check], failures: Mapping[str, FailureSignature]) -> list[str]:
    checks = [decided[check] for check in failures]
    called = [call.function for check in checks for call in reversed(check.calls)]
    return list(dict.fromkeys([*called, *(name for check in checks for name in check.operators)]))


def _explanation(repair: Mutant, reason: Explanation | None) -> Explanation:
    """Say what the repair shows, beside a guess at a known mistake or the signs that a pattern has found."""
    location = Location(file="", line=repair.line, function=repair.function)
    text = templates.REPAIRS[repair.change]
    if reason is not None and reason.see:
        return replace(reason, detail=text, location=location)
    # Where to begin is known now.
    signs = "" if reason is None or reason.name == FIRST_WRONG else reason.detail
    return Explanation(name=f"one-{repair.change}", text=text, certain=True, detail=signs, location=location)
