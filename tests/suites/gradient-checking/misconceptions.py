"""Known mistakes in solutions of `gradient-checking`: what goes wrong, and the idea that puts it right."""

from typing import Final

MISCONCEPTIONS: Final = ()
