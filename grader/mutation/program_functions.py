"""The functions of a program: find them, remove one, compare those of two programs."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

__all__ = ["Function", "changed_functions", "find_functions", "remove_implementation"]

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outline:
    """The syntax tree of a program, taken apart and without positions.

    Attributes:
        functions: The tree of every function and method as text, by its qualified name.
        classes: The tree of every class without its methods as text, by its name.
        statements: The trees of the module's other statements as text.
    """

    functions: Mapping[str, str]
    classes: Mapping[str, str]
    statements: tuple[str, ...]


def find_functions(tree: ast.Module) -> dict[str, Function]:
    """Find the functions of a module and the methods of its classes, by qualified name.

    The last definition of a name counts, as it does in Python.
    """
    found: dict[str, Function] = {}
    for node in tree.body:
        if isinstance(node, Function):
            found[node.name] = node
        elif isinstance(node, ast.ClassDef):
            found = {name: one for name, one in found.items() if not name.startswith(f"{node.name}.")}
            found |= {f"{node.name}.{one.name}": one for one in node.body if isinstance(one, Function)}
    return found


def remove_implementation(source: str, function: Function) -> str:
    """Return a program in which one function raises `NotImplementedError`, as in the stub.

    Args:
        source: Text of the program.
        function: The function, from the tree of that text.
    """
    first = function.body[0]
    lines = source.encode("utf-8").split(b"\n")
    before, after = lines[first.lineno - 1][: first.col_offset], lines[first.lineno - 1][first.col_offset :]
    same_line = first.lineno == function.lineno
    separator = b"; " if same_line else b"\n" + b" " * first.col_offset
    lines[first.lineno - 1] = before + b"raise NotImplementedError" + separator + after
    return b"\n".join(lines).decode("utf-8")


def changed_functions(solution: str, program: str) -> frozenset[str] | None:
    """Find the functions of the solution that a program defines differently.

    A check that runs none of them cannot tell the program from the solution.

    Args:
        solution: Text of the solution.
        program: Text of the program, such as the solution with an edit.

    Returns:
        Their qualified names; None if the program differs in another way, which may change anything.
    """
    tree = ast.parse(solution)
    before, after = _outline(tree), _outline(ast.parse(program))
    if not set(before.functions) <= set(after.functions) or not _is_extended_only(before, after, tree):
        return None
    changed = {name for name, text in before.functions.items() if after.functions[name] != text}
    for name in _changed_classes(before, after):
        changed |= {one for one in before.functions if one.startswith(f"{name}.")}
    return frozenset(changed)


def _changed_classes(before: _Outline, after: _Outline) -> Iterator[str]:
    """Name the classes with other statements or with additional methods."""
    for name, text in before.classes.items():
        added = {one for one in after.functions if one.startswith(f"{name}.")} - set(before.functions)
        if after.classes.get(name) != text or added:
            yield name


def _is_extended_only(before: _Outline, after: _Outline, tree: ast.Module) -> bool:
    """Tell whether a program adds only imports and new names that the solution does not use."""
    count = len(before.statements)
    if after.statements[:count] != before.statements:
        return False
    if not all(text.startswith(("Import(", "ImportFrom(")) for text in after.statements[count:]):
        return False
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    new = (set(after.functions) | set(after.classes)) - set(before.functions) - set(before.classes)
    return not used & new


def _outline(tree: ast.Module) -> _Outline:
    classes = {}
    statements = []
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            fields = dict(ast.iter_fields(node))
            fields["body"] = [one for one in node.body if not isinstance(one, Function)]
            classes[node.name] = ast.dump(ast.ClassDef(**fields))
        elif not isinstance(node, Function):
            statements.append(ast.dump(node))
    functions = {name: ast.dump(node) for name, node in find_functions(tree).items()}
    return _Outline(functions=functions, classes=classes, statements=tuple(statements))
