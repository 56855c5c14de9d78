"""The tools of instructors: exercises, releases, bundles, recorded misconceptions, audits.

Nothing is imported here: making a stub needs no NumPy, rendering handouts does.
"""
