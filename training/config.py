"""What a run is made of: RunConfig, checked when built, and the named recipes."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

NETWORKS: Final = ("tutorial",)


@dataclass(frozen=True, kw_only=True)
class RunConfig:
    """Everything that decides the weights of a run, so that a run can be done again."""

    recipe: str = "tutorial"
    network: str = "tutorial"
    data: str = "data/fer2013.zip"
    epochs: int = 50
    batch_size: int = 64
    learning_rate: float = 1e-4  # of Adam, at the first step
    learning_rate_decay: float = 1e-6  # the rate is divided by 1 + decay x steps so far
    seed: int = 2013

    def __post_init__(self) -> None:
        if self.network not in NETWORKS:
            raise ValueError(f"network must be one of {', '.join(NETWORKS)}, not {self.network!r}.")
        for name, low, high in (
            ("epochs", 1, 1000),
            ("batch_size", 1, 4096),
            ("learning_rate", 1e-7, 1.0),
            ("learning_rate_decay", 0.0, 1.0),
            ("seed", 0, 2**31 - 1),
        ):
            value = getattr(self, name)
            if not low <= value <= high:
                raise ValueError(f"{name} must lie between {low} and {high}, not {value}.")

    def to_json(self) -> str:
        """The config as indented JSON, as `config.json` holds it."""
        return json.dumps(asdict(self), indent=2) + "\n"


def config_from(values: Mapping[str, Any]) -> RunConfig:
    """A checked config from a JSON object.

    Raises:
        ValueError: A key is unknown or a value is of the wrong type or out of range.
    """
    if not isinstance(values, Mapping):
        raise ValueError("A config must be a JSON object of settings.")
    kinds = {field.name: field.type for field in fields(RunConfig)}
    if unknown := sorted(set(values) - set(kinds)):
        raise ValueError(f"Unknown settings {', '.join(unknown)}; known are {', '.join(kinds)}.")
    for name, value in values.items():
        allowed = (int, float) if kinds[name] is float else kinds[name]
        if isinstance(value, bool) or not isinstance(value, allowed):  # type: ignore[arg-type]
            raise ValueError(f"{name} must be of type {kinds[name].__name__}, not {value!r}.")  # type: ignore[union-attr]
    return RunConfig(**values)


RECIPES: Final = {"tutorial": RunConfig()}
