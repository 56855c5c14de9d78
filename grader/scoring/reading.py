"""Read a check back from the plain data that `dataclasses.asdict` made of it."""

from collections.abc import Mapping
from typing import Any

from grader.scoring.calls import Argument, Call
from grader.scoring.outcomes import Check, Difference, Explanation, Fault, Outcome
from grader.submission.location import Location

__all__ = ["check_from_plain"]


def check_from_plain(plain: Mapping[str, Any]) -> Check:
    """Rebuild a check, for instance from JSON, where tuples have become lists."""
    fields = dict(plain)
    fields["outcome"] = Outcome(fields["outcome"])
    fields["fault"] = None if fields["fault"] is None else Fault(fields["fault"])
    fields["calls"] = tuple(_call(call) for call in fields["calls"])
    fields["differences"] = tuple(_difference(difference) for difference in fields["differences"])
    fields["location"] = _location(fields["location"])
    fields["trace"] = tuple(Location(**place) for place in fields["trace"])
    fields["seeds"] = tuple((case, seed) for case, seed in fields["seeds"])
    explanation = fields.get("explanation")
    fields["explanation"] = None if explanation is None else Explanation(**explanation)
    return Check(**fields)


def _call(plain: Mapping[str, Any]) -> Call:
    return Call(function=plain["function"], arguments=tuple(_argument(one) for one in plain["arguments"]))


def _argument(plain: Mapping[str, Any]) -> Argument:
    shape = None if plain["shape"] is None else tuple(plain["shape"])
    return Argument(**{**plain, "shape": shape, "items": tuple(_argument(item) for item in plain["items"])})


def _difference(plain: Mapping[str, Any]) -> Difference:
    fields = dict(plain)
    for name in ("expected_shape", "actual_shape", "index"):
        fields[name] = None if fields[name] is None else tuple(fields[name])
    fields["location"] = _location(fields["location"])
    return Difference(**fields)


def _location(plain: Mapping[str, Any] | None) -> Location | None:
    return None if plain is None else Location(**plain)
