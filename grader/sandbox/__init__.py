"""The worker that runs a submission, and the grader's side of it.

Nothing is imported here: the worker itself lives in this package and must stay small.
"""
