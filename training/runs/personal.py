"""A run that learns one person: how it is set up, and what its model's card tells of it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final, cast

from core.classifier import ModelCard
from training.runs.config import RunConfig

ABOUT: Final = "personal"  # of a card's `data`: the values of an Outcome
RECIPE: Final = "on-me"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What fine-tuning on one person brought."""

    faces: int  # the person's
    before: float  # share of them that the model begun with names rightly, [0, 1]
    after: float  # the same by networks that had not seen the face
    gained: int  # faces wrong before and right after
    lost: int  # right before and wrong after
    general_before: float  # share of PublicTest's faces
    general_after: float
    share: float  # of the way from the old weights to the learned ones, (0, 1]
    refused: str  # a sentence; empty where it may be used


def personal_config(learned: RunConfig, base: str, *, own: Path, data: str) -> RunConfig:
    """The config of a run that fine-tunes a finished model on a person's kept faces.

    Args:
        learned: How the model came about.
        base: The model's name.
        own: The person's store.
        data: The set to mix in.
    """
    return replace(
        RunConfig(),
        recipe=RECIPE,
        network=learned.network,
        start=base,
        own=str(own),
        data=data,
        flip=learned.flip,
        dropout=learned.dropout,
        epochs=3,
        batch_size=64,
        optimizer="adamw",
        learning_rate=5e-4,
        schedule="cosine",
        weight_decay=1e-2,
    )


def outcome_of(card: ModelCard | None) -> Outcome | None:
    """What a card tells of the person that its model learned; None for any other model.

    Raises:
        ValueError: It is damaged.
    """
    told: object = card.data.get(ABOUT) if card else None
    if told is None or card is None:
        return None
    names = {one.name for one in fields(Outcome)}
    if isinstance(told, Mapping) and set(cast(Mapping[str, Any], told)) == names:
        values = dict(cast(Mapping[str, Any], told))
        refused = values.pop("refused")
        if isinstance(refused, str) and all(
            isinstance(one, int | float) for one in values.values()
        ):
            return Outcome(refused=refused, **values)
    raise ValueError(f"The card of {card.name} is damaged where it tells of its person.")
