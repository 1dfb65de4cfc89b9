"""How a face looks: fifteen muscles in numbers, for each of the seven expressions."""

from dataclasses import dataclass, fields
from typing import Final

from core.labels import EMOTIONS


@dataclass(frozen=True, kw_only=True)
class Expression:
    """Lengths are shares of half a face's height; all zero but the eyes' 1 is a face at rest."""

    inner_brow: float = 0.0  # up
    outer_brow: float = 0.0  # up
    squeeze: float = 0.0  # brows drawn together, with furrows between them, [0, 1]
    forehead: float = 0.0  # lines across it, [0, 1]
    eye_open: float = 1.0  # × of the upper lid's height at rest
    lower_lid: float = 0.0  # raised, [0, 1]
    mouth_width: float = 0.0  # wider
    corners: float = 0.0  # of the mouth, up
    upper_lip: float = 0.0  # opened upwards
    lower_lip: float = 0.0  # opened downwards
    square: float = 0.0  # the opening's shape, 0 an almond, 1 a box
    teeth: float = 0.0  # clenched: how far the lower row closes the opening, [0, 1]
    snarl: float = 0.0  # nose wrinkled and upper lip curled, [0, 1]
    folds: float = 0.0  # from the nose to the mouth's corners, [0, 1]
    cheeks: float = 0.0  # raised and round, [0, 1]

    @property
    def frown(self) -> float:
        """How grim the brows are: drawn together and pressed down, [0, 1]."""
        return self.squeeze * min(1.0, max(0.0, -8 * self.inner_brow))


REST: Final = Expression()
_FULL: Final = {
    "angry": Expression(
        inner_brow=-0.2, squeeze=1, forehead=0.2, eye_open=0.85, lower_lid=0.4,
        mouth_width=-0.05, corners=-0.09, upper_lip=0.1, lower_lip=0.28, square=1.0, teeth=0.48,
        snarl=0.25, folds=1.0,
    ),
    "disgust": Expression(
        inner_brow=-0.15, outer_brow=0.07, squeeze=1.0, forehead=0.7, eye_open=0.3,
        lower_lid=0.9, mouth_width=-0.1, corners=-0.03, upper_lip=0.08, lower_lip=0.08,
        teeth=0.09, snarl=1, folds=1.0, cheeks=0.63,
    ),
    "fear": Expression(
        inner_brow=0.12, outer_brow=-0.1, squeeze=0.61, forehead=0.57, eye_open=1.54,
        mouth_width=0.07, corners=-0.04, upper_lip=0.1, lower_lip=0.13, square=0.88, teeth=0.22,
        folds=0.13,
    ),
    "happy": Expression(
        inner_brow=0.02, outer_brow=0.03, eye_open=0.8, lower_lid=0.55, mouth_width=0.1,
        corners=0.14, lower_lip=0.17, square=0.25, folds=0.7, cheeks=1.0,
    ),
    "neutral": Expression(

    ),
    "sad": Expression(
        inner_brow=0.14, outer_brow=-0.1, squeeze=0.55, forehead=0.16, eye_open=0.57,
        lower_lid=0.2, corners=-0.14, upper_lip=0.01, folds=0.35,
    ),
    "surprise": Expression(
        inner_brow=0.15, outer_brow=0.14, forehead=0.6, eye_open=1.4, mouth_width=-0.1,
        upper_lip=0.1, lower_lip=0.2, square=0.1,
    ),
}  # fmt: skip


def expression(label: str, strength: float = 1.0) -> Expression:
    """One of EMOTIONS.

    Args:
        strength: [0, 1], 0 a face at rest.
    """
    if label not in EMOTIONS:
        raise ValueError(f"An expression is one of {', '.join(EMOTIONS)}, not {label!r}.")
    return between(REST, _FULL[label], strength)


def between(start: Expression, end: Expression, share: float) -> Expression:
    """The expression on the way from one to another, at this share of the way, [0, 1]."""
    names = [field.name for field in fields(Expression)]
    pairs = {name: (getattr(start, name), getattr(end, name)) for name in names}
    return Expression(**{name: a + (b - a) * share for name, (a, b) in pairs.items()})
