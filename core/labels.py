"""The seven expressions of FER2013: their one order, and how the app speaks of each.

Every array of probabilities that this project's own models give is in the order of `EMOTIONS`;
folders and csv files are matched to it by name, never by position.
"""

from typing import Final

EMOTIONS: Final = ("angry", "disgust", "fear", "happy", "neutral", "sad", "surprise")

NOT_SURE: Final = "not sure"  # said of a face whose likeliest expression is not likely enough

# The app reads expressions, not feelings: "looks happy", never "is happy".
LOOKS: Final = {
    "angry": "looks angry",
    "disgust": "looks disgusted",
    "fear": "looks afraid",
    "happy": "looks happy",
    "neutral": "looks neutral",
    "sad": "looks sad",
    "surprise": "looks surprised",
}

# One colour for each everywhere. Each has a contrast of at least 3 to 1 on the light ground
# (#ffffff) and on the dark one (#15131a). Any two are told apart as dots of a quarter degree also
# by eyes that lack one kind of cone (tests/support/colour_vision.py); thin lines need a second
# sign.
COLORS: Final = {
    "angry": "#cf1234",
    "disgust": "#0b7a3c",
    "fear": "#a03dc2",
    "happy": "#b98900",
    "neutral": "#83919c",
    "sad": "#1e90f5",
    "surprise": "#e0705f",
}

OWN_COLOR: Final = "#0a8f96"  # of every class of a visitor's own

# The numbers that fer2013.csv and icml_face_data.csv write, which are not in our order.
# Source: Goodfellow et al., "Challenges in Representation Learning", 2013, the data's own readme.
CSV_EMOTIONS: Final = (
    "angry",
    "disgust",
    "fear",
    "happy",
    "sad",
    "surprise",
    "neutral",
)


def looks(label: str) -> str:
    """How a sentence says of a face that it shows an expression, or a class of one's own."""
    return LOOKS.get(label) or f"looks like “{label}”"


def colour(label: str) -> str:
    """#rrggbb of an expression, or of a class of one's own."""
    return COLORS.get(label, OWN_COLOR)
