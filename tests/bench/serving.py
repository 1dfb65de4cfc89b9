"""The real server and one viewer with a fake camera: start, memory, frames, delay."""

import tempfile
from pathlib import Path
from typing import Final

import numpy as np
import psutil
from playwright.sync_api import sync_playwright

from tests.browser.app import Server, launch, open_page, running_server, start_camera
from tests.browser.camera import PROBE_JS, write_clip
from tests.support.sample import sample_head

_WATCH_S: Final = 10


def one_viewer() -> dict[str, float | bool]:
    """Seconds and MB of a server nobody has visited; frames a second and delay of one viewer."""
    with running_server() as server:
        idle = {
            "server_ready_s": round(server.ready_s, 2),
            "server_mb": _memory_mb(server),
            "tensorflow_loaded": _maps_tensorflow(server),
        }
        with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
            clip = Path(folder) / "face.mjpeg"
            write_clip(clip, sample_head())
            browser = launch(playwright, clip=clip)
            page = open_page(browser, f"{server.url}/live", camera=True)
            frame = start_camera(page)
            page.wait_for_timeout(3000)
            probe = frame.evaluate(PROBE_JS, [frame.query_selector("video"), _WATCH_S * 1000])
            browser.close()
        with_viewer = {
            "camera_fps": len(probe["camera"]) / _WATCH_S,
            "distinct_fps": len(probe["returned"]) / _WATCH_S,
            "delay_ms": median_delay_ms(probe),
            "tensorflow_loaded_by_viewer": _maps_tensorflow(server),
        }
    return {**idle, **with_viewer}


def median_delay_ms(probe: dict[str, list[list[float]]]) -> float:
    """From a frame's showing at the camera to the same frame's coming back with its emoji."""
    delays = []
    for number, back in probe["returned"]:
        sent = [time for shown, time in probe["camera"] if shown == number and time <= back]
        if sent:
            delays.append(back - max(sent))
    return round(float(np.median(delays)), 1)


def worked_s(process: psutil.Process) -> float:
    """Seconds of a core that a process has used so far."""
    times = process.cpu_times()
    return times.user + times.system


def _memory_mb(server: Server) -> float:
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    (kilobytes,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return round(int(kilobytes) / 1024, 1)


def _maps_tensorflow(server: Server) -> bool:
    return "tensorflow" in Path(f"/proc/{server.process.pid}/maps").read_text()
