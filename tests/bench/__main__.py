"""`python -m tests.bench [--json]`: every number that the README claims, measured here and now.

`python -m tests.bench cover` and its like measure one subject.
"""

import argparse
import json
import multiprocessing
import sys
from collections.abc import Callable
from typing import Final

import pylibsrtp  # noqa: F401  (before TensorFlow: the other way round crashes)

from tests.bench import cluster, cover, frame, live, many_photos, photo, strangers
from tests.bench.serving import one_viewer
from tests.bench.speed import on_one_core

_SUBJECTS: Final[dict[str, Callable[[list[str]], int]]] = {
    "cluster": cluster.main,
    "cover": cover.main,
    "frame": frame.main,
    "live": live.main,
    "many": many_photos.main,
    "photo": photo.main,
    "strangers": strangers.main,
}


def main() -> int:
    """Measure, print, and fail when a promise is broken."""
    if sys.argv[1:2] and sys.argv[1] in _SUBJECTS:
        return _SUBJECTS[sys.argv[1]](sys.argv[2:])
    parser = argparse.ArgumentParser(description="Measure this machine against our promises.")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    chosen = parser.parse_args()
    # A process of its own, since it binds itself to one core.
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        speed = pool.apply(on_one_core)
    serving = one_viewer()
    classify = speed["classify_tutorial_ms"] / speed["classify_ours_ms"]
    loop = speed["frame_tutorial_ms"] / speed["frame_ours_ms"]
    limit = speed["classify_ours_ms"] / speed["classify_limit_ms"]
    rows = [
        ("classify one face, × faster than the tutorial", classify, classify >= 20, "20 or more"),
        ("classify one face, × its multiply-adds alone", limit, limit <= 3, "at most 3"),
        ("one 640x480 frame, × faster than the tutorial", loop, loop >= 8, "8 or more"),
        ("one frame, ms", speed["frame_ours_ms"], speed["frame_ours_ms"] < 12, "under 12"),
        (
            "distinct frames/s, one viewer",
            serving["distinct_fps"],
            serving["distinct_fps"] >= 20,
            "20 or more",
        ),
        ("median delay, ms", serving["delay_ms"], serving["delay_ms"] < 200, "under 200"),
        ("server ready, s", serving["server_ready_s"], serving["server_ready_s"] < 4, "under 4"),
        ("server memory, MB", serving["server_mb"], serving["server_mb"] < 300, "under 300"),
        (
            "TensorFlow in the server",
            float(serving["tensorflow_loaded_by_viewer"]),
            not serving["tensorflow_loaded_by_viewer"],
            "0",
        ),
    ]
    if chosen.json:
        ratios = {"classify_ratio": classify, "frame_ratio": loop, "limit_ratio": limit}
        print(json.dumps({**speed, **serving, **ratios}))
    else:
        for what, value, kept, wanted in rows:
            print(f"{what:<48}{value:>9.2f}   {wanted:<12}{'kept' if kept else 'BROKEN'}")
    return 0 if all(kept for _, _, kept, _ in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
