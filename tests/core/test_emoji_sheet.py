"""An emoji set as the sheets that a browser draws from."""

import cv2
import numpy as np
import pytest

from core.emoji_sheet import disc_colours, sheets
from core.emojis import NOT_SURE, load_emoji_set
from core.labels import EMOTIONS
from tests.support.folders import EMOJIS
from tests.support.pictures import decoded


@pytest.fixture(scope="module")
def noto():
    return load_emoji_set(EMOJIS / "noto")


def test_the_first_sheet_holds_the_seven_and_the_mark_and_the_second_all_extras(noto):
    first, second = sheets(noto)

    assert first.names == (*EMOTIONS, NOT_SURE)
    assert second.names == tuple(noto.extras)
    assert first.columns * first.rows >= len(first.names)


def test_each_place_of_a_sheet_shows_its_emoji(noto):
    for sheet in sheets(noto):
        whole = decoded(sheet.webp)
        side = whole.shape[1] // sheet.columns
        for number, name in enumerate(sheet.names):
            top, left = number // sheet.columns * side, number % sheet.columns * side
            shown = whole[top : top + side, left : left + side].astype(int)
            full = noto.sprite(name)
            sprite = cv2.resize(full, (side, side), interpolation=cv2.INTER_AREA)
            opaque = sprite[..., 3] > 250

            assert np.abs(shown - sprite)[opaque].mean() < 6, name


def test_a_sheet_is_made_once_for_a_set(noto):
    assert sheets(noto) is sheets(noto)


def test_every_emoji_has_the_colour_of_its_disc(noto):
    discs = disc_colours(noto)

    assert set(discs) == {*EMOTIONS, NOT_SURE, *noto.extras}
    red, green, blue = (int(discs["happy"][at : at + 2], 16) for at in (1, 3, 5))
    assert red > green > blue, "a yellow face"
