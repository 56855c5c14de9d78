"""Submissions that are not one Python file: each function makes one and is an attack of its own.

A function's name is class and name of the attack, `folder_numpy_beside`; its docstring is the header; it gets
an empty folder and returns the path that is handed in. `__all__` lists the attacks.
"""

from tests.attacks.harness import making_archives, making_folders, making_notebooks, making_sources
from tests.attacks.harness.making_archives import *  # noqa: F403  # each lists what it makes
from tests.attacks.harness.making_folders import *  # noqa: F403  # as above
from tests.attacks.harness.making_notebooks import *  # noqa: F403  # as above
from tests.attacks.harness.making_sources import *  # noqa: F403  # as above

__all__ = making_archives.__all__ + making_folders.__all__ + making_notebooks.__all__ + making_sources.__all__
