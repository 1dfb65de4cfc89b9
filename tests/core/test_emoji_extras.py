"""The extras: further emojis on one sheet, and sets that stand when another one is damaged."""

import itertools
import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.emojis import load_emoji_set, load_emoji_sets
from core.errors import UserError

pytestmark = pytest.mark.slow

EMOJIS = Path(__file__).parents[2] / "emojis"
SHIPPED = ["noto", "fluent", "openmoji", "twemoji"]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Two shipped sets in a folder of their own."""
    for name in ("noto", "twemoji"):
        shutil.copytree(EMOJIS / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_set_has_forty_extras_and_a_mark_for_not_sure(name):
    emojis = load_emoji_set(EMOJIS / name)

    assert len(emojis.extras) == 40
    assert emojis.not_sure is not None
    assert emojis.not_sure.shape[0] >= 256
    for sprite in emojis.extras.values():
        assert sprite.shape == (256, 256, 4)
        assert sprite.dtype == np.uint8


def test_all_sets_name_their_extras_alike():
    names = {tuple(load_emoji_set(EMOJIS / name).extras) for name in SHIPPED}

    assert len(names) == 1


@pytest.mark.parametrize("name", SHIPPED)
def test_no_two_extras_of_a_set_look_alike(name):
    extras = load_emoji_set(EMOJIS / name).extras

    for one, other in itertools.combinations(extras, 2):
        difference = cv2.absdiff(extras[one][..., :3], extras[other][..., :3])
        assert (difference.max(axis=2) > 40).mean() > 0.01, f"{one} and {other}"


@pytest.mark.parametrize("name", SHIPPED)
def test_the_sheet_is_small_and_without_metadata(name):
    data = (EMOJIS / name / "extras.webp").read_bytes()

    assert len(data) < 800_000
    assert not any(chunk in data for chunk in (b"EXIF", b"XMP ", b"ICCP"))


def test_every_emoji_of_a_set_is_found_by_its_name():
    emojis = load_emoji_set(EMOJIS / "noto")

    assert emojis.sprite("happy") is emojis.sprites["happy"]
    assert emojis.sprite("not sure") is emojis.not_sure
    assert emojis.sprite("cowboy") is emojis.extras["cowboy"]
    assert emojis.sprite("klingon") is None


@pytest.mark.parametrize("file", ["sad.png", "not_sure.png", "extras.webp", "set.json"])
def test_a_cut_file_of_one_set_does_not_take_the_others_along(copied, file):
    path = copied / "noto" / file
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    loaded = load_emoji_sets(copied)

    assert list(loaded.sets) == ["twemoji"]
    (problem,) = loaded.problems
    assert f"{file} of the emoji set noto" in problem


def test_without_any_whole_set_it_is_said_why(copied):
    for name in ("noto", "twemoji"):
        (copied / name / "sad.png").write_bytes(b"")

    with pytest.raises(UserError, match=r"noto is not a PNG.*twemoji is not a PNG"):
        load_emoji_sets(copied)


@pytest.mark.parametrize(
    ("extras", "sentence"),
    [
        ({"columns": 8}, "must give the extras' names"),
        ({"columns": "many", "code_points": {}}, "must give the extras' names"),
        ({"columns": 0, "code_points": {"cool": ""}}, "may hold 1 to 100"),
        ({"columns": 8, "code_points": {}}, "may hold 1 to 100"),
        ({"columns": 7, "code_points": dict.fromkeys(map(str, range(40)))}, "do not fill"),
        ({"columns": 8, "code_points": dict.fromkeys(map(str, range(41)))}, "do not fill"),
    ],
    ids=["no names", "no number", "no columns", "no emojis", "other columns", "one too many"],
)
def test_a_sheet_that_its_set_describes_wrongly_is_refused_in_words(copied, extras, sentence):
    path = copied / "noto" / "set.json"
    about = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**about, "extras": extras}), encoding="utf-8")

    with pytest.raises(UserError, match=sentence):
        load_emoji_set(copied / "noto")


def test_an_empty_place_on_the_sheet_is_named(copied):
    sheet = cv2.imread(str(copied / "noto" / "extras.webp"), cv2.IMREAD_UNCHANGED)
    assert sheet is not None
    sheet[:256, 256:512] = 0
    cv2.imwrite(str(copied / "noto" / "extras.webp"), sheet, [cv2.IMWRITE_WEBP_QUALITY, 90])

    with pytest.raises(UserError, match=r"laughing on extras\.webp of the emoji set noto is trans"):
        load_emoji_set(copied / "noto")
