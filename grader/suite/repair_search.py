"""Search for one small change with which failed checks pass: it shows where a mistake is, and its kind."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final

from grader.diagnosis.failure_signature import FailureSignature, agree
from grader.mutation.program_text import Mutant
from grader.mutation.regions import Region, find_regions
from grader.mutation.repairs import make_repairs, reachable_functions
from grader.suite.variant_runs import VariantRuns

__all__ = ["RepairSearch"]

_MOST_TRIED: Final = 600
_MOST_PASSING: Final = 20
_MOST_REGIONS: Final = 60
_MOST_WATCHED: Final = 3


class RepairSearch:
    """Looks for repairs of one submission.

    Args:
        runs: Runs checks against changed submissions.
    """

    def __init__(self, runs: VariantRuns) -> None:
        self._runs = runs

    def find(
        self, failures: Mapping[str, FailureSignature], passed: Sequence[str], functions: Sequence[str]
    ) -> Mutant | None:
        """Find a change with which some failing checks pass, and those that pass still do.

        Args:
            failures: How the failing checks failed, by id.
            passed: Ids of the checks that pass.
            functions: The functions that these call, the likeliest to be wrong first.
        """
        source = self._runs.source
        regions = find_regions(source, reachable_functions(source, functions))[:_MOST_REGIONS]
        repairs = make_repairs(source, self._suspect(regions, failures))
        tried = self._runs.run(islice(repairs, _MOST_TRIED), tuple(failures), until_lost=True)
        passing = (mutant for mutant, runs in tried if len(runs) == len(failures) and runs[-1].error is None)
        # What one of them leaves behind may let the others pass.
        for mutant in islice(passing, _MOST_PASSING):
            if self._runs.passes(mutant, (*failures, *passed)):
                return mutant
        return None

    def _suspect(self, regions: Sequence[Region], failures: Mapping[str, FailureSignature]) -> list[Region]:
        """Keep the regions on which all depends that is wrong, and nothing that is right."""
        compared = [check for check, one in failures.items() if not one.exception and one.names]
        watched = compared[:_MOST_WATCHED]
        knockouts = [one.knockout for one in regions if one.knockout is not None]
        suspected: dict[str, bool] = {}
        for knockout, runs in self._runs.run(knockouts, watched):
            suspected[knockout.source] = all(
                run.signature is None or _is_explained(failures[check], run.signature)
                for check, run in zip(watched, runs, strict=False)
            )
        return [one for one in regions if one.knockout is None or suspected.get(one.knockout.source, True)]


def _is_explained(before: FailureSignature, after: FailureSignature) -> bool:
    """Tell whether all that is wrong has changed, and nothing that is right."""
    if after.names != before.names:
        return True  # it broke off
    return all(
        agree(came, now) != wrong
        for came, now, wrong in zip(before.actual, after.actual, before.wrong, strict=True)
    )
