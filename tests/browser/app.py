"""Starting the real server and the real browser, for the browser tests and the benchmark."""

import contextlib
import os
import pty
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Frame, Page, Playwright

from tests.browser.camera import KEEP_CAMERA_JS
from tests.support.folders import ROOT

CHROMIUM: Final = shutil.which("chromium") or "/usr/bin/chromium"
NOT_SECURE: Final = "phone.test"  # a name of this machine to which browsers give no camera
_FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--mute-audio",
    "--autoplay-policy=no-user-gesture-required",
    f"--host-resolver-rules=MAP {NOT_SECURE} 127.0.0.1 , MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , "
    "EXCLUDE localhost",
)


_LINK: Final = r"http\S+?/owner/open\?token=[\w-]+"


@dataclass(frozen=True)
class Server:
    """A running app."""

    url: str
    process: subprocess.Popen[bytes]
    ready_s: float  # from the command to the first answer that it is well
    log: Path  # what it writes to its terminal

    def owner_link(self) -> str:
        """The newest link that makes a browser the owner's; each works once."""
        until = time.monotonic() + 20  # the server may answer a moment before it prints
        while not (links := re.findall(_LINK, self.log.read_text(encoding="utf-8"))):
            if time.monotonic() > until:
                raise TimeoutError(f"No link in {self.log.read_text(encoding='utf-8')}")
            time.sleep(0.05)
        return links[-1]


@contextmanager
def running_server(
    *options: str, env: dict[str, str] | None = None, folder: Path = ROOT
) -> Iterator[Server]:
    """The app as a user starts it at a terminal, on a free port of this machine.

    Args:
        folder: Where its app.py lies: the repository, or a copy with something changed.
        options: More of Streamlit's own.
    """
    given = [option for option in options if option.startswith("--server.port=")]
    port = int(given[0].partition("=")[2]) if given else free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    log = Path(tempfile.mkdtemp()) / "server.log"
    log.touch()
    started = time.monotonic()
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*command, f"--server.port={port}", "--server.address=127.0.0.1", *options],
        cwd=folder,
        env=env,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    writing = threading.Thread(target=_write_down, args=(ours, log))
    writing.start()
    url = f"http://127.0.0.1:{port}"
    try:
        while not is_well(url):
            if process.poll() is not None or time.monotonic() - started > 60:
                raise RuntimeError(f"The server did not start: {log.read_text(encoding='utf-8')}")
            time.sleep(0.05)
        yield Server(url, process, time.monotonic() - started, log)
    finally:
        process.terminate()
        process.wait(10)
        writing.join()
        shutil.rmtree(log.parent)


def _write_down(terminal: int, log: Path) -> None:
    """What a process writes to its terminal, until it ends."""
    ended = contextlib.suppress(OSError)  # how a terminal ends whose last writer is gone
    with (
        log.open("ab", buffering=0) as file,
        os.fdopen(terminal, "rb", buffering=0) as screen,
        ended,
    ):
        while written := screen.read(4096):
            file.write(written)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def is_well(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as answer:
            return answer.status == 200
    except OSError:
        return False


def launch(playwright: Playwright, *, clip: Path | None = None, denied: bool = False) -> Browser:
    """Headless Chromium with a camera that shows a clip, with one it may not use, or with none."""
    camera = ()
    if denied:
        camera = ("--use-fake-device-for-media-stream", "--deny-permission-prompts")
    if clip is not None:
        camera = (
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={clip}",
        )
    return playwright.chromium.launch(executable_path=CHROMIUM, args=[*_FLAGS, *camera])


def open_page(
    browser: Browser,
    url: str,
    *,
    camera: bool = False,
    owner_of: Server | None = None,
    **options: object,
) -> Page:
    """A new visitor's page at 1280 x 800, loaded until Streamlit is idle.

    Args:
        owner_of: The server whose owner the visitor is, by the link that it printed; a guest's
            page where it is left out.
    """
    wishes = {"viewport": {"width": 1280, "height": 800}, **options}
    context = browser.new_context(**wishes, permissions=["camera"] if camera else [])
    context.add_init_script(KEEP_CAMERA_JS)
    page = context.new_page()
    page.set_default_timeout(20_000)
    if owner_of is not None:
        page.goto(owner_of.owner_link())
    page.goto(url)
    wait_idle(page)
    return page


def wait_idle(page: Page) -> None:
    """Until the script has run to its end and nothing loads."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def start_camera(page: Page) -> Frame:
    """Press Start on the Live page; returns the component's frame once video flows."""
    frame = video_frame(page)
    frame.get_by_role("button", name="Start").click()
    frame.wait_for_function(
        "() => { const v = document.querySelector('video'); return v && v.videoWidth > 0 }"
    )
    return frame


def video_frame(page: Page) -> Frame:
    """The frame of the webcam component."""
    page.wait_for_selector('iframe[src*="streamlit_webrtc"]')
    for _ in range(200):
        for frame in page.frames:
            if "streamlit_webrtc" in frame.url:
                frame.wait_for_selector("button")
                return frame
        page.wait_for_timeout(50)
    raise RuntimeError("The webcam component did not load.")
