"""The shipped emoji sets are whole, and a person's own set is refused in words where it is not."""

import itertools
import json
import shutil

import cv2
import numpy as np
import pytest

from core.emojis import list_emoji_sets, load_emoji_set
from core.errors import UserError
from tests.support.folders import EMOJIS

SHIPPED = ["noto", "fluent", "openmoji", "twemoji"]
LABELS = ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"]
LICENCES = {
    "noto": "Apache License",
    "fluent": "MIT License",
    "openmoji": "Attribution-ShareAlike 4.0 International",
    "twemoji": "Attribution 4.0 International",
}


def disc(side: int = 256, *, value: int = 200) -> np.ndarray:
    """(side, side, 4) uint8: a grey disc, transparent around it."""
    rows, columns = np.indices((side, side)) - side / 2
    sprite = np.full((side, side, 4), value, np.uint8)
    sprite[..., 3] = np.where(np.hypot(rows, columns) < side * 0.45, 255, 0)
    return sprite


def png(sprite: np.ndarray) -> bytes:
    return cv2.imencode(".png", sprite)[1].tobytes()


def with_alpha(value: int) -> np.ndarray:
    sprite = disc()
    sprite[..., 3] = value
    return sprite


@pytest.fixture
def own_set(tmp_path):
    """A good set of a person's own, without a set.json."""
    folder = tmp_path / "mine"
    folder.mkdir()
    for number, label in enumerate(LABELS):
        (folder / f"{label}.png").write_bytes(png(disc(value=100 + number)))
    return folder


def test_noto_is_listed_first_and_every_shipped_set_is_listed():
    names = list_emoji_sets(EMOJIS)

    assert names == SHIPPED


