"""A set of one's own is a mixture: drawn heads, chosen pictures, and a shipped set for the rest."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from core.cutout import HeadCutter
from core.emoji_pack import sticker_png
from core.emojis import EmojiSet, load_emoji_set
from core.errors import UserError
from core.faces import FaceDetector
from core.labels import EMOTIONS
from core.own.emoji import emoji_of, found_in
from core.own.sets import mixed, own_emoji_set, pngs_of
from core.own.store import OwnStore
from core.photos import PhotoError, encode_png
from tests.support.sample import SAMPLE

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def noto() -> EmojiSet:
    return load_emoji_set(ROOT / "emojis" / "noto")


@pytest.fixture(scope="module")
def tools() -> tuple[FaceDetector, HeadCutter]:
    return FaceDetector("yunet", ROOT / "models"), HeadCutter(ROOT / "models")


def test_a_photo_becomes_a_drawn_head(tools):
    emoji = emoji_of(found_in(SAMPLE.read_bytes(), tools[0]).picture, "comic", *tools)

    assert emoji.shape == (512, 512, 4) and emoji[0, 0, 3] == 0 and emoji[256, 256, 3] == 255


def test_a_transparent_picture_stays_as_it_is(noto, tools):
    picture = found_in(sticker_png(noto.sprites["sad"]), tools[0]).picture

    emoji = emoji_of(picture, "line", *tools)

    expected = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_UNCHANGED)
    assert np.abs(emoji.astype(int) - expected).max() <= 1


def test_a_picture_without_a_face_is_told(tools):
    plain = encode_png(np.full((300, 300, 3), 128, np.uint8))

    with pytest.raises(UserError, match="No face"):
        found_in(plain, tools[0])


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"\x89PNG\r\n\x1a\n" + b"\x06" * 40])
def test_what_is_no_picture_is_refused(data, tools):
    with pytest.raises((PhotoError, UserError)):
        found_in(data, tools[0])


def test_metadata_does_not_come_through(tools):
    tagged = SAMPLE.read_bytes()
    tagged = tagged[:2] + b"\xff\xfe\x00\x0bSECRET-9X" + tagged[2:]

    found = found_in(tagged, tools[0])

    assert b"SECRET" not in found.picture and found.patch is not None


def test_a_set_is_ones_own_where_there_is_something(noto):
    mine = np.zeros((512, 512, 4), np.uint8)
    mine[100:400, 100:400] = (1, 2, 3, 255)

    made = mixed("Me", {"happy": mine}, noto)

    assert np.array_equal(made.sprites["happy"], mine)
    assert np.array_equal(made.sprites["sad"], noto.sprites["sad"])
    assert made.credit == noto.credit, "the rest is still somebody's work"


def test_a_kept_set_comes_back_from_the_store(noto):
    mine = np.zeros((512, 512, 4), np.uint8)
    mine[100:400, 100:400] = (1, 2, 3, 255)
    store = OwnStore(None)
    store.keep_set("Me", pngs_of(mixed("Me", {"happy": mine}, noto)))

    back = own_emoji_set(store.sets()[0], noto)

    assert (back.name, back.title) == ("own-1", "Me") and set(back.sprites) == set(EMOTIONS)
    assert np.array_equal(back.sprites["happy"], mine)
