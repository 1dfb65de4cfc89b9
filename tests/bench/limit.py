"""How long a network's multiply-adds take if this core did nothing but multiply matrices."""

import time
from typing import Any, Final

import keras
import numpy as np
from threadpoolctl import threadpool_limits

_SIDE: Final = 768
_ROUNDS: Final = 15


def limit_ms(network: Any) -> float:
    """Milliseconds for one face at the rate of one core's matrix product in float32."""
    return 1000 * multiply_adds(network) / _multiply_adds_per_s()


def multiply_adds(network: Any) -> int:
    """Of all convolutions and dense layers for one face; a layer called twice counts twice."""
    return sum(
        len(layer._inbound_nodes) * _of_layer(layer)
        for layer in network.layers
        if isinstance(layer, keras.Model | keras.layers.Conv2D | keras.layers.Dense)
    )


def _of_layer(layer: Any) -> int:
    if isinstance(layer, keras.Model):
        return multiply_adds(layer)
    return int(np.prod(layer.output.shape[1:-1]) * np.prod(layer.kernel.shape))


def _multiply_adds_per_s() -> float:
    left, right = np.random.default_rng(0).random((2, _SIDE, _SIDE), np.float32)
    seconds = []
    with threadpool_limits(1):  # NumPy's threads are older than the choice of one core
        for _ in range(_ROUNDS):
            started = time.perf_counter()
            np.matmul(left, right)
            seconds.append(time.perf_counter() - started)
    return _SIDE**3 / min(seconds)  # what the core can do when nothing else is on
