"""The folders under models/: making one, and reading what stands in it."""

import json
import re
from pathlib import Path

from training.config import RunConfig, config_from


def create_run(models: Path, name: str, config: RunConfig) -> Path:
    """A new run's folder, holding its config.

    Raises:
        ValueError: The name is not plain, or is taken.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,63}", name):
        raise ValueError(
            f"A run's name has at most 64 small letters, digits, dots, dashes; {name!r} has not."
        )
    run = models / name
    if run.exists():
        raise ValueError(f"There is a run called {name} already. Resume it, or choose a new name.")
    run.mkdir(parents=True)
    (run / "config.json").write_text(config.to_json(), encoding="utf-8")
    return run


def read_config(run: Path) -> RunConfig:
    """The config a run was started with.

    Raises:
        FileNotFoundError: There is no such run.
        ValueError: Its config is damaged or asks for something unknown.
    """
    path = run / "config.json"
    if not path.exists():
        raise FileNotFoundError(f"There is no run called {run.name} in {run.parent}.")
    return config_from(json.loads(path.read_text(encoding="utf-8")))
