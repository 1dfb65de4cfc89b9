"""The named recipes: each makes a model that ships, or is what the Training page offers."""

from dataclasses import replace
from types import MappingProxyType
from typing import Final

from training.runs.config import RunConfig

_RESIDUAL: Final = RunConfig(
    recipe="compact",
    network="residual-s",
    epochs=80,
    batch_size=128,
    optimizer="sgd",
    learning_rate=0.1,
    schedule="cosine",
    warmup_epochs=3,
    weight_decay=5e-3,
    dropout=0.3,
    votes="data/fer2013new.csv",
    vote_share=0.5,
    twins="kept",  # as it was when the shipped models learned
    flip=0.5,
    shift=0.1,
    zoom=0.15,
    rotate_deg=15.0,
    light=0.4,
    erase=0.4,
    degrade=0.25,
)
# The same network trained on: a lower rate and milder changes, for it had not learned all it could.
_TRAINED_ON: Final = replace(
    _RESIDUAL,
    recipe="compact-long",
    start="compact",
    seed=2014,
    epochs=90,
    learning_rate=0.03,
    warmup_epochs=1,
    weight_decay=1.5e-3,
    dropout=0.2,
    shift=0.08,
    zoom=0.12,
    rotate_deg=12.0,
    light=0.3,
    erase=0.25,
    degrade=0.15,
)
# The same once more, from people's votes alone: it agrees with people, less with FER2013's labels.
_VOTED: Final = replace(
    _TRAINED_ON,
    recipe="compact-votes",
    start="compact-long",
    seed=2016,
    epochs=10,
    learning_rate=0.01,
    vote_share=1.0,
)
# A network that sees 48 pixels, grown from compact-long: it learns from labels, votes and what
# compact-long says, from what cameras do to faces, and without the photos of the test splits.
_SHARP: Final = replace(
    _TRAINED_ON,
    recipe="sharp",
    network="residual-s48",
    start="compact-long",
    seed=2017,
    epochs=2,
    learning_rate=0.01,
    warmup_epochs=0,
    vote_share=0.3,
    teachers="compact-long",
    teacher_share=0.4,
    twins="left out",
    camera=0.1,
    weight_average=0.99,
)
# The same for hours: a rate at which it learns anew, and harder pictures.
_SHARP_LONG: Final = replace(
    _SHARP,
    recipe="sharp-long",
    start="sharp",
    seed=2018,
    epochs=60,
    learning_rate=0.03,
    warmup_epochs=1,
    teachers="compact-long, sharp",
    camera=0.15,
    mixup=0.2,
    cutmix=0.5,
    weight_average=0.998,
)
# A finished run in two minutes, to see how one goes.
_QUICK: Final = RunConfig(
    recipe="quick",
    network="residual-xs",
    epochs=3,
    batch_size=128,
    optimizer="adamw",
    learning_rate=3e-3,
    schedule="cosine",
    weight_decay=1e-2,
    dropout=0.1,
    shift=0.05,
)
# As good as the tutorial's fifty epochs in a quarter of them.
_SHORT: Final = RunConfig(
    recipe="short",
    network="residual-s",
    epochs=13,
    batch_size=128,
    optimizer="sgd",
    learning_rate=0.1,
    schedule="cosine",
    warmup_epochs=1,
    weight_decay=1e-3,
    dropout=0.1,
    flip=0.5,
    shift=0.06,
    zoom=0.1,
    rotate_deg=8.0,
)
RECIPES: Final = MappingProxyType(
    {
        "quick": _QUICK,
        "short": _SHORT,
        "tutorial": RunConfig(),
        "compact": _RESIDUAL,
        "compact-long": _TRAINED_ON,
        "compact-votes": _VOTED,
        "sharp": _SHARP,
        "sharp-long": _SHARP_LONG,
    }
)
