"""`python models/fetch_selfie.py`: take the selfie network out of a registry package, checked.

It tells a person from the background; the file is inside an npm package of MediaPipe's, and
nothing else of that is used. Needs npm.
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Final

PACKAGE: Final = "@mediapipe/selfie_segmentation@0.1.1675465747"
FILE: Final = "selfie_segmentation.tflite"
SHA256: Final = "8d13b7fae74af625c641226813616a2117bd6bca19eb3b75574621fc08557f27"
FOLDER: Final = Path(__file__).resolve().parent / "selfie"


def main() -> int:
    """Write the file, or say why it is not the one that was tested."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--pack-destination", folder, PACKAGE], check=True)
        (packed,) = Path(folder).glob("*.tgz")
        with tarfile.open(packed) as package:
            member = package.extractfile(f"package/{FILE}")
            data = member.read() if member else b""
    digest = hashlib.sha256(data).hexdigest()
    if digest != SHA256:
        print(f"{FILE} has checksum {digest}, expected {SHA256}; not written.", file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / FILE).write_bytes(data)
    print(f"{FOLDER / FILE}: {len(data):,} bytes, checksum as expected")
    return 0


if __name__ == "__main__":
    sys.exit(main())
