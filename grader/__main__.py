"""Run the command, as `grade` or as `python -m grader`."""

import sys

# `-m` puts the current folder first on the path, where a `click.py` beside a submission would be imported in
# place of ours. The folder may well be where this package itself lies; it has been found by now.
if not sys.flags.safe_path and __name__ == "__main__":
    del sys.path[0]

from grader.interruption import end_at_once

end_at_once()

from grader.cli.main import main  # noqa: E402  # Ctrl-C may come while it is imported

__all__ = ["main"]

if __name__ == "__main__":
    main()
