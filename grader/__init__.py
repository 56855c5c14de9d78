"""Grade backpropagation exercises: student code in a worker, suites and answers out of its reach."""

from typing import Final

__all__ = ["__version__"]

__version__: Final = "0.1.0"
