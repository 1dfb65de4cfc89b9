"""Debian's Firefox without a window, driven by WebDriver BiDi: only what the tests ask of it."""

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from tests.browser.app import free_port

FIREFOX: Final = shutil.which("firefox-esr")
_PATIENCE_S: Final = 60.0
_PREFERENCES: Final[Mapping[str, bool | int | str]] = {
    "media.navigator.streams.fake": True,  # a camera of one plain colour
    "media.navigator.permission.disabled": True,  # given without a question
    "media.autoplay.default": 0,
    "app.update.enabled": False,
    "app.normandy.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.type": 0,
    "remote.active-protocols": 1,
    "toolkit.telemetry.enabled": False,
}
# Finds in the page and in the components' own documents within it.
_FIND_JS: Final = """
globalThis.find = (selector, root = document) => {
  const found = root.querySelector(selector);
  if (found) return found;
  for (const one of root.querySelectorAll('*')) {
    const inside = one.shadowRoot && globalThis.find(selector, one.shadowRoot);
    if (inside) return inside;
  }
  return null;
};
"""


class Firefox:
    """One tab; not for several threads."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._number = 0
        self._ask("session.new", capabilities={})
        (tab,) = self._ask("browsingContext.getTree")["contexts"]
        self._tab: str = tab["context"]

    def open(self, url: str) -> None:
        """Load a page."""
        self._ask("browsingContext.navigate", context=self._tab, url=url, wait="complete")
        self.value(f"() => {{ {_FIND_JS} }}")

    def value(self, function: str) -> Any:
        """What a function, which may be asynchronous, gives in the page, as JSON knows it.

        Raises:
            RuntimeError: It threw.
        """
        wrapped = f"(async () => JSON.stringify((await ({function})()) ?? null))()"
        answer = self._ask(
            "script.evaluate",
            expression=wrapped,
            target={"context": self._tab},
            awaitPromise=True,
            userActivation=True,
        )
        if answer["type"] != "success":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def until(self, function: str) -> Any:
        """The first true value that a function gives.

        Raises:
            TimeoutError: It gave none in a minute.
        """
        until_s = time.monotonic() + _PATIENCE_S
        while not (found := self.value(function)):
            if time.monotonic() > until_s:
                raise TimeoutError(f"Never true: {function}. Shown: {self.shown()}")
            time.sleep(0.1)
        return found

    def shown(self) -> str:
        """The page's text."""
        return self.value("() => document.body.innerText")

    def _ask(self, method: str, **parameters: object) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        self._connection.send(json.dumps(message))
        while True:
            answer = json.loads(self._connection.recv(_PATIENCE_S))
            if answer.get("id") != self._number:
                continue  # an event
            if answer["type"] == "error":
                raise RuntimeError(f"{method}: {answer['error']}: {answer['message']}")
            return answer["result"]


@contextmanager
def running_firefox() -> Iterator[Firefox]:
    """A Firefox with a fake camera and a profile of its own."""
    if FIREFOX is None:
        raise FileNotFoundError("firefox-esr is not installed.")
    port = free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        lines = [f"user_pref({json.dumps(n)}, {json.dumps(v)});" for n, v in _PREFERENCES.items()]
        Path(profile, "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [FIREFOX, "--headless", "--no-remote", "--profile", profile]
        process = subprocess.Popen(
            [*command, f"--remote-debugging-port={port}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with _connected(port, process) as connection:
                yield Firefox(connection)
        finally:
            process.terminate()
            process.wait(20)


def _connected(port: int, process: subprocess.Popen[bytes]) -> ClientConnection:
    until_s = time.monotonic() + _PATIENCE_S
    while True:
        try:
            return connect(f"ws://127.0.0.1:{port}/session", max_size=None, proxy=None)
        except (OSError, WebSocketException):
            if process.poll() is not None or time.monotonic() > until_s:
                raise
            time.sleep(0.2)
