"""Reports as text: pure functions of the records, which never change and never print.

Nothing is imported here: one format is written in a run, and each needs libraries of its own.
"""
