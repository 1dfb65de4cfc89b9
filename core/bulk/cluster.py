"""A folder or a bucket of pictures, worked through by a Ray cluster; run again, it goes on.

The one place of core that knows Ray and fsspec. Every worker is an actor with tools of its own; the
command that started them alone writes the ledger, so whatever dies, nothing is noted twice.
"""

# Neither tells types, and both are an extra that need not be here.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportMissingImports=false

import logging
import socket
import tempfile
from collections import deque
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import cv2
import fsspec.core
import ray
from ray.exceptions import RayActorError
from tqdm import tqdm

import core
from core.bulk.folders import Outcome
from core.bulk.places import Bucket, Folder, Place, Work, ledger_of, open_works
from core.bulk.table import TABLE, write_table
from core.bulk.worker import Tools, Wish, load_tools, work_on
from core.classifier import CARD_FILE, WEIGHTS_FILE
from core.errors import UserError
from core.faces import YUNET_FILE

LOCAL: Final = "local"  # instead of an address: a cluster of this machine alone
_STORE_BYTES: Final = 200_000_000  # of a local cluster: pictures never pass through it
_AHEAD: Final = 2  # tasks an actor has waiting
_KNOCK_S: Final = 10.0
_TRIES_MORE: Final = 2  # of a task whose worker died


@dataclass(frozen=True)
class Cluster:
    """Where the work is done and what each worker asks for."""

    address: str  # of a Ray cluster, or LOCAL
    workers: int | None  # None: as many as there is room for
    needs: Mapping[str, float]  # of one worker, as Ray names it: CPU, GPU, and one's own


def emojify_on_ray(source: str, out: str, wish: Wish, cluster: Cluster) -> Outcome:
    """Put emojis on every picture that is not done yet.

    Args:
        source, out: Folders, or what fsspec takes: s3://bucket/prefix and the like. What is a
            folder must be one to every machine of the cluster.

    Raises:
        UserError: The cluster has no room for a worker, or the ledger is damaged.
    """
    sources, results = _place(source), _place(out)
    bad: dict[str, str] = {}
    with _ray(cluster) as workers, ledger_of(results) as ledger:
        works = sources.pictures(results)
        done = 0
        with tqdm(total=len(works), unit="picture", disable=None) as bar:
            waiting = open_works(works, results, ledger)
            for work, found in _results(waiting, sources, results, wish, cluster, workers):
                ledger.add(work.state, found)
                if "error" in found:
                    bad[work.name] = found["error"]
                done += "error" not in found
                bar.update()
        with tempfile.TemporaryDirectory() as folder:
            table = Path(folder) / TABLE
            write_table(ledger.path, table)
            results.write(TABLE, table.read_bytes())
    return Outcome(done, len(works) - done - len(bad), bad)


def _place(url: str) -> Place:
    if "://" not in url:
        return Folder(Path(url).absolute())
    try:
        files, root = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UserError(f"{url} cannot be reached: {error}") from error
    return Bucket(files, root)


class Worker:
    """One detector, one classifier and the emojis, wherever Ray puts them; used by one thread."""

    def __init__(self, style: str) -> None:
        cv2.setNumThreads(1)
        self._style = style
        self._tools: Tools | None = None

    def work(self, files: list[Any], work: Work, sources: Place, results: Place) -> dict[str, Any]:
        """As `core.bulk.worker.work` does.

        Args:
            files: One reference to what `_tool_files` gathers: the machine need not have them.
        """
        return work_on(
            work.name,
            partial(self._loaded, files[0]),
            read=partial(sources.read, work.name),
            write=partial(results.write, work.target),
            style=self._style,
        )

    def _loaded(self, files: Any) -> Tools:
        if self._tools is None:
            with tempfile.TemporaryDirectory() as folder:
                here = Path(folder)
                for name, data in ray.get(files).items():
                    (here / name).parent.mkdir(parents=True, exist_ok=True)
                    (here / name).write_bytes(data)
                wish = Wish(here / "model", here / "emojis", here, self._style)
                self._tools = load_tools(wish)
        return self._tools


