"""A `.tflite` file ready to answer, by LiteRT: TensorFlow is not needed to serve."""

import threading
from typing import Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter  # pyright: ignore[reportMissingTypeStubs]


class Network:
    """A network of one input. Safe to call from several threads: one at a time gets in."""

    def __init__(self, weights: bytes) -> None:
        """
        Args:
            weights: What the file holds.

        Raises:
            ValueError, RuntimeError: It is damaged, or wants more than one input.
        """
        self._lock = threading.Lock()
        # One thread: a face takes 2 ms, and the other cores serve other visitors.
        self._interpreter: Any = Interpreter(model_content=weights, num_threads=1)
        self._interpreter.allocate_tensors()
        (eaten,) = self._interpreter.get_input_details()
        given = self._interpreter.get_output_details()
        self._input = int(eaten["index"])
        self._outputs = [int(one["index"]) for one in given]
        self.eats = _shape(eaten)
        self.gives = [_shape(one) for one in given]

    def answers(self, inputs: np.ndarray) -> list[list[np.ndarray]]:
        """What every output gives for each input, float32 and without the axis of a batch.

        Args:
            inputs: (N, ...) float32, each of the shape that the network eats after its 1.
        """
        with self._lock:
            return [self._answer(one) for one in inputs]

    def _answer(self, one: np.ndarray) -> list[np.ndarray]:
        self._interpreter.set_tensor(self._input, one[np.newaxis])
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(index)[0] for index in self._outputs]


class SizedNetwork:
    """A network with a signature for each size of picture. For one thread at a time."""

    def __init__(self, weights: bytes) -> None:
        """
        Args:
            weights: What the file holds: signatures named `WIDTHxHEIGHT`, from `image` to `rows`.

        Raises:
            ValueError, RuntimeError: It is damaged.
        """
        self._interpreter: Any = Interpreter(model_content=weights, num_threads=1)
        self._runners: dict[tuple[int, int], Any] = {}

    def rows(self, image: np.ndarray) -> np.ndarray:
        """What the network answers, (N, M) float32.

        Args:
            image: (H, W, C) float32 of a size that has a signature.

        Raises:
            ValueError: There is none for this size.
        """
        height, width = image.shape[:2]
        size = (width, height)
        if size not in self._runners:
            self._runners[size] = self._interpreter.get_signature_runner(f"{width}x{height}")
        return self._runners[size](image=image[np.newaxis])["rows"]


def _shape(details: dict[str, Any]) -> tuple[int, ...]:
    return tuple(int(side) for side in details["shape"])
