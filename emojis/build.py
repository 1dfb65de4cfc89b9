"""`python emojis/build.py`: make the four emoji sets out of registry packages of fixed versions.

Needs npm, and `pip install resvg-py==0.5.0`; only the pictures made are needed to run the app.
Each set's LICENSE is kept by hand beside it and is not touched.
"""

import io
import json
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
SIDE_PX: Final = 384
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


@dataclass(frozen=True)
class Source:
    """Where a set comes from and what must be said of it."""

    package: str
    title: str
    credit: str
    member: Callable[[str], str]  # a code point -> the picture's file in the package


SOURCES: Final = {
    "noto": Source(
        "@iconify-json/noto@1.2.9",
        "Noto",
        "Noto Emoji by Google, Apache License 2.0",
        lambda point: "icons.json",
    ),
    "twemoji": Source(
        "@twemoji/svg@15.0.0",
        "Twemoji",
        "Twemoji by Twitter, Inc. and other contributors, graphics CC-BY 4.0",
        lambda point: f"{point}.svg",
    ),
    "openmoji": Source(
        "openmoji@17.0.0",
        "OpenMoji",
        "OpenMoji, the open-source emoji and icon project, CC-BY-SA 4.0",
        lambda point: f"color/svg/{point.upper()}.svg",
    ),
    "fluent": Source(
        "@lobehub/fluent-emoji-3d@1.1.0",
        "Fluent 3D",
        "Fluent Emoji by Microsoft, MIT License",
        lambda point: f"assets/{point}.webp",
    ),
}


def main() -> int:
    """Write every set's seven pictures and its set.json."""
    for name, source in SOURCES.items():
        folder = FOLDER / name
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory() as downloads:
            command = ["npm", "pack", "--silent", "--pack-destination", downloads, source.package]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            (archive,) = Path(downloads).glob("*.tgz")
            with tarfile.open(archive) as package:
                for label, point in CODE_POINTS.items():
                    fitted(picture(package, source, point)).save(
                        folder / f"{label}.png", optimize=True
                    )
        about = {
            "title": source.title,
            "credit": source.credit,
            "package": source.package,
            "code_points": CODE_POINTS,
        }
        (folder / "set.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
        print(f"{name}: {len(CODE_POINTS)} pictures of {SIDE_PX} px from {source.package}")
    return 0


def picture(package: tarfile.TarFile, source: Source, point: str) -> Image.Image:
    """One emoji as an RGBA picture, large enough to be shrunk to SIDE_PX where it is an SVG."""
    member = source.member(point)
    file = package.extractfile(f"package/{member}")
    if file is None:
        raise FileNotFoundError(f"{source.package} has no {member}.")
    data = file.read()
    if member.endswith(".webp"):
        return Image.open(io.BytesIO(data)).convert("RGBA")
    if member == "icons.json":
        data = iconify_svg(json.loads(data), package, point).encode()
    png = resvg_py.svg_to_bytes(svg_string=data.decode(), width=2 * SIDE_PX, height=2 * SIDE_PX)
    return Image.open(io.BytesIO(bytes(png))).convert("RGBA")


def iconify_svg(icons: dict, package: tarfile.TarFile, point: str) -> str:
    """An Iconify icon as a whole SVG file; its chars.json names the icon of a code point."""
    names = package.extractfile("package/chars.json")
    if names is None:
        raise FileNotFoundError("The icon package has no chars.json.")
    body = icons["icons"][json.load(names)[point]]["body"]
    side = icons["width"]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {side} {side}">{body}</svg>'
    )


def fitted(image: Image.Image) -> Image.Image:
    """The picture without its empty margin, square, so that all sets look equally large."""
    image = image.crop(image.getchannel("A").getbbox())
    side = round(max(image.size) * (1 + 2 * MARGIN))
    square = Image.new("RGBA", (side, side))
    square.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return square.resize((SIDE_PX, SIDE_PX), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    sys.exit(main())
