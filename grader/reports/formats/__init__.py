"""The formats of a report, one module each: a new module here is a new format.

`grader.reports.registry` finds them and says what a module has to define.
"""
