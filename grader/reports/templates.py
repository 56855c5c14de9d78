"""The sentences of the reports, each a whole template with named placeholders."""

from collections.abc import Mapping
from typing import Final

from grader.model.check import Fault, Outcome
from grader.model.formatting import PluralTemplate

# How a check ended.
OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.PASSED: "",
    Outcome.WRONG: "The result is not right.",
    Outcome.TIMEOUT: "Your code took more time than it is given.",
    Outcome.MEMORY: "Your code needed more memory than it is given.",
    Outcome.CRASHED: "The process that ran your code ended before it answered.",
}
RAISED: Final = "Your code raised {exception}."
RAISED_UNKNOWN: Final = "Your code raised an exception."
NOT_WRITTEN: Final = "`{function}` is not written yet."
NOT_WRITTEN_UNKNOWN: Final = "Not written yet."
SKIPPED: Final = "It needs `{function}`, which is not there yet."
SKIPPED_UNKNOWN: Final = "It needs a function, which is not there yet."
PENDING: Final[Mapping[Fault, str]] = {
    Fault.SUITE: "We could not judge it. The fault is in the tests, not in your work.",
    Fault.GRADER: "We could not judge it. The fault is in the grader, not in your work.",
}

# Why it failed, and what is left out of the account.
GUESS: Final = "This is a guess. {text}"
ASSUMED: Final = PluralTemplate(
    one="Here your {functions} was taken as right, which it is not yet. Until it is, the line above gives "
    "other numbers; to get these, run `grade --part {part}`.",
    many="Here your {functions} were taken as right, which they are not yet. Until they are, the line above "
    "gives other numbers; to get these, run `grade --part {part}`.",
)
CALLS_LEFT_OUT: Final = PluralTemplate(
    one="({number} earlier call left out)", many="({number} earlier calls left out)"
)
FRAMES_LEFT_OUT: Final = PluralTemplate(one="({number} frame left out)", many="({number} frames left out)")
LINES_LEFT_OUT: Final = PluralTemplate(
    one="({number} earlier line left out)", many="({number} earlier lines left out)"
)
ALSO_WRONG: Final = "also wrong: {names}"
FAILED_ALIKE: Final = PluralTemplate(
    one="{number} other check failed in the same way", many="{number} other checks failed in the same way"
)
FAILED_ALIKE_TITLES: Final = PluralTemplate(
    one="{number} other check failed in the same way: {titles}",
    many="{number} other checks failed in the same way: {titles}",
)

# What is wrong with a value: a predicate, whose subject is the value's name before it.
PROBLEMS: Final[Mapping[str, str]] = {
    "missing": "is missing",
    "type": "is not of the right type",
    "shape": "does not have the right shape",
    "finite": "has entries that are not finite numbers",
    "value": "has wrong values",
}
OTHER_PROBLEM: Final = "is not right"
WITH_RIGHT_SHAPE: Final = "{problem} (right shape: {shape})"
SHAPES: Final = "came shape {actual}, expected {expected}"
NUMBERS: Final = "came {actual}, expected {expected}"
NUMBER_DIFFERS: Final = "the number differs"
ENTRIES_DIFFER: Final = "{mismatched} of {total} entries differ"
ENTRIES_DIFFER_AT: Final = "{mismatched} of {total} entries differ, most at {index}"
ENTRIES_DIFFER_BY: Final = "{mismatched} of {total} entries differ: came {actual}, expected {expected}"
ENTRIES_DIFFER_AT_BY: Final = (
    "{mismatched} of {total} entries differ, most at {index}: came {actual}, expected {expected}"
)
WITH_TOLERANCE: Final = "{difference} (allowed: rtol {rtol}, atol {atol})"

