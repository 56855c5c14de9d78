"""Several things named on one command line, as the trees they belong to.

`grade class hw1 submissions` and `grade class hw1 submissions/*` mean the same: files and folders of one
parent are read as if the parent had been named with nothing else in it. A folder or zip that a platform made
stands by itself.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path, PurePosixPath

from grader.cohort.platform_file_names import read_moodle
from grader.cohort.tree import Tree, read_file, read_tree

__all__ = ["gather"]


def gather(sources: Sequence[Path], zone: tzinfo, is_download: Callable[[Tree], bool]) -> Iterator[Tree]:
    """Read everything that was named, each thing once.

    Args:
        sources: Folders, zips and files.
        zone: The time zone of times that do not say.
        is_download: Whether a tree is what a platform gives, by the names in it.

    Returns:
        Downloads and lone sources as they are, and siblings joined, in the order in which they were named.

    Raises:
        UsageError: A source cannot be read.
    """
    siblings: dict[Path, list[Tree]] = {}
    order: list[Tree | Path] = []
    for source in {one.resolve(): one for one in reversed(sources)}.values():
        tree = read_tree(source, zone)
        may_stand_alone = source.is_dir() or source.suffix.lower() == ".zip"
        if may_stand_alone and is_download(tree) and PurePosixPath() not in tree.repositories:
            order.append(tree)
            continue
        parent = source.resolve().parent
        if parent not in siblings:
            order.append(parent)
        siblings.setdefault(parent, []).append(tree)
    for one in reversed(order):
        yield one if isinstance(one, Tree) else _joined(one, siblings[one][::-1])


def _joined(parent: Path, trees: list[Tree]) -> Tree:
    """Return trees of one parent as one; a lone one as it is, unless its own name tells whose it is."""
    if len(trees) == 1 and read_moodle(PurePosixPath(trees[0].root.name, "file")) is None:
        return trees[0]
    joined = Tree(root=parent)
    for tree in trees:
        joined.ignored += tree.ignored
        if tree.root.is_file():
            joined.files.append(read_file(tree.root))
            continue
        top = PurePosixPath(tree.root.resolve().name)
        joined.files += [replace(one, inside=top / one.inside) for one in tree.files]
        joined.repositories += [top / one for one in tree.repositories]
    return joined
