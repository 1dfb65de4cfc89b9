"""`python pages/camera/build_assets.py`: LiteRT for the visitor's browser, from its npm package.

Needs npm; only the files made are needed to run the app. They are kept compressed, as they are
served. Of the package's four builds only the plainest is taken: it runs in every browser, and the
next faster one gains a few per cent.
"""

import gzip
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Final

PACKAGE: Final = "@litertjs/core@2.5.3"
SHA256: Final = "a97660833e9e7e1063c95e12016718881240b14f7438728a2f62785e912d30fd"
FOLDER: Final = Path(__file__).resolve().parent / "assets"
FILES: Final = {
    "litert.js": "package/dist/index.js",
    "litert_loader.js": "package/wasm/litert_wasm_compat_internal.js",
    "litert.wasm": "package/wasm/litert_wasm_compat_internal.wasm",
}
# What is changed in litert.js: the part that a page would have to bundle, and the search for a
# graphics card, which this app does not use.
CHANGES: Final = (
    (
        'import { createWasmLib } from "@litertjs/wasm-utils";',
        "const createWasmLib = async (Library) => "
        "new Library(await self.ModuleFactory(self.Module));",
    ),
    ("await Environment.create()", "await Environment.create({ webGpuDevice: null })"),
    ("//# sourceMappingURL=index.js.map", ""),
)


def main() -> int:
    """Write the files, or say why the package is not the one that was tested."""
    with tempfile.TemporaryDirectory() as downloads:
        command = ["npm", "pack", "--silent", "--pack-destination", downloads, PACKAGE]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(downloads).glob("*.tgz")
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        if digest != SHA256:
            print(f"{PACKAGE} has checksum {digest}, expected {SHA256}.", file=sys.stderr)
            return 1
        with tarfile.open(archive) as package:
            for name, member in FILES.items():
                write(name, content(package, member))
    return 0


def content(package: tarfile.TarFile, member: str) -> bytes:
    """The bytes of a file in an npm package."""
    file = package.extractfile(member)  # KeyError, naming it, where there is none
    if file is None:
        raise FileNotFoundError(f"{member} is not a file in {package.name}.")
    return file.read()


def write(name: str, data: bytes) -> None:
    """One file, changed where it must be, compressed without a date so that it is always equal."""
    if name == "litert.js":
        data = changed(data.decode()).encode()
    packed = gzip.compress(data, compresslevel=9, mtime=0)
    (FOLDER / f"{name}.gz").write_bytes(packed)
    print(f"{name}.gz: {len(packed):,} bytes of {len(data):,}")


def changed(source: str) -> str:
    """The library's source with CHANGES made, each in its one place."""
    for before, after in CHANGES:
        if source.count(before) != 1:
            raise ValueError(f"{PACKAGE} no longer has one place with {before!r}.")
        source = source.replace(before, after)
    return source


if __name__ == "__main__":
    sys.exit(main())
