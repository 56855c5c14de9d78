"""The functions of a program, and which of them another program has changed."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

__all__ = ["Function", "changed_functions", "functions_of", "not_started"]

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """What a program is made of, without positions.

    Attributes:
        functions: Text of the tree of every function and method, by its qualified name.
        classes: Text of the tree of every class without its methods, by its name.
        besides: Texts of the statements of the module that are neither.
    """

    functions: Mapping[str, str]
    classes: Mapping[str, str]
    besides: tuple[str, ...]


def functions_of(tree: ast.Module) -> dict[str, Function]:
    """List the functions of a module and the methods of its classes, by qualified name.

    Where a name is defined twice, the last definition counts, as it does in Python.
    """
    found: dict[str, Function] = {}
    for node in tree.body:
        if isinstance(node, Function):
            found[node.name] = node
        elif isinstance(node, ast.ClassDef):
            found = {name: one for name, one in found.items() if not name.startswith(f"{node.name}.")}
            found |= {f"{node.name}.{one.name}": one for one in node.body if isinstance(one, Function)}
    return found


def not_started(source: str, function: Function) -> str:
    """Write a program in which one function is as in the stub, not started.

    Args:
        source: Text of the program.
        function: The function, of the tree of that text.
    """
    first = function.body[0]
    lines = source.encode("utf-8").split(b"\n")
    before, after = lines[first.lineno - 1][: first.col_offset], lines[first.lineno - 1][first.col_offset :]
    same_line = first.lineno == function.lineno
    pause = b"; " if same_line else b"\n" + b" " * first.col_offset
    lines[first.lineno - 1] = before + b"raise NotImplementedError" + pause + after
    return b"\n".join(lines).decode("utf-8")


def changed_functions(solution: str, program: str) -> frozenset[str] | None:
    """Say which functions of the solution a program defines otherwise.

    A check that runs none of them finds in the program what it finds in the solution.

    Args:
        solution: Text of the solution.
        program: Text of the program, such as the solution with an edit.

    Returns:
        Their qualified names; None if the program differs in another way, so that anything may be changed.
    """
    right, wrong = _shape(ast.parse(solution)), _shape(ast.parse(program))
    if not set(right.functions) <= set(wrong.functions) or not _only_adds(right, wrong, ast.parse(solution)):
        return None
    changed = {name for name, text in right.functions.items() if wrong.functions[name] != text}
    for name in _changed_classes(right, wrong):
        changed |= {one for one in right.functions if one.startswith(f"{name}.")}
    return frozenset(changed)


def _changed_classes(right: _Shape, wrong: _Shape) -> Iterator[str]:
    """Name the classes with other statements or with methods more than the solution's."""
    for name, text in right.classes.items():
        more = {one for one in wrong.functions if one.startswith(f"{name}.")} - set(right.functions)
        if wrong.classes.get(name) != text or more:
            yield name


def _only_adds(right: _Shape, wrong: _Shape, tree: ast.Module) -> bool:
    """Whether the rest of the module is the same but for imports and new names that nothing of it uses."""
    if wrong.besides[: len(right.besides)] != right.besides:
        return False
    more = wrong.besides[len(right.besides) :]
    if not all(text.startswith(("Import(", "ImportFrom(")) for text in more):
        return False
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    new = (set(wrong.functions) | set(wrong.classes)) - set(right.functions) - set(right.classes)
    return not used & new


def _shape(tree: ast.Module) -> _Shape:
    classes = {}
    besides = []
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            rest = [one for one in node.body if not isinstance(one, Function)]
            head = ast.ClassDef(
                name=node.name,
                bases=node.bases,
                keywords=node.keywords,
                body=rest,
                decorator_list=node.decorator_list,
            )
            classes[node.name] = ast.dump(head)
        elif not isinstance(node, Function):
            besides.append(ast.dump(node))
    functions = {name: ast.dump(node) for name, node in functions_of(tree).items()}
    return _Shape(functions=functions, classes=classes, besides=tuple(besides))
