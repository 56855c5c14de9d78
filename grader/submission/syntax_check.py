"""Find syntax errors without running the code, even in texts that crash the compiler."""

import ast
import sys
import warnings
from dataclasses import dataclass
from typing import Final

from grader.model.formatting import printable_name, quote_code

__all__ = ["SAFE_TO_PARSE", "SYNTAX_ADVICE", "SyntaxProblem", "find_syntax_problem", "quote_line"]

# CPython's compiler overflows the C stack on some texts of a few hundred kilobytes, such as one comprehension
# with 60,000 clauses, and takes 20 seconds for others. Neither was found to happen below this many
# characters, and no honest answer is near it, so only larger texts are tried out in a process of their own.
SAFE_TO_PARSE: Final = 1 << 15
SYNTAX_ADVICE: Final = (
    "Correct the line, run the file once yourself, and grade again."
    " The cause is sometimes a bracket or a quote left open on a line before."
)
_TABS_ADVICE: Final = (
    "Indent every line with spaces alone, four for each level, and grade again: most editors have a command"
    " that turns tabs into spaces, and one that shows both."
)
_MIXED_TABS: Final = "tabs and spaces are mixed in the indentation, and Python cannot compare them"
_TRIAL_CPU_SECONDS: Final = 5
_TRIAL_SECONDS: Final = 120.0  # by the clock, which runs on while a busy machine does other things
_TRIAL: Final = """
import ast, sys, warnings
warnings.simplefilter("ignore")
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
except ImportError:
    pass
try:
    text = sys.stdin.buffer.read().decode("utf-8", "surrogatepass")
    compile(text, "submission", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
    pass
"""
_TOO_MUCH: Final = "it is nested too deeply, or too long, for Python to read"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntaxProblem:
    """The reason why a text is not valid Python.

    Attributes:
        message: Python's message, in one line.
        line: Line of the text; 0 if Python names none.
        advice: What to do.
    """

    message: str
    line: int = 0
    advice: str = SYNTAX_ADVICE

    @property
    def sentence(self) -> str:
        """The message as a sentence: with a full stop, unless it ends in a question mark."""
        return self.message if self.message.endswith("?") else f"{self.message}."


def find_syntax_problem(source: str, *, await_allowed: bool = False) -> SyntaxProblem | None:
    """Compile a text without running it; return what is wrong with it, or None.

    Args:
        source: The text.
        await_allowed: Whether `await` may stand outside functions, as it may in a notebook.
    """
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT if await_allowed else 0
    if len(source) > SAFE_TO_PARSE and not _compiles_safely(source):
        return SyntaxProblem(message=_TOO_MUCH)
    with warnings.catch_warnings():
        # A warning about the student's code is theirs to see when it runs, and no reason to refuse it.
        warnings.simplefilter("ignore")
        try:
            compile(source, "submission", "exec", flags, dont_inherit=True)
        except SyntaxError as error:
            line = error.lineno or 0
            if _mixes_tabs(error, source):
                return SyntaxProblem(message=_MIXED_TABS, line=line, advice=_TABS_ADVICE)
            return SyntaxProblem(message=printable_name(str(error.msg))[:200], line=line)
        except UnicodeEncodeError as error:
            line = source.count("\n", 0, error.start) + 1
            return SyntaxProblem(message="it has half of a surrogate pair, which is no character", line=line)
        except ValueError as error:
            return SyntaxProblem(message=printable_name(str(error))[:200])
        except (RecursionError, MemoryError, OverflowError):
            return SyntaxProblem(message=_TOO_MUCH)
    return None


def _mixes_tabs(error: SyntaxError, source: str) -> bool:
    """Return whether the indentation of a line is wrong because of tabs among spaces there or just before."""
    if isinstance(error, TabError):
        return True
    if not isinstance(error, IndentationError) or error.msg.startswith("expected"):
        return False
    written = [line for line in source.split("\n")[: error.lineno] if line.strip()]
    indents = "".join(line[: len(line) - len(line.lstrip())] for line in written[-2:])
    return "\t" in indents and " " in indents


def quote_line(source: str, line: int) -> str:
    """Quote a line for a message, such as ` The line reads ....`; empty for a blank or missing line."""
    lines = source.split("\n")
    text = lines[line - 1] if 1 <= line <= len(lines) else ""
    return f" The line reads {quote_code(text)}." if text.strip() else ""


def _compiles_safely(source: str) -> bool:
    """Return whether a compiler in a process of its own neither crashes nor takes too long."""
    import subprocess  # noqa: PLC0415  # hardly any submission is this large

    try:
        trial = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _TRIAL, str(_TRIAL_CPU_SECONDS)],
            input=source.encode("utf-8", "surrogatepass"),
            capture_output=True,
            timeout=_TRIAL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return trial.returncode == 0
