"""Where models, emojis, samples and data sets lie: named here and nowhere else."""

import os
from pathlib import Path
from typing import Final

from core.drawn.samples import DEMO_NAME, STUDY_NAME

ROOT: Final = Path(__file__).resolve().parents[2]
# Another folder of models and runs, which holds its own copy of models/yunet.
MODELS: Final = Path(os.environ.get("PHOTO_TO_EMOJI_MODELS") or ROOT / "models")
EMOJIS: Final = ROOT / "emojis"
ICON: Final = EMOJIS / "noto" / "happy.png"
SAMPLE: Final = ROOT / "pages" / "sample" / "astronaut.jpg"
# The demonstration set, and what the model that ships finds in it.
DEMO: Final = ROOT / "pages" / "sample" / DEMO_NAME
DEMO_STUDY: Final = ROOT / "pages" / "sample" / STUDY_NAME
# Another folder of data sets and fixes than the repository's own.
DATA: Final = Path(os.environ.get("PHOTO_TO_EMOJI_DATA") or ROOT / "data")
CACHE: Final = DATA / "cache"
