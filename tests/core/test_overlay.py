"""A cover hides, a badge stands beside, classic keeps its width, and labels can be read."""

from dataclasses import replace

import numpy as np
import pytest

from core.analysis import Reading
from core.classifier import Prediction
from core.emojis import EmojiSet, load_emoji_set
from core.face import Box, Face
from core.labels import COLORS, EMOTIONS
from core.overlay import STYLES, draw_emojis
from core.text import GROUND, text_pill
from tests.support.folders import EMOJIS

BOX = Box(220, 120, 370, 320)
RGB = {label: tuple(bytes.fromhex(colour[1:])) for label, colour in COLORS.items()}


def drawn_set(shape: str) -> EmojiSet:
    """Green emojis of 256 px, each with a red square at its top."""
    rows, columns = np.indices((256, 256)) - 127.5
    disc = np.hypot(rows, columns) < 124
    opacity = {
        "round": 255 * disc,
        "small and square": 255 * (np.maximum(abs(rows), abs(columns)) < 50),
        "with a hole": 255 * (disc & (np.hypot(rows, columns) > 60)),
        "see-through": 90 * disc,
    }[shape]
    sprite = np.dstack([np.full((256, 256, 3), (0, 200, 0)), opacity]).astype(np.uint8)
    sprite[10:40, 113:143] = (0, 0, 255, 255)
    return EmojiSet("drawn", "Drawn", "", dict.fromkeys(EMOTIONS, sprite))


ROUND = drawn_set("round")
GREY = np.full((480, 640, 3), 90, np.uint8)
GREY.setflags(write=False)


def reading(
    box: Box = BOX, *, label: str = "happy", roll_deg: float = 0, confidence: float = 0.82
) -> Reading:
    landmarks = np.zeros((5, 2), np.float32)
    landmarks[1] = np.cos(np.radians(roll_deg)), np.sin(np.radians(roll_deg))
    probabilities = np.full(7, (1 - confidence) / 6, np.float32)
    probabilities[EMOTIONS.index(label)] = confidence
    return Reading(Face(box, 0.9, landmarks), Prediction(EMOTIONS, probabilities))


def ellipse(box: Box) -> np.ndarray:
    """(480, 640) bool: pixels whose middle lies in the ellipse that fits into the box."""
    rows, columns = np.indices((480, 640)) + 0.5
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return ((columns - x) / box.width * 2) ** 2 + ((rows - y) / box.height * 2) ** 2 <= 1


def shows_through(readings: list[Reading], emojis: EmojiSet, **settings) -> np.ndarray:
    """(480, 640) bool: pixels of a cover that differ at all when what is under it does."""
    magenta = np.full_like(GREY, (255, 0, 255))
    over_magenta = draw_emojis(magenta, readings, emojis, style="cover", **settings)
    over_green = draw_emojis(255 - magenta, readings, emojis, style="cover", **settings)
    return (over_magenta != over_green).any(axis=2)


def painted(out: np.ndarray) -> np.ndarray:
    """(480, 640) bool: pixels that are no longer the grey frame's."""
    return (out[:, :640] != 90).any(axis=2)


def is_red(out: np.ndarray) -> np.ndarray:
    return (out[..., 2] > 200) & (out[..., 1] < 60)


def middle_of(mask: np.ndarray) -> tuple[float, float]:
    rows, columns = np.nonzero(mask)
    return columns.mean() + 0.5, rows.mean() + 0.5


def contrast(*colours: tuple[int, ...] | np.ndarray) -> float:
    """Of two RGB colours. Source: WCAG 2.2, contrast ratio and relative luminance."""
    shares = np.array(colours) / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    dark, light = sorted(linear @ (0.2126, 0.7152, 0.0722) + 0.05)
    return light / dark


@pytest.mark.parametrize("roll_deg", [0, 20, 45, -45, 90], ids=lambda roll: f"roll {roll}")
@pytest.mark.parametrize("shape", ["round", "small and square", "with a hole", "see-through"])
def test_a_cover_hides_the_whole_face_whatever_the_emoji(shape, roll_deg):
    emojis = drawn_set(shape)

    leaks = shows_through([reading(roll_deg=roll_deg)], emojis, size=0.1)

    assert not leaks[ellipse(BOX)].any()


@pytest.mark.parametrize(
    "box",
    [
        Box(300.4, 200.7, 308.4, 210.7),
        Box(100, 200, 300, 260),
        Box(-60, -80, 70, 90),
        Box(600, 430, 720, 590),
    ],
    ids=["tiny", "wide", "top-left edge", "bottom-right edge"],
)
@pytest.mark.parametrize("confidence", [0.9, 0.3], ids=["sure", "unsure"])
def test_a_cover_hides_the_face_wherever_it_is(box, confidence):
    one = reading(box, roll_deg=20, confidence=confidence)

    leaks = shows_through([one], ROUND, min_confidence=0.5)

    assert not leaks[ellipse(box)].any()


@pytest.mark.slow
@pytest.mark.parametrize("label", EMOTIONS)
@pytest.mark.parametrize("name", ["fluent", "noto", "openmoji", "twemoji"])
def test_every_shipped_emoji_hides_a_face(name, label):
    leaks = shows_through([reading(label=label, roll_deg=20)], load_emoji_set(EMOJIS / name))

    assert not leaks[ellipse(BOX)].any()


@pytest.mark.parametrize(
    ("roll_deg", "right", "down"),
    [(0, 0, -1), (90, 1, 0), (45, 0.7071, -0.7071)],
    ids=["upright", "to the right", "half right"],
)
def test_a_cover_turns_with_the_head(roll_deg, right, down):
    far = 103 * 300 / 256  # the red square's middle above the sprite's; 256 px become 300

    out = draw_emojis(GREY, [reading(roll_deg=roll_deg)], ROUND, style="cover", size=300 / 200)

    expected = (295 + right * far, 220 + down * far)
    assert middle_of(is_red(out)) == pytest.approx(expected, abs=0.7)


