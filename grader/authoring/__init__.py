"""What instructors make: exercises, releases, bundles, recordings of known mistakes, audits.

Nothing is imported here: making a stub needs no NumPy, rendering handouts does.
"""
