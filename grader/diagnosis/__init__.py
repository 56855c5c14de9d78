"""From what is wrong to why: the catalogue of misconceptions, patterns of wrong values, exceptions.

Imports nothing on purpose: a run without a wrong answer needs none of it.
"""
