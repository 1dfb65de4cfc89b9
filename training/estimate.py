"""How long a run will take on this machine, and how much memory, told before it starts."""

import time
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from training.config import RunConfig

# Multiply-adds of one face through each network, in millions; a test counts them anew.
MULTIPLY_ADDS_M: Final = MappingProxyType(
    {
        "tutorial": 112.0,
        "residual-xs": 20.0,
        "residual-s": 75.0,
        "residual-m": 150.0,
        "residual-l": 170.0,
    }
)
_PASSES: Final = 3  # forward, and backward for the weights and for what came in
_SHARE_OF_PEAK: Final = MappingProxyType({"tutorial": 0.6})  # of the matrix-product rate
_SHARE_OF_PEAK_ELSE: Final = 0.5
_START_S: Final = 15.0  # TensorFlow, the data set, the first step
_FINISH_S: Final = 60.0  # exporting and measuring
_BASE_MB: Final = 900.0
_SIDE: Final = 1024  # of the matrices whose product tells the machine's rate


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
    share = _SHARE_OF_PEAK.get(config.network, _SHARE_OF_PEAK_ELSE)
    work = 2e6 * _PASSES * MULTIPLY_ADDS_M[config.network] * pictures * config.epochs
    seconds = work / (share * matrix_rate())
    memory = _BASE_MB + pictures * 0.012 + config.batch_size * 1.0
    return Estimate(_START_S + seconds + _FINISH_S, memory)


def matrix_rate() -> float:
    """Floating-point operations a second that a matrix product reaches on all cores."""
    a = np.full((_SIDE, _SIDE), 0.5, np.float32)
    times = []
    for _ in range(4):
        started = time.perf_counter()
        np.matmul(a, a)
        times.append(time.perf_counter() - started)
    return 2 * _SIDE**3 / min(times)
