"""Live on the server where browser and server find no way to each other but the hoster's relay."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.app import (
    Server,
    open_page,
    running_server,
    start_camera,
    video_frame,
    wait_idle,
)
from tests.browser.live_page import SURE
from tests.support.coturn import needs_coturn, running_coturn

pytestmark = needs_coturn
SECRET: Final = "only coturn and the app know it"
# The browser may use nothing but a relay, as behind a strict firewall; its connections are kept.
_RELAY_ONLY_JS: Final = """
window.connections = [];
const Direct = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Direct {
  constructor(configuration) {
    super({ ...configuration, iceTransportPolicy: 'relay' });
    window.connections.push(this);
  }
};
"""
_USED_JS: Final = """
async () => {
  const stats = await window.connections.at(-1).getStats();
  const transport = [...stats.values()].find((one) => one.type === 'transport');
  const pair = stats.get(transport.selectedCandidatePairId);
  return stats.get(pair.localCandidateId).candidateType;
}
"""


def own_address() -> str:
    """An address of this machine under which both ends and the relay reach each other."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))  # nothing is sent: only a way is looked up
            return asked.getsockname()[0]
        except OSError:
            return "127.0.0.1"


def secrets_file(folder: Path, port: int, secret: str) -> Path:
    """What a hoster with a coturn writes down."""
    path = folder / "secrets.toml"
    path.write_text(
        f'[turn]\nurls = ["turn:{own_address()}:{port}"]\nsecret = "{secret}"\n', encoding="utf-8"
    )
    return path


@pytest.fixture
def relayed(tmp_path: Path) -> Iterator[Server]:
    """The app of a hoster whose coturn runs on the same machine."""
    # The file that ships lets nobody through to the machine's own network; here the app is there.
    allowed = f"--allowed-peer-ip={own_address()}"
    with running_coturn(own_address(), allowed, secret=SECRET) as port:
        secrets = secrets_file(tmp_path, port, SECRET)
        with running_server(f"--secrets.files={secrets}") as server:
            yield server


def open_behind_a_firewall(browser: Browser, server: Server) -> Page:
    page = open_page(browser, f"{server.url}/live", camera=True)
    page.context.add_init_script(_RELAY_ONLY_JS)
    page.reload()
    wait_idle(page)
    return page


def test_through_the_relay_alone_frames_come_back_with_emojis(browser: Browser, relayed: Server):
    page = open_behind_a_firewall(browser, relayed)

    frame = start_camera(page)

    expect(page.get_by_text(SURE)).to_be_visible(timeout=30_000)
    assert frame.evaluate(_USED_JS) == "relay"
    page.context.close()


@pytest.mark.long
def test_a_relay_that_is_gone_is_told_and_the_browser_offered(browser: Browser, tmp_path: Path):
    with running_coturn(own_address(), secret=SECRET) as port:
        secrets = secrets_file(tmp_path, port, SECRET)
    with running_server(f"--secrets.files={secrets}") as server:
        page = open_behind_a_firewall(browser, server)

        video_frame(page).get_by_role("button", name="Start").click()

        frame = video_frame(page)
        expect(frame.get_by_text("No picture comes through")).to_be_visible(timeout=30_000)
        page.get_by_role("button", name="Run it in this browser").click()
        expect(page.locator(".stage")).to_be_visible(timeout=30_000)
        page.context.close()
