"""Submissions that are not one Python file: each function makes one and is an attack of its own.

A function's name is class and name of the attack, `folder_numpy_beside`; its docstring is the header; it gets
an empty folder and returns the path that is handed in. `__all__` lists the attacks.
"""

from tests.attacks.harness import archive_attacks, folder_attacks, notebook_attacks, source_attacks
from tests.attacks.harness.archive_attacks import *  # noqa: F403  # each lists what it makes
from tests.attacks.harness.folder_attacks import *  # noqa: F403  # as above
from tests.attacks.harness.notebook_attacks import *  # noqa: F403  # as above
from tests.attacks.harness.source_attacks import *  # noqa: F403  # as above

__all__ = archive_attacks.__all__ + folder_attacks.__all__ + notebook_attacks.__all__ + source_attacks.__all__