# Points and checks of a part, an assignment or a run.
POINTS: Final = "{points} of {possible} points"
POINTS_AND_PENDING: Final = "{points} of {possible} points, {pending} pending"
PART_POINTS: Final = "{points} of {possible}"
RAN_PARTLY: Final = "only {ran} of {total} checks ran, as was asked for"
PASSED: Final = "{passed} of {ran}"
PASSED_AND_LEFT_OUT: Final = "{passed} of {ran}, {left_out} not run"
NONE_RAN: Final = "none ran"
ALL_ASSIGNMENTS: Final = "In all {points}."
PROVISIONAL: Final = "Only the visible checks ran, so this score is provisional."
NO_GRADE: Final = "This is no grade, for only some of the checks ran."

# An assignment as a whole.
ASSIGNMENT: Final = "{title} ({name})"
SUBMISSION: Final = "{submission}: {points}"
NOTICE: Final = "Note: {notice}"
UNUSABLE: Final = "This submission cannot be run, so no check could be made."
UNCHANGED: Final = "Not changed since it was handed out, so not run."
UNTOUCHED: Final = "Nothing is written here yet, so {points} points are the expected start."
BEGIN: Final = "Begin with `{function}` in {part}, then run `grade` again."
BEGIN_AT: Final = "Begin with `{function}` in {part} ({line}), then run `grade` again."
DUE: Final = "due {due.day} {due:%b %Y, %H:%M}"
WAS_DUE: Final = "was due {due.day} {due:%b %Y, %H:%M}"
POINTS_CHANGED: Final = "{points} ({change} since your last run)"
ALL_PASSED: Final = PluralTemplate(
    one="The only check passed. Well done!", many="All {number} checks passed. Well done!"
)
ALL_THAT_RAN_PASSED: Final = PluralTemplate(
    one="The only check that ran passed. Well done!", many="All {number} checks that ran passed. Well done!"
)
SOME_FAILED: Final = PluralTemplate(
    one="{failed} of {number} check failed:", many="{failed} of {number} checks failed:"
)
CHECK: Final = "{part}: {title}"
HIDDEN_ENDING: Final = "(hidden)"
ENDED_BY: Final = "({ending})"
HIDDEN_ENDED_BY: Final = "(hidden, {ending})"
# How a check ended, in two or three words; a wrong result needs none.
ENDINGS: Final[Mapping[Outcome, str]] = {
    Outcome.RAISED: "exception",
    Outcome.TIMEOUT: "too slow",
    Outcome.MEMORY: "too much memory",
    Outcome.CRASHED: "process ended",
}

FURTHER: Final = "{part}: {title}"
FURTHER_ALIKE: Final = "{part}, {number} checks: {title}"

# What is still to write.
DEFINES_NONE: Final = "Your file defines none of: {names}"
IS_IT_THE_FILE: Final = "Is it the file for this assignment?"
STILL_TO_WRITE: Final = "Still to write in {part}: {functions}"
STILL_TO_WRITE_UNKNOWN: Final = PluralTemplate(
    one="Still to write in {part}: {number} check did not run",
    many="Still to write in {part}: {number} checks did not run",
)
FUNCTION: Final = "`{function}`"
FUNCTION_AT: Final = "`{function}` ({line})"
UNDEFINED: Final = PluralTemplate(
    one="{number} check: your file defines no `{function}`",
    many="{number} checks: your file defines no `{function}`",
)
UNDEFINED_BUT: Final = PluralTemplate(
    one="{number} check: your file defines no `{function}`, but it has `{nearest}`",
    many="{number} checks: your file defines no `{function}`, but it has `{nearest}`",
)
OUTSIDE_CLASS: Final = PluralTemplate(
    one="{number} check: your class has no `{function}`, but there is a function `{nearest}` outside its "
    "methods: is it indented like them?",
    many="{number} checks: your class has no `{function}`, but there is a function `{nearest}` outside its "
    "methods: is it indented like them?",
)

