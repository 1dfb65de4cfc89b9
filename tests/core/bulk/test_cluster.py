"""Many pictures on a real Ray, of this machine alone: the same results, whatever is killed."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.bulk.ledger import LEDGER
from core.bulk.table import TABLE
from tests.support.engine import (
    bucket_files,
    ended,
    free_port,
    object_store,
    results_in,
    started,
    wait_for,
    workers_of,
)
from tests.support.sample import sample_photo

pytestmark = pytest.mark.cluster
PICTURES = 24
MODEL = ("--model", "tutorial")
WORKER = "ray::Worker"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures in two folders, and a file that is none."""
    root = tmp_path_factory.mktemp("pictures")
    (root / "deep").mkdir()
    for number in range(PICTURES):
        image = np.roll(cv2.resize(sample_photo(), (256, 256)), number, axis=1)
        name = ("{}.jpg", "deep/{}.png")[number % 2].format(number // 2)
        cv2.imwrite(str(root / name), image)
    (root / "deep" / "words.jpg").write_text("only words")
    return root


@pytest.fixture(scope="module")
def whole(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of the local pool."""
    out = tmp_path_factory.mktemp("whole")
    ended(started("core.emojify", str(folder), "--out", str(out), "--workers", "2", *MODEL))
    return out


def noted(ledger: str) -> list[str]:
    return sorted(json.loads(line)["file"] for line in ledger.splitlines())


def test_ray_makes_what_the_local_pool_makes_and_each_goes_on_where_the_other_was(
    folder, whole, tmp_path
):
    pandas = pytest.importorskip("pandas")
    command = ("core.emojify", str(folder), "--out", str(tmp_path), "--workers", "2", *MODEL)

    done = ended(started(*command, "--ray"))

    assert done.returncode == 1 and "deep/words.jpg  This file is not" in done.stderr, done.stderr
    assert f"{PICTURES} pictures done, 0 done before, 1 bad" in done.stdout
    assert results_in(tmp_path) == results_in(whole)
    assert noted((tmp_path / LEDGER).read_text()) == noted((whole / LEDGER).read_text())
    table = pandas.read_parquet(tmp_path / TABLE)
    assert len(table) == PICTURES + 1 and table.error.notna().sum() == 1
    shares = table[["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"]].dropna()
    assert abs(shares.sum(axis=1) - 1).max() < 1e-5
    again = ended(started(*command))
    assert f"0 pictures done, {PICTURES} done before, 1 bad" in again.stdout


def test_workers_killed_over_and_over_lose_nothing_and_double_nothing(folder, whole, tmp_path):
    running = started(
        *("core.emojify", str(folder), "--out", str(tmp_path), "--workers", "2", *MODEL, "--ray")
    )
    until = time.monotonic() + 200
    for kill in range(1, 4):
        while len(list(tmp_path.rglob("*.png"))) < 4 * kill and time.monotonic() < until:
            time.sleep(0.02)
        for worker in workers_of(running, WORKER)[: 1 + kill % 2]:
            worker.kill()

    done = ended(running)

    assert f"{PICTURES} pictures done, 0 done before, 1 bad" in done.stdout, done.stderr
    assert results_in(tmp_path) == results_in(whole)
    assert noted((tmp_path / LEDGER).read_text()) == noted((whole / LEDGER).read_text())


def test_a_picture_that_ends_its_worker_is_told_and_those_behind_it_are_done(
    folder, whole, tmp_path
):
    done = ended(started("tests.support.poison", str(folder), str(tmp_path), "0.jpg"))

    assert f"done={PICTURES - 1}, known=0" in done.stdout, done.stderr
    assert "'0.jpg': 'Its worker was ended each time.'" in done.stdout
    others = {name: data for name, data in results_in(whole).items() if name != "0-jpg.png"}
    assert results_in(tmp_path) == others


def test_from_bucket_to_bucket_killed_and_run_again(folder, whole):
    with object_store() as environment:
        files = bucket_files(environment)
        files.mkdir("photos")
        files.put(f"{folder}/", "photos/in/", recursive=True)
        command = ("core.emojify", "s3://photos/in", "--out", "s3://photos/in/out", "--ray")
        running = started(*command, "--workers", "2", *MODEL, **environment)
        until = time.monotonic() + 200
        while len(files.find("photos/in/out")) < PICTURES // 2 and time.monotonic() < until:
            time.sleep(0.1)
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()

        done = ended(started(*command, "--workers", "2", *MODEL, **environment))

        assert done.returncode == 1 and "deep/words.jpg" in done.stderr, done.stderr
        made = files.find("photos/in/out")
        own = {path.removeprefix("photos/in/out/"): files.cat_file(path) for path in made}
        assert {n: data for n, data in own.items() if n.endswith(".png")} == results_in(whole)
        assert noted(own[LEDGER].decode()) == noted((whole / LEDGER).read_text())
        assert TABLE in own and not [name for name in own if ".parts/" in name]
        again = ended(started(*command, "--workers", "2", *MODEL, **environment))
        assert f"0 pictures done, {PICTURES} done before, 1 bad" in again.stdout, again.stderr


def test_a_cluster_that_runs_already_is_used_by_its_address(folder, whole, tmp_path):
    port = free_port()
    address = f"127.0.0.1:{port}"
    ray = [sys.executable, "-c", "from ray.scripts.scripts import main; main()"]
    head = (
        *("start", "--head", f"--port={port}", "--num-cpus=2", "--include-dashboard=false"),
        # Its sockets need a short path.
        *("--object-store-memory=200000000", f"--temp-dir={tempfile.mkdtemp(dir='/tmp')}"),
        "--block",
        *("--resources", '{"camera": 1}'),
    )
    token = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": "a" * 64}
    cluster = subprocess.Popen(
        [*ray, *head],
        cwd=tmp_path,
        env={**os.environ, **token},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    out = tmp_path / "out"
    command, there = ("core.emojify", str(folder), "--out", str(out), *MODEL), ("--ray", address)
    try:
        wait_for(port)
        too_much = ended(started(*command, *there, "--needs", "GPU=1", **token))
        done = ended(started(*command, *there, "--needs", "camera=0.5", **token))
    finally:
        cluster.terminate()
        cluster.wait()

    assert "asks for CPU=1, GPU=1, but the cluster has CPU=2, GPU=0" in too_much.stderr
    assert f"{PICTURES} pictures done" in done.stdout, done.stderr
    assert results_in(out) == results_in(whole)


def test_nobody_there_is_told_with_what_to_do(folder, tmp_path):
    port = free_port()

    done = ended(
        started("core.emojify", str(folder), "--out", str(tmp_path), "--ray", f"127.0.0.1:{port}")
    )

    assert done.returncode == 1 and "There is no Ray cluster at" in done.stderr, done.stderr
