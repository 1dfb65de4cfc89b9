"""`python -m training.cluster`: a run as `training.train` does it, by several processes on Ray.

The same model, data, augmentation and steps, and the same folder. Whoever is killed, the epoch is
done again, alike. The folder of models and the set must be the same to all machines.
"""

# Ray and TensorFlow tell no types, and Ray is an extra that need not be here.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportMissingImports=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportAttributeAccessIssue=false

import argparse
import json
import logging
import os
import sys
import time
from pathlib import Path
from typing import Any, Final

import ray
from ray.train import FailureConfig, ScalingConfig
from ray.train import RunConfig as RayRun
from ray.train.tensorflow import TensorflowTrainer

import core
import training
from core.dataset.face_set import FaceSet, read_faces
from training import checkpoints
from training.checkpoints import RunProgress
from training.files import publish_text, read_object
from training.runs import events
from training.runs.config import RunConfig
from training.runs.events import EVENTS_FILE
from training.runs.store import TEAM_FILE, read_config
from training.train import begin, command_line

LOCAL: Final = "local"
_STORE_BYTES: Final = 200_000_000
_FAILURES: Final = 10  # workers lost before a run is given up


def main(arguments: list[str] | None = None) -> int:
    """The command line; the exit status is 0 unless the run failed."""
    parser = command_line()
    parser.add_argument("--workers", type=int, help="processes that learn together (2)")
    parser.add_argument("--storage", type=Path, help="folder for what Ray keeps of a run")
    parser.add_argument("--ray", metavar="ADDRESS", help="a Ray cluster; this machine if left out")
    return begin(parser, arguments, _teach)


def _teach(run: Path, config: RunConfig, faces: FaceSet, chosen: argparse.Namespace) -> RunProgress:
    team = _team_of(run, chosen)
    size = min(config.batch_size, len(faces.labels))
    if size % team["workers"]:
        raise ValueError(
            f"A batch of {size} faces cannot be shared out alike among {team['workers']} workers. "
            "Choose a batch size that is a multiple of them."
        )
    publish_text(json.dumps(team) + "\n", run / TEAM_FILE)
    _connect(team)
    try:
        gpus = ray.cluster_resources().get("GPU", 0) >= team["workers"]
        TensorflowTrainer(
            _work,
            train_loop_config={
                "run": str(run.resolve()),
                "folder": str(Path.cwd()),
                "command": sys.orig_argv,
            },
            scaling_config=ScalingConfig(num_workers=team["workers"], use_gpu=gpus),
            run_config=RayRun(
                name=f"{run.name}-{time.time_ns()}",
                storage_path=str(Path(team["storage"]).resolve()),
                failure_config=FailureConfig(max_failures=_FAILURES),
            ),
        ).fit()
    finally:
        ray.shutdown()
    from training.fit import conclude  # here: TensorFlow's threads come after Ray's processes

    return conclude(run, config, faces, finish=not chosen.unfinished)


def _team_of(run: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """How the run is shared out: as it is asked for now, else as it was before."""
    before = read_object(run / TEAM_FILE) if (run / TEAM_FILE).exists() else {}
    asked = {
        "workers": chosen.workers,
        "storage": chosen.storage and str(chosen.storage),
        "ray": chosen.ray,
    }
    default = {"workers": 2, "storage": str(run.parent / ".ray"), "ray": LOCAL}
    return {**default, **before, **{key: value for key, value in asked.items() if value}}


def _connect(team: dict[str, Any]) -> None:
    if team["ray"] == LOCAL:
        # One more than the workers, for what Ray runs beside them.
        ray.init(
            num_cpus=team["workers"] + 1,
            include_dashboard=False,
            object_store_memory=_STORE_BYTES,
            logging_level=logging.WARNING,
        )
    else:
        ours = [str(Path(package.__file__ or "").parent) for package in (core, training)]
        ray.init(address=team["ray"], runtime_env={"py_modules": ours})


def _work(given: dict[str, Any]) -> None:
    """What each process does, from where the run is to its last epoch."""
    os.chdir(given["folder"])
    sys.orig_argv = given["command"]
    os.environ.pop("TF_USE_LEGACY_KERAS", None)  # which Ray sets; ours is Keras 3
    import tensorflow as tf

    threads = max(1, int(ray.get_runtime_context().get_assigned_resources().get("CPU", 1)))
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    strategy = tf.distribute.MultiWorkerMirroredStrategy()  # before anything else of TensorFlow

    from training import fit
    from training.batches import Batches
    from training.team import Team

    run, here = Path(given["run"]), ray.train.get_context()
    config = read_config(run)
    team = Team(strategy, rank=here.get_world_rank(), count=here.get_world_size())
    if team.rank == 0:
        events.drop_unfinished(run / EVENTS_FILE)
        checkpoints.drop_unfinished(run / "checkpoints")
    else:
        team.meet()  # what the leader writes down as it starts, the others only read
    faces = read_faces(Path(config.data))
    at = fit.start(run, config, faces)
    if team.rank == 0:
        team.meet()
        fit.learn(run, config, faces, at, team)
        return
    team.begin(at.model, config, steps_per_epoch=at.steps_per_epoch)
    with Batches(at.lesson.learned, config) as batches:
        team.follow(batches)


if __name__ == "__main__":
    sys.exit(main())
