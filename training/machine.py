"""The machine that trains: what it is, and how much of it the trainer uses."""

import os
import platform
from importlib import metadata
from pathlib import Path
from typing import Final

import psutil

_LIBRARIES: Final = ("keras", "numpy", "opencv-python-headless", "tensorflow", "tensorflow-cpu")


def described() -> dict[str, str]:
    """Versions of Python and of the libraries that are here, and the machine in words."""
    versions = {}
    for name in _LIBRARIES:
        try:
            versions[name.removesuffix("-cpu").removesuffix("-python-headless")] = metadata.version(
                name
            )
        except metadata.PackageNotFoundError:
            continue
    return {
        "python": platform.python_version(),
        **versions,
        "machine": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "cores": str(os.cpu_count()),
    }


class Usage:
    """What this process uses, from one look to the next. Written and read by one thread."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._process.cpu_percent()  # the first look only starts the clock

    def memory_mb(self) -> float:
        """Resident memory, in millions of bytes."""
        return round(self._process.memory_info().rss / 1e6, 1)

    def cpu_percent(self) -> float:
        """Share of all cores since the look before, 0 to 100."""
        return round(self._process.cpu_percent() / (os.cpu_count() or 1), 1)


def _processor() -> str:
    """Its trade name, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()
