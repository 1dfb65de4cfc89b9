"""How long a run will take on this machine, and how much memory, told before it starts."""

import os
import time
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from training.runs.config import RunConfig

# Multiply-adds of one face through each network, in millions; a test counts them anew.
MULTIPLY_ADDS_M: Final = MappingProxyType(
    {
        "tutorial": 77.3,
        "residual-xs": 9.2,
        "residual-s": 36.1,
        "residual-m": 78.5,
        "residual-l": 89.1,
        "residual-s48": 67.9,
        "full-xs": 80.1,
        "full-s": 142.2,
        "full-wide": 567.6,
        "full-even": 701.7,
    }
)
_PASSES: Final = 3  # forward, and backward for the weights and for what came in
# Share of the machine's matrix-product rate that training reached, measured on 2 cores of
# 204 GFLOP/s: 354 pictures a second for the tutorial's network, 390 for residual-s.
_SHARE_PLAIN: Final = 0.8
_SHARE_RESIDUAL: Final = 0.41  # normalization and sums move memory, and multiply nothing
_START_S: Final = 15.0  # TensorFlow, the data set, the first step
# The end: exporting, then measuring on one core. Every test face is read in four precisions (the
# test splits have a quarter as many faces as Training), some more under disturbances.
_EXPORT_S: Final = 25.0
_DISTURBED: Final = 42 * 1200
_SHARE_SERVING: Final = 0.67  # of one core's matrix-product rate: residual-s took 2.1 ms a face
# Resident memory of a run of residual-s with 128 pictures a step on all of FER2013: 1450 MB.
_BASE_MB: Final = 900.0
_PICTURE_MB: Final = 0.0125
_BATCH_MB: Final = 1.5  # for each picture of a step
_SIDE: Final = 512  # of the matrices whose product tells the machine's rate
_ROUNDS: Final = 15  # the best counts: whatever else the machine does can only slow it


@dataclass(frozen=True)
class Estimate:
    """What a run will need."""

    seconds: float
    memory_mb: float


def estimate(config: RunConfig, pictures: int) -> Estimate:
    """What this run will need here, if the machine has nothing else to do.

    Args:
        pictures: How many the Training split has.
    """
    rate, adds = matrix_rate(), 2e6 * MULTIPLY_ADDS_M[config.network]
    share = _SHARE_PLAIN if config.network == "tutorial" else _SHARE_RESIDUAL
    training_s = _PASSES * adds * pictures * config.epochs / (share * rate)
    a_face = adds * (2 if config.flip else 1)  # served with its mirror image
    one_core = _SHARE_SERVING * rate / (os.cpu_count() or 1)
    measuring_s = a_face * (pictures + _DISTURBED) / one_core
    return Estimate(
        seconds=_START_S + training_s + _EXPORT_S + measuring_s,
        memory_mb=_BASE_MB + _PICTURE_MB * pictures + _BATCH_MB * config.batch_size,
    )


def matrix_rate() -> float:
    """Floating-point operations a second that a matrix product reaches on all cores."""
    a = np.full((_SIDE, _SIDE), 0.5, np.float32)
    times: list[float] = []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        np.matmul(a, a)
        times.append(time.perf_counter() - started)
    return 2 * _SIDE**3 / min(times)