@pytest.mark.parametrize(
    ("height", "width", "total"),
    [(480, 640, 904), (640, 480, 744), (481, 641, 906), (3, 3, 6)],
    ids=["camera", "upright", "odd", "tiny"],
)
def test_classic_has_one_even_width_for_one_picture_size(height, width, total):
    picture = np.full((height, width, 3), 90, np.uint8)

    widths = [
        draw_emojis(picture, readings, ROUND, style="classic").shape
        for readings in ([], [reading()], [reading(), reading(Box(10, 10, 40, 50))])
    ]

    assert widths == [(height, total, 3)] * 3


def test_a_label_is_never_covered_by_another_faces_emoji():
    # The larger face's badge lies where the smaller one's words are.
    small, large = reading(Box(220, 100, 300, 190)), reading(Box(60, 200, 250, 430), label="sad")
    alone = draw_emojis(GREY, [small], ROUND, style="badge")

    both = draw_emojis(GREY, [large, small], ROUND, style="badge")

    pill = text_pill("happy 82 %", 14)
    left, top = round(260 - pill.shape[1] / 2), round(190 + pill.shape[0] * 0.2)
    there = np.s_[top : top + pill.shape[0], left : left + pill.shape[1]]
    opaque = pill[..., 3] == 255
    assert (alone[there][opaque] == pill[opaque, :3]).all()
    assert (both[there][opaque] == pill[opaque, :3]).all()


def test_an_unknown_style_is_refused_in_words():
    with pytest.raises(ValueError, match="A style is one of cover, badge, classic, not 'mask'"):
        draw_emojis(GREY, [], ROUND, style="mask")


@pytest.mark.parametrize("size_px", [14, 20, 64])
def test_a_label_can_be_read_on_any_ground(size_px):
    pill = text_pill("surprise 82 %", size_px)

    colours = pill[pill[..., 3] == 255, 2::-1]
    assert contrast(colours.max(axis=0), colours.min(axis=0)) >= 4.5
    assert pill[0, 0, 3] == 0 and len(np.unique(pill[..., 3])) > 2, "round and smooth at its ends"


def test_the_limit_itself_is_sure_and_below_it_a_cover_is_one_plain_colour():
    sure, unsure = (
        draw_emojis(GREY, [reading(confidence=0.5)], ROUND, style="cover", min_confidence=m)
        for m in (0.5, 0.51)
    )

    assert is_red(sure).any()
    assert len(np.unique(unsure[ellipse(BOX)], axis=0)) == 1


@pytest.mark.parametrize("style", ["badge", "classic"])
def test_an_unsure_face_gets_no_emoji_and_nothing_that_names_its_expression(style):
    out = draw_emojis(GREY, [reading()], ROUND, style=style, min_confidence=0.9)

    assert not is_red(out).any(), "no emoji"
    assert not any((out == colour[::-1]).all(axis=2).any() for colour in RGB.values())
    assert not (out[:, :640] == GROUND[::-1]).all(axis=2).any(), "a label"


@pytest.mark.parametrize(
    "box",
    [BOX, Box(520, 10, 630, 150), Box(530, 0, 640, 140), Box(4, 330, 110, 476)],
    ids=["middle", "near a corner", "in the top-right corner", "bottom-left"],
)
def test_a_badge_leaves_the_face_to_be_seen_and_is_whole(box):
    out = draw_emojis(GREY, [reading(box)], ROUND, style="badge")

    x, y, far = int(box.x0 + box.x1) // 2, int(box.y0 + box.y1) // 2, int(box.width / 8)
    assert not painted(out)[y - far : y + far, x - far : x + far].any()
    radius = 0.6 * box.height * 124 / 256
    assert painted(out).sum() > 0.99 * np.pi * radius**2, "none of the emoji is cut off"


def test_classic_shows_the_largest_faces_emoji_in_the_panel_only():
    two = [reading(), reading(Box(10, 10, 40, 50), label="sad")]
    emojis = replace(ROUND, sprites={**ROUND.sprites, "sad": ROUND.sprites["sad"][::-1].copy()})

    out = draw_emojis(GREY, two, emojis, style="classic")
    empty = draw_emojis(GREY, [], ROUND, style="classic")

    # The panel is 264 wide, its emoji 211.2, and the square 103/256 of that above the middle.
    assert middle_of(is_red(out)) == pytest.approx((640 + 132, 240 - 85), abs=0.7)
    assert (empty[:, 640:] == GROUND[::-1]).all(), "calm without a face"


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("side", "box"),
    [(480, BOX), (480, Box(-900, -900, -700, -700)), (480, Box(5000, 90, 5100, 220)), (1, BOX)],
    ids=["inside", "left of it", "right of it", "one pixel"],
)
def test_the_input_stays_as_it_was_and_is_not_shared(style, side, box):
    frame = np.full((side, side, 3), 90, np.uint8)
    frame.setflags(write=False)

    out = draw_emojis(frame, [reading(box)], ROUND, style=style)

    assert (frame == 90).all() and not np.shares_memory(out, frame)
    assert (out.shape[0], out.dtype) == (side, np.uint8)


@pytest.mark.parametrize("ground", [(255, 255, 255), (21, 19, 26)], ids=["light", "dark"])
@pytest.mark.parametrize("emotion", EMOTIONS)
def test_an_emotions_colour_is_seen_on_both_grounds(emotion, ground):
    assert contrast(RGB[emotion], ground) >= 3
