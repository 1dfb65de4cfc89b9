"""Where tests find what ships with the project, and FER2013 where somebody has put it."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
MODELS: Final = ROOT / "models"
EMOJIS: Final = ROOT / "emojis"
SHARED: Final = ROOT.parent / "shared"  # real data and hostile files; not part of the project
