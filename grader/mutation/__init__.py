"""Small changes of a program, one at a time: the mutants of a solution, and the repairs of a submission."""

__all__: list[str] = []
