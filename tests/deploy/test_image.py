"""Dockerfile and the entry for Streamlit Community Cloud: what can be held without Docker."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import psutil
import pytest

from pages.server.script_errors import OUR_FAULT
from tests.support.folders import ROOT
from tests.support.hosted import STREAMLIT, hosted
from tests.support.visitor import visit, words

pytestmark = pytest.mark.slow

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
CLOUD = ROOT / "deploy" / "cloud"
# Root reads and writes everything unless it gives that up; Compose takes it from the image, too.
RIGHTLESS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()
IMAGE_USER = int(re.findall(r"^USER (\d+)$", DOCKERFILE, re.MULTILINE)[0])


def copied() -> list[str]:
    """What the image takes of the project in its last stage."""
    last = DOCKERFILE.split("\nFROM ")[-1]
    lines = [line.split()[1:] for line in last.splitlines() if line.startswith("COPY ")]
    here = [words for words in lines if not any(word.startswith("--from") for word in words)]
    return [word for words in here for word in words[:-1] if not word.startswith("--")]


@pytest.fixture
def image(tmp_path: Path) -> Iterator[Path]:
    """A folder as the image's /app: models and data alone may be written."""
    folder = tmp_path / "app"
    for name in copied():
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            big = shutil.ignore_patterns("*.keras", "model-*", "__pycache__", "checkpoints")
            shutil.copytree(source, target, ignore=big)
        else:
            shutil.copyfile(source, target)
    (folder / "data").mkdir()
    paths = [folder, *folder.rglob("*")]
    for path in paths:
        if path.relative_to(folder).parts[:1] not in ((), ("models",), ("data",)):
            path.chmod(0o555 if path.is_dir() else 0o444)
    folder.chmod(0o555)
    yield folder
    for path in (folder, *folder.rglob("*")):  # so that it can be deleted
        if path.is_dir():
            path.chmod(0o755)


def test_all_that_the_image_copies_is_here_and_not_left_out_of_its_context():
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()

    for name in copied():
        assert (ROOT / name).exists()
        assert f"!{name}" in kept


def test_the_image_is_nobodys_root():
    assert IMAGE_USER > 0
    assert DOCKERFILE.index("\nUSER ") < DOCKERFILE.index("\nCMD ")


@pytest.mark.skipif(sys.platform != "linux", reason="root without its rights is Linux'")
def test_the_images_command_serves_where_nothing_but_models_and_data_may_be_written(
    image: Path, tmp_path: Path
):
    command = json.loads(re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)[0])
    start = [part for part in command[1:] if not part.startswith("--server.")]
    home = {"HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}

    with hosted(tmp_path, env=home, run=(*RIGHTLESS, *STREAMLIT, *start), root=image) as served:
        well = httpx.get(f"{served.url}/health", trust_env=False)
        with visit(served.url, origin=served.url) as visitor:
            shown = {page: words(visitor.open(page)) for page in ("photo", "explorer", "train")}

    assert well.json() == {"status": "ok"}
    assert not [page for page, text in shown.items() if OUR_FAULT in text]
    assert not list(image.rglob("__pycache__")), "nothing was written beside the code"


def test_the_cloud_entry_needs_what_the_app_needs_in_the_same_versions_and_no_trainer():
    whole = _pins(ROOT / "requirements.txt")
    lean = _pins(CLOUD / "requirements.txt")

    assert lean.items() <= whole.items()
    assert set(whole) - set(lean) == {
        *("keras", "psutil", "pydot", "tensorflow-cpu", "tensorflow", "tensorboard"),
        *("cleanlab", "ImageHash", "scikit-learn", "scipy", "umap-learn"),
    }


def test_no_second_lock_stands_where_the_cloud_would_prefer_it():
    preferred = ("uv.lock", "Pipfile", "Pipfile.lock", "environment.yml", "poetry.lock")

    assert not [name for name in preferred if (ROOT / name).exists() or (CLOUD / name).exists()]


def _pins(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [re.match(r"([\w.-]+)(?:\[\w+\])?==([\w.]+)", line) for line in lines]
    return {one[1]: one[2] for one in found if one}


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_the_cloud_entry_runs_in_an_environment_of_its_own_within_the_clouds_memory(tmp_path: Path):
    place = tmp_path / "lean"
    venv.create(place, with_pip=True)
    python = str(place / "bin" / "python")
    pip = [python, "-m", "pip", "install", "-q", "-r", "deploy/cloud/requirements.txt"]
    subprocess.run(pip, cwd=ROOT, check=True)
    size_mb = sum(path.lstat().st_size for path in place.rglob("*")) / 1e6
    ask = "import importlib.util as u; print(u.find_spec('keras'), u.find_spec('tensorflow'))"
    absent = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True)
    run = (python, "-m", "streamlit", "run", "deploy/cloud/streamlit_app.py")
    with hosted(tmp_path, env={}, run=run) as served, ExitStack() as open_pages:
        wrong = []
        for _ in range(10):
            visitor = open_pages.enter_context(visit(served.url, origin=served.url))
            for page in ("photo", "live", "train", "explorer", ""):
                if OUR_FAULT in words(visitor.open(page)):
                    wrong.append(page)
        time.sleep(1)
        tree = [psutil.Process(served.process.pid)]
        tree += tree[0].children(recursive=True)
        pss_mb = sum(one.memory_full_info().pss for one in tree) / 1e6
    print(f"{size_mb:.0f} MB installed, ready in {served.ready_s:.1f} s, {pss_mb:.0f} MB with ten")

    assert absent.stdout.split() == ["None", "None"]
    assert wrong == []
    assert pss_mb < 690, "what Streamlit Community Cloud gives"
    assert served.ready_s < 30
