"""A cover hides, a badge stands beside, classic keeps its width, and labels can be read."""

from pathlib import Path

import numpy as np
import pytest

from core.analysis import Reading
from core.classifier import Prediction
from core.emojis import EmojiSet, load_emoji_set
from core.faces import Box, Face
from core.labels import COLORS, EMOTIONS
from core.overlay import draw_emojis
from core.text import GROUND, INK, percent, text_pill

SETS = Path(__file__).parents[1] / "emojis"
BOX = Box(220, 120, 370, 320)


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


def reading(box: Box = BOX, *, roll_deg: float = 0, confidence: float = 0.82) -> Reading:
    """A face that looks happy."""
    turn = np.radians(roll_deg)
    landmarks = np.zeros((5, 2), np.float32)
    landmarks[1] = 60 * np.cos(turn), 60 * np.sin(turn)
    probabilities = np.full(7, (1 - confidence) / 6, np.float32)
    probabilities[EMOTIONS.index("happy")] = confidence
    return Reading(Face(box, 0.9, landmarks), Prediction(EMOTIONS, probabilities))


def grey_frame() -> np.ndarray:
    return np.full((480, 640, 3), 90, np.uint8)


def ellipse(box: Box) -> np.ndarray:
    """(480, 640) bool: pixels whose middle lies in the ellipse that fits into the box."""
    rows, columns = np.indices((480, 640)) + 0.5
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return ((columns - x) / box.width * 2) ** 2 + ((rows - y) / box.height * 2) ** 2 <= 1


def shows_through(readings: list[Reading], emojis: EmojiSet, **settings) -> np.ndarray:
    """(480, 640) bool: pixels of a cover that differ at all when what is under it does."""
    magenta = np.full((480, 640, 3), (255, 0, 255), np.uint8)
    over_magenta = draw_emojis(magenta, readings, emojis, style="cover", **settings)
    over_green = draw_emojis(255 - magenta, readings, emojis, style="cover", **settings)
    return (over_magenta != over_green).any(axis=2)


def painted(out: np.ndarray) -> np.ndarray:
    """(480, 640) bool: pixels that are no longer the grey frame's."""
    return (out[:, :640] != 90).any(axis=2)


def is_red(out: np.ndarray) -> np.ndarray:
    return (out[..., 2] > 200) & (out[..., 1] < 60)


def middle_of(mask: np.ndarray) -> tuple[float, float]:
    """x and y of the mean of the pixels that are set."""
    rows, columns = np.nonzero(mask)
    return columns.mean() + 0.5, rows.mean() + 0.5


def luminance(rgb: tuple[int, ...]) -> float:
    """Source: WCAG 2.2, definition of relative luminance."""
    shares = np.array(rgb) / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Source: WCAG 2.2, definition of contrast ratio."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


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
        Box(-400, -500, 1100, 1000),
    ],
    ids=["tiny", "wide", "top-left edge", "bottom-right edge", "larger than the frame"],
)
@pytest.mark.parametrize("confidence", [0.9, 0.3], ids=["sure", "unsure"])
def test_a_cover_hides_the_face_wherever_it_is(box, confidence):
    leaks = shows_through(
        [reading(box, roll_deg=20, confidence=confidence)], ROUND, min_confidence=0.5
    )

    assert not leaks[ellipse(box)].any()


@pytest.mark.parametrize("name", ["fluent", "noto", "openmoji", "twemoji"])
def test_every_shipped_emoji_hides_a_face(name):
    probabilities = np.eye(7, dtype=np.float32)
    face = reading(roll_deg=20).face
    emojis = load_emoji_set(SETS / name)

    leaks = [
        shows_through([Reading(face, Prediction(EMOTIONS, one))], emojis) for one in probabilities
    ]

    assert not any(leak[ellipse(BOX)].any() for leak in leaks)


@pytest.mark.parametrize("min_confidence", [0.0, 0.9], ids=["sure", "unsure"])
def test_every_face_of_a_group_is_hidden(min_confidence):
    boxes = [Box(300, 100, 500, 340), Box(180, 120, 320, 300), Box(20, 30, 60, 80)]

    leaks = shows_through([reading(box) for box in boxes], ROUND, min_confidence=min_confidence)

    assert not any(leaks[ellipse(box)].any() for box in boxes)


