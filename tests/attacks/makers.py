"""Submissions that are not one Python file: each function makes one and is an attack of its own.

A function's name is class and name of the attack, `folder_numpy_beside`; its docstring is the header; it gets
an empty folder and returns the path that is handed in. `__all__` lists the attacks.
"""

__all__: list[str] = []
