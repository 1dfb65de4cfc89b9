"""A clip for Chromium's fake webcam: a face, and a counter that tells every frame apart."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np

WIDTH, HEIGHT, FPS = 640, 480, 30
FRAMES: Final = 256
BITS: Final = 8
_CELL_PX: Final = 32  # a cell survives video compression and a halved picture
_GROUND: Final = (120, 90, 60)  # BGR


def write_clip(path: Path, face: np.ndarray | None) -> None:
    """Write concatenated JPEGs, which Chromium takes as .mjpeg.

    Args:
        face: (h, w, 3) uint8 BGR, put into the middle of each frame; None shows an empty room.
    """
    with path.open("wb") as file:
        for number in range(FRAMES):
            done, data = cv2.imencode(".jpg", frame_of(number, face))
            assert done
            file.write(data.tobytes())


def write_scene(path: Path, photo: np.ndarray) -> None:
    """Write a clip of a person who keeps still, without a counter, for screenshots.

    Args:
        photo: (h, w, 3) uint8 BGR; its upper part is shown.
    """
    height = photo.shape[1] * HEIGHT // WIDTH
    view = cv2.resize(photo[:height], (WIDTH, HEIGHT))
    data = cv2.imencode(".jpg", view)[1].tobytes()
    path.write_bytes(FPS * data)


def frame_of(number: int, face: np.ndarray | None) -> np.ndarray:
    """The clip's frame with this number, (480, 640, 3) uint8 BGR."""
    frame = np.full((HEIGHT, WIDTH, 3), _GROUND, np.uint8)
    if face is not None:
        height, width = face.shape[:2]
        top, left = (HEIGHT - 2 * _CELL_PX - height) // 2, (WIDTH - width) // 2
        frame[top : top + height, left : left + width] = face
    # The counter reads the same in a mirror: bit k stands both left and right of the middle.
    for bit in range(BITS):
        shade = 255 if number >> bit & 1 else 0
        for column in (WIDTH // 2 + bit * _CELL_PX, WIDTH // 2 - (bit + 1) * _CELL_PX):
            frame[HEIGHT - _CELL_PX :, column : column + _CELL_PX] = shade
    return frame


# Reads the counters of what is shown, a video or a canvas, and of the camera itself, with the time
# of each change, for as many milliseconds as given. Runs in the frame that asked for the camera.
PROBE_JS: Final = (
    """
async ([shown, ms]) => {
  const bits = BITS, cells = 2 * bits, share = ROW_SHARE, span = ROW_SPAN;
  const canvas = new OffscreenCanvas(4 * cells, 4);  // small: the probe must not slow what it times
  const context = canvas.getContext('2d', {willReadFrequently: true});
  const read = (picture) => {
    const wide = picture.videoWidth ?? picture.width, high = picture.videoHeight ?? picture.height;
    context.drawImage(
      picture, wide * (1 - span) / 2, high * (1 - share), wide * span, high * share,
      0, 0, canvas.width, canvas.height);
    const pixels = context.getImageData(0, 2, canvas.width, 1).data;
    let value = 0;
    for (let bit = 0; bit < bits; bit++) {
      if (pixels[4 * (4 * (bits + bit) + 2)] > 127) value |= 1 << bit;
    }
    return value;
  };
  const watch = (picture, seen) => {
    const next = picture.requestVideoFrameCallback?.bind(picture) ?? requestAnimationFrame;
    const step = () => {
      const value = read(picture);
      if (!seen.length || seen[seen.length - 1][0] !== value) seen.push([value, performance.now()]);
      if (!seen.done) next(step);
    };
    next(step);
  };
  const returned = [], camera = [];
  watch(shown, returned);
  const own = document.createElement('video');
  own.muted = true; own.srcObject = window.cameraStream; await own.play();
  watch(own, camera);
  await new Promise((resolve) => setTimeout(resolve, ms));
  returned.done = camera.done = true;
  own.srcObject = null;
  return {returned, camera};
}
""".replace("BITS", str(BITS))
    .replace("ROW_SHARE", str(_CELL_PX / HEIGHT))
    .replace("ROW_SPAN", str(2 * BITS * _CELL_PX / WIDTH))
)

# Keeps the camera's stream where the probe finds it.
KEEP_CAMERA_JS: Final = """
if (navigator.mediaDevices) {
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wish) => (window.cameraStream = await ask(wish));
}
"""
