"""Clips as people have them, odd and broken ones too: frames come out, or a sentence."""

import numpy as np
import pytest

from core.errors import UserError
from core.photos import encode_png
from core.videos import kinds
from core.videos.clip import MAX_FRAMES_PER_S, Clip
from core.videos.kinds import GUEST, Limits
from tests.support.videos import turn_sideways, write_sound, write_video

RED, BLUE = (20, 30, 200), (200, 40, 20)


def halves(width: int = 128, height: int = 96) -> np.ndarray:
    """Red on the left, blue on the right; BGR."""
    image = np.empty((height, width, 3), np.uint8)
    image[:, : width // 2], image[:, width // 2 :] = RED, BLUE
    return image


def read(path, limits: Limits = GUEST):
    with Clip(path, limits) as clip:
        return clip.about(), list(clip.frames())


def looks_like(pixel, colour) -> bool:
    return bool(np.abs(np.subtract(pixel, colour, dtype=np.int64)).max() < 40)


@pytest.mark.parametrize(
    ("name", "codec", "pixels", "sound"),
    [
        ("a.mp4", "libx264", "yuv420p", "aac"),
        ("a.mov", "libx264", "yuv420p", "pcm_s16le"),
        ("a.webm", "libvpx-vp9", "yuv420p", "libopus"),
        ("a.mp4", "libx265", "yuv420p10le", "aac"),
        ("a.mov", "prores_ks", "yuv422p10le", None),
        ("a.mp4", "mpeg4", "yuv420p", "libmp3lame"),
        ("a.mov", "mjpeg", "yuvj420p", None),
    ],
    ids=["MP4", "MOV", "WebM", "10 bits", "ProRes", "MPEG-4", "Motion JPEG"],
)
def test_every_usual_kind_of_clip_is_read(tmp_path, name, codec, pixels, sound):
    path = write_video(tmp_path / name, [halves()] * 6, codec=codec, pixels=pixels, sound=sound)

    about, frames = read(path)

    assert (about.width, about.height, about.has_sound) == (128, 96, sound is not None)
    assert len(frames) == 6
    assert looks_like(frames[3].image[48, 20], RED) and looks_like(frames[3].image[48, 100], BLUE)


def test_a_phone_held_sideways_gives_upright_frames(tmp_path):
    path = write_video(tmp_path / "a.mp4", [halves()] * 3)
    turn_sideways(path)

    about, frames = read(path)

    assert (about.width, about.height) == (96, 128)
    assert looks_like(frames[0].image[20, 48], RED), "left has become top"
    assert looks_like(frames[0].image[100, 48], BLUE)


def test_frames_keep_their_own_uneven_times(tmp_path):
    times = [0.0, 0.05, 0.3, 0.34, 0.9]
    path = write_video(tmp_path / "a.mp4", [halves()] * 5, times=times)

    _, frames = read(path)

    assert [frame.t for frame in frames] == pytest.approx(times, abs=1e-3)


def test_of_a_slow_motion_clip_as_many_frames_are_taken_as_a_screen_shows(tmp_path):
    path = write_video(tmp_path / "a.mp4", [halves()] * 120, frames_per_s=240, sound=None)

    _, frames = read(path)

    assert len(frames) <= MAX_FRAMES_PER_S * 0.5 + 1


def test_a_large_frame_is_worked_on_smaller(tmp_path):
    path = write_video(tmp_path / "a.mp4", [halves(2560, 1440)] * 2, sound=None)

    about, frames = read(path)

    assert (about.width, about.height) == (1920, 1080)
    assert frames[0].image.shape == (1080, 1920, 3)


def test_a_clip_cut_short_is_read_as_far_as_it_goes(tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (20, 96, 128, 3), np.uint8)
    path = write_video(tmp_path / "a.webm", list(noise), codec="libvpx", sound=None)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    _, frames = read(path)

    assert 5 < len(frames) < 20


def test_a_clip_may_be_read_again_from_its_beginning(tmp_path):
    path = write_video(tmp_path / "a.mp4", [halves()] * 5)

    with Clip(path, GUEST) as clip:
        once, again = list(clip.frames()), list(clip.frames())

    assert [frame.t for frame in once] == [frame.t for frame in again]


def test_a_song_is_told_from_a_video(tmp_path):
    with pytest.raises(UserError, match="holds sound but no picture"):
        read(write_sound(tmp_path / "a.mp4"))


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda data: data[: len(data) // 3],
        lambda data: data[:40],
        lambda data: data[:400] + bytes(len(data) - 400),
    ],
    ids=["a third", "its head only", "zeros"],
)
def test_a_broken_clip_gets_its_sentence(tmp_path, spoiled):
    path = write_video(tmp_path / "a.mp4", [halves()] * 10)
    path.write_bytes(spoiled(path.read_bytes()))

    with pytest.raises(UserError, match="Damaged video"):
        read(path)


def test_what_is_no_clip_never_reaches_a_reader_of_clips(tmp_path):
    path = tmp_path / "list.mp4"
    path.write_text("#EXTM3U\n#EXTINF:1,\n/etc/passwd\n")

    with pytest.raises(UserError, match="not a video of a type we know"):
        read(path)


def test_a_clip_that_is_too_long_is_refused_by_what_it_says_or_by_what_it_is(tmp_path):
    path = write_video(tmp_path / "a.mp4", [halves()] * 30, frames_per_s=15)

    with pytest.raises(UserError, match="2 seconds long; one may have 1 seconds and 60 MB"):
        read(path, Limits(1.0, 60))


def test_a_clip_with_too_many_pixels_is_refused_before_any_is_decoded(tmp_path):
    path = write_video(tmp_path / "a.mp4", [halves(4112, 64)] * 2, sound=None)

    with pytest.raises(UserError, match="4096 pixels a side"):
        read(path)


@pytest.mark.parametrize(
    ("limits", "words"),
    [(GUEST, "60 seconds and 60 MB"), (kinds.OWNER, "10 minutes and 300 MB")],
    ids=["a guest's", "the owner's"],
)
def test_limits_are_told_as_people_read_them(limits, words):
    assert limits.words() == words


def test_a_large_file_is_refused_by_name():
    with pytest.raises(UserError, match=r"party.mp4 has 61 MB; a video may have 60 seconds"):
        kinds.require_size("party.mp4", 61_000_000, GUEST)


def test_a_picture_made_of_boxes_is_no_clip():
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)

    assert not kinds.is_clip(heic)
    assert not kinds.is_clip(encode_png(halves()))
    assert kinds.is_clip(b"\0\0\0\x18ftypmp42\0\0\0\0isommp42")
