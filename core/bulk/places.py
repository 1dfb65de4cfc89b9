"""A folder or a bucket: where pictures are and where results go.

A bucket's file system is whatever speaks like fsspec's; it is handed in. A bucket cannot append, so
its ledger is written here and sent as one more object every few seconds; the last one to finish
sends it whole. What a kill keeps from being sent is worked on again, with the same result.
"""

# fsspec tells no types: what a file system gives is unknown to a strict check.
# pyright: reportUnknownMemberType=false

import json
import tempfile
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final

from core.bulk.folders import is_picture, pictures_in, target_name
from core.bulk.ledger import LEDGER, Ledger, state_of
from core.bulk.worker import write_whole

_SENT_EVERY_S: Final = 10.0
_PARTS: Final = f"{Path(LEDGER).stem}.parts"
_CHANGED: Final = ("LastModified", "mtime", "updated", "created")  # as S3 and others call it


@dataclass(frozen=True)
class Work:
    """One picture; names are below their places, with slashes."""

    name: str
    target: str
    state: dict[str, Any]  # as the ledger knows it


@dataclass(frozen=True)
class Folder:
    """One that every machine sees under the same path."""

    root: Path

    def pictures(self, results: "Place") -> list[Work]:
        """All pictures in it, results left out, in their names' order."""
        out = results.root if isinstance(results, Folder) else self.root / ".none"
        names = [path.relative_to(self.root).as_posix() for path in pictures_in(self.root, out)]
        return [Work(name, target_name(name), state_of(self.root / name, name)) for name in names]

    def names(self) -> set[str]:
        """Of all files in it."""
        found = (path.relative_to(self.root) for path in self.root.rglob("*") if path.is_file())
        return {path.as_posix() for path in found}

    def read(self, name: str) -> bytes:
        """The file of this name."""
        return (self.root / name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        """Put a file there, whole or not at all."""
        write_whole(self.root / name, data)


@dataclass(frozen=True)
class Bucket:
    """A prefix in an object store; what is put there is there whole or not at all."""

    files: Any  # an fsspec file system, which pickles
    root: str

    def pictures(self, results: "Place") -> list[Work]:
        """All pictures in it, results left out, in their names' order."""
        known: dict[str, dict[str, Any]] = self.files.find(self.root, detail=True)
        own = f"{results.root}/" if isinstance(results, Bucket) else None
        works: list[Work] = []
        for path, about in sorted(known.items()):
            if is_picture(path) and not (own and path.startswith(own)):
                name = PurePosixPath(path).relative_to(self.root).as_posix()
                changed = next((about[key] for key in _CHANGED if about.get(key)), 0)
                state = {"file": name, "bytes": about["size"], "changed_ns": _ns(changed)}
                works.append(Work(name, target_name(name), state))
        return works

    def names(self) -> set[str]:
        """Of all files in it."""
        self.files.invalidate_cache()
        found: Sequence[str] = self.files.find(self.root)
        return {PurePosixPath(path).relative_to(self.root).as_posix() for path in found}

    def read(self, name: str) -> bytes:
        """The object of this name."""
        return self.files.cat_file(f"{self.root}/{name}")

    def write(self, name: str, data: bytes) -> None:
        """Put an object there."""
        self.files.pipe_file(f"{self.root}/{name}", data)


Place = Folder | Bucket


def open_works(works: list[Work], results: Place, ledger: Ledger) -> Iterator[Work]:
    """Those not done as they are now, or whose result is gone."""
    there = results.names()
    for work in works:
        if not (ledger.has(work.state) and work.target in there):
            yield work


@contextmanager
def ledger_of(results: Place) -> Generator[Ledger]:
    """The ledger of these results, open.

    Raises:
        UserError: It is damaged.
    """
    if isinstance(results, Folder):
        results.root.mkdir(parents=True, exist_ok=True)
        with Ledger(results.root) as ledger:
            yield ledger
        return
    with tempfile.TemporaryDirectory() as folder, _SentLedger(Path(folder), results) as ledger:
        yield ledger


class _SentLedger(Ledger, AbstractContextManager["_SentLedger"]):
    """A ledger on this machine's disk that follows the one in a bucket, and is sent there."""

    def __init__(self, folder: Path, bucket: Bucket) -> None:
        parts = sorted(name for name in bucket.names() if name.startswith(f"{_PARTS}/"))
        if LEDGER in bucket.names():
            (folder / LEDGER).write_bytes(bucket.read(LEDGER))
        super().__init__(folder)
        self._bucket = bucket
        for part in parts:
            for line in bucket.read(part).splitlines():
                known = json.loads(line)
                super().add(known, known)
        self._parts, self._sent = parts, self.path.stat().st_size
        self._sent_at = time.monotonic()

    def add(self, state: dict[str, Any], record: dict[str, Any]) -> None:
        super().add(state, record)
        if time.monotonic() - self._sent_at >= _SENT_EVERY_S:
            self._send()

    def __exit__(self, *problem: object) -> None:
        super().__exit__(*problem)
        if problem[0] is not None:
            self._send()
            return
        self._bucket.write(LEDGER, self.path.read_bytes())
        if self._parts:
            self._bucket.files.rm([f"{self._bucket.root}/{part}" for part in self._parts])

    def _send(self) -> None:
        with self.path.open("rb") as file:
            file.seek(self._sent)
            new = file.read()
        if new:
            self._parts.append(f"{_PARTS}/{time.time_ns()}.jsonl")
            self._bucket.write(self._parts[-1], new)
        self._sent, self._sent_at = self._sent + len(new), time.monotonic()


def _ns(changed: object) -> int:
    """Nanoseconds since 1970, of a time as file systems tell it."""
    if isinstance(changed, str):
        changed = datetime.fromisoformat(changed)
    seconds = changed.timestamp() if isinstance(changed, datetime) else changed
    return round(seconds * 1e9) if isinstance(seconds, int | float) else 0
