"""What a notebook's kernel gives to its cells: `get_ipython()`, `display`, `_`, `In` and `Out`."""

import ast
from collections.abc import Callable
from typing import Any, Final

__all__ = ["NotebookShell"]

# Magics that run Python, with their options that take a value; and those whose code keeps nothing.
_RUNNING: Final = {"capture": "", "debug": "b", "lprun": "fmDTuz", "mprun": "fT", "prun": "lsTD", "time": ""}
_OWN_SCOPE: Final = {"memit": "rti", "timeit": "nrp"}
_LAST_RESULTS: Final = ("_", "__", "___")


class _Text(list[str]):
    """The empty output of a command, in the forms that IPython gives."""

    n = s = ""

    @property
    def l(self) -> "_Text":  # noqa: E743  # IPython's name
        return self

    p = l

    def grep(self, *_: object, **__: object) -> "_Text":
        return self

    def fields(self, *_: object) -> "_Text":
        return self

    def __str__(self) -> str:
        return ""


class _Captured:
    """The empty output of a cell under `%%capture`."""

    stdout = stderr = ""
    outputs: tuple[object, ...] = ()

    def show(self) -> None:
        """Show nothing."""

    def __call__(self) -> None:
        """Show nothing."""


class NotebookShell:
    """Stand-in for IPython's shell, which runs the Python in magics and does nothing else.

    Args:
        namespace: The names of the cells.
        source_name: File name that the submission is compiled under.
        builtins: Where names are put that every cell finds unless it defines them itself.
    """

    def __init__(self, namespace: dict[str, Any], source_name: str, builtins: dict[str, Any]) -> None:
        self.user_ns = self.user_global_ns = namespace
        self._source_name = source_name
        self._builtins = builtins
        self._inputs: list[str] = [""]
        self._outputs: dict[int, object] = {}
        builtins.update(
            get_ipython=lambda: self,
            display=_show_nothing,
            In=self._inputs,
            Out=self._outputs,
            _ih=self._inputs,
            _oh=self._outputs,
            _i="",
            _ii="",
            _iii="",
            **dict.fromkeys(_LAST_RESULTS, ""),
        )

    @property
    def execution_count(self) -> int:
        """The number of the running cell."""
        return len(self._inputs) - 1

    def begin_cell(self, text: str) -> None:
        """Note a cell that is about to run."""
        names = self._builtins
        names.update(_i=self._inputs[-1], _ii=names["_i"], _iii=names["_ii"])
        self._inputs.append(text)

    def note_result(self, value: object) -> None:
        """Note the value of a cell's last expression."""
        if value is None:
            return
        last, second, third = _LAST_RESULTS
        names = self._builtins
        names.update({last: value, second: names[last], third: names[second]})
        names[f"_{self.execution_count}"] = self._outputs[self.execution_count] = value

    def run_line_magic(self, name: str, line: str, *_: object, **__: object) -> object:
        """Run the Python in a magic; the value of any other one is empty."""
        if name in _OWN_SCOPE:
            self._run(_without_options(line, _OWN_SCOPE[name]), dict(self.user_ns))
            return None
        if name in _RUNNING:
            return self._run(_without_options(line, _RUNNING[name]), self.user_ns)
        return _Text()

    def run_cell_magic(self, name: str, line: str, cell: str = "", *_: object, **__: object) -> object:
        """Run the body of a magic, if it is Python."""
        if name in _OWN_SCOPE:
            self._run(f"{_without_options(line, _OWN_SCOPE[name])}\n{cell}", dict(self.user_ns))
        elif name in _RUNNING:
            words = [word for word in line.split() if not word.startswith("-")]
            if name == "capture" and words:
                self.user_ns[words[0]] = _Captured()
            self._run(cell, self.user_ns)
        return None

    def magic(self, line: str) -> object:
        """Run a line magic that comes with its name, as old exports write it."""
        name, _, rest = line.lstrip("%").partition(" ")
        return self.run_line_magic(name, rest)

    def run_cell(self, cell: str, *_: object, **__: object) -> None:
        """Run the text of a cell."""
        self._run(cell, self.user_ns)

    ex = run_cell

    def ev(self, text: str) -> object:
        """Evaluate an expression."""
        return self._run(text, self.user_ns)

    def push(self, names: Any, *_: object, **__: object) -> None:
        """Define names."""
        if type(names) is dict:
            self.user_ns.update(names)

    def captured(self) -> _Captured:
        """Give what `%%capture name` defines."""
        return _Captured()

    def getoutput(self, *_: object, **__: object) -> _Text:
        """Give the empty output of a command that does not run."""
        return _Text()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Give something that does nothing, in place of everything else that IPython has."""
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing()

    def _run(self, text: str, namespace: dict[str, Any]) -> object:
        tree = ast.parse(text.strip("\n"))
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, self._source_name, "exec", dont_inherit=True), namespace)  # noqa: S102  # as a cell
        if not isinstance(last, ast.Expr):
            return None
        expression = compile(ast.Expression(last.value), self._source_name, "eval", dont_inherit=True)
        return eval(expression, namespace)  # noqa: S307  # as above


class _Nothing:
    """Whatever of IPython's shell is not there."""

    def __call__(self, *_: object, **__: object) -> "_Nothing":
        return self

    def __getattr__(self, name: str) -> "_Nothing":
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __setattr__(self, name: str, value: object) -> None:
        """Keep nothing."""


def _show_nothing(*_: object, **__: object) -> None:
    """Show nothing: a report has the text that a submission prints and no pictures."""


def _without_options(line: str, valued: str) -> str:
    """Drop the options of a magic, and the values of those that take one."""
    rest = line.strip()
    while rest.startswith("-") and len(rest) > 1 and rest[1].isalpha():
        option, _, rest = rest.partition(" ")
        rest = rest.lstrip()
        if option[1:] in valued and len(option) == 2:
            rest = rest.partition(" ")[2].lstrip()
    return rest
