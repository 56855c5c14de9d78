"""Whether a file is still as it was handed out."""

import hashlib

from grader.errors import UnusableSubmission
from grader.submission.decoding import decode_python
from grader.submission.notebook import notebook_source
from grader.submission.reading import NOTEBOOK

__all__ = ["fingerprint", "source_fingerprint"]


def fingerprint(content: bytes, *, suffix: str) -> str:
    """Give a hash of the code in a file that only an edit of the code changes.

    Running a notebook, saving it with its outputs, editing its text cells, other newlines, blank lines and
    blanks at line ends change nothing. A stub and a notebook with the same lines of code have the same one.

    Args:
        content: The bytes of the file.
        suffix: `.py` or `.ipynb`.

    Returns:
        64 hexadecimal digits, also for a file that cannot be graded.
    """
    try:
        text = notebook_source(content, "") if suffix == NOTEBOOK else decode_python(content, "")
    except UnusableSubmission:
        return hashlib.sha256(b"\0" + content).hexdigest()
    return source_fingerprint(text)


def source_fingerprint(source: str) -> str:
    """Give the fingerprint of a source text, as `fingerprint` does for a file."""
    lines = (line.rstrip() for line in source.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    text = "\n".join(line for line in lines if line)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
