"""The records that every package shares: assignment, submission, check, report, and how they become points.

Nothing is imported here: the worker takes its limits from this package and must stay small.
"""
