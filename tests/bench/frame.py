"""`python -m tests.bench frame`: where the time of one live frame goes, on the server and in the
visitor's browser, as a table and as the picture in docs/.

One face, 640 x 480, 30 frames a second, the style that covers. On the server a frame is a viewer's
VP8 packet until it is one again; in the browser it is the worker's own part of it.
"""

import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
from aiortc.codecs.vpx import Vp8Decoder, Vp8Encoder, vp8_depayload
from aiortc.jitterbuffer import JitterFrame
from playwright.sync_api import sync_playwright

from core.classifier import Classifier
from core.emojis import load_emoji_set
from core.faces import FaceDetector
from core.labels import EMOTIONS
from core.live import LiveSession, LiveSettings
from tests.bench.bars import bars
from tests.browser.app import launch, running_server
from tests.browser.camera import write_clip
from tests.browser.live_page import open_live, start
from tests.support.folders import EMOJIS, MODELS, ROOT
from tests.support.sample import sample_head
from training.runs.serving import serving_name

_FRAMES: Final = 240
_WARM: Final = 30
_PER_S: Final = 30
_WATCH_MS: Final = 10_000
_PICTURE: Final = ROOT / "docs" / "frame.svg"
_DECODE, _FIND, _READ = "decode VP8", "find the face", "read it"
_REST, _ENCODE = "follow, cover, draw", "encode VP8"
# In the worker: the session anew, with networks that note what they take.
_WRAP_JS: Final = """async (labels) => {
    self.spent = { frames: 0, all: 0, find: 0, read: 0 };
    const timed = (part, call) => async (...given) => {
        const began = performance.now();
        try { return await call(...given) } finally { spent[part] += performance.now() - began }
    };
    const [, networks, { Session }] = await modules;
    const named = performance.getEntriesByType("resource").map((one) => one.name);
    const finder = await bytesOf(named.find((name) => name.endsWith("yunet.tflite")));
    const model = await bytesOf(known.model.split(" ")[0]);
    const fresh = new Session({ yunet: timed("find", await networks.faceFinder(litert, finder)) });
    const classify = await networks.classifier(litert, model, { temperature: 1, labels });
    fresh.begin(timed("read", classify));
    fresh.settings = session.settings;
    fresh.sprites = session.sprites;
    const whole = timed("all", fresh.process.bind(fresh));
    fresh.process = (...given) => { spent.frames += 1; return whole(...given) };
    session = fresh;
}"""


class Clock:
    """Adds up the milliseconds of parts, each by its name."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)

    def timed(self, part: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The same call, noted."""

        def noted(*given: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return call(*given, **named)
            finally:
                self.spent[part] += 1000 * (time.perf_counter() - began)

        return noted


def main(arguments: list[str]) -> int:
    """Measure, print the table and draw the picture."""
    if arguments:
        raise SystemExit(f"frame takes no options, not {' '.join(arguments)}.")
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "face.mjpeg"
        write_clip(clip, sample_head())
        measured = {"On the server": on_the_server(clip), "In the browser": in_the_browser(clip)}
    for way, parts in measured.items():
        for part, ms in parts.items():
            print(f"{way:<16}{part:<22}{ms:>7.2f} ms a frame")
        print(f"{way:<16}{'together':<22}{sum(parts.values()):>7.2f} ms a frame")
    _PICTURE.write_text(bars(measured, "ms a frame"), encoding="utf-8")
    return 0


def on_the_server(clip: Path) -> dict[str, float]:
    """Milliseconds a frame of each part: a packet comes, is worked on, and leaves."""
    clock = Clock()
    detector = FaceDetector("yunet", MODELS)
    classifier = Classifier.load(MODELS / (serving_name(MODELS) or ""))
    detector.detect = clock.timed(_FIND, detector.detect)
    classifier.predict = clock.timed(_READ, classifier.predict)
    session = LiveSession(detector, classifier)
    settings = LiveSettings(load_emoji_set(EMOJIS / "noto"))
    decoder, camera, back = Vp8Decoder(), Vp8Encoder(), Vp8Encoder()
    decode = clock.timed(_DECODE, decoder.decode)
    process = clock.timed(_REST, session.process)
    encode = clock.timed(_ENCODE, back.encode)
    with av.open(str(clip), format="mjpeg") as opened:
        shown = [frame.to_ndarray(format="bgr24") for frame in opened.decode(video=0)]
    for number in range(_WARM + _FRAMES):
        if number == _WARM:
            clock.spent.clear()
        sent = _frame(shown[number % len(shown)], number)
        packets, stamp = camera.encode(sent, force_keyframe=number == 0)
        data = b"".join(vp8_depayload(packet) for packet in packets)
        (came,) = decode(JitterFrame(data=data, timestamp=stamp))
        image = process(came.to_ndarray(format="bgr24"), number / _PER_S, settings)
        encode(_frame(image, number))
    spent = {part: ms / _FRAMES for part, ms in clock.spent.items()}
    spent[_REST] -= spent[_FIND] + spent[_READ]
    return {part: spent[part] for part in (_DECODE, _FIND, _READ, _REST, _ENCODE)}


def in_the_browser(clip: Path) -> dict[str, float]:
    """Milliseconds a frame of each part of the worker's."""
    with sync_playwright() as playwright, running_server() as server:
        browser = launch(playwright, clip=clip)
        page = open_live(browser, server)
        start(page)
        (worker,) = page.workers
        worker.evaluate(_WRAP_JS, list(EMOTIONS))
        page.wait_for_timeout(_WATCH_MS)
        spent = worker.evaluate("spent")
        browser.close()
    find, read = (spent[part] / spent["frames"] for part in ("find", "read"))
    return {_FIND: find, _READ: read, _REST: spent["all"] / spent["frames"] - find - read}


def _frame(image: Any, number: int) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(image, format="bgr24").reformat(format="yuv420p")
    frame.pts, frame.time_base = number * 3000, Fraction(1, 90_000)
    return frame


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
