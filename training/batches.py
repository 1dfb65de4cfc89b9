"""What each step of an epoch learns from, made ahead by other threads or processes.

Which faces, how they are changed and how they are mixed depend on the seed, the epoch and the step
alone: however many workers there are, a run comes out the same.
"""

from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np

from training.augment import augment
from training.makers import Makers
from training.mix import mixed
from training.runs.config import RunConfig

_VIEWED_AT_ONCE: Final = 512  # faces
Batch = tuple[np.ndarray, np.ndarray, np.ndarray]  # pictures, targets, weights


@dataclass(frozen=True, eq=False)
class Learned:
    """The faces a run learns from and what it is to answer for them."""

    images: np.ndarray  # (N, side, side) uint8 grey
    targets: np.ndarray  # (N, 7) float32, rows sum to 1
    weights: np.ndarray  # (N,) float32, how much each of them counts
    answers: np.ndarray | None = None  # (views, N, 7) what teachers say; rows sum to 1


@dataclass(frozen=True, eq=False)
class _BatchMaker:
    """Makes one batch."""

    learned: Learned
    config: RunConfig

    def __call__(self, epoch: int, step: int, rows: np.ndarray) -> Batch:
        learned, config = self.learned, self.config
        view = view_of(epoch, config)
        images = augment(learned.images[rows], config, rows=rows.tolist(), view=view)
        wanted = learned.targets[rows]
        if learned.answers is not None:
            said = learned.answers[(view - 1) % len(learned.answers)][rows].astype(np.float32)
            wanted = (1 - config.teacher_share) * wanted + config.teacher_share * said
        random = np.random.default_rng([config.seed, epoch, step])
        images, wanted = mixed(images, wanted, config, random)
        return images[..., np.newaxis], wanted, learned.weights[rows]


@dataclass(frozen=True, eq=False)
class _ViewMaker:
    """Makes one view of some of the faces."""

    images: np.ndarray  # (N, side, side) uint8 grey
    config: RunConfig

    def __call__(self, view: int, rows: range) -> np.ndarray:
        images = self.images[rows.start : rows.stop]
        return augment(images, self.config, rows=rows, view=view)


def view_of(epoch: int, config: RunConfig) -> int:
    """Which view of the faces this epoch shows, from 1."""
    return (epoch - 1) % config.views + 1 if config.views else epoch


class Batches(AbstractContextManager["Batches"]):
    """The batches of every epoch; a context manager, used by the trainer alone."""

    def __init__(self, learned: Learned, config: RunConfig, *, workers: int = 0) -> None:
        """
        Args:
            workers: Processes that make them; 0: one thread beside the trainer.
        """
        self._seed, self._count = config.seed, len(learned.images)
        self._size = min(config.batch_size, self._count)
        self._makers = Makers(_BatchMaker(learned, config), workers)

    @property
    def steps(self) -> int:
        """Of an epoch."""
        return -(-self._count // self._size)

    def of(self, epoch: int) -> Iterator[Batch]:
        """All faces in an order of this epoch's own. The first ones come again where the last batch
        would be smaller than the others: another shape would have to be compiled.
        """
        order = np.random.default_rng([self._seed, epoch]).permutation(self._count)
        parts = np.resize(order, (self.steps, self._size))
        return self._makers.made((epoch, step, rows) for step, rows in enumerate(parts))

    def __exit__(self, *_: object) -> None:
        self._makers.close()


@contextmanager
def views_of(
    images: np.ndarray, config: RunConfig, *, workers: int = 0
) -> Generator[Iterator[np.ndarray]]:
    """Every fixed view of the faces, one after another, each (N, side, side) uint8; without fixed
    views the faces as they are.
    """
    if not config.views:
        yield iter([images])
        return
    makers = Makers(_ViewMaker(images, config), workers)
    per_view = range(0, len(images), _VIEWED_AT_ONCE)
    try:
        parts = makers.made(
            (view, range(first, min(first + _VIEWED_AT_ONCE, len(images))))
            for view in range(1, config.views + 1)
            for first in per_view
        )
        yield (np.concatenate(list(islice(parts, len(per_view)))) for _ in range(config.views))
    finally:
        makers.close()