def test_an_unsure_cover_shows_no_emoji():
    out = draw_emojis(
        grey_frame(), [reading(confidence=0.3)], ROUND, style="cover", min_confidence=0.5
    )

    assert not is_red(out).any()
    assert len(np.unique(out[ellipse(BOX)], axis=0)) == 1, "one plain colour"


@pytest.mark.parametrize(
    ("roll_deg", "right", "down"),
    [(0, 0, -1), (90, 1, 0), (-90, -1, 0), (45, 0.7071, -0.7071)],
    ids=["upright", "to the right", "to the left", "half right"],
)
def test_a_cover_turns_with_the_head(roll_deg, right, down):
    # Of 300 px the sprite's 256 become 300; the red square's middle is 103 above the sprite's.
    far = 103 * 300 / 256

    out = draw_emojis(
        grey_frame(), [reading(roll_deg=roll_deg)], ROUND, style="cover", size=300 / 200
    )

    expected = (295 + right * far, 220 + down * far)
    assert middle_of(is_red(out)) == pytest.approx(expected, abs=0.7)


def test_a_cover_grows_with_its_size():
    small, large = (
        draw_emojis(grey_frame(), [reading()], ROUND, style="cover", size=size)
        for size in (1.3, 2.0)
    )

    # Discs of 248/256 of 260 and of 400 pixels.
    assert painted(small).any(axis=0).sum() == pytest.approx(252, abs=2)
    assert painted(large).any(axis=0).sum() == pytest.approx(388, abs=2)


def test_a_cover_moves_by_less_than_a_pixel():
    out = [
        draw_emojis(
            grey_frame(), [reading(Box(220 + x, 120, 370 + x, 320))], ROUND, style="cover"
        ).astype(float)
        for x in (0, 0.5, 1)
    ]

    halfway = (out[0] + out[2]) / 2
    assert np.abs(out[1] - halfway).mean() < 0.1 * np.abs(out[0] - halfway).mean() + 0.02


@pytest.mark.parametrize(
    "box",
    [BOX, Box(520, 10, 630, 150), Box(4, 330, 110, 476)],
    ids=["middle", "top-right corner", "bottom-left corner"],
)
def test_a_badge_leaves_the_face_to_be_seen_and_stays_in_the_frame(box):
    out = draw_emojis(grey_frame(), [reading(box)], ROUND, style="badge")

    x, y = int(box.x0 + box.x1) // 2, int(box.y0 + box.y1) // 2
    quarter = int(box.width / 8)
    assert not painted(out)[y - quarter : y + quarter, x - quarter : x + quarter].any()
    side = 0.6 * box.height
    disc_px = np.pi * (side * 248 / 512) ** 2
    assert painted(out).sum() > 0.99 * disc_px, "the whole emoji, none of it cut off"


@pytest.mark.parametrize("style", ["badge", "classic"])
def test_an_unsure_face_gets_no_emoji_and_no_name(style):
    unsure = [reading(confidence=0.3)]

    out = draw_emojis(grey_frame(), unsure, ROUND, style=style, min_confidence=0.5)

    named = tuple(bytes.fromhex(COLORS["happy"][1:]))[::-1]
    assert not is_red(out).any()
    assert not (out == named).all(axis=2).any(), "the box's colour would tell"
    assert not (out[:, :640] == GROUND[::-1]).all(axis=2).any(), "no label"


def test_a_face_is_sure_at_the_limit_itself():
    limit = reading(confidence=0.5)

    out = draw_emojis(grey_frame(), [limit], ROUND, style="cover", min_confidence=0.5)

    assert is_red(out).any()


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


def test_classic_without_a_face_has_a_calm_panel():
    out = draw_emojis(grey_frame(), [], ROUND, style="classic")

    assert (out[:, :640] == 90).all()
    assert (out[:, 640:] == GROUND[::-1]).all()


def test_classic_shows_the_emoji_of_the_largest_face_only_once_and_large():
    two = [reading(), reading(Box(10, 10, 40, 50))]

    out = draw_emojis(grey_frame(), two, ROUND, style="classic")

    assert not is_red(out[:, :640]).any(), "none on the picture"
    # The panel is 264 wide, its emoji 211.2, and the square 103/256 of that above the middle.
    assert middle_of(is_red(out)) == pytest.approx((640 + 132, 240 - 85), abs=0.7)


