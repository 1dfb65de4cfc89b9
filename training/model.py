"""The networks, in backend-neutral Keras: raw grey pixels in, probabilities out."""

# Keras tells no types: what comes from it is unknown to a strict check.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from pathlib import Path
from typing import Any, Final

import keras
from keras import layers

from core.crop import PATCH_PX
from core.labels import EMOTIONS
from training.runs.config import RunConfig

# Residual networks: channels and number of blocks at 24, 12, 6 and 3 pixels, in those named full at
# 48, 24, 12 and 6; those named 48 have a block at 48 pixels before these.
_STAGES: Final = {
    "residual-xs": ((16, 32, 64, 128), (1, 1, 1, 1)),  # 0.3 million parameters
    "residual-s": ((32, 64, 128, 256), (1, 1, 1, 1)),  # 1.2
    "residual-m": ((32, 64, 128, 256), (2, 2, 2, 2)),  # 2.8
    "residual-l": ((32, 64, 128, 256), (2, 2, 2, 3)),  # 4.0
    "residual-s48": ((32, 64, 128, 256), (1, 1, 1, 1)),  # 1.2
    "full-xs": ((24, 48, 96, 192), (1, 1, 1, 1)),  # 0.7
    "full-s": ((32, 64, 128, 256), (1, 1, 1, 1)),  # 1.2
    # Too large to serve: for accelerators, as teachers.
    "full-wide": ((64, 128, 256, 512), (1, 1, 1, 1)),  # 4.9
    "full-even": ((48, 96, 192, 384), (2, 2, 2, 2)),  # 6.3
}
_GROWN_FROM: Final = {"residual-s48": "residual-s"}
_ADDED: Final = "at_48_"  # begins the names of the layers that the larger network has alone
_ADDED_CHANNELS: Final = 24  # inside its block: 32 would cost a third more at 48 pixels


def build_model(config: RunConfig) -> keras.Model:
    """An untrained, uncompiled network.

    It eats (N, 48, 48, 1) float32 or uint8 grey pixels from 0 to 255 and gives (N, 7) softmax
    probabilities in the order of EMOTIONS. Scaling is its first layer, so that serving cannot
    forget it.
    """
    grey = keras.Input((PATCH_PX, PATCH_PX, 1), name="grey_0_to_255")
    features = _tutorial(grey) if config.network == "tutorial" else _residual(grey, config)
    answer = layers.Dense(
        len(EMOTIONS), activation="softmax", name="probabilities", dtype="float32"
    )(features)
    return keras.Model(grey, answer, name=config.network)


