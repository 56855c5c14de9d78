"""A whole class at once: whom each file of a download belongs to, and when it was handed in.

Nothing is imported here, so that a command pays only for what it uses.
"""
