"""The best moment of a burst is the same on both sides."""

import numpy as np
import pytest

from core.capture import FRAMES, Worth, worthiest
from tests.support.browser_code import ROOT, Job, run


@pytest.mark.slow
def test_the_browser_takes_the_same_moment_of_a_burst_as_python(tmp_path):
    random = np.random.default_rng(5)
    bursts = [[Worth(*random.random(3).tolist()) for _ in range(FRAMES)] for _ in range(50)]
    bursts.append([Worth(0.5, 0.0, 0.0)] * 3)  # nothing to choose by: the first
    mine = [worthiest(burst) for burst in bursts]
    asked = [
        [
            {"wanted": one.wanted, "sharpness": one.sharpness, "offMiddle": one.off_middle}
            for one in burst
        ]
        for burst in bursts
    ]

    theirs = run(Job(ROOT / "models" / "sharp" / "model.tflite", bursts=asked), tmp_path)

    assert theirs["worthiest"] == mine
    assert len(set(mine)) > 5