def test_a_folder_without_pictures_is_not_listed(own_set):
    (own_set.parent / "notes").mkdir()

    names = list_emoji_sets(own_set.parent)

    assert names == ["mine"]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_set_has_seven_square_sharp_pictures(name):
    emojis = load_emoji_set(EMOJIS / name)

    assert sorted(emojis.sprites) == LABELS
    for sprite in emojis.sprites.values():
        assert sprite.dtype == np.uint8
        assert sprite.shape[0] == sprite.shape[1] >= 256
        assert sprite.shape[2] == 4


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_emoji_fills_its_picture_and_is_clear_around_it(name):
    emojis = load_emoji_set(EMOJIS / name)

    for label, sprite in emojis.sprites.items():
        alpha = sprite[..., 3]
        seen = cv2.boundingRect((alpha > 127).astype(np.uint8))
        side = len(alpha)
        assert max(seen[2:]) / side == pytest.approx(0.98, abs=0.02), label
        assert min(seen[2:]) / side > 0.9, label
        assert alpha[side // 2, side // 2] > 250, label
        assert not alpha[[0, 0, -1, -1], [0, -1, 0, -1]].any(), f"{label} has a filled corner"
        assert not alpha[[0, -1]].any() and not alpha[:, [0, -1]].any(), f"{label} touches an edge"


@pytest.mark.slow
@pytest.mark.parametrize("name", SHIPPED)
def test_the_seven_pictures_of_a_shipped_set_differ_clearly(name):
    sprites = load_emoji_set(EMOJIS / name).sprites

    for one, other in itertools.combinations(LABELS, 2):
        difference = cv2.absdiff(sprites[one][..., :3], sprites[other][..., :3])
        share = (difference.max(axis=2) > 40).mean()
        assert share > 0.01, f"{one} and {other} look alike"


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_set_says_whose_work_it_is_and_under_which_licence(name):
    about = json.loads((EMOJIS / name / "set.json").read_text(encoding="utf-8"))
    licence = (EMOJIS / name / "LICENSE").read_text(encoding="utf-8")

    emojis = load_emoji_set(EMOJIS / name)

    assert emojis.title == about["title"]
    for said in (about["author"], about["licence"], about["licence_url"]):
        assert said in emojis.credit
    assert LICENCES[name] in licence
    assert about["version"] in licence


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_picture_is_a_small_file_without_metadata(name):
    for label in (*LABELS, "not_sure"):
        data = (EMOJIS / name / f"{label}.png").read_bytes()

        assert len(data) < 150_000
        for chunk in (b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"iCCP", b"tIME"):
            assert chunk not in data, label


def test_an_own_set_needs_no_set_json(own_set):
    emojis = load_emoji_set(own_set)

    assert (emojis.name, emojis.title, emojis.credit) == ("mine", "mine", "")


def test_colours_come_as_blue_green_red_alpha(own_set):
    sprite = disc()
    sprite[..., :3] = (10, 20, 30)
    (own_set / "happy.png").write_bytes(png(sprite))

    emojis = load_emoji_set(own_set)

    assert emojis.sprites["happy"][128, 128].tolist() == [10, 20, 30, 255]


def test_a_sprite_cannot_be_changed_by_who_draws_it(own_set):
    emojis = load_emoji_set(own_set)

    with pytest.raises(ValueError, match="read-only"):
        emojis.sprites["happy"][:] = 0


@pytest.mark.parametrize("label", LABELS)
def test_a_missing_picture_is_named_with_the_labels_a_set_needs(own_set, label):
    (own_set / f"{label}.png").unlink()

    with pytest.raises(UserError, match=rf"{label}\.png of the emoji set mine is missing"):
        load_emoji_set(own_set)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(UserError, match="emoji set gone"):
        load_emoji_set(tmp_path / "gone")


GOOD = png(disc())
BOMB = GOOD[:16] + (60_000).to_bytes(4, "big") * 2 + GOOD[24:]
BAD = {
    "tiny": (png(disc(64)), "64 x 64 pixels; it must be square, with 256 to 2048"),
    "not square": (png(disc(300)[:260]), "300 x 260 pixels"),
    "huge header": (BOMB, "60000 x 60000 pixels"),
    "no alpha": (png(disc()[..., :3]), "no transparency"),
    "grey": (png(disc()[..., 0]), "no transparency"),
    "16 bits": (png(disc().astype(np.uint16) * 257), "more than 8 bits"),
    "opaque": (png(with_alpha(255)), "transparent nowhere"),
    "half clear": (png(with_alpha(128)), "transparent nowhere"),
    "clear": (png(with_alpha(0)), "transparent everywhere"),
    "cut short": (GOOD[: len(GOOD) // 2], "is damaged"),
    "only a header": (GOOD[:33], "is damaged"),
    "empty": (b"", "not a PNG"),
    "text": (b"hello", "not a PNG"),
    "WebP": (cv2.imencode(".webp", disc())[1].tobytes(), "not a PNG"),
}


@pytest.mark.parametrize(("data", "reason"), BAD.values(), ids=BAD.keys())
def test_a_bad_picture_is_refused_in_words(own_set, data, reason):
    (own_set / "fear.png").write_bytes(data)

    with pytest.raises(UserError, match=reason) as refusal:
        load_emoji_set(own_set)

    assert "fear.png of the emoji set mine" in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    ["not json", "[]", '{"title": "Mine"}', '{"credit": "me"}'],
    ids=["not JSON", "a list", "no credit", "no title"],
)
def test_a_set_json_that_says_too_little_is_refused_in_words(own_set, text):
    (own_set / "set.json").write_text(text, encoding="utf-8")

    with pytest.raises(UserError, match="needs JSON with a title and a credit"):
        load_emoji_set(own_set)


def test_a_copy_of_a_shipped_set_loads_from_anywhere(tmp_path):
    shutil.copytree(EMOJIS / "noto", tmp_path / "copy")

    emojis = load_emoji_set(tmp_path / "copy")

    assert (emojis.name, emojis.title) == ("copy", "Noto")
