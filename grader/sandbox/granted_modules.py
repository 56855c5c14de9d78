"""Find the modules of the packages that an assignment names, and nothing that is installed beside them."""

import importlib.abc
import importlib.machinery
import importlib.util
import os
import types
from collections.abc import Mapping, Sequence

__all__ = ["GrantedModules"]

_PACKAGE_FILE = "__init__.py"


class GrantedModules(importlib.abc.MetaPathFinder):
    """Finds modules by their names alone; what lies in a package is found by the package's own path.

    Args:
        places: File or folder of each module; empty for one that consists of parts of several packages.
    """

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = places

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002  # a finder is called so
        target: types.ModuleType | None = None,  # noqa: ARG002  # as above
        /,
    ) -> importlib.machinery.ModuleSpec | None:
        """Find a module that was granted."""
        place = self._places.get(fullname)
        if place is None:
            return None
        if not os.path.isdir(place) and place:  # noqa: PTH112  # a fork server imports no more than it must
            return importlib.util.spec_from_file_location(fullname, place)
        file = os.path.join(place, _PACKAGE_FILE)  # noqa: PTH118  # as above
        if place and os.path.exists(file):  # noqa: PTH110  # as above
            return importlib.util.spec_from_file_location(fullname, file, submodule_search_locations=[place])
        spec = importlib.machinery.ModuleSpec(fullname, None, is_package=True)
        spec.submodule_search_locations = [place] if place else []
        return spec
