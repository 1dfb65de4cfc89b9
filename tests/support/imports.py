"""Which file of the project imports what, by whole path and at any distance.

Read from the import statements themselves, wherever in a file they stand: nothing is run.
"""

import ast
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

OURS: Final = ("core", "training", "pages", "deploy", "tests", "emojis", "models")


def source_files(root: Path) -> list[Path]:
    """Every Python file that the rules are about."""
    return [
        root / "app.py",
        *(path for name in OURS for path in sorted((root / name).rglob("*.py"))),
    ]


@dataclass(frozen=True)
class Imports:
    """What one file imports."""

    files: frozenset[str]  # of the project, as paths from its root
    packages: frozenset[str]  # of others, by their top-level name, without the standard library


@cache
def imported_names(source: str) -> frozenset[str]:
    """Dotted names of all modules that a source imports; `from a import b` counts as `a` and as
    `a.b`, since b may be a module."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module and node.level == 0, "imports name the whole module, no dots"
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)


def graph_of(sources: Mapping[str, str]) -> dict[str, Imports]:
    """The imports of each file.

    Args:
        sources: Path from the project's root, with slashes -> what the file says.
    """
    by_name = {_module(path): path for path in sources}
    graph = {}
    for path, source in sources.items():
        names = imported_names(source)
        files = {by_name[name] for name in names if name in by_name} - {path}
        packages = {name.partition(".")[0] for name in names}
        packages -= {*OURS, *sys.stdlib_module_names}
        graph[path] = Imports(frozenset(files), frozenset(packages))
    return graph


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def reached_from(graph: Mapping[str, Imports], start: str) -> dict[str, tuple[str, ...]]:
    """Files that one file imports at any distance, itself included -> the way there."""
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    waiting = [start]
    while waiting:
        here = waiting.pop(0)
        for file in sorted(graph[here].files - ways.keys()):
            ways[file] = (*ways[here], file)
            waiting.append(file)
    return ways


def packages_reached(graph: Mapping[str, Imports], start: str) -> dict[str, tuple[str, ...]]:
    """Packages of others that a file imports at any distance -> the shortest way there."""
    ways: dict[str, tuple[str, ...]] = {}
    for file, way in reached_from(graph, start).items():
        for package in graph[file].packages:
            ways.setdefault(package, (*way, package))
    return ways


def circle(graph: Mapping[str, Imports]) -> tuple[str, ...]:
    """A way by which a file imports itself, by the first of its names; empty if there is none."""
    try:
        TopologicalSorter({file: graph[file].files for file in graph}).prepare()
    except CycleError as error:
        (*files, _) = reversed(error.args[1])  # who imports before what is imported
        first = files.index(min(files))
        return (*files[first:], *files[:first], files[first])
    return ()


def matching(files: Iterable[str], *prefixes: str) -> list[str]:
    """Paths that are one of those given, or lie in a folder given with its last slash."""
    return [one for one in files if one in prefixes or one.startswith(_folders(prefixes))]


def _folders(prefixes: Iterable[str]) -> tuple[str, ...]:
    return tuple(prefix for prefix in prefixes if prefix.endswith("/"))
