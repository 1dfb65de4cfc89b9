"""The table of what each folder may import, read from the import statements themselves."""

import ast
import sys
from pathlib import Path

import pytest

from tests.support.folders import ROOT

MAX_LINES = 250
FOLDERS = ("core", "training", "pages", "tests", "emojis", "models")
FILES = [ROOT / "app.py", *(path for name in FOLDERS for path in (ROOT / name).rglob("*.py"))]
WEB = ("streamlit", "streamlit_webrtc", "plotly")
TRAINER = ("keras", "tensorflow", "jax", "torch", "ray")
FORBIDDEN = {
    "core": (*WEB, *TRAINER, "training", "pages"),
    "training": (*WEB, "pages"),
    "pages": (*TRAINER, "ai_edge_litert"),
}
# The only modules of core that may import each of these.
ONLY_IN = {
    "av": ("core/videos.py",),
    "ai_edge_litert": ("core/classifier.py", "core/cutout.py"),
}
PLAIN_TRAINING = ("training.runs", "training.study.studies", "training.study.progress")


def imported(source: str) -> set[str]:
    """Dotted names of all modules that a source imports, wherever in it; `from a import b` counts
    as `a` and as `a.b`, since b may be a module."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module and node.level == 0, "imports name the whole module, no dots"
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def packages_of(path: Path) -> set[str]:
    """Top-level packages that a file imports."""
    return {name.split(".")[0] for name in imported(path.read_text(encoding="utf-8"))}


def files_in(folder: str) -> list[Path]:
    return [path for path in FILES if path.relative_to(ROOT).parts[0] == folder]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import keras.layers as layers", {"keras.layers"}),
        ("from pages import shared", {"pages", "pages.shared"}),
        ("def f():\n    import torch", {"torch"}),
    ],
    ids=["import", "from", "inside a function"],
)
def test_every_way_to_import_is_seen(source, found):
    names = imported(source)

    assert names == found


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_a_folder_stays_away_from_what_it_must_not_import(folder):
    forbidden = set(FORBIDDEN[folder])

    broken = {path.name: packages_of(path) & forbidden for path in files_in(folder)}

    assert broken, f"{folder} has no files"
    assert {name: found for name, found in broken.items() if found} == {}


@pytest.mark.parametrize("package", ONLY_IN)
def test_core_wraps_each_runtime_in_few_modules(package):
    owners = {ROOT / path for path in ONLY_IN[package]}

    users = {path for path in files_in("core") if package in packages_of(path)}

    assert users <= owners


def test_pages_know_only_the_plain_modules_of_training():
    found = set().union(*(imported(path.read_text("utf-8")) for path in files_in("pages")))

    used = {name for name in found if name.startswith("training.")}

    plain = {name for name in used if f"{name}.".startswith(tuple(f"{m}." for m in PLAIN_TRAINING))}
    assert used - plain <= {"training.study"}  # the folder that a module is imported from


def test_app_imports_only_the_servers_parts_and_pages():
    packages = packages_of(ROOT / "app.py") - sys.stdlib_module_names

    assert packages <= {"streamlit", "starlette", "pages"}


def test_the_visitors_session_is_named_in_one_file():
    word = "session_" + "state"

    users = {path for path in FILES if word in path.read_text(encoding="utf-8")}

    assert users <= {path for path in files_in("pages") if path.parent.name == "shared"}


def test_no_file_is_too_long_to_read_in_one_sitting():
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}

    assert {str(path): count for path, count in lines.items() if count > MAX_LINES} == {}


def test_no_python_file_lies_where_no_rule_reads_it():
    hidden = {".venv", ".git", "data"}

    everywhere = {
        path for path in ROOT.rglob("*.py") if not hidden & set(path.relative_to(ROOT).parts)
    }

    assert everywhere == set(FILES)
