"""The table of what each part of the project may import: allow lists, the longest path wins."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tests.support.imports import Imports, circle, matching, packages_reached

_PICTURES: Final = frozenset({"numpy", "cv2", "PIL", "pillow_heif"})
_SERVING: Final = _PICTURES | {"ai_edge_litert", "av", "tqdm"}
_WEB: Final = frozenset({"streamlit", "streamlit_webrtc", "starlette", "aiortc", "google"})
_NETWORK: Final = frozenset({"keras", "tensorflow", "psutil", "tensorboard"})
_STUDY: Final = frozenset({"cleanlab", "imagehash", "scipy", "sklearn", "umap"})
_ENGINE: Final = frozenset({"ray", "fsspec"})  # past one machine, an extra
_CORE: Final = ("core/",)
# Plain Python of training that the pages may know, and what that stands on.
_CONTRACT: Final = ("training/runs/", "training/study/studies.py", "training/study/progress.py")
_ON_DISK: Final = ("training/background.py", "training/files.py", "training/lock.py")
_STUDY_FILES: Final = (*_CORE, *_ON_DISK, *_CONTRACT, "training/study/files.py")


@dataclass(frozen=True)
class Part:
    """What the files under a path may import. Packages of the standard library are free."""

    files: tuple[str, ...]  # of the project
    packages: frozenset[str]  # by themselves
    reached: frozenset[str]  # at any distance


# The server's side lists what may be loaded into it at any distance: no trainer, no study.
_SERVER: Final = _SERVING | _WEB
_PAGES: Final = (*_CORE, *_CONTRACT, "pages/")
_ON_PAGES: Final = _WEB | {"numpy", "cv2", "PIL", "av"}
PARTS: Final[Mapping[str, Part]] = {
    "app.py": Part(("pages/",), frozenset({"streamlit"}), _SERVER),
    "deploy/": Part(("pages/",), frozenset({"streamlit"}), _SERVER),
    "core/": Part(_CORE, _PICTURES, _SERVING),
    "core/bulk/": Part(_CORE, _PICTURES | {"tqdm"}, _SERVING),
    "core/bulk/cluster.py": Part(
        _CORE, _ENGINE | {"cv2", "tqdm"}, _SERVING | _ENGINE | {"pyarrow"}
    ),
    "core/bulk/table.py": Part(_CORE, frozenset({"pyarrow"}), _SERVING | {"pyarrow"}),
    "core/emojify.py": Part(_CORE, _PICTURES, _SERVING | _ENGINE | {"pyarrow"}),
    "core/network.py": Part((), frozenset({"numpy", "ai_edge_litert"}), _SERVING),
    "core/videos/": Part(_CORE, _PICTURES | {"av"}, _SERVING),
    "training/": Part((*_CORE, "training/"), _PICTURES | {"keras"}, _SERVING | _NETWORK | _STUDY),
    "training/export.py": Part(
        (*_CORE, "training/"), frozenset({"keras", "numpy", "tensorflow"}), _SERVING | _NETWORK
    ),
    "training/team.py": Part(
        (*_CORE, "training/"), frozenset({"keras", "numpy", "tensorflow"}), _SERVING | _NETWORK
    ),
    "training/cluster.py": Part(
        (*_CORE, "training/"),
        frozenset({"ray", "tensorflow"}),
        _SERVING | _NETWORK | _ENGINE,
    ),
    "training/machine.py": Part((), frozenset({"psutil"}), frozenset({"psutil"})),
    "training/tensorboard.py": Part(
        (*_CORE, "training/runs/"), frozenset({"numpy", "tensorboard"}), _SERVING | {"tensorboard"}
    ),
    "training/background.py": Part(_ON_DISK, frozenset(), frozenset()),
    "training/files.py": Part(("core/errors.py",), frozenset({"numpy"}), frozenset({"numpy"})),
    "training/lock.py": Part(_ON_DISK, frozenset(), frozenset()),
    "training/runs/": Part((*_CORE, *_ON_DISK, "training/runs/"), _PICTURES, _SERVING),
    "training/study/": Part(
        (*_CORE, "training/"), _PICTURES | _STUDY | {"keras"}, _SERVING | _NETWORK | _STUDY
    ),
    "training/study/studies.py": Part(_STUDY_FILES, _PICTURES, _SERVING),
    "training/study/progress.py": Part(_STUDY_FILES, _PICTURES, _SERVING),
    "pages/": Part(_PAGES, _ON_PAGES, _SERVER),
}


def breaches(graph: Mapping[str, Imports]) -> Iterator[str]:
    """A sentence for each import that the table does not allow."""
    for file in graph:
        part = _part_of(file)
        if part is None:
            continue
        own = graph[file]
        for other in sorted(own.files - {*matching(own.files, *part.files)}):
            if not other.endswith("__init__.py"):  # what `from folder import module` names
                yield f"{file} imports {other}"
        for package in sorted(own.packages - part.packages):
            yield f"{file} imports {package}"
        for package, way in packages_reached(graph, file).items():
            if package not in part.reached and len(way) > 2:
                yield f"{file} reaches {package}: {' > '.join(way)}"
    if way := circle(graph):
        yield f"a circle: {' > '.join(way)}"


def _part_of(file: str) -> Part | None:
    fitting = [path for path in PARTS if matching([file], path)]
    return PARTS[max(fitting, key=len)] if fitting else None
