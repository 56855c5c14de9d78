"""The records that every package shares: course, check and report; scoring, redaction, formatting.

Nothing is imported here, because the worker imports its limits from this package and must stay small.
"""
