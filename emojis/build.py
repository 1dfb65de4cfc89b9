"""`python emojis/build.py`: make the four emoji sets out of registry packages of fixed versions.

A set is one PNG for each expression and for "not sure", and further faces on one sheet, the extras.
Needs npm, and `pip install resvg-py==0.5.0`; only the pictures made are needed to run the app.
Each set's LICENSE is kept by hand beside it, because three of the packages hold none for the
pictures; it names the package's version and is not touched here.
"""

import io
import json
import math
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import resvg_py
from PIL import Image

FOLDER: Final = Path(__file__).resolve().parent
SIDE_PX: Final = 512
WEBP_SIDE_PX: Final = 256  # that package's own size: enlarging here would add bytes, not detail
MAX_BYTES: Final = 150_000
MAX_SHEET_BYTES: Final = 800_000
EXTRA_PX: Final = 256
SHEET_COLUMNS: Final = 8
SHEET_QUALITY: Final = 90
MARGIN: Final = 0.01  # × side, so that a scaled edge has a transparent pixel to fade into
CODE_POINTS: Final = {
    "angry": "1f620",
    "disgust": "1f922",
    "fear": "1f628",
    "happy": "1f600",
    "neutral": "1f610",
    "sad": "1f622",
    "surprise": "1f62e",
}
NOT_SURE: Final = "1f914"
# Name, as people are shown it -> code point; row by row on the sheet.
EXTRAS: Final = json.loads((FOLDER / "extras.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Source:
    """Where a set comes from and what must be said of it."""

    package: str
    title: str
    work: str  # the pictures' name and home
    author: str
    licence: str  # SPDX identifier
    licence_url: str
    side_px: int
    member: Callable[[str], str]  # a code point -> the picture's file in the package

    @property
    def credit(self) -> str:
        """Author, licence and changes: what the Creative Commons licences ask to be named."""
        return (
            f"{self.work}, by {self.author}: {self.licence} ({self.licence_url}), "
            "converted to PNG and WebP, trimmed and scaled."
        )


SOURCES: Final = {
    "noto": Source(
        package="@iconify-json/noto@1.2.9",
        title="Noto",
        work="Noto Emoji (https://github.com/googlefonts/noto-emoji)",
        author="Google LLC",
        licence="Apache-2.0",
        licence_url="https://www.apache.org/licenses/LICENSE-2.0",
        side_px=SIDE_PX,
        member=lambda point: "icons.json",
    ),
    "twemoji": Source(
        package="@twemoji/svg@15.0.0",
        title="Twemoji",
        work="Twemoji (https://github.com/jdecked/twemoji)",
        author="Twitter, Inc. and other contributors",
        licence="CC-BY-4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        side_px=SIDE_PX,
        member=lambda point: f"{point}.svg",
    ),
    "openmoji": Source(
        package="openmoji@17.0.0",
        title="OpenMoji",
        work="OpenMoji (https://openmoji.org)",
        author="the OpenMoji project",
        licence="CC-BY-SA-4.0",
        licence_url="https://creativecommons.org/licenses/by-sa/4.0/",
        side_px=SIDE_PX,
        member=lambda point: f"color/svg/{point.upper()}.svg",
    ),
    "fluent": Source(
        package="@lobehub/fluent-emoji-3d@1.1.0",
        title="Fluent 3D",
        work="Fluent Emoji (https://github.com/microsoft/fluentui-emoji)",
        author="Microsoft Corporation, packaged by LobeHub",
        licence="MIT",
        licence_url="https://opensource.org/license/mit",
        side_px=WEBP_SIDE_PX,
        member=lambda point: f"assets/{point}.webp",
    ),
}


def main() -> int:
    """Write every set's pictures, its sheet and its set.json."""
    for name, source in SOURCES.items():
        with tempfile.TemporaryDirectory() as downloads:
            command = ["npm", "pack", "--silent", "--pack-destination", downloads, source.package]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            (archive,) = Path(downloads).glob("*.tgz")
            with tarfile.open(archive) as package:
                write_set(FOLDER / name, source, package)
        print(f"{name}: {len(CODE_POINTS) + 1} pictures and {len(EXTRAS)} extras, {source.package}")
    return 0


def write_set(folder: Path, source: Source, package: tarfile.TarFile) -> None:
    """One set's folder; tests/test_emojis.py checks it with the app's own loader."""
    folder.mkdir(exist_ok=True)
    for label, point in {**CODE_POINTS, "not_sure": NOT_SURE}.items():
        path = folder / f"{label}.png"
        fitted(picture(package, source, point), source.side_px).save(path, optimize=True)
        check_weight(path, MAX_BYTES)
    path = folder / "extras.webp"
    sheet(package, source).save(path, quality=SHEET_QUALITY, method=6)
    check_weight(path, MAX_SHEET_BYTES)
    package_name, _, version = source.package.rpartition("@")
    about = {
        "title": source.title,
        "credit": source.credit,
        "author": source.author,
        "licence": source.licence,
        "licence_url": source.licence_url,
        "package": package_name,
        "version": version,
        "code_points": {**CODE_POINTS, "not_sure": NOT_SURE},
        "extras": {"columns": SHEET_COLUMNS, "code_points": EXTRAS},
    }
    (folder / "set.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def check_weight(path: Path, most: int) -> None:
    """Refuse a picture that would make the repository and every visit heavy."""
    if path.stat().st_size > most:
        raise ValueError(f"{path} is over {most} bytes. Lower its side or its quality.")


def sheet(package: tarfile.TarFile, source: Source) -> Image.Image:
    """All extras on one picture, row by row."""
    rows = math.ceil(len(EXTRAS) / SHEET_COLUMNS)
    whole = Image.new("RGBA", (SHEET_COLUMNS * EXTRA_PX, rows * EXTRA_PX))
    for number, point in enumerate(EXTRAS.values()):
        row, column = divmod(number, SHEET_COLUMNS)
        tile = fitted(picture(package, source, point), EXTRA_PX)
        whole.paste(tile, (column * EXTRA_PX, row * EXTRA_PX))
    return whole


def picture(package: tarfile.TarFile, source: Source, point: str) -> Image.Image:
    """One emoji as an RGBA picture, an SVG at twice the side, to be shrunk."""
    member = source.member(point)
    data = content(package, member)
    if member.endswith(".webp"):
        return Image.open(io.BytesIO(data)).convert("RGBA")
    if member == "icons.json":
        # chars.json names the icon of a code point.
        icon = json.loads(content(package, "chars.json"))[point]
        data = iconify_svg(json.loads(data), icon).encode()
    side = 2 * source.side_px
    png = resvg_py.svg_to_bytes(svg_string=data.decode(), width=side, height=side)
    return Image.open(io.BytesIO(bytes(png))).convert("RGBA")


def content(package: tarfile.TarFile, member: str) -> bytes:
    """The bytes of a file in an npm package."""
    file = package.extractfile(f"package/{member}")  # KeyError, naming it, where there is none
    if file is None:
        raise FileNotFoundError(f"{member} is not a file in {package.name}.")
    return file.read()


def iconify_svg(icons: dict, name: str) -> str:
    """An icon of an Iconify collection as a whole SVG file."""
    side = icons["width"]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {side} {side}">{icons["icons"][name]["body"]}</svg>'
    )


def fitted(image: Image.Image, side_px: int) -> Image.Image:
    """The picture without its empty margin, square, so that all sets look equally large."""
    image = image.crop(image.getchannel("A").getbbox())
    inner = side_px - 2 * math.ceil(side_px * MARGIN)
    scale = inner / max(image.size)
    size = round(image.width * scale), round(image.height * scale)
    square = Image.new("RGBA", (side_px, side_px))
    corner = (side_px - size[0]) // 2, (side_px - size[1]) // 2
    square.paste(image.resize(size, Image.Resampling.LANCZOS), corner)
    return square


if __name__ == "__main__":
    sys.exit(main())
