"""A server or a study killed in the middle of its work: nothing kept is lost, and all goes on."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

import httpx
import pytest
from websockets.exceptions import WebSocketException

from core.dataset.face_set import read_faces
from core.dataset.fixes import Fixes
from core.drawn.samples import DEMO_NAME
from pages.shared import folders
from tests.browser.app import Server, running_server
from tests.support.folders import MODELS, ROOT
from tests.support.planted import planted_zip
from tests.support.visitor import Visitor, visit, words
from training.study.studies import study_progress

FACE = read_faces(folders.DEMO).names[0]
pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="Windows knows no SIGKILL"),
    pytest.mark.slow,
]


@pytest.mark.parametrize("kills", [1, pytest.param(10, marks=pytest.mark.long)])
def test_a_server_killed_under_load_keeps_every_fix_that_it_showed(tmp_path, kills):
    env = os.environ | {"PHOTO_TO_EMOJI_DATA": str(tmp_path)}
    fixes = Fixes(tmp_path / "corrections" / f"{DEMO_NAME}.sqlite")
    kept = 0
    for _ in range(kills):
        with running_server(env=env) as server:
            cookie = httpx.get(server.owner_link(), trust_env=False).headers["set-cookie"]
            crowd = [threading.Thread(target=_looks_around, args=(server,)) for _ in range(4)]
            for one in crowd:
                one.start()
            own = server.url.replace("127.0.0.1", "localhost")
            with visit(server.url, headers={"Cookie": cookie.split(";")[0]}, origin=own) as owner:
                shown = owner.open("explorer", query=f"view=faces&face={FACE}")
                threading.Timer(3.0, server.process.send_signal, (signal.SIGKILL,)).start()
                kept = fixes.count() + _fixes_until_the_end(owner, shown)
            for one in crowd:
                one.join()

        assert kept <= fixes.count() <= kept + 1, "the last may not have been shown any more"
    assert kept > kills
    with running_server(env=env) as server, visit(server.url, origin=server.url) as guest:
        assert "1 face changed" in words(guest.open("explorer", query="view=faces"))


def _fixes_until_the_end(owner: Visitor, shown: list) -> int:
    """How many fixes an owner made, one after the other, until the server was gone."""
    made = 0
    with suppress(WebSocketException, TimeoutError):
        while True:
            shown = owner.press(("happy", "sad")[made % 2], shown)
            made += 1
    return made


def _looks_around(server: Server) -> None:
    with suppress(WebSocketException, TimeoutError, OSError), visit(server.url) as guest:
        while server.process.poll() is None:
            for page in ("photo", "explorer", "train"):
                guest.open(page)


@pytest.mark.long
def test_a_study_that_is_killed_says_that_the_next_goes_on_and_it_does(tmp_path):
    planted_zip(tmp_path / "faces.zip")
    command = [sys.executable, "-m", "training.study", "--model", "tutorial"]
    places = ["--models", str(MODELS), "--data", str(tmp_path / "faces.zip")]
    cache = tmp_path / "cache"
    study = subprocess.Popen([*command, *places, "--cache", str(cache)], cwd=ROOT)
    _until(lambda: any(cache.glob("set-*/predictions-*.npy")), study)
    study.kill()
    study.wait()
    done = {path.name: path.stat().st_mtime_ns for path in cache.glob("set-*/predictions-*.npy")}

    told = study_progress(cache)

    assert not told.running
    assert told.problem.startswith("It was cut off; the next one goes on where it was.")
    study = subprocess.Popen([*command, *places, "--cache", str(cache)], cwd=ROOT)
    _until(lambda: study_progress(cache).share > told.share, study)
    study.kill()
    study.wait()
    now = {path.name: path.stat().st_mtime_ns for path in cache.glob("set-*/predictions-*.npy")}
    assert done.items() <= now.items(), "what was found is not found anew"


def _until(is_so, process: "subprocess.Popen[bytes]") -> None:
    until_s = time.monotonic() + 120
    while not is_so():
        assert process.poll() is None and time.monotonic() < until_s
        time.sleep(0.05)
