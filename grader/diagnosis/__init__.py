"""From what is wrong to why: the catalogue of misconceptions, and the signs by which they are known.

Imports nothing on purpose: a run without a wrong answer needs none of it.
"""
