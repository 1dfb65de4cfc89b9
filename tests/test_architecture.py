"""The plan of the house: what may import what, where things lie, and how long a file may be."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.support.borders import breaches
from tests.support.folders import ROOT
from tests.support.imports import graph_of, imported_names, source_files

MAX_LINES = 250
FILES = source_files(ROOT)
SOURCES = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in FILES}
SCREENS: Final = re.findall(r'st\.Page\("(\w+)\.py"', SOURCES["pages/menu.py"])
# Folders whose own folders are data: one a model, one an emoji set, one a study.
HOLD_DATA: Final = ("models", "emojis", "pages/sample/demo-study")
NOT_OURS: Final = ("__pycache__", "data", "node_modules")


def files_here() -> Iterator[Path]:
    """Every file of the project, from its root on; what is hidden or not ours is not walked."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [one for one in folders if not one.startswith(".") and one not in NOT_OURS]
        yield from (Path(folder, name).relative_to(ROOT) for name in names)


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
    names = imported_names(source)

    assert names == found


@pytest.mark.slow
def test_every_file_imports_only_what_its_part_of_the_house_may():
    graph = graph_of(SOURCES)

    found = list(breaches(graph))

    assert found == []


@pytest.mark.parametrize(
    ("file", "line", "told"),
    [
        ("core/labels.py", "import sklearn", "core/labels.py imports sklearn"),
        ("core/crop.py", "import streamlit", "core/crop.py imports streamlit"),
        ("core/crop.py", "import av", "core/crop.py imports av"),
        ("core/bulk/folders.py", "import ray", "core/bulk/folders.py imports ray"),
        ("core/photos.py", "from core import emojify", "pages/photo.py reaches ray"),
        ("core/text.py", "def f():\n    import keras", "pages/about.py reaches keras"),
        ("core/text.py", "from training import files", "core/text.py imports training/files.py"),
        ("training/files.py", "import tensorflow", "pages/train.py reaches tensorflow"),
        ("training/runs/run.py", "import keras.ops", "pages/run/view.py reaches keras"),
        ("training/study/files.py", "import umap", "pages/explorer.py reaches umap"),
        ("training/model.py", "import plotly", "training/model.py imports plotly"),
        ("training/model.py", "import tensorflow", "training/model.py imports tensorflow"),
        ("training/fit.py", "import pages.menu", "training/fit.py imports pages/menu.py"),
        ("pages/run/form.py", "import training.fit", "pages/run/form.py imports training/fit.py"),
        ("pages/home.py", "import shared", "pages/home.py imports shared"),
        ("app.py", "import numpy", "app.py imports numpy"),
        ("core/labels.py", "import core.emojis", "a circle: core/"),
    ],
)
def test_a_line_that_breaks_the_plan_is_told(file, line, told):
    graph = graph_of(SOURCES | {file: f"{SOURCES[file]}\n{line}\n"})

    found = list(breaches(graph))

    assert any(one.startswith(told) for one in found), found


def test_only_the_menu_and_its_screens_stand_directly_in_pages():
    here = {path.stem for path in (ROOT / "pages").glob("*.py")}

    assert here == {"__init__", "menu", *SCREENS}


def test_the_visitors_session_is_named_in_one_folder():
    word = "session_" + "state"

    users = {path for path, source in SOURCES.items() if word in source}

    assert {path for path in users if not path.startswith("pages/shared/")} == set()


def test_no_file_is_too_long_to_read_in_one_sitting():
    lines = {path: len(source.splitlines()) for path, source in SOURCES.items()}

    assert {path: count for path, count in lines.items() if count > MAX_LINES} == {}


def test_no_python_file_lies_where_no_rule_reads_it():
    everywhere = {path for path in files_here() if path.suffix == ".py"}

    assert everywhere == {path.relative_to(ROOT) for path in FILES}


def test_how_it_is_built_names_every_folder_and_no_other():
    told = _folders_told((ROOT / "docs" / "how-it-is-built.md").read_text(encoding="utf-8"))

    assert sorted(told) == sorted(_folders_here())


def _folders_told(document: str) -> list[str]:
    """Folders of the tree in a document: two spaces a step, a slash behind each folder's name."""
    tree = document.partition("```text\n")[2].partition("```")[0]
    way: list[str] = []
    found = []
    for line in tree.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        for name in re.findall(r"^([\w.-]+)/(?:  |$)", line.strip()):
            way = [*way[:depth], name]
            found.append("/".join(way))
    return found


def _folders_here() -> set[str]:
    """Folders with something in them that belongs to the project."""
    found = set()
    for path in files_here():
        of_data = any(Path(name) in path.parent.parents for name in HOLD_DATA)
        if not of_data and not path.name.startswith("."):
            found |= {one.as_posix() for one in path.parents if one.name}
    return found
