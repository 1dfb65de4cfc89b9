"""A folder of pictures, worked through by a pool of processes; run again, it goes on."""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from tqdm import tqdm

from core.bulk.ledger import Ledger, state_of
from core.bulk.worker import PART, Task, Wish, begin, work
from core.errors import UserError

SUFFIXES: Final = frozenset(
    (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif", ".gif", ".bmp")
)
_AHEAD: Final = 2  # tasks a worker has waiting, so that memory does not grow with the folder


@dataclass(frozen=True)
class Outcome:
    """What a run did."""

    done: int  # pictures written in this run
    known: int  # done before
    bad: dict[str, str]  # file -> why it could not be read


def pictures_in(folder: Path, out: Path) -> list[Path]:
    """The pictures in a folder and all below it, in their names' order; results are none."""
    found: list[Path] = []
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if (Path(parent) / name).resolve() != out.resolve()]
        found += [Path(parent) / name for name in files if is_picture(name)]
    return sorted(found)


def is_picture(name: str) -> bool:
    """Whether a file is one to work on, by its name; hidden ones are not."""
    path = PurePosixPath(name)
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".")


def target_of(source: Path, folder: Path, out: Path) -> Path:
    """Where a picture's result goes: the same folders, and a name that no other picture gets."""
    return out / target_name(source.relative_to(folder).as_posix())


def target_name(name: str) -> str:
    """The same for a name with slashes below one place, as a name below another."""
    path = PurePosixPath(name)
    return path.with_name(f"{path.stem}-{path.suffix[1:]}.png").as_posix()


def emojify_folder(folder: Path, out: Path, wish: Wish, *, workers: int) -> Outcome:
    """Put emojis on every picture that is not done yet.

    Raises:
        UserError: A worker was ended from outside; what is done stays done.
    """
    out.mkdir(parents=True, exist_ok=True)
    sources = pictures_in(folder, out)
    bad: dict[str, str] = {}
    done = 0
    with Ledger(out) as ledger, tqdm(total=len(sources), unit="picture", disable=None) as bar:
        tasks = _open_tasks(sources, folder, out, ledger)
        try:
            for task, found in _results(tasks, wish, workers):
                ledger.add(state_of(task.source, task.name), found)
                if "error" in found:
                    bad[task.name] = found["error"]
                done += "error" not in found
                bar.update()
        except BrokenProcessPool as broken:
            raise UserError(
                "A worker was ended, perhaps for lack of memory. Run the same command again, with "
                "fewer --workers: what is done stays done."
            ) from broken
    for part in out.rglob(f".*{PART}"):  # of a run that was killed
        part.unlink(missing_ok=True)
    return Outcome(done, len(sources) - done - len(bad), bad)


def _open_tasks(sources: list[Path], folder: Path, out: Path, ledger: Ledger) -> Iterator[Task]:
    for source in sources:
        name = source.relative_to(folder).as_posix()
        target = target_of(source, folder, out)
        if not (ledger.has(state_of(source, name)) and target.exists()):
            yield Task(source, target, name)


def _results(
    tasks: Iterator[Task], wish: Wish, workers: int
) -> Iterator[tuple[Task, dict[str, Any]]]:
    fresh = multiprocessing.get_context("spawn")  # threads of ours do not survive a fork
    running: dict[Future[dict[str, Any]], Task] = {}
    with ProcessPoolExecutor(workers, mp_context=fresh, initializer=begin) as pool:
        more = True
        while more or running:
            while more and len(running) < _AHEAD * workers:
                task = next(tasks, None)
                more = task is not None
                if task is not None:
                    running[pool.submit(work, task, wish)] = task
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                yield running.pop(future), future.result()
