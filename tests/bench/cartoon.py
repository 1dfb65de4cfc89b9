"""`python -m tests.bench.cartoon [SHEET.png]`: what each look of a head costs, and a contact sheet.

Beside `cv2.stylization` on the same 512 x 512 pixels, which is what a tutorial would use. Best of
five, with all cores. The sheet shows every sample face: cut out, stylized, and in every look.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from core.cartoon import LOOKS, cartoon
from core.cutout import Head, HeadCutter
from core.faces import STILL_SEARCH_PX, FaceDetector
from core.photos import decode_photo

_ROOT: Final = Path(__file__).parents[2]
_SAMPLES: Final = _ROOT / "pages" / "sample"
_MOST_MS: Final = 300
_ROUNDS: Final = 5
_TILE_PX: Final = 256


def main() -> int:
    """Measure, print, and fail when a promise is broken."""
    parser = argparse.ArgumentParser(description="Measure the looks of an emoji.")
    parser.add_argument("sheet", type=Path, nargs="?", help="write a contact sheet here")
    parser.add_argument("--photos", type=Path, default=_SAMPLES, help="a folder of JPEG and PNG")
    chosen = parser.parse_args()
    cutter = HeadCutter(_ROOT / "models")
    heads = _heads(cutter, chosen.photos)
    plain = _best_ms(lambda: cv2.stylization(heads[0].image))
    print(f"{'cv2.stylization, ms':<48}{plain:>9.1f}")
    kept = True
    for look in LOOKS:
        took = _best_ms(lambda look=look: cartoon(heads[0], look))
        kept &= took < _MOST_MS
        verdict = "kept" if took < _MOST_MS else "BROKEN"
        print(f"{look + ', ms':<48}{took:>9.1f}   under {_MOST_MS:<6}{verdict}")
        print(f"{look + ', × cv2.stylization':<48}{took / plain:>9.2f}")
    photo = decode_photo(next(_pictures(_SAMPLES)).read_bytes())
    face = _detector().detect(photo)[0]
    print(f"{'cutting the head out, ms':<48}{_best_ms(lambda: cutter.cut(photo, face)):>9.1f}")
    if chosen.sheet:
        cv2.imwrite(str(chosen.sheet), np.vstack([_row(head) for head in heads]))
    return 0 if kept else 1


def _heads(cutter: HeadCutter, folder: Path) -> list[Head]:
    """The largest face of every picture."""
    detector = _detector()
    photos = [decode_photo(path.read_bytes()) for path in _pictures(folder)]
    return [cutter.cut(photo, faces[0]) for photo in photos if (faces := detector.detect(photo))]


def _pictures(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if path.suffix in (".jpg", ".png"))


def _detector() -> FaceDetector:
    return FaceDetector("yunet", _ROOT / "models", search_px=STILL_SEARCH_PX)


def _row(head: Head) -> np.ndarray:
    """The cut head, plain stylization of it, and the looks: (256, 5 * 256, 3) uint8, BGR."""
    white = np.full_like(head.image, 255)
    alpha = head.alpha[..., None]
    stylized = cv2.stylization(head.image)
    cells = [(picture * alpha + white * (1 - alpha)) for picture in (head.image, stylized)]
    for look in LOOKS:
        emoji = cartoon(head, look)
        share = emoji[..., 3:] / 255
        cells.append(emoji[..., :3] * share + white * (1 - share))
    size = (_TILE_PX, _TILE_PX)
    tiles = [
        cv2.resize(cell.astype(np.uint8), size, interpolation=cv2.INTER_AREA) for cell in cells
    ]
    return np.hstack(tiles)


def _best_ms(work: Callable[[], object]) -> float:
    times = []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return 1000 * min(times)


if __name__ == "__main__":
    sys.exit(main())
