"""A run in words: what it is doing, how long it takes, what went wrong; no Streamlit."""

from typing import Final

from pages.run.charts import name_of
from training.runs.run import Run, RunState

STATES: Final = {
    RunState.RUNNING: "Running",
    RunState.FINISHED: "Finished",
    RunState.STOPPED: "Stopped",
    RunState.FAILED: "Failed",
    RunState.NEW: "Not started",
}


def share_1(share: float) -> str:
    """A share in [0, 1] with one decimal, as runs that differ little need it: "66.1 %"."""
    return f"{100 * share:.1f} %"


def duration(seconds: float) -> str:
    """A time as people say it: "45 s", "12 min", "1 h 16 min"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def title_of(run: Run) -> str:
    """A run in a list: its name, state and best value."""
    best = f", best {share_1(run.validation)}" if run.validation is not None else ""
    if best and run.validation != (run.published_validation or run.validation):
        best += " of clean faces"
    return f"{name_of(run)} · {STATES[run.state].lower()}{best}"


def share_done(run: Run) -> float:
    """How much of the run's epochs is over, [0, 1]."""
    started = run.started
    if started is None or started.epochs < 1:
        return 0.0
    done = float(run.epochs[-1].epoch) if run.epochs else 0.0
    if run.steps and run.steps[-1].epoch > done and not run.is_finishing:
        done += run.steps[-1].step / max(started.steps_per_epoch, 1)
    return min(done / started.epochs, 1.0)


def progress_of(run: Run) -> str:
    """Where the run stands, in one line."""
    if run.state == RunState.NEW:
        return "Not started yet."
    if run.started is None:
        return "Reading the data set and building the network …"
    done, of = (run.epochs[-1].epoch if run.epochs else 0), run.started.epochs
    if run.is_finishing:
        return f"Epoch {done} of {of} is done. The model is being written and measured …"
    if run.state == RunState.STOPPED and not run.epochs:
        return "Stopped before its first epoch was over, so there are no weights to keep."
    if run.state == RunState.RUNNING:
        left = "" if run.eta_s is None else f", about {duration(run.eta_s)} left"
        return f"Epoch {min(done + 1, of)} of {of}{left}"
    return f"{STATES[run.state]} after {done} of {of} epochs and {duration(run.seconds)}."
