"""Make what students get: stubs, notebooks and handouts, from the solved files and their handout templates.

Nothing is imported here: telling an edited stub from a pristine one needs no NumPy, rendering handouts does.
"""
