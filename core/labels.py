"""The seven expressions of FER2013: their one order, and how the app speaks of each.

Every array of probabilities that this project's own models give is in the order of `EMOTIONS`;
folders and csv files are matched to it by name, never by position.
"""

from typing import Final

EMOTIONS: Final = ("angry", "disgust", "fear", "happy", "neutral", "sad", "surprise")

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

# One colour for each everywhere; each has a contrast of at least 3 to 1 on the light ground
# (#ffffff) and on the dark one (#15131a), and lightness differs for eyes that see hues alike.
COLORS: Final = {
    "angry": "#d6382f",
    "disgust": "#4b9a3a",
    "fear": "#8d5fd3",
    "happy": "#b98900",
    "neutral": "#7d8590",
    "sad": "#2f7fd6",
    "surprise": "#e0607e",
}

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
