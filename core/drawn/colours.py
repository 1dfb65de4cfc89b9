"""Colours made of a few: skin in shadow and in light, lips, the shine of hair."""

from typing import Final

from core.drawn.character import Character, Colour

INK: Final[Colour] = (24, 18, 30)
WHITE: Final[Colour] = (250, 250, 252)
TEETH: Final[Colour] = (238, 246, 250)
MOUTH: Final[Colour] = (34, 22, 74)
TONGUE: Final[Colour] = (106, 98, 214)
_WARM_SHADOW: Final[Colour] = (40, 40, 110)
_LIP: Final[Colour] = (96, 84, 196)


def mixed(a: Colour, b: Colour, share: float) -> Colour:
    """From one colour (share 0) to another (1)."""
    return (
        a[0] + (b[0] - a[0]) * share,
        a[1] + (b[1] - a[1]) * share,
        a[2] + (b[2] - a[2]) * share,
    )


def darker(colour: Colour, share: float) -> Colour:
    """The colour with so much of its light taken away."""
    return (colour[0] * (1 - share), colour[1] * (1 - share), colour[2] * (1 - share))


def lighter(colour: Colour, share: float) -> Colour:
    """The colour on its way to white."""
    return mixed(colour, (255, 255, 255), share)


def skin_shadow(who: Character, depth: float = 0.5) -> Colour:
    """Skin out of the light: darker and redder."""
    return mixed(darker(who.skin, 0.55 * depth), _WARM_SHADOW, 0.3 * depth)


def skin_light(who: Character) -> Colour:
    """Skin that faces the light."""
    return mixed(lighter(who.skin, 0.45), (190, 232, 255), 0.3)


def crease(who: Character) -> Colour:
    """A fold or a furrow of the skin."""
    return mixed(darker(who.skin, 0.62), _WARM_SHADOW, 0.35)


def blush(who: Character) -> Colour:
    """Cheeks, ears and the nose's tip."""
    return mixed(darker(who.skin, 0.08), (110, 110, 240), 0.45)


def lip(who: Character) -> Colour:
    """Lips, from the skin's own colour to rosy."""
    return mixed(mixed(darker(who.skin, 0.2), _LIP, 0.35), _LIP, who.lip_tint)