# What could not be judged.
SOME_DECIDED: Final = "{decided} of {possible} points decided, {pending} pending"
PART_DID_NOT_RUN: Final = "No check of {part} ran."
NOT_JUDGED: Final = PluralTemplate(
    one="We could not judge {number} check. The fault is in {place}, not in your work, and no points are "
    "lost. Please tell your instructor.",
    many="We could not judge {number} checks. The fault is in {place}, not in your work, and no points are "
    "lost. Please tell your instructor.",
)
FAULT_PLACES: Final[Mapping[tuple[Fault, ...], str]] = {
    (Fault.SUITE,): "the tests",
    (Fault.GRADER,): "the grader",
    (Fault.SUITE, Fault.GRADER): "the tests and the grader",
}

# The run.
LOW_ISOLATION: Final = (
    "Isolation {isolation} is lower than the {asked} that this course asks for where code is not one's own."
)
RUN: Final = (
    "{course} {course_version}, grader {grader_version}, isolation {isolation}, seed {seed} "
    "(--seed {seed} repeats this run)"
)
NO_ISOLATION: Final = "not needed"
BRIEF_RUN: Final = "More: --all. The same again: --seed {seed}"
BRIEF_RUN_PROVISIONAL: Final = "Only visible checks ran: provisional. More: --all. Same again: --seed {seed}"

# What to do next, always the last words: the command stands in a line of its own, to be copied.
NEXT_AT: Final = "Next: look at {location}, then run\n    {command}"
NEXT_AT_SAVE: Final = "Next: look at {location}, then save."
NEXT_PART: Final = "Next: go through {part} once more, then run\n    {command}"
NEXT_PART_SAVE: Final = "Next: go through {part} once more, then save."
NEXT_WRITE: Final = "Next: write `{function}`, then run\n    {command}"
NEXT_WRITE_AT: Final = "Next: write `{function}` ({line}), then run\n    {command}"
NEXT_WRITE_SAVE: Final = "Next: write `{function}`, then save."
NEXT_WRITE_AT_SAVE: Final = "Next: write `{function}` ({line}), then save."
NEXT_RENAME: Final = "Next: make `{nearest}` the `{function}` that is missing, then run\n    {command}"
NEXT_RENAME_SAVE: Final = "Next: make `{nearest}` the `{function}` that is missing, then save."
NEXT_UNUSABLE: Final = "Next: mend that, then run\n    {command}"
NEXT_WHOLE: Final = "Next: run every check with\n    {command}"
NEXT_HAND_IN: Final = "Next: hand it in with\n    {command}"

# Two runs compared.
NEWLY_PASSES: Final = "newly passes: {title} ({part})"
NEWLY_FAILS: Final = "newly fails: {title} ({part})"
MORE_CHANGES: Final = "and {number} more"
NOTHING_FAILS: Final = "Every check still passes."
NOTHING_CHANGED: Final = "No check passes or fails that did not before."

# Single formats.
HIDDEN_CHECK: Final = "{title} (hidden)"
UNUSABLE_TITLE: Final = "This submission cannot be run"
POINTS_TITLE: Final = "Points"
PENDING_TITLE: Final = "Points are pending"
PENDING_WARNING: Final = "{names}: by no fault of yours; see the summary."
MORE_FAILURES: Final = PluralTemplate(
    one="{number} more failure: see the summary.", many="{number} more failures: see the summary."
)
SUBMISSION_TEST: Final = "The submission can be run"
SUITE_TEST: Final = "The suite can be run"
PART_PASSED: Final = "{passed} checks passed."
PART_PENDING: Final = "{points} points are pending."
NO_PART_RAN: Final = "No check of this part ran."
NOT_GRADED: Final = (
    "Your submission was not graded: the grader did not come to its end. This is no fault of yours, and the "
    "0 shown is not your mark. Please tell your instructor, who finds the reason in the autograder's output."
)
PAGE_CUT: Final = (
    "Some of this report is left out here, where a page may be no longer. The JSON report has it all."
)
