"""`python -m training.runs`: look after the runs and the model in use, in a terminal."""

import argparse
import sys
from pathlib import Path

from core.errors import in_words
from training.runs import launch, serving
from training.runs.store import list_runs, read_run
from training.runs.tables import run_told, runs_table


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    chosen = _parser().parse_args(arguments)
    models, name = chosen.models, getattr(chosen, "run", "")
    try:
        if chosen.what == "list":
            print(runs_table(list_runs(models), serving.serving_name(models)))
        elif chosen.what == "show":
            print(run_told(read_run(models, name)))
        elif chosen.what == "stop":
            launch.stop_run(models, name)
            print(f"{name} ends within seconds and keeps its best weights.")
        elif chosen.what == "promote":
            serving.promote(models, name, chosen.reason)
            print(f"Live and Photo now use {name}.")
        else:
            print(f"Live and Photo use {serving.rollback(models)} again.")
    except (ValueError, OSError) as problem:
        print(in_words(problem), file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Look after the runs and the model in use.")
    parser.add_argument("--models", type=Path, default=Path("models"), help="folder of all models")
    what = parser.add_subparsers(dest="what", required=True)
    what.add_parser("list", help="all runs, the newest first")
    what.add_parser("show", help="one run's epochs").add_argument("run")
    what.add_parser("stop", help="end a run, keep its best weights").add_argument("run")
    promote = what.add_parser("promote", help="let Live and Photo use a run's model")
    promote.add_argument("run")
    promote.add_argument("--reason", default="", help="why, if it is worse than the present one")
    what.add_parser("rollback", help="use the model before again")
    return parser


if __name__ == "__main__":
    sys.exit(main())