def _tutorial(grey: Any) -> Any:
    """Source: Shikha Gupta, "Deep Learning to Create your Emoji", Analytics Vidhya, 25 November
    2021, layer by layer: 2,345,607 parameters.
    """
    x = layers.Rescaling(1 / 255)(grey)
    x = layers.Conv2D(32, 3, activation="relu")(x)
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Dropout(0.25)(x)
    x = layers.Conv2D(128, 3, activation="relu")(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(128, 3, activation="relu")(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Dropout(0.25)(x)
    x = layers.Flatten()(x)
    return layers.Dense(1024, activation="relu")(x)


def _residual(grey: Any, config: RunConfig) -> Any:
    """Source: He et al., "Deep Residual Learning for Image Recognition", 2016; the shortcut
    averages before its 1 x 1 convolution (ResNet-D) as in He et al., "Bag of Tricks", 2019.
    """
    widths, depths = _STAGES[config.network]
    x = layers.Rescaling(1 / 127.5, offset=-1)(grey)
    x = layers.ReLU()(_normed(x, widths[0]))
    if config.network in _GROWN_FROM:
        x = _added_block(x)
    if not config.network.startswith("full"):
        x = layers.MaxPooling2D(2)(x)
    for stage, (width, depth) in enumerate(zip(widths, depths, strict=True)):
        for block in range(depth):
            x = _block(x, width, stride=2 if stage and not block else 1)
    x = layers.GlobalAveragePooling2D()(x)
    return layers.Dropout(config.dropout)(x)


def _block(x: Any, width: int, *, stride: int) -> Any:
    y = layers.ReLU()(_normed(x, width, stride=stride))
    y = _normed(y, width)
    if stride > 1:
        x = _normed(layers.AveragePooling2D(stride)(x), width, size=1)
    return layers.ReLU()(layers.Add()([x, y]))


def _added_block(x: Any) -> Any:
    """A block that at first hands on what it gets, so that a smaller network's weights still fit.

    Source: the last scale begins at zero as in Goyal et al., "Accurate, Large Minibatch SGD", 2017.
    """
    y = layers.Conv2D(_ADDED_CHANNELS, 3, padding="same", use_bias=False, name=f"{_ADDED}narrow")(x)
    y = layers.BatchNormalization(momentum=0.9, name=f"{_ADDED}narrow_norm")(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(x.shape[-1], 3, padding="same", use_bias=False, name=f"{_ADDED}wide")(y)
    y = layers.BatchNormalization(
        momentum=0.9, gamma_initializer="zeros", name=f"{_ADDED}wide_norm"
    )(y)
    return layers.ReLU()(layers.Add()([x, y]))


def _normed(x: Any, width: int, *, size: int = 3, stride: int = 1) -> Any:
    x = layers.Conv2D(width, size, strides=stride, padding="same", use_bias=False)(x)
    return layers.BatchNormalization(momentum=0.9)(x)


def take_weights(network: keras.Model, finished: Path) -> None:
    """Give an untrained network the weights of a finished model.

    A network that adds layers to the finished one answers as that one does until it learns more.

    Args:
        finished: The `model.keras` of a run, with or without its averaging over the mirror image.

    Raises:
        FileNotFoundError, ValueError: There is none, or it is of another network.
    """
    if not finished.is_file():
        raise FileNotFoundError(f"{finished} is not there; a run can start from finished models.")
    kept: Any = keras.saving.load_model(finished, compile=False)
    inner = next((layer for layer in kept.layers if isinstance(layer, keras.Model)), kept)
    if inner.name == network.name:
        network.set_weights(inner.get_weights())
        return
    if inner.name != _GROWN_FROM.get(network.name):
        raise ValueError(f"{finished} is a {inner.name} network, but {network.name} is asked for.")
    known = [one for one in network.layers if one.weights and not one.name.startswith(_ADDED)]
    taught = [one for one in inner.layers if one.weights]
    for layer, as_taught in zip(known, taught, strict=True):
        layer.set_weights(as_taught.get_weights())


def averaged_over_mirror(network: keras.Model) -> keras.Model:
    """The same network answering with the mean of what it says of a face and of its mirror image.

    For networks that learned from mirror images too; a face takes twice the time.
    """
    grey = keras.Input((PATCH_PX, PATCH_PX, 1), name="grey_0_to_255")
    mirrored = network(keras.ops.flip(grey, axis=2))
    answer = layers.Average(name="probabilities")([network(grey), mirrored])
    return keras.Model(grey, answer, name=f"{network.name}-mirrored")


def compile_model(model: keras.Model, config: RunConfig, *, steps_per_epoch: int) -> None:
    """Give the model its optimizer and its loss, cross-entropy against a distribution."""
    model.compile(
        optimizer=_optimizer(config, _rate(config, steps_per_epoch)),
        loss="categorical_crossentropy",
        metrics=["accuracy"],
    )


def _rate(config: RunConfig, steps_per_epoch: int) -> Any:
    schedules = keras.optimizers.schedules
    if config.schedule == "inverse-time":
        return schedules.InverseTimeDecay(
            config.learning_rate, decay_steps=1, decay_rate=config.learning_rate_decay
        )
    if config.schedule == "constant":
        return config.learning_rate
    warmup = min(config.warmup_epochs, config.epochs - 1)
    return schedules.CosineDecay(
        initial_learning_rate=0.0 if warmup else config.learning_rate,
        decay_steps=steps_per_epoch * (config.epochs - warmup),
        warmup_target=config.learning_rate if warmup else None,  # pyright: ignore[reportArgumentType]
        warmup_steps=steps_per_epoch * warmup,
    )


def _optimizer(config: RunConfig, rate: Any) -> keras.Optimizer:
    if config.optimizer == "sgd":
        return keras.optimizers.SGD(
            rate, momentum=0.9, nesterov=True, weight_decay=config.weight_decay
        )
    if config.optimizer == "adamw":
        return keras.optimizers.AdamW(rate, weight_decay=config.weight_decay)
    return keras.optimizers.Adam(rate)


def seed_dropout(model: keras.Model, seed: int) -> None:
    """Start every dropout layer's random numbers afresh, so that an epoch can be done again."""
    dropouts = [layer for layer in model.layers if isinstance(layer, layers.Dropout)]
    for position, layer in enumerate(dropouts):
        layer.seed_generator.state.assign([seed, position])
