"""Servers that the gallery looks at: the app as it is, without a run, failing, and full.

None of them sees this machine's own data: a stranger's first look is what is pictured, and the
demonstration set's drawn faces are the only ones.
"""

import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from tests.browser.app import Server, running_server
from tests.support.folders import ROOT
from tests.support.planted import planted_zip

_SHIPPED: Final = ("core", "training", "models", "emojis", ".streamlit")
_ROOM: Final = 'if counts().now("connections") > MAX_VISITORS:'
_RUN: Final = "    screen.run()"


class Houses:
    """Starts each server when it is first asked for; all end with the stack."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.models = folder / "models"
        self._folder, self._stack = folder, stack
        self._open: dict[str, Server] = {}
        self._make: dict[str, Callable[[], Server]] = {
            "usual": self._usual,
            "no run": self._without_runs,
            "failing": lambda: self._spoiled("failing", "pages/menu.py", _RUN, "    print(1 / 0)"),
            "full": lambda: self._spoiled("full", "pages/server/limits.py", _ROOM, "if True:"),
        }

    def open(self, name: str) -> Server:
        """One of: usual, no run, failing, full."""
        if name not in self._open:
            self._open[name] = self._make[name]()
        return self._open[name]

    def _usual(self) -> Server:
        """All models that ship, and beside the demonstration set one that nobody has studied."""
        shutil.copytree(ROOT / "models", self.models, copy_function=os.link)
        data = self._folder / "data"
        data.mkdir()
        planted_zip(data / "planted.zip")
        return self._running(ROOT, self.models, data)

    def _without_runs(self) -> Server:
        models = self._folder / "no-runs"
        shutil.copytree(ROOT / "models" / "yunet", models / "yunet")
        return self._running(ROOT, models, self._folder / "no-data")

    def _spoiled(self, name: str, file: str, old: str, new: str) -> Server:
        """The app with one line of it changed."""
        house = self._folder / name
        house.mkdir()
        for shipped in _SHIPPED:
            (house / shipped).symlink_to(ROOT / shipped)
        shutil.copytree(ROOT / "pages", house / "pages")
        shutil.copy(ROOT / "app.py", house)
        text = (house / file).read_text(encoding="utf-8")
        if old not in text:
            raise LookupError(f"{file} says {old!r} no more; the gallery changes that line.")
        (house / file).write_text(text.replace(old, new), encoding="utf-8")
        return self._running(house, house / "models", house / "data")

    def _running(self, folder: Path, models: Path, data: Path) -> Server:
        places = {"PHOTO_TO_EMOJI_MODELS": str(models), "PHOTO_TO_EMOJI_DATA": str(data)}
        return self._stack.enter_context(
            running_server(env={**os.environ, **places}, folder=folder)
        )
