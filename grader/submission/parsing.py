"""Whether a text is Python, asked without running it and without trusting the parser to survive it."""

import sys
import warnings
from dataclasses import dataclass
from typing import Final

from grader.model.formatting import quoted, shown

__all__ = ["ADVICE", "SAFE_TO_PARSE", "Problem", "find_problem", "line_text"]

# CPython's compiler overflows the C stack on some texts of a few hundred kilobytes, such as one comprehension
# with 60,000 clauses, and takes 20 seconds for others. Neither was found to happen below this many
# characters, and no honest answer is near it, so only larger texts are tried out in a process of their own.
SAFE_TO_PARSE: Final = 1 << 15
ADVICE: Final = (
    "Correct the line, run the file once yourself, and grade again."
    " The cause is sometimes a bracket or a quote left open on a line before."
)
_TRIAL_SECONDS: Final = 5.0
_TRIAL: Final = """
import sys, warnings
warnings.simplefilter("ignore")
try:
    compile(sys.stdin.buffer.read().decode("utf-8", "surrogatepass"), "submission", "exec", dont_inherit=True)
except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
    pass
"""
_TOO_MUCH: Final = "it is nested too deeply, or too long, for Python to read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a text is not Python.

    Attributes:
        message: What Python says about it, in one line.
        line: Line of the text; 0 where Python names none.
    """

    message: str
    line: int = 0

    @property
    def sentence(self) -> str:
        """The message with a full stop, unless Python ended it with a question."""
        return self.message if self.message.endswith("?") else f"{self.message}."


def find_problem(source: str) -> Problem | None:
    """Compile a text, without running it, and say what is wrong with it; None if nothing is."""
    if len(source) > SAFE_TO_PARSE and not _survives(source):
        return Problem(message=_TOO_MUCH)
    with warnings.catch_warnings():
        # A warning about the student's code is theirs to see when it runs, and no reason to refuse it.
        warnings.simplefilter("ignore")
        try:
            compile(source, "submission", "exec", dont_inherit=True)
        except SyntaxError as error:
            return Problem(message=shown(str(error.msg))[:200], line=error.lineno or 0)
        except UnicodeEncodeError as error:
            line = source.count("\n", 0, error.start) + 1
            return Problem(message="it has half of a surrogate pair, which is no character", line=line)
        except ValueError as error:
            return Problem(message=shown(str(error))[:200])
        except (RecursionError, MemoryError, OverflowError):
            return Problem(message=_TOO_MUCH)
    return None


def line_text(source: str, line: int) -> str:
    """Quote a line for a message: ` The line reads: ...`, or nothing where there is nothing to read."""
    lines = source.split("\n")
    text = lines[line - 1] if 1 <= line <= len(lines) else ""
    return f" The line reads {quoted(text)}." if text.strip() else ""


def _survives(source: str) -> bool:
    # Hardly any submission is this large.
    import subprocess  # noqa: PLC0415  # see above

    try:
        trial = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _TRIAL],
            input=source.encode("utf-8", "surrogatepass"),
            capture_output=True,
            timeout=_TRIAL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return trial.returncode == 0
