"""`python pages/camera/build_assets.py`: others' code for the visitor's browser, from npm packages.

LiteRT runs the networks, gifenc writes GIFs. Needs npm; only the files made are needed to run the
app. They are kept compressed, as they are served. Of LiteRT's four builds only the plainest is
taken: it runs in every browser, and the next faster one gains a few per cent.
"""

import gzip
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True)
class Package:
    """An npm package, as it was tested, and what is taken of it."""

    name: str
    sha256: str
    files: dict[str, str]  # what a file is called here, and where it lies in the package
    licence: tuple[str, str] | None = None  # likewise, where the package holds one


FOLDER: Final = Path(__file__).resolve().parent / "assets"
PACKAGES: Final = (
    Package(
        "@litertjs/core@2.5.3",
        "a97660833e9e7e1063c95e12016718881240b14f7438728a2f62785e912d30fd",
        {
            "litert.js": "package/dist/index.js",
            "litert_loader.js": "package/wasm/litert_wasm_compat_internal.js",
            "litert.wasm": "package/wasm/litert_wasm_compat_internal.wasm",
        },
    ),
    Package(
        "gifenc@1.0.3",
        "29470c10132cd66ecac3b4da025b57ab9ec35df6e40215947f22eb2f14a128d4",
        {"gifenc.js": "package/dist/gifenc.esm.js"},
        ("LICENSE-gifenc", "package/LICENSE.md"),
    ),
)
# What is changed: in litert.js the part that a page would have to bundle, and the search for a
# graphics card, which this app does not use; in both the mention of a map that is not served.
CHANGES: Final = {
    "litert.js": (
        (
            'import { createWasmLib } from "@litertjs/wasm-utils";',
            "const createWasmLib = async (Library) => "
            "new Library(await self.ModuleFactory(self.Module));",
        ),
        ("await Environment.create()", "await Environment.create({ webGpuDevice: null })"),
        ("//# sourceMappingURL=index.js.map", ""),
    ),
    "gifenc.js": (("//# sourceMappingURL=gifenc.esm.js.map", ""),),
}


def main() -> int:
    """Write the files, or say which package is not the one that was tested."""
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as downloads:
            command = ["npm", "pack", "--silent", "--pack-destination", downloads, package.name]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            (archive,) = Path(downloads).glob("*.tgz")
            digest = hashlib.sha256(archive.read_bytes()).hexdigest()
            if digest != package.sha256:
                told = f"{package.name} has checksum {digest}, expected {package.sha256}."
                print(told, file=sys.stderr)
                return 1
            take(package, archive)
    return 0


def take(package: Package, archive: Path) -> None:
    """Write what is taken of a package."""
    with tarfile.open(archive) as opened:
        for name, member in package.files.items():
            write(name, content(opened, member))
        if package.licence is not None:
            name, member = package.licence
            (FOLDER / name).write_bytes(content(opened, member))


def content(package: tarfile.TarFile, member: str) -> bytes:
    """The bytes of a file in an npm package."""
    file = package.extractfile(member)  # KeyError, naming it, where there is none
    if file is None:
        raise FileNotFoundError(f"{member} is not a file in {package.name}.")
    return file.read()


def write(name: str, data: bytes) -> None:
    """One file, changed where it must be, compressed without a date so that it is always equal."""
    if name in CHANGES:
        data = changed(name, data.decode()).encode()
    packed = gzip.compress(data, compresslevel=9, mtime=0)
    (FOLDER / f"{name}.gz").write_bytes(packed)
    print(f"{name}.gz: {len(packed):,} bytes of {len(data):,}")


def changed(name: str, source: str) -> str:
    """A file's source with its CHANGES made, each in its one place."""
    for before, after in CHANGES[name]:
        if source.count(before) != 1:
            raise ValueError(f"{name} no longer has one place with {before!r}.")
        source = source.replace(before, after)
    return source


if __name__ == "__main__":
    sys.exit(main())
