"""Both passes over real clips: faces covered, sound and times kept, files that browsers play."""

from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from core.emojis import load_emoji_set
from core.videos.draw import Choice
from core.videos.kinds import GUEST
from core.videos.passes import Looked, Made, look, make
from core.videos.scores import csv_of, lines
from tests.support.clips import Clip, Pose, frames, still
from tests.support.folders import EMOJIS, MODELS
from tests.support.videos import (
    a_face,
    read_video,
    small_reader,
    sound_packets,
    turn_sideways,
    write_video,
)

pytestmark = pytest.mark.slow

FACE = (240, 320)  # row and column of the face's middle
TIMES = [0.0, 0.07, 0.1, 0.2, 0.3, 0.55, 0.6, 0.7, 0.8, 0.9]


def looked_at(path: Path) -> Looked:
    told: list[float] = []
    found = look(path, GUEST, small_reader(), models=MODELS, finder="yunet", told=told.append)
    assert told == sorted(told) and told[-1] <= 1
    return found


def made(path: Path, looked: Looked, out: Path, choice: Choice | None = None) -> Made:
    return make(
        path,
        GUEST,
        looked,
        load_emoji_set(EMOJIS / "noto"),
        choice or Choice(),
        film=out / "film.mp4",
        gif=out / "film.gif",
        told=lambda _: None,
    )


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    """A face that stands still, at uneven times, with sound and with metadata."""
    path = tmp_path_factory.mktemp("clip") / "me.mp4"
    told = {"title": "my holiday", "comment": "at home"}
    return write_video(path, a_face()[: len(TIMES)], times=TIMES, metadata=told)


@pytest.fixture(scope="module")
def looked(clip: Path) -> Looked:
    return looked_at(clip)


@pytest.fixture(scope="module")
def result(clip: Path, looked: Looked, tmp_path_factory) -> Path:
    """The folder of what was made of it."""
    out = tmp_path_factory.mktemp("result")
    assert made(clip, looked, out) == Made(len(TIMES), True)
    return out


def test_the_face_is_covered_in_every_frame_at_its_own_time(result):
    images, times = read_video(result / "film.mp4")

    assert times == pytest.approx(TIMES, abs=1e-3)
    for image in images:
        blue, _, red = image[FACE]
        assert red > 180 and blue < 120, "emoji yellow"


def test_the_film_is_one_that_every_browser_plays_at_once(result):
    data = (result / "film.mp4").read_bytes()
    with av.open(str(result / "film.mp4")) as film:
        stream = film.streams.video[0]
        kind = stream.codec_context.name, stream.codec_context.pix_fmt

    assert kind == ("h264", "yuv420p")
    assert data.index(b"moov") < data.index(b"mdat")


def test_nothing_the_clip_told_about_itself_is_in_the_results(result):
    with av.open(str(result / "film.mp4")) as film:
        told = {**film.metadata, **film.streams.video[0].metadata, **film.streams.audio[0].metadata}

    assert set(told) <= {*("major_brand", "minor_version", "compatible_brands")} | {
        "language",
        "handler_name",
    }
    for path in result.iterdir():
        data = path.read_bytes()
        assert b"holiday" not in data and b"at home" not in data


def test_the_sound_is_the_same_packet_by_packet(clip, result):
    assert sound_packets(result / "film.mp4") == sound_packets(clip)


@pytest.mark.parametrize(
    ("name", "codec", "sound", "kept"),
    [
        ("a.webm", "libvpx", "libopus", "opus"),
        ("a.mov", "libx264", "pcm_s16le", "aac"),
    ],
    ids=["Opus is copied", "PCM becomes AAC"],
)
def test_sound_that_no_browser_plays_in_mp4_is_compressed_anew(
    tmp_path, looked, name, codec, sound, kept
):
    path = write_video(tmp_path / name, a_face()[:8], codec=codec, sound=sound)

    whole = made(path, looked, tmp_path).whole_sound

    with av.open(str(tmp_path / "film.mp4")) as film:
        stream = film.streams.audio[0]
        assert stream.codec_context.name == kept
        seconds = (stream.duration or 0) * float(stream.time_base or 0)
    assert seconds == pytest.approx(8 / 15, abs=0.08)
    assert whole
    assert kept != "opus" or sound_packets(tmp_path / "film.mp4") == sound_packets(path)


def test_a_silent_sideways_clip_of_odd_size_becomes_a_silent_upright_film(tmp_path):
    path = write_video(tmp_path / "a.mp4", [image[:, :478] for image in a_face()[:4]], sound=None)
    turn_sideways(path)

    made(path, looked_at(path), tmp_path)

    images, _ = read_video(tmp_path / "film.mp4")
    with av.open(str(tmp_path / "film.mp4")) as film:
        assert not film.streams.audio
    assert images[0].shape == (478, 480, 3)


def test_who_is_left_stays_as_they_are_and_the_other_is_covered(tmp_path):
    two = Clip("two", (still(Pose(170, 240, 150)), still(Pose(470, 240, 150))), seconds=0.5)
    images = [frame.image for frame in frames(two)]
    path = write_video(tmp_path / "two.mp4", images, frames_per_s=30)
    looked = looked_at(path)
    right = next(
        number
        for number, person in enumerate(looked.people.people)
        if person.boxes[0].mean() > 320 - 30
    )

    made(path, looked, tmp_path, Choice(left=frozenset((right,))))

    after, _ = read_video(tmp_path / "film.mp4")
    assert len(looked.people.people) == 2
    for image, before in zip(after, images, strict=True):
        difference = np.abs(image.astype(int) - before).mean(axis=2)
        assert difference[200:280, 430:510].mean() < 8, "the face on the right is itself"
        assert difference[200:280, 130:210].mean() > 20


@pytest.mark.parametrize("style", ["badge", "classic"])
def test_every_style_makes_a_film(tmp_path, clip, looked, style):
    made(clip, looked, tmp_path, Choice(style=style))

    images, _ = read_video(tmp_path / "film.mp4")
    assert len(images) == len(TIMES)
    assert (images[0].shape[1] > 640) == (style == "classic")


def test_the_gif_moves_for_ever_and_is_small(result):
    with Image.open(result / "film.gif") as gif:
        assert gif.info["loop"] == 0
        assert gif.size == (400, 300)
        assert 5 <= getattr(gif, "n_frames", 0) <= len(TIMES)
        red, _, blue = gif.convert("RGB").getpixel((200, 150))  # type: ignore[misc]
    assert red > 180 and blue < 130


def test_stills_are_kept_from_all_over_a_clip_for_the_preview(looked):
    assert list(looked.stills) == sorted(looked.stills)
    assert {still[:2] for still in looked.stills.values()} == {b"\xff\xd8"}


def test_the_scores_are_told_over_time(looked):
    head, *rows = csv_of(looked.people).splitlines()
    (line,) = lines(looked.people, 3)

    assert head == "seconds,face,angry,disgust,fear,happy,neutral,sad,surprise"
    assert [row.split(",")[1] for row in rows] == ["1"] * len(rows)
    times = [float(row.split(",")[0]) for row in rows]
    assert times == sorted(times) and min(np.diff(times)) >= 0.09
    assert all(sum(map(float, row.split(",")[2:])) == pytest.approx(1, abs=1e-2) for row in rows)
    assert line.face == 1 and len(line.times) == len(line.scores)
