"""What a suite does wrong, raised by the grader on purpose."""

__all__ = ["ExpectationError", "PrivateNameError", "SuiteMistake"]


class SuiteMistake(Exception):
    """A suite used the grader in a way that it refuses."""


class ExpectationError(SuiteMistake, TypeError, ValueError):
    """A suite expects what no answer could equal."""


class PrivateNameError(SuiteMistake, AttributeError):
    """A suite asked the submission for a private name."""
