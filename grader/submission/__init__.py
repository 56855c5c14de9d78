"""Submissions: found, read, and mapped back to the student's own lines, but never run.

Nothing is imported here, so that looking up a line does not import the readers of notebooks.
"""
