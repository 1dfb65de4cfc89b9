"""Live in the visitor's browser where that is Firefox."""

import base64
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest

from tests.browser.app import Server, running_server
from tests.browser.camera import frame_of
from tests.browser.firefox import FIREFOX, Firefox, running_firefox
from tests.support.sample import sample_head

pytestmark = pytest.mark.skipif(
    FIREFOX is None, reason="needs firefox-esr; on Debian: apt-get install firefox-esr"
)
_FACES_JS = "() => globalThis.find('.readout .faces')?.textContent"
_SHOWN_JS = "() => Number(globalThis.find('.frame > canvas').dataset.shown ?? 0)"


@pytest.fixture(scope="module")
def in_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An app whose Live runs in the visitor's browser by default."""
    secrets: Path = tmp_path_factory.mktemp("hoster") / "secrets.toml"
    secrets.write_text('live = "browser"\n', encoding="utf-8")
    with running_server(f"--secrets.files={secrets}") as server:
        yield server


@pytest.fixture
def firefox(in_browser: Server) -> Iterator[Firefox]:
    with running_firefox() as browser:
        browser.open(f"{in_browser.url}/live")
        browser.until("() => globalThis.find('.start')?.disabled === false")
        yield browser


def test_with_its_own_camera_it_runs_and_says_that_no_face_is_seen(firefox: Firefox):
    firefox.value("() => { globalThis.find('.start').click() }")

    firefox.until(f"() => ({_SHOWN_JS})() >= 5")
    assert firefox.value("() => globalThis.find('.stage').dataset.state") == "running"
    firefox.until("() => globalThis.find('.looks').textContent === 'Looking for a face …'")
    assert firefox.value(_FACES_JS) == "0"


def test_a_face_in_a_stream_that_is_handed_in_gets_its_emoji(firefox: Firefox):
    clip = [cv2.imencode(".jpg", frame_of(number, sample_head()))[1] for number in range(8)]
    frames = [f"data:image/jpeg;base64,{base64.b64encode(one.tobytes()).decode()}" for one in clip]
    start = """
    async () => {
      const pictures = await Promise.all(FRAMES.map(async (url) => {
        const picture = new Image();
        picture.src = url;
        await picture.decode();
        return picture;
      }));
      const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
      let number = 0;
      setInterval(() => {
        canvas.getContext('2d').drawImage(pictures[number++ % pictures.length], 0, 0);
      }, 33);
      const asked = performance.getEntriesByType('resource').map((one) => one.name);
      const { room } = await import(asked.find((name) => name.endsWith('/room.js')));
      room.dispatchEvent(new CustomEvent('start', { detail: canvas.captureStream(30) }));
    }
    """.replace("FRAMES", repr(frames))

    firefox.value(start)

    firefox.until("() => /^\\d+ % sure$/.test(globalThis.find('.sure')?.textContent)")
    assert firefox.value("() => globalThis.find('.looks').textContent") == "looks happy"
    firefox.until(
        """() => {
          const canvas = globalThis.find('.frame > canvas');
          const at = [0.52 * canvas.width, 0.42 * canvas.height];  // where the face has skin
          const [red, green, blue] = canvas.getContext('2d').getImageData(...at, 1, 1).data;
          return red > 200 && green > 150 && blue < 110;
        }"""
    )
