"""Suites of checks: what their authors use, and the pytest run that judges a submission with them.

Nothing is imported here, so that starting a run stays quick; see `grader.suite.api` for authors' names.
"""
