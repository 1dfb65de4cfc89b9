"""`python -m tests.support.kills DATA MODELS`: a run killed over and over, and one that is not.

The trainers are forked from a process that has loaded Keras but not begun to use it, so that a
death costs no import. Each is a process of its own and dies of SIGKILL.
"""

import argparse
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Final

from training import fit, train
from training.runs import events
from training.runs.config import RunConfig
from training.runs.store import LOG_FILE, create_run, read_run

_PATIENCE_S: Final = 60.0  # after which a trainer that says nothing is killed too


def main() -> int:
    """Make the runs `unbroken` and `broken` in the folder of models."""
    parser = argparse.ArgumentParser(description="Kill a trainer, and see what it costs.")
    parser.add_argument("data", type=Path)
    parser.add_argument("models", type=Path)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--corruptions", type=int, default=3, help="checkpoints damaged")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--unfinished", action="store_true", help="leave out the model's files")
    chosen = parser.parse_args()
    config = RunConfig(
        data=str(chosen.data),
        epochs=2 + chosen.kills,
        optimizer="adamw",
        learning_rate=1e-3,
        flip=0.5,
        shift=0.1,
        erase=0.3,
    )
    if chosen.unfinished:
        fit.finish_run = lambda *_: None
    unbroken = create_run(chosen.models, "unbroken", config)
    os.waitpid(_fork(unbroken), 0)
    epoch_s = _epoch_s(unbroken)
    chance = random.Random(chosen.seed)
    broken = create_run(chosen.models, "broken", config)
    corruptions = chosen.corruptions
    for kill in range(1, chosen.kills + 1):
        if corruptions and _damage(broken, chance):
            corruptions -= 1
        child = _fork(broken)
        if kill % 4:  # every fourth dies somewhere on its way to the first epoch
            _wait(broken, chance.choice([events.RunStarted, events.EpochRecord]))
        time.sleep(chance.uniform(0, epoch_s))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        run = read_run(chosen.models, broken.name)
        print(f"Kill {kill}: {run.state}, {len(run.epochs)} of {config.epochs}.", flush=True)
    print(f"{chosen.corruptions - corruptions} of {chosen.corruptions} checkpoints damaged.")
    return os.waitstatus_to_exitcode(os.waitpid(_fork(broken), 0)[1])


def _epoch_s(run: Path) -> float:
    """Mean seconds of an epoch after the first, in which the network is compiled."""
    times = [record.time for record in events.epochs(events.read(run / events.EVENTS_FILE))]
    return (times[-1] - times[0]) / (len(times) - 1)


def _wait(run: Path, kind: type) -> None:
    """Until the run has one more event of this kind, or ends."""
    kinds = (kind, events.RunEnded)

    def count() -> int:
        return sum(isinstance(event, kinds) for event in events.read(run / events.EVENTS_FILE))

    before, until = count(), time.monotonic() + _PATIENCE_S
    while count() <= before and time.monotonic() < until:
        time.sleep(0.02)


def _fork(run: Path) -> int:
    """The number of a new process that goes on with the run and prints into its log."""
    child = os.fork()
    if child == 0:
        log = os.open(run / LOG_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os._exit(train.main(["--resume", run.name, "--models", str(run.parent)]))
    return child


def _damage(run: Path, chance: random.Random) -> bool:
    """Flip a bit in the newest checkpoint, or cut it short; False if there is none yet."""
    folders = sorted((run / "checkpoints").glob("epoch-*"))
    if not folders:
        return False
    path = folders[-1] / chance.choice(["state.keras", "best.keras"])
    data = bytearray(path.read_bytes())
    if chance.random() < 0.5:
        data[chance.randrange(len(data))] ^= 1
    else:
        del data[chance.randrange(len(data)) :]
    path.write_bytes(data)
    return True


if __name__ == "__main__":
    sys.exit(main())