@pytest.mark.parametrize("style", ["cover", "badge", "classic"])
def test_numbers_are_written_at_the_top_left_corners(style):
    two = [reading(Box(320, 150, 470, 350)), reading(Box(60, 150, 160, 280))]

    plain = draw_emojis(grey_frame(), two, ROUND, style=style)
    numbered = draw_emojis(grey_frame(), two, ROUND, style=style, numbered=True)

    added = (plain != numbered).any(axis=2)
    assert added[150:190, 320:360].any() and added[150:175, 60:85].any()
    added[150:190, 320:360] = added[150:175, 60:85] = False
    assert not added.any(), "and nowhere else"


@pytest.mark.parametrize("style", ["cover", "badge", "classic"])
@pytest.mark.parametrize(
    "box",
    [BOX, Box(-900, -900, -700, -700), Box(5000, 100, 5100, 220), Box(0, 0, 640, 480)],
    ids=["inside", "left of it", "right of it", "the whole frame"],
)
def test_the_input_stays_as_it_was_and_can_be_read_only(style, box):
    frame = grey_frame()
    frame.setflags(write=False)

    out = draw_emojis(frame, [reading(box)], ROUND, style=style, numbered=True)

    assert (frame == 90).all()
    assert out.dtype == np.uint8 and out.shape[0] == 480
    assert not np.shares_memory(out, frame)


@pytest.mark.parametrize("style", ["cover", "badge"])
def test_no_face_gives_an_equal_picture_that_is_a_copy(style):
    frame = grey_frame()

    out = draw_emojis(frame, [], ROUND, style=style, numbered=True)

    assert (out == frame).all()
    assert not np.shares_memory(out, frame)


@pytest.mark.parametrize("side", [1, 2, 20], ids=lambda side: f"{side} px")
@pytest.mark.parametrize("style", ["cover", "badge", "classic"])
def test_a_picture_smaller_than_a_label_is_drawn_too(style, side):
    picture = np.full((side, side, 3), 90, np.uint8)

    out = draw_emojis(picture, [reading(Box(0, 0, side, side))], ROUND, style=style, numbered=True)

    assert out.shape[0] == side


def test_an_unknown_style_is_refused_in_words():
    with pytest.raises(ValueError, match="A style is one of cover, badge, classic, not 'mask'"):
        draw_emojis(grey_frame(), [], ROUND, style="mask")


@pytest.mark.parametrize("size_px", [14, 20, 64])
def test_a_label_can_be_read_on_any_ground(size_px):
    pill = text_pill("surprise 82 %", size_px)

    assert contrast(INK, GROUND) >= 4.5
    solid = pill[pill[..., 3] == 255, :3][:, ::-1]
    brightest, darkest = solid[solid.sum(axis=1).argmax()], solid[solid.sum(axis=1).argmin()]
    assert contrast(tuple(brightest), tuple(darkest)) >= 4.5
    assert pill[0, 0, 3] == 0, "round corners"
    assert np.isin(pill[..., 3], (0, 255)).mean() < 1, "smooth edges"


def test_letters_keep_clear_of_the_edge_of_their_pill():
    pill = text_pill("disgust 100 %", 20)

    letters = pill[..., :3].max(axis=2) > 60
    assert not letters[[0, 1, -2, -1]].any() and not letters[:, [0, 1, 2, -3, -2, -1]].any()


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "0 %"), (0.824, "82 %"), (0.996, "100 %"), (1.0, "100 %")],
)
def test_a_share_is_written_as_a_percentage(share, words):
    written = percent(share)

    assert written == words


@pytest.mark.parametrize("ground", ["#ffffff", "#15131a"], ids=["light", "dark"])
@pytest.mark.parametrize("emotion", EMOTIONS)
def test_an_emotions_colour_is_seen_on_both_grounds(emotion, ground):
    colour = tuple(bytes.fromhex(COLORS[emotion][1:]))

    ratio = contrast(colour, tuple(bytes.fromhex(ground[1:])))

    assert ratio >= 3
