"""Make what students get, from the solved files and the suites; and what machines that mark get.

Nothing is imported here: telling an edited stub from a pristine one needs no NumPy, rendering handouts does.
"""
