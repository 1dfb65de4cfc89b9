"""A set of one's own goes out as a sticker pack and comes back, if it is what it says."""

import io
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.emoji_pack import pack_zip, read_pack, sheet, sticker
from core.emojis import EmojiSet, load_emoji_set
from core.errors import UserError
from core.labels import EMOTIONS
from tests.support.pictures import decoded

NOTO = Path(__file__).parents[2] / "emojis" / "noto"


@pytest.fixture(scope="module")
def noto() -> EmojiSet:
    return load_emoji_set(NOTO)


def repacked(data: bytes, **changed: bytes | None) -> bytes:
    """The zip with files changed, or left out where None; `happy_png` means happy.png."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(whole, "w") as new:
        for name in old.namelist():
            content = changed.get(name.replace(".", "_"), old.read(name))
            if content is not None:
                new.writestr(name, content)
    return whole.getvalue()


def test_a_pack_holds_every_sticker_twice_and_its_name(noto):
    archive = zipfile.ZipFile(io.BytesIO(pack_zip(noto)))

    pictures = {
        name: decoded(archive.read(name)) for name in archive.namelist() if name != "set.json"
    }

    assert set(pictures) == {f"{label}.{kind}" for label in EMOTIONS for kind in ("png", "webp")}
    assert {picture.shape for picture in pictures.values()} == {(512, 512, 4)}


def test_a_pack_comes_back_as_it_went(noto):
    pack = read_pack(pack_zip(noto))

    assert pack.title == "Noto"
    assert np.array_equal(decoded(pack.pngs["sad"]), sticker(noto.sprites["sad"]))


def test_a_pack_lies_in_a_folder_of_sets_as_it_is(noto, tmp_path):
    zipfile.ZipFile(io.BytesIO(pack_zip(noto))).extractall(tmp_path / "mine")

    again = load_emoji_set(tmp_path / "mine")

    assert again.title == "Noto" and set(again.sprites) == set(EMOTIONS)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no whole zip"),
        (b"PK\x03\x04 and then nothing", "no whole zip"),
        (b"x" * 20_000_001, "at most 20 MB"),
    ],
    ids=["empty", "torn", "large"],
)
def test_what_is_no_zip_is_refused(data, said):
    with pytest.raises(UserError, match=said):
        read_pack(data)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "happy.png is missing"),
        (b"GIF89a", "not a PNG"),
        (b"\x00" * 5_000_001, "larger than"),
        (cv2.imencode(".png", np.zeros((300, 300, 3), np.uint8))[1].tobytes(), "no transparency"),
        (cv2.imencode(".png", np.zeros((30, 30, 4), np.uint8))[1].tobytes(), "30 x 30"),
    ],
    ids=["missing", "no PNG", "bomb", "opaque", "small"],
)
def test_one_bad_picture_refuses_the_whole_pack(noto, content, said):
    data = repacked(pack_zip(noto), happy_png=content)

    with pytest.raises(UserError, match=said):
        read_pack(data)


@pytest.mark.slow
@pytest.mark.parametrize(
    "about", [None, b"{", b"[1]", b'{"title": "\\u0007"}'], ids=["none", "torn", "list", "hidden"]
)
def test_a_pack_without_a_usable_name_gets_one(noto, about):
    pack = read_pack(repacked(pack_zip(noto), set_json=about))

    assert pack.title == "My set"


def test_too_many_files_are_refused(noto):
    whole = io.BytesIO(pack_zip(noto))
    with zipfile.ZipFile(whole, "a") as archive:
        for number in range(100):
            archive.writestr(f"{number}.txt", "")

    with pytest.raises(UserError, match="at most 100 files"):
        read_pack(whole.getvalue())


def test_a_wide_picture_becomes_a_square_sticker_in_its_middle():
    wide = np.zeros((100, 300, 4), np.uint8)
    wide[...] = (10, 20, 30, 255)

    square = sticker(wide)

    assert square.shape == (512, 512, 4)
    assert square[256, 256].tolist() == [10, 20, 30, 255] and square[20, 256, 3] == 0


def test_the_sheet_shows_all_seven(noto):
    page = sheet(noto)

    assert page.shape[1] / page.shape[0] > 1.4
    tiles = [page[30:330, 30 + 344 * column : 330 + 344 * column] for column in range(4)]
    assert all(tile.std() > 20 for tile in tiles)
