"""The sentences in which a grade is explained: whole ones, with places for names, numbers and times."""

from typing import Final

__all__ = [
    "AFTER_LAST",
    "AT_MOST",
    "BEST",
    "BONUS",
    "BY_HAND",
    "BY_HAND_WAITING",
    "COUNTS",
    "COURSE",
    "DROPPED",
    "DUE",
    "EXCLUDED",
    "EXCUSED",
    "EXTENDED",
    "IN_GRACE",
    "IN_TIME",
    "LAST",
    "LATE",
    "LATER",
    "LATE_AT_MOST",
    "LATE_BY_UNKNOWN",
    "LATE_FREE",
    "LEFT_OUT",
    "LOWERED",
    "NONE_COUNTS",
    "NOTHING",
    "NOT_BELOW",
    "NOT_DUE",
    "NOT_GRADED",
    "NOT_LATE",
    "NO_GRADE",
    "ONLY",
    "PENDING",
    "RAISED",
    "TIME_UNCERTAIN",
    "TIME_UNKNOWN",
    "TOO_MANY",
    "TOTAL",
]

DUE: Final = "It was due on {due}."
EXTENDED: Final = "You were given until {due}: {reason}"
NOT_DUE: Final = "It is not due yet, and nothing was handed in so far."
NOT_GRADED: Final = "Nothing was graded for it in the whole class so far, so it does not count yet."
NOTHING: Final = "Nothing was handed in: 0 points."
NONE_COUNTS: Final = "No attempt counts: 0 points."
EXCUSED: Final = "It is left out of your grade: {reason}"
TOO_MANY: Final = "Only the first {most} of your {count} attempts may count."
AFTER_LAST: Final = "Attempt {number} was handed in on {time}, after {last}, the last time it was accepted."
ONLY: Final = "Your attempt earned {points} of {possible}."
BEST: Final = "Attempt {number} counts, the best of {count}. It earned {points} of {possible}."
LAST: Final = "Attempt {number} counts, the last of {count}. It earned {points} of {possible}."
IN_TIME: Final = "It was handed in on {time}, in time."
IN_GRACE: Final = "It was handed in on {time}, late by {late}. The first {grace} cost nothing."
TIME_UNKNOWN: Final = "When it was handed in is not known, so it counts as in time."
TIME_UNCERTAIN: Final = (
    "Its file is of {time}, which may be when it was downloaded or unpacked, so it counts as in time."
)
NOT_LATE: Final = "It was handed in in time."
LATE_BY_UNKNOWN: Final = (
    "It was handed in late, and it is not known by how much, so nothing was taken off for it."
)
LATE_FREE: Final = "It was handed in on {time}, late by {late}, which costs nothing."
LATE: Final = (
    "It was handed in on {time}, late by {late}. Each {unit} begun costs {amount}, and {count} began. "
    "Taken off for it: {lost}."
)
LATE_AT_MOST: Final = (
    "It was handed in on {time}, late by {late}. Lateness costs no more than {cap}. Taken off for it: {lost}."
)
EXCLUDED: Final = "These checks were at fault, and no longer count against anyone: {checks}."
BY_HAND: Final = "Part `{part}` was graded by hand: {points} of {possible}."
BY_HAND_WAITING: Final = "Part `{part}` is graded by hand and has no mark yet. Still open: {possible}."
RAISED: Final = "Added: {points}. {reason}"
LOWERED: Final = "Taken off: {points}. {reason}"
NOT_BELOW: Final = "Points do not go below 0."
PENDING: Final = "Not decided yet, so neither earned nor lost: {points}."
TOTAL: Final = "Your grade is {points} of {possible}."

LEFT_OUT: Final = "{title} is left out, since you are excused."
LATER: Final = "{title} does not count yet."
DROPPED: Final = "{title} is left out with {percent} %, as your lowest."
COUNTS: Final = "{title}: {points} of {possible}, which is {percent} % of the course, of {weight} % in all."
BONUS: Final = "{title}: {points} of {possible} as a bonus, which adds {percent} %."
AT_MOST: Final = "The course grade is at most {percent} %."
NO_GRADE: Final = "Nothing counts yet, so there is no course grade."
COURSE: Final = "Your course grade is {percent} %."
