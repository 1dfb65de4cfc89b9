"""Clips as files, whole ones and odd ones, written by PyAV."""

import struct
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from core.classifier import Classifier
from tests.support.clips import Clip, Pose, frames, still
from tests.support.folders import MODELS

SOUND_PER_S = 48_000


def a_face(seconds: float = 1.0, *, frames_per_s: float = 15.0) -> list[np.ndarray]:
    """The frames, (480, 640, 3) uint8 BGR, of somebody who stands still."""
    clip = Clip("face", (still(Pose(320, 240, 160)),), seconds=seconds, frames_per_s=frames_per_s)
    return [frame.image for frame in frames(clip)]


def write_video(
    path: Path,
    images: Iterable[np.ndarray],
    *,
    codec: str = "libx264",
    pixels: str = "yuv420p",
    sound: str | None = "aac",
    times: Iterable[float] | None = None,
    frames_per_s: int = 15,
    metadata: dict[str, str] | None = None,
) -> Path:
    """A clip of these frames.

    Args:
        times: Seconds of each frame; evenly spaced where left out.
        sound: The codec of a tone, or None.
    """
    images = list(images)
    ticks = 9000
    told = list(times) if times is not None else [n / frames_per_s for n in range(len(images))]
    with av.open(str(path), "w") as file:
        file.metadata.update(metadata or {})
        stream: Any = file.add_stream(codec, rate=frames_per_s)
        stream.height, stream.width = images[0].shape[:2]
        stream.pix_fmt = pixels
        stream.codec_context.time_base = Fraction(1, ticks)
        tone = _tone_stream(file, sound)
        for image, t in zip(images, told, strict=True):
            frame = av.VideoFrame.from_ndarray(image, format="bgr24").reformat(format=pixels)
            frame.pts, frame.time_base = round(t * ticks), Fraction(1, ticks)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
        if tone is not None:
            _write_tone(file, tone, told[-1] + 1 / frames_per_s)
    return path


def write_sound(path: Path, seconds: float = 1.0) -> Path:
    """An MP4 that holds nothing but a tone."""
    with av.open(str(path), "w") as file:
        _write_tone(file, _tone_stream(file, "aac"), seconds)
    return path


def turn_sideways(path: Path) -> None:
    """Say in an MP4's track header that the camera was held a quarter turn to the left.

    Source: ISO/IEC 14496-12, section 8.3.2.
    """
    data = bytearray(path.read_bytes())
    matrix = data.index(b"tkhd") + 44
    quarter = (0, 1 << 16, 0, -1 << 16, 0, 0, 480 << 16, 0, 1 << 30)
    data[matrix : matrix + 36] = struct.pack(">9i", *quarter)
    path.write_bytes(data)


def read_video(path: Path) -> tuple[list[np.ndarray], list[float]]:
    """All frames of a clip, (H, W, 3) uint8 BGR, and their times in seconds."""
    with av.open(str(path)) as file:
        decoded = [
            (one.to_ndarray(format="bgr24"), float(one.time)) for one in file.decode(video=0)
        ]
    return [image for image, _ in decoded], [t for _, t in decoded]


def sound_packets(path: Path) -> list[bytes]:
    """The packets of a clip's sound, as they are stored."""
    with av.open(str(path)) as file:
        return [bytes(packet) for packet in file.demux(audio=0) if packet.size]


def small_reader() -> Classifier:
    """The smallest network that ships."""
    return Classifier.load(MODELS / "tutorial")


def shrunk(images: list[np.ndarray], width: int, height: int) -> list[np.ndarray]:
    return [cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA) for image in images]


def _tone_stream(file: Any, codec: str | None) -> Any:
    return file.add_stream(codec, rate=SOUND_PER_S) if codec else None


def _write_tone(file: Any, stream: Any, seconds: float) -> None:
    wave = np.sin(np.arange(round(seconds * SOUND_PER_S)) / 20) * 6000
    step = 960
    for at in range(0, len(wave) - step + 1, step):
        samples = wave[np.newaxis, at : at + step].astype(np.int16)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate, frame.pts = SOUND_PER_S, at
        file.mux(stream.encode(frame))
    file.mux(stream.encode(None))
