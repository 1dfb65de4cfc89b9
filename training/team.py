"""Several processes that learn as one: each step's faces are shared out, the weights stay alike.

Every process has a copy of the network under one TensorFlow strategy. What depends on the whole
batch is computed for the whole batch: the mean and spread of batch normalization are gathered from
all, and each process draws the whole batch's dropout and keeps its own rows. So a team of any size
takes the steps of one process alone, up to rounding.

Process 0 leads: before every step it says which one comes, and the others follow.
"""

# Keras and TensorFlow tell no types: what comes from them is unknown to a strict check.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportMissingImports=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportAttributeAccessIssue=false

from typing import Any, Final

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from training.batches import Batch, Batches
from training.model import compile_model
from training.runs.config import RunConfig

_OVER: Final = (0, 0)


class Team:
    """This process's part of it; used by one thread."""

    def __init__(self, strategy: Any, *, rank: int, count: int) -> None:
        """
        Args:
            strategy: A tf.distribute.MultiWorkerMirroredStrategy, made before anything else of
                TensorFlow.
            rank: Which of the `count` processes this is; 0 leads.
        """
        self.rank, self.count = rank, count
        self._strategy = strategy
        self._plain: Any = None
        self._network: Any = None
        self._step: Any = None
        self._seed = 0
        self._tell: Any = tf.function(
            lambda word: strategy.run(_summed, (word,)),  # pyright: ignore[reportUnknownLambdaType]
            autograph=False,
        )

    def begin(self, model: keras.Model, config: RunConfig, *, steps_per_epoch: int) -> None:
        """Copy a compiled model, its optimizer's state too, for all to learn with.

        Args:
            model: The same in every process.
        """
        plain: Any = model
        plain.optimizer.build(plain.trainable_variables)
        with self._strategy.scope():
            copy: Any = keras.models.clone_model(model, clone_function=_shared)
            copy.set_weights(model.get_weights())
            compile_model(copy, config, steps_per_epoch=steps_per_epoch)
            copy.optimizer.build(copy.trainable_variables)
            _copy_optimizer(plain.optimizer, copy.optimizer)
        self._plain, self._network, self._seed = plain, copy, config.seed
        self._step = self._made_step(copy)

    def learn(self, batch: Batch, *, epoch: int, number: int) -> tuple[float, float]:
        """One step of everybody: the mean loss and the accuracy of all faces of the batch.

        Args:
            batch: The whole team's; only this process's rows are looked at.
            number: Of the step in its epoch, from 1.
        """
        if self.rank == 0:
            self._ordered(epoch, number)
        images, wanted, weights = (_own(part, self.rank, self.count) for part in batch)
        draw = (self._seed + epoch, number - 1, self.rank * len(images), len(batch[0]))
        loss, right = self._step(
            tf.constant(images, tf.float32),
            tf.constant(wanted),
            tf.constant(weights),
            tf.constant(draw, tf.int32),
        )
        self._plain.optimizer.iterations.assign_add(1)  # its rate is what the run tells
        return float(loss), float(right) / len(batch[0])

    def give_back(self) -> None:
        """Bring the model that was copied to where the team is."""
        self._plain.set_weights(self._network.get_weights())
        _copy_optimizer(self._network.optimizer, self._plain.optimizer)

    def follow(self, batches: Batches) -> None:
        """What all but the leader do until it is over."""
        epoch, coming = 0, iter(list[Batch]())
        while (order := self._ordered(0, 0)) != _OVER:
            if order[0] != epoch or order[1] == 1:
                epoch, coming = order[0], batches.of(order[0])
            self.learn(next(coming), epoch=epoch, number=order[1])

    def meet(self) -> None:
        """Wait until everybody is here."""
        self._ordered(*_OVER)

    def over(self) -> None:
        """The leader's last word."""
        self._ordered(*_OVER)

    def _ordered(self, epoch: int, number: int) -> tuple[int, int]:
        """Epoch and step that the leader says, which all hear; the others say nothing."""
        said = np.asarray(self._tell(tf.constant((epoch, number), tf.int32)))
        return int(said[0]), int(said[1])

    def _made_step(self, network: Any) -> Any:
        per_face = keras.losses.categorical_crossentropy
        ours = [layer for layer in network.layers if isinstance(layer, _WholeDropout)]

        def own_part(images: Any, wanted: Any, weights: Any, draw: Any) -> Any:
            for position, layer in enumerate(ours):
                layer.draw = draw, position
            whole = tf.cast(draw[3], tf.float32)
            with tf.GradientTape() as tape:
                said = network(images, training=True)
                loss = tf.reduce_sum(per_face(wanted, said) * weights) / whole
            slopes = tape.gradient(loss, network.trainable_variables)
            network.optimizer.apply(slopes, network.trainable_variables)
            right = tf.equal(tf.argmax(said, 1), tf.argmax(wanted, 1))
            return _summed(tf.stack([loss, tf.reduce_sum(tf.cast(right, tf.float32))]))

        def step(*parts: Any) -> Any:
            return self._strategy.run(own_part, parts)

        return tf.function(step, autograph=False)


class _WholeNorm(layers.BatchNormalization):
    """Batch normalization by the mean and spread of the faces of all."""

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        if not training:
            return super().call(inputs, training=training, mask=mask)
        x = tf.convert_to_tensor(inputs)
        axes = list(range(len(x.shape) - 1))
        count = _summed(tf.cast(tf.size(x) // x.shape[-1], x.dtype))
        mean = _summed(tf.reduce_sum(x, axes)) / count
        spread = _summed(tf.reduce_sum(tf.square(x - mean), axes)) / count
        kept: Any = self.momentum
        known: Any = (self.moving_mean, self.moving_variance)
        for moving, now in zip(known, (mean, spread), strict=True):
            moving.assign(moving * kept + now * (1.0 - kept))
        return tf.nn.batch_normalization(x, mean, spread, self.beta, self.gamma, self.epsilon)


class _WholeDropout(layers.Dropout):
    """Dropout that draws for the faces of all and keeps its own rows."""

    draw: Any = None  # set while a step is traced: (seed, step, first row, rows in all), position

    def call(self, inputs: Any, training: bool | None = False) -> Any:
        if not training or not self.rate:
            return inputs
        (seed, step, first, rows), position = tf.unstack(self.draw[0]), self.draw[1]
        shape = tf.concat([[rows], tf.shape(inputs)[1:]], 0)
        mask = tf.nn.experimental.stateless_dropout(
            tf.ones(shape, inputs.dtype), self.rate, seed=tf.stack([seed, position + step])
        )
        return inputs * mask[first : first + tf.shape(inputs)[0]]


def _shared(layer: Any) -> Any:
    kinds = {layers.BatchNormalization: _WholeNorm, layers.Dropout: _WholeDropout}
    return kinds.get(type(layer), type(layer)).from_config(layer.get_config())


def _summed(x: Any) -> Any:
    team = tf.distribute.get_replica_context()
    here = tf.identity(x)  # what comes from outside lies on no device yet
    if team.num_replicas_in_sync == 1:
        return here
    return team.all_reduce(tf.distribute.ReduceOp.SUM, here)


def _own(part: np.ndarray, rank: int, count: int) -> np.ndarray:
    size = len(part) // count
    return part[rank * size : (rank + 1) * size]


def _copy_optimizer(source: Any, target: Any) -> None:
    for mine, theirs in zip(target.variables, source.variables, strict=True):
        mine.assign(theirs)
