"""The networks, in backend-neutral Keras: raw grey pixels in, probabilities out."""

import keras
from keras import layers

from core.crop import PATCH_PX
from core.labels import EMOTIONS
from training.config import RunConfig


def build_model(config: RunConfig) -> keras.Model:
    """An untrained, uncompiled network.

    It eats (N, 48, 48, 1) float32 or uint8 grey pixels from 0 to 255 and gives (N, 7) softmax
    probabilities in the order of EMOTIONS. Scaling is its first layer, so that serving cannot
    forget it.

    Source: the tutorial "Create your Emoji with Deep Learning" (DataFlair, 2021), whose layers,
    the dropout of one half before the last included, these are: 2,345,607 parameters.
    """
    return keras.Sequential(
        [
            keras.Input((PATCH_PX, PATCH_PX, 1), name="grey_0_to_255"),
            layers.Rescaling(1 / 255),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Conv2D(128, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(128, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(1024, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(len(EMOTIONS), activation="softmax", name="probabilities"),
        ],
        name=config.network,
    )


def compile_model(model: keras.Model, config: RunConfig) -> None:
    """Give the model its optimizer: Adam, the rate falling as 1 / (1 + decay x steps)."""
    rate = keras.optimizers.schedules.InverseTimeDecay(
        config.learning_rate, decay_steps=1, decay_rate=config.learning_rate_decay
    )
    model.compile(
        optimizer=keras.optimizers.Adam(rate),  # pyright: ignore[reportArgumentType]
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )


def seed_dropout(model: keras.Model, seed: int) -> None:
    """Start every dropout layer's random numbers afresh, so that an epoch can be done again."""
    dropouts = [layer for layer in model.layers if isinstance(layer, layers.Dropout)]
    for position, layer in enumerate(dropouts):
        layer.seed_generator.state.assign([seed, position])
