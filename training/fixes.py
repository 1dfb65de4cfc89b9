"""A person's fixes to a set, as a run learns from them: by a copy of its own, made when it begins.

A fix that is made later changes no run under way, so the run can be resumed and done again.
"""

from pathlib import Path
from typing import Final

from core.dataset.face_set import FaceSet
from core.dataset.fixed import applied
from core.dataset.fixes import Fixes
from core.dataset.row import PRIVATE_TEST
from training.runs.config import RunConfig

FIXES_FILE: Final = "fixes.sqlite"
_MEASURED: Final = PRIVATE_TEST  # by its own labels, so that figures of runs can be compared


def fixed_faces(run: Path, config: RunConfig, faces: FaceSet) -> FaceSet:
    """The set with the fixes of the run's config, but for PrivateTest; itself without any.

    Raises:
        FileNotFoundError: There is no file of fixes at the config's path.
    """
    if not config.corrections:
        return faces
    own = run / FIXES_FILE
    if not own.exists():
        Fixes(Path(config.corrections)).copy_to(own)
    return applied(faces, Fixes(own).edits(), untouched=_MEASURED)
