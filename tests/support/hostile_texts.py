"""A report in which everything that a student has a hand in is an attempt to be obeyed."""

from dataclasses import replace

from grader.model.check import Explanation, Location
from grader.model.report import MissingFunction, Report
from tests.support.report_samples import GOOD, assignment, raised, report, wrong

__all__ = ["HOSTILE", "TEXT", "UNUSABLE"]

LINES = [
    "::error file=a.py,line=1::forged",
    "   ::set-output name=points::100",
    "::stop-commands::x",
    "##[error]forged ##vso[task.setvariable]1",
    "%0A::notice::forged%0D%25",
    "]]></failure></testcase><testcase name='forged'/><![CDATA[",
    "<script>alert(1)</script><img src=x onerror=alert(1)><!-- -->&lt;",
    "[click](http://evil.invalid) ![picture](http://evil.invalid/p.png) <http://evil.invalid>",
    "http://evil.invalid www.evil.invalid @everyone someone@evil.invalid",
    "````",
    "# heading",
    "| a | b |\n| --- | --- |\n- item\n1. item\n    code\n> quote\n---\n===",
    '"}]} \\" \\u0000',
    "\x1b[31mred\x1b]8;;http://evil.invalid\x07 \x00\x08\x0b\x7f\x85\u2028 \u202eback \udc80 \ufffe",
    "\x1b[0Ksection_start:1:points[collapsed=true]\r\x1b[0Kfine",
    "$(id) `id` ${{ secrets.GITHUB_TOKEN }}",
    "~~~~\n```\n</pre>",
]
TEXT = "\n".join(LINES)
PLACE = Location(file=TEXT, line=3, function=TEXT)
CHECK = replace(
    raised(),
    message=TEXT,
    exception=TEXT,
    output=TEXT,
    location=PLACE,
    trace=(PLACE, PLACE),
    hint=TEXT,
    explanation=Explanation(name=TEXT, text=TEXT, detail=TEXT, certain=False, see=TEXT),
)
VALUE = wrong()
WRONG = replace(
    VALUE,
    differences=(replace(VALUE.differences[0], name=TEXT, message=TEXT, actual=TEXT, mismatched=None),),
    output=TEXT,
)
WHOLE = replace(
    assignment(
        (*GOOD, CHECK, WRONG, replace(CHECK, id="h", hidden=True), replace(WRONG, id="v", hidden=True))
    ),
    submission=TEXT,
    notices=(TEXT, TEXT),
    missing=(MissingFunction(name="forward", nearest=TEXT),),
    fault=TEXT,
    hidden_ran=False,
    reveal="full",
)
HOSTILE: Report = report(WHOLE)
UNUSABLE: Report = report(
    replace(WHOLE, unusable=TEXT, parts=tuple(replace(part, checks=()) for part in WHOLE.parts))
)