def _results(
    works: Iterator[Work],
    sources: Place,
    results: Place,
    wish: Wish,
    cluster: Cluster,
    workers: int,
) -> Iterator[tuple[Work, dict[str, Any]]]:
    """Each picture's record, in the order of their ends.

    Ray starts a dead worker again, elsewhere if need be, and gives it back what it had. What went
    down with its worker again and again is tried by itself at the end, so that a picture which ends
    workers is told apart from those that waited behind it.
    """
    files = [ray.put(_tool_files(wish))]
    actor: Any = ray.remote(Worker).options(
        num_cpus=cluster.needs.get("CPU", 1),
        num_gpus=cluster.needs.get("GPU", 0),
        resources={name: n for name, n in cluster.needs.items() if name not in ("CPU", "GPU")},
        max_restarts=-1,
        max_task_retries=_TRIES_MORE,
    )
    pool = [actor.remote(wish.style) for _ in range(workers)]
    running: dict[Any, tuple[Any, Work]] = {}
    suspects: deque[Work] = deque()
    free = deque(pool * _AHEAD)
    while True:
        while free and (work := next(works, None)) is not None:
            one = free.popleft()
            running[one.work.remote(files, work, sources, results)] = (one, work)
        if not running:
            break
        for ended in ray.wait(list(running), num_returns=1)[0]:
            one, work = running.pop(ended)
            free.append(one)
            try:
                found = ray.get(ended)
            except RayActorError:
                suspects.append(work)
                continue
            yield work, found
    for work in suspects:
        try:
            yield work, ray.get(pool[0].work.remote(files, work, sources, results))
        except RayActorError:
            yield work, {"file": work.name, "error": "Its worker was ended each time."}


def _tool_files(wish: Wish) -> dict[str, bytes]:
    """What a worker loads, a few megabytes."""
    named = {f"model/{name}": wish.model / name for name in (CARD_FILE, WEIGHTS_FILE)}
    named |= {f"emojis/{path.name}": path for path in wish.emojis.iterdir() if path.is_file()}
    yunet = wish.models / YUNET_FILE.parent
    named |= {f"{yunet.name}/{path.name}": path for path in yunet.iterdir() if path.is_file()}
    return {name: path.read_bytes() for name, path in named.items()}


@contextmanager
def _ray(cluster: Cluster) -> Generator[int]:
    """A connection to Ray, and how many workers there are to be."""
    quiet = {"log_to_driver": False, "logging_level": logging.ERROR, "configure_logging": True}
    if cluster.address == LOCAL:
        cpus = cluster.workers and int(cluster.workers * max(cluster.needs.get("CPU", 1), 1))
        ray.init(num_cpus=cpus, include_dashboard=False, object_store_memory=_STORE_BYTES, **quiet)
    else:
        # Its machines have the libraries; our own code travels along.
        code = {"py_modules": [str(Path(core.__file__).parent)]}
        try:
            _knock(cluster.address)
            ray.init(address=cluster.address, runtime_env=code, **quiet)
        except OSError as error:
            raise UserError(
                f"There is no Ray cluster at {cluster.address}, or it lets nobody in without its "
                "token: set RAY_AUTH_MODE=token and RAY_AUTH_TOKEN as its machines have them. "
                "Leave out the address to work on this machine alone."
            ) from error
    try:
        yield _count(cluster)
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Fail soon where nobody listens: Ray itself tries for ever."""
    host, _, port = address.rpartition(":")
    if host and port.isdecimal():
        socket.create_connection((host, int(port)), timeout=_KNOCK_S).close()


def _count(cluster: Cluster) -> int:
    needs = {"CPU": 1.0, **cluster.needs}
    there: Mapping[str, float] = ray.cluster_resources()
    room = min(int(there.get(name, 0) // n) for name, n in needs.items() if n)
    if room < 1:
        asked = ", ".join(f"{name}={n:g}" for name, n in needs.items())
        has = ", ".join(f"{name}={there.get(name, 0):g}" for name in needs)
        raise UserError(f"A worker asks for {asked}, but the cluster has {has}. Ask for less.")
    return min(cluster.workers or room, room)
