"""Runs as the terminal shows them."""

from datetime import datetime

from training.runs.run import Run


def runs_table(runs: list[Run], serving: str | None) -> str:
    """A line for each run; the model in use is marked.

    Clean, published and votes are shares of validation faces: named as the labels say, without the
    photos that Training holds, too, and with them, and as most people voted (runs chosen by that).
    """
    lines = [
        f"{'run':<32}{'state':<10}{'epochs':>9}{'clean':>8}{'published':>11}{'votes':>8}  started"
    ]
    for run in runs:
        epochs = f"{len(run.epochs)}/{run.config.epochs if run.config else '?'}"
        measures = ((run.validation, 8), (run.published_validation, 11), (run.vote_agreement, 8))
        shares = "".join(f"{_share(one):>{width}}" for one, width in measures)
        mark = "  in use" if run.name == serving else ""
        lines.append(
            f"{run.name:<32}{run.state:<10}{epochs:>9}{shares}  {_date(run.started_at)}{mark}"
        )
    return "\n".join(lines)


def run_told(run: Run) -> str:
    """One run: its state, what went wrong, and every epoch."""
    lines = [f"{run.name}: {run.state}", *(text for text in (run.title, run.note) if text)]
    lines += [run.problem] if run.problem else []
    lines.append(f"{'epoch':>5}{'loss':>9}{'train':>9}{'val loss':>10}{'val':>9}")
    for e in run.epochs:
        mark = "  best" if run.best and e.epoch == run.best.epoch else ""
        lines.append(
            f"{e.epoch:>5}{e.loss:>9.4f}{e.accuracy:>9.2%}{e.val_loss:>10.4f}{e.val_accuracy:>9.2%}"
            f"{mark}"
        )
    return "\n".join(lines)


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.2%}"


def _date(seconds: float | None) -> str:
    return "-" if seconds is None else f"{datetime.fromtimestamp(seconds):%Y-%m-%d %H:%M}"
