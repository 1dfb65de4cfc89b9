"""What a run is made of: RunConfig, checked when built."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from types import MappingProxyType
from typing import Any, Final, cast

NETWORKS: Final = (
    *("tutorial", "residual-xs", "residual-s", "residual-m", "residual-l"),
    *("residual-s48", "full-xs", "full-s"),
    *("full-wide", "full-even"),
)
OPTIMIZERS: Final = ("adam", "adamw", "sgd")
SCHEDULES: Final = ("inverse-time", "cosine", "constant")
TWINS: Final = ("left out", "kept")
CHOICES: Final = MappingProxyType(
    {"network": NETWORKS, "optimizer": OPTIMIZERS, "schedule": SCHEDULES, "twins": TWINS}
)
RANGES: Final = MappingProxyType(
    {
        "epochs": (1, 1000),
        "batch_size": (1, 4096),
        "learning_rate": (1e-7, 1.0),
        "learning_rate_decay": (0.0, 1.0),
        "warmup_epochs": (0, 100),
        "weight_decay": (0.0, 1.0),
        "dropout": (0.0, 0.9),
        "label_smoothing": (0.0, 0.5),
        "class_balance": (0.0, 1.0),
        "vote_share": (0.0, 1.0),
        "teacher_share": (0.0, 1.0),
        "views": (0, 1000),
        "flip": (0.0, 1.0),
        "shift": (0.0, 0.5),
        "zoom": (0.0, 0.5),
        "rotate_deg": (0.0, 90.0),
        "light": (0.0, 0.9),
        "erase": (0.0, 1.0),
        "degrade": (0.0, 1.0),
        "camera": (0.0, 1.0),
        "mixup": (0.0, 4.0),
        "cutmix": (0.0, 1.0),
        "weight_average": (0.0, 0.9999),
        "patience": (1, 1000),
        "seed": (0, 2**31 - 1),
    }
)


@dataclass(frozen=True, kw_only=True)
class RunConfig:
    """Everything that decides the weights of a run, so that a run can be done again.

    The defaults are the tutorial's.
    """

    recipe: str = "tutorial"
    network: str = "tutorial"
    start: str = ""  # a finished model, to begin with its weights; empty: chance
    data: str = "data/fer2013.zip"
    twins: str = "left out"  # training pictures whose photo a test face shows, too
    own: str = ""  # a person's kept faces (core.own.store), to fine-tune on; empty: no person
    corrections: str = ""  # a person's fixes to the set (core.dataset.fixes); empty for none
    epochs: int = 50
    batch_size: int = 64
    optimizer: str = "adam"  # sgd has a Nesterov momentum of 0.9
    learning_rate: float = 1e-4  # at its highest
    schedule: str = "inverse-time"  # cosine falls to zero at the last step
    learning_rate_decay: float = 1e-6  # inverse-time: divided by 1 + decay x steps so far
    warmup_epochs: int = 0  # cosine: the rate first rises from zero in this many
    weight_decay: float = 0.0  # adamw, sgd: share of a weight lost in a step at a rate of 1
    dropout: float = 0.3  # residual networks: before the last layer; the tutorial's has its own
    label_smoothing: float = 0.0  # share of the target spread evenly over the classes
    class_balance: float = 0.0  # 0 every picture counts alike, 1 every class does
    votes: str = ""  # FER+'s fer2013new.csv; empty for none
    vote_share: float = 0.5  # of the target that the votes make up; the label is the rest
    teachers: str = ""  # finished models, "one, other", whose mean answer is learned, too
    teacher_share: float = 0.5  # of the target that it makes up; label and votes are the rest
    views: int = 0  # fixed views of every face, shown in turn; 0: each epoch shows new ones
    flip: float = 0.0  # probability of the mirror image
    shift: float = 0.0  # at most, share of the side
    zoom: float = 0.0  # at most, share
    rotate_deg: float = 0.0  # at most
    light: float = 0.0  # at most, share by which contrast and brightness change
    erase: float = 0.0  # probability of a covered rectangle
    degrade: float = 0.0  # probability of fewer pixels or of strong JPEG compression
    camera: float = 0.0  # probability of each: seen askew, light from a side, blur, dark bars
    mixup: float = 0.0  # pictures are blended in pairs, by shares from Beta(mixup, mixup)
    cutmix: float = 0.0  # probability that a step cuts a rectangle from the other picture instead
    weight_average: float = 0.0  # kept of the mean of the weights at every step; 0: no mean
    patience: int = 1000  # epochs without a better validation accuracy after which the run ends
    seed: int = 2013

    def __post_init__(self) -> None:
        for name, known in CHOICES.items():
            value = getattr(self, name)
            if value not in known:
                raise ValueError(f"{name} must be one of {', '.join(known)}, not {value!r}.")
        for name, (low, high) in RANGES.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise ValueError(f"{name} must lie between {low} and {high}, not {value}.")

    def to_json(self) -> str:
        """The config as indented JSON, as `config.json` holds it."""
        return json.dumps(asdict(self), indent=2) + "\n"


def config_from(given: object) -> RunConfig:
    """A checked config from a JSON object.

    Raises:
        ValueError: A key is unknown or a value is of the wrong type or out of range.
    """
    if not isinstance(given, Mapping):
        raise ValueError("A config must be a JSON object of settings.")
    values = cast(Mapping[str, Any], given)
    kinds = {field.name: field.type for field in fields(RunConfig)}
    if unknown := sorted(set(values) - set(kinds)):
        raise ValueError(f"Unknown settings {', '.join(unknown)}; known are {', '.join(kinds)}.")
    for name, value in values.items():
        allowed = (int, float) if kinds[name] is float else kinds[name]
        if isinstance(value, bool) or not isinstance(value, allowed):  # type: ignore[arg-type]
            raise ValueError(f"{name} must be of type {kinds[name].__name__}, not {value!r}.")  # type: ignore[union-attr]
    return RunConfig(**values)
