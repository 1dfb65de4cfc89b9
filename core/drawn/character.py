"""Who is drawn: the same number always makes the same person."""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

Colour: TypeAlias = tuple[float, float, float]  # BGR, [0, 255]

HAIR_STYLES: Final = (
    *("short", "parted", "quiff", "curly", "afro", "bob", "long", "wavy", "bun", "ponytail"),
    *("bald", "headscarf"),
)
HATS: Final = ("", "beanie", "cap")
BEARDS: Final = ("", "stubble", "moustache", "full")
GLASSES: Final = ("", "round", "square")

_SKINS: Final[tuple[Colour, ...]] = (
    *((200, 219, 252), (178, 202, 243), (158, 187, 233), (131, 165, 219)),
    *((105, 142, 200), (84, 118, 176), (66, 94, 146), (56, 76, 117)),
)
_HAIRS: Final[tuple[Colour, ...]] = (
    *((38, 32, 34), (40, 48, 66), (38, 62, 96), (50, 92, 140), (96, 160, 214)),
    *((48, 88, 178), (150, 150, 154), (206, 208, 212)),
)
_EYES: Final[tuple[Colour, ...]] = (
    *((34, 58, 92), (26, 42, 66), (70, 118, 120), (160, 124, 70), (104, 128, 78)),
)
_SHIRTS: Final[tuple[Colour, ...]] = (
    *((186, 122, 66), (90, 92, 214), (88, 158, 92), (70, 176, 240), (160, 96, 132)),
    *((168, 160, 62), (94, 78, 66), (120, 130, 232), (214, 206, 200), (64, 64, 150)),
)


@dataclass(frozen=True, kw_only=True)
class Character:
    """A person. Lengths are shares of half a face's height."""

    skin: Colour
    hair: Colour
    eyes: Colour
    shirt: Colour
    hat_colour: Colour
    hair_style: str = "short"  # one of HAIR_STYLES
    hat: str = ""  # one of HATS
    beard: str = ""  # one of BEARDS
    glasses: str = ""  # one of GLASSES
    width: float = 0.76  # half the face's width
    jaw: float = 0.5  # 0 slender, 1 square
    eye_size: float = 1.0
    eye_gap: float = 0.33  # from the middle to an eye's
    brow: float = 1.0  # thickness
    nose: float = 1.0  # size
    lips: float = 1.0  # fullness
    lip_tint: float = 0.3  # [0, 1], how far the lips' colour is from the skin's
    freckles: bool = False
    earrings: bool = False


def character(number: int) -> Character:
    """The person with this number, 0 or more."""
    random = np.random.default_rng([number, 7])
    skin = _SKINS[int(random.integers(len(_SKINS)))]
    dark = _SKINS.index(skin) >= 4
    # Every style comes as often as any other, and neighbours in number look different.
    style = HAIR_STYLES[(number * 5 + int(random.integers(2))) % len(HAIR_STYLES)]
    worn_long = style in ("bob", "long", "wavy", "bun", "ponytail", "headscarf")
    hairs = _HAIRS[: 3 if dark else None]
    shirt, hat_colour = (_SHIRTS[int(i)] for i in random.choice(len(_SHIRTS), 2, replace=False))
    with_hat = random.random() < 0.16 and style not in ("headscarf", "bun", "afro", "quiff")
    beard = "" if worn_long else str(random.choice(BEARDS, p=(0.54, 0.28, 0.1, 0.08)))
    return Character(
        skin=skin,
        hair=hairs[int(random.integers(len(hairs)))],
        eyes=_EYES[int(random.integers(2 if dark else len(_EYES)))],
        shirt=shirt,
        hat_colour=hat_colour,
        hair_style=style,
        hat=str(random.choice(HATS[1:])) if with_hat else "",
        beard=beard,
        glasses=str(random.choice(GLASSES, p=(0.84, 0.08, 0.08))),
        width=float(random.uniform(0.72, 0.82)),
        jaw=float(random.uniform(0.0, 0.45) if worn_long else random.uniform(0.35, 1.0)),
        eye_size=float(random.uniform(0.94, 1.1) * (1.05 if worn_long else 1.0)),
        eye_gap=float(random.uniform(0.32, 0.35)),
        brow=float(random.uniform(0.75, 1.0) if worn_long else random.uniform(1.0, 1.4)),
        nose=float(random.uniform(0.85, 1.15)),
        lips=float(random.uniform(0.85, 1.3)),
        lip_tint=float(random.uniform(0.4, 0.9) if worn_long else random.uniform(0.15, 0.35)),
        freckles=bool(random.random() < 0.2 and not dark),
        earrings=bool(worn_long and style != "headscarf" and random.random() < 0.5),
    )
