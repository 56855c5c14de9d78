"""What the commands that write what marks say of the proof before it."""

__all__ = ["describe_proof"]


def describe_proof(*, unproved: bool) -> str:
    """Say whether the suites were proved before something was written."""
    # What counts the seeds imports pytest and NumPy, which `grade --help` does without.
    from grader.authoring.examination.suite_examination import SEEDS

    if unproved:
        return "not proved: no solution was run. Every report that comes of this says so."
    return f"proved: the solution passes every check, with {SEEDS} seeds"
