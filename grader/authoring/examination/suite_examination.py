"""What a suite shows when it runs: against its solution, its stub, and programs that compute nonsense."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from grader.authoring.examination.missing_modules import advise_on_missing_module
from grader.authoring.examination.places import place_of_check, place_of_fault, place_of_part
from grader.authoring.examination.problems import Problem, ProblemKind, relative_name
from grader.authoring.examination.solved_functions import SolvedFunctions
from grader.grading.grade import suite_job
from grader.model.assignment import Assignment, Course
from grader.model.check import Outcome, RunFault
from grader.suite.jobs import SuiteJob, Trial
from grader.suite.runner import Runner
from grader.suite.session import CHANGES, LENT
from grader.suite.trials import CheckFailure, TrialResult, Trials, try_programs

__all__ = ["SEEDS", "SuiteExamination", "examine_functions", "prove_solution"]

SEEDS: Final = 3
"""Number of seeds with which the solution is run."""

# Nonsense may loop for ever, and a call of the solution takes milliseconds.
_LIMIT_PER_CALL: Final = 0.3
_LIMIT_TOTAL: Final = 3.0

_CORRECT_CHECK: Final = "Correct the check, or the solution if the check is right."
_NOT_A_VERDICT: Final = ("cannot be collected", "pytest ended")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """An assignment under examination, and how its problems are written."""

    course: Course
    assignment: Assignment

    def problem(self, kind: ProblemKind, place: tuple[Path, int], message: str, advice: str) -> Problem:
        path, line = place
        return Problem(
            kind=kind,
            assignment=self.assignment.name,
            file=relative_name(path, self.course.root),
            line=line,
            message=message,
            advice=advice,
        )

    def of_check(self, kind: ProblemKind, check: str, message: str, advice: str) -> Problem:
        place = place_of_check(self.assignment.files.suite, check)
        return self.problem(kind, place, f"{check} {message}", advice)


def prove_solution(
    runner: Runner,
    course: Course,
    assignment: Assignment,
    on_program: Callable[[], None] = lambda: None,
) -> list[Problem]:
    """Run the solution of an assignment on every check with several seeds.

    Args:
        runner: A runner process; the caller closes it.
        course: The course.
        assignment: The assignment, with its solved file.
        on_program: Called after each run, from any thread.

    Returns:
        What is wrong with the suite: it cannot be collected, a part has no checks, a check crashes or fails.

    Raises:
        CourseFault: The solved file cannot be read.
        UsageError: This machine cannot confine the code as far as the suite asks.
    """
    job = suite_job(assignment)
    done = try_programs(runner, job, _solution_trials(job), lambda _: on_program())
    return list(_judge_solution(_Subject(course=course, assignment=assignment), done))


@dataclass(slots=True, kw_only=True)
class SuiteExamination:
    """The examination of one suite, in two rounds: the second runs only the checks that can tell.

    Attributes:
        course: The course.
        assignment: The assignment, with its solved file.
        solved: The functions of that file.
        mistaken: Texts of the programs with a known mistake, by name.
        runner: A runner process; the caller closes it.
        on_program: Called after each program with the number of programs known so far, from any thread.
    """

    course: Course
    assignment: Assignment
    solved: SolvedFunctions
    mistaken: Mapping[str, str]
    runner: Runner
    on_program: Callable[[int], None] = lambda _: None

    def run(self) -> list[Problem]:
        """Run all programs, and return what they show.

        Raises:
            CourseFault: The solved file cannot be read.
            UsageError: This machine cannot confine the code as far as the suite asks.
        """
        subject = _Subject(course=self.course, assignment=self.assignment)
        job = suite_job(self.assignment)
        written = self.solved.written
        first = _solution_trials(job)
        total = len(first) + len(written) + 3
        done = try_programs(self.runner, job, first, lambda _: self.on_program(total))
        problems = list(_judge_solution(subject, done))
        if done.faults or not done.results:
            return problems
        sound = [check for check in done.checks if check.id not in _failures(done.results)]
        used = {check.id: self.solved.resolve(done.results[0].used[check.id]) for check in sound}
        problems += _find_unmarked(subject, self.solved, used)
        trials = [*self._wrong_programs(tuple(used)), *_unwritten(self.solved, used)]
        again = try_programs(self.runner, _limit_cpu_time(job), trials, lambda _: self.on_program(total))
        results = {result.name: result for result in again.results}
        problems += _judge_stub(subject, results.get("stub"))
        problems += _judge_partly_solved(subject, self.solved, results)
        problems += self._judge_nonsense(subject, job, results, done.results[0])
        return problems

    def _judge_nonsense(
        self, subject: _Subject, job: SuiteJob, results: Mapping[str, TrialResult], right: TrialResult
    ) -> Iterator[Problem]:
        """Find the checks that accept nonsense: docs/publish.md says what that is."""
        suspects = _find_suspects(results, right)
        if suspects and self.mistaken:
            trials = [
                Trial(name=name, source=source, checks=tuple(suspects))
                for name, source in self.mistaken.items()
            ]
            again = try_programs(self.runner, _limit_cpu_time(job), trials)
            failing = {check for result in again.results for check in result.lost}
            suspects = [check for check in suspects if check not in failing]
        for check in suspects:
            yield subject.of_check(
                ProblemKind.CHECK_CANNOT_FAIL,
                check,
                "cannot fail: it passes although what it calls returns nonsense",
                "Compare the result with what is right: `expect(result, right)`.",
            )

    def _wrong_programs(self, checks: tuple[str, ...]) -> list[Trial]:
        programs = {
            "stub": self.solved.stub(),
            "nothing": self.solved.doing_nothing(),
            "nonsense": self.solved.returning_nonsense(),
        }
        return [Trial(name=name, source=source, checks=checks) for name, source in programs.items() if checks]


def examine_functions(runner: Runner, course: Course, assignment: Assignment) -> list[Problem]:
    """Find the functions that students are asked to write, and find solved, whole or in part.

    Args:
        runner: A runner process; the caller closes it.
        course: The course.
        assignment: The assignment, with its solved file; its suite is in order.

    Raises:
        CourseFault: The solved file cannot be read.
        UsageError: This machine cannot confine the code as far as the suite asks.
    """
    solution = assignment.files.solution
    if solution is None:
        return []
    subject = _Subject(course=course, assignment=assignment)
    solved = SolvedFunctions.read(solution, assignment.given)
    job = suite_job(assignment)
    done = try_programs(runner, job, _solution_trials(job)[:1])
    used = {check: solved.resolve(names) for result in done.results for check, names in result.used.items()}
    again = try_programs(runner, _limit_cpu_time(job), _unwritten(solved, used))
    results = {result.name: result for result in again.results}
    return [
        *_find_unmarked(subject, solved, used),
        *_judge_partly_solved(subject, solved, results),
    ]


def _unwritten(solved: SolvedFunctions, used: Mapping[str, frozenset[str]]) -> list[Trial]:
    """List a trial of each function that students write: its own checks, with all the others solved."""
    return [
        Trial(name=f"without {name}", source=solved.without(name), checks=own)
        for name in solved.written
        if (own := tuple(check for check, names in used.items() if solved.is_about(names, name)))
    ]


def _solution_trials(job: SuiteJob) -> list[Trial]:
    return [Trial(name=f"seed {seed}", source=job.solution, seed=seed) for seed in range(SEEDS)]


def _limit_cpu_time(job: SuiteJob) -> SuiteJob:
    limits = replace(job.limits, cpu_seconds_per_call=_LIMIT_PER_CALL, cpu_seconds_total=_LIMIT_TOTAL)
    return replace(job, limits=limits)


def _failures(results: Sequence[TrialResult]) -> dict[str, tuple[str, CheckFailure]]:
    """Find the first failure of each check that did not pass every time, with the trial."""
    found: dict[str, tuple[str, CheckFailure]] = {}
    for result in results:
        for check, failure in result.failures.items():
            found.setdefault(check, (result.name, failure))
    return found


def _judge_solution(subject: _Subject, done: Trials) -> Iterator[Problem]:
    failures = _failures(done.results)
    told = {failure.message for _, failure in failures.values()}
    yield from (_of_fault(subject, fault) for fault in done.faults if fault.message not in told)
    yield from _find_empty_parts(subject, done)
    for check, (trial, failure) in failures.items():
        lost, tried = sum(check in result.failures for result in done.results), len(done.results)
        seeds = "every seed" if lost == tried else f"{lost} of {tried} seeds"
        if failure.crashed:
            place = (Path(failure.file), failure.line) if failure.file else None
            message = f"{check} crashes with the solution, with {seeds}: {failure.message}"
            yield subject.problem(
                ProblemKind.CHECK_CRASHES,
                place or place_of_check(subject.assignment.files.suite, check),
                message,
                "Correct the code of the check.",
            )
        else:
            message = f"fails with the solution, with {seeds}, first with {trial}: {failure.message}"
            advice = advise_on_missing_module(subject.assignment, subject.course.root, failure.message)
            yield subject.of_check(ProblemKind.SOLUTION_FAILS, check, message, advice or _CORRECT_CHECK)


def _of_fault(subject: _Subject, fault: RunFault) -> Problem:
    message = fault.message
    place = place_of_fault(subject.assignment.files.suite, message)
    if any(words in message for words in _NOT_A_VERDICT):
        return subject.problem(ProblemKind.SUITE, place, message, "Correct the file: pytest must import it.")
    parts = ", ".join(part.name for part in subject.assignment.parts_by_checks)
    advice = f'Mark the check with a part of the manifest, such as `@pytest.mark.part("...")`: {parts}.'
    return subject.problem(ProblemKind.CHECK_WITHOUT_PART, place, message, advice)


def _find_empty_parts(subject: _Subject, done: Trials) -> Iterator[Problem]:
    """Find the parts that no check counts for; which they are is not known where checks were not planned."""
    if done.faults and not done.results:
        return
    checked = {check.part for check in done.checks}
    for part in subject.assignment.parts_by_checks:
        if part.name not in checked:
            yield subject.problem(
                ProblemKind.PART_WITHOUT_CHECKS,
                place_of_part(subject.course, subject.assignment, part.name),
                f"the part {part.name} of {subject.assignment.name} has no check, so nobody can earn its "
                f"{part.points} points",
                f'Mark checks with `@pytest.mark.part("{part.name}")`, or take the part out of the manifest.',
            )


def _find_unmarked(
    subject: _Subject, solved: SolvedFunctions, used: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    """Find the functions that checks use and students find solved."""
    users: dict[str, str] = {}
    for check, names in used.items():
        for name in names:
            users.setdefault(name, check)
    for name, check in sorted(users.items()):
        if solved.is_open(name):
            yield subject.problem(
                ProblemKind.UNMARKED,
                solved.line_of(name),
                f"`{name}` has no solution region, so students get it solved, and {check} calls it",
                "Put its body between `# BEGIN SOLUTION` and `# END SOLUTION`; or, if it is theirs to have, "
                f"list it in the manifest: `given: [{name}]`.",
            )


def _judge_stub(subject: _Subject, result: TrialResult | None) -> Iterator[Problem]:
    for check, outcome in result.outcomes.items() if result else ():
        if outcome is Outcome.PASSED:
            yield subject.of_check(
                ProblemKind.STUB_EARNS,
                check,
                "passes with the untouched stub, which earns points",
                "Let the check ask for a value that only a written function returns.",
            )


def _judge_partly_solved(
    subject: _Subject, solved: SolvedFunctions, results: Mapping[str, TrialResult]
) -> Iterator[Problem]:
    outcomes = results["stub"].outcomes if "stub" in results else {}
    earned = {check for check, outcome in outcomes.items() if outcome is Outcome.PASSED}
    for name in solved.written:
        result = results.get(f"without {name}")
        if result is None:
            continue
        passed = [
            check
            for check, outcome in result.outcomes.items()
            if outcome is Outcome.PASSED
            and check not in earned
            # A check may do without a function that is not there; this one was there, and returned.
            and name in solved.resolve(result.returned[check])
        ]
        if passed:
            more = f" and {len(passed) - 1} more" if len(passed) > 1 else ""
            yield subject.problem(
                ProblemKind.PARTLY_SOLVED,
                solved.line_of(name),
                f"`{name}` earns points before it is written: with the rest solved, its stub passes "
                f"{passed[0]}{more}",
                "Let its solution region hold all that students are to write, or let the check ask for more.",
            )


def _find_suspects(results: Mapping[str, TrialResult], right: TrialResult) -> list[str]:
    """Find the checks that pass with nonsense, and either with nothing done at all or with a wrong value."""
    nothing, nonsense, stub = (results.get(name) for name in ("nothing", "nonsense", "stub"))
    if nothing is None or nonsense is None or stub is None:
        return []
    return [
        check
        for check, outcome in nonsense.outcomes.items()
        if outcome is Outcome.PASSED
        and (nothing.outcomes.get(check) is Outcome.PASSED or right.answering.get(check))
        # Of those that the stub passes, it is said already.
        and stub.outcomes.get(check) is not Outcome.PASSED
        # Whether arguments stay as they are, or how a function is called, no returned value tells.
        and not {CHANGES, LENT} & right.used[check]
    ]
