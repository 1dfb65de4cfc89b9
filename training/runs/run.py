"""One training: what its events tell of how far it is, how good it became and how long it takes."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Final

from core.classifier import ModelCard
from core.dataset.row import PUBLIC_TEST
from core.drawn.samples import DEMO_NAME
from training.runs import events
from training.runs.config import RunConfig
from training.runs.events import EpochRecord, Event, History, RunStarted, SampleRecord, StepRecord

VALIDATION: Final = PUBLIC_TEST


class RunState(StrEnum):
    """Where a run stands."""

    NEW = "new"
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"  # by a person, and finished with its best
    FAILED = "failed"  # or died


@dataclass(frozen=True)
class Run:
    """One training as it stood when it was read; damaged parts are left out and named."""

    name: str
    folder: Path
    title: str  # empty until somebody gives one
    note: str
    state: RunState
    config: RunConfig | None  # None where config.json is damaged
    log: History  # as read from events.jsonl; empty where that is damaged
    problem: str  # a sentence on why it failed or what is damaged; empty if nothing is
    card: ModelCard | None  # of the finished model; None before, or where it is damaged
    is_model: bool
    read_at: float  # Unix seconds

    @property
    def is_demo(self) -> bool:
        """Whether it learns the demonstration set: its figures are no other run's."""
        return self.config is not None and Path(self.config.data).name == DEMO_NAME

    @property
    def learns_a_person(self) -> bool:
        """Whether it fine-tunes a model on one person's faces."""
        return self.config is not None and bool(self.config.own)

    @property
    def all_events(self) -> list[Event]:
        """All events, oldest first."""
        return self.log.events

    @cached_property
    def epochs(self) -> list[EpochRecord]:
        """The finished epochs in order."""
        return events.epochs(self.all_events)

    @cached_property
    def steps(self) -> list[StepRecord]:
        """The records inside epochs in order, on one unbroken curve."""
        return events.steps(self.all_events)

    @cached_property
    def samples(self) -> list[SampleRecord]:
        """What was said of the sample faces after each epoch."""
        return events.samples(self.all_events)

    @cached_property
    def best(self) -> EpochRecord | None:
        """The epoch of the highest validation accuracy, of equals the first."""
        return max(self.epochs, key=lambda record: record.val_accuracy, default=None)

    @property
    def chosen_by_votes(self) -> bool:
        """Whether its validation accuracy is agreement with the votes, not with the labels."""
        return self.config is not None and bool(self.config.votes) and self.config.vote_share == 1

    @property
    def validation(self) -> float | None:
        """The one measure of all runs: the share of PublicTest's clean faces, of any other set's
        validation faces, that is named as its labels say, [0, 1].

        Of the finished model as it serves, else of the best epoch; None where that was held
        against the votes.
        """
        if self.card is not None and VALIDATION in self.card.accuracy:
            return {**self.card.accuracy, **self.card.clean_accuracy}[VALIDATION]
        return self.best.val_accuracy if self.best and not self.chosen_by_votes else None

    @property
    def published_validation(self) -> float | None:
        """The same on all of PublicTest, as papers tell it; None before it is measured."""
        return self.card.accuracy.get(VALIDATION) if self.card else None

    @property
    def vote_agreement(self) -> float | None:
        """The best epoch's share of validation faces named as most people voted."""
        return self.best.val_accuracy if self.best and self.chosen_by_votes else None

    @cached_property
    def started(self) -> RunStarted | None:
        """The last start: what this run is trained on, and where."""
        return next((e for e in reversed(self.all_events) if isinstance(e, RunStarted)), None)

    @property
    def started_at(self) -> float | None:
        """Unix seconds of the first start."""
        return next((e.time for e in self.all_events if isinstance(e, RunStarted)), None)

    @property
    def seconds(self) -> float:
        """Time spent in training so far, pauses left out."""
        total, since, last = 0.0, None, 0.0
        for event in self.all_events:
            if isinstance(event, RunStarted):
                total += last - since if since is not None else 0.0
                since = event.time
            last = event.time
        if since is None:
            return 0.0
        return max(total + (self.read_at if self.state == RunState.RUNNING else last) - since, 0.0)

    @property
    def is_finishing(self) -> bool:
        """Whether no more epochs come, but the model is still being written and measured."""
        last = self.all_events[-1] if self.all_events else None
        return self.state == RunState.RUNNING and isinstance(last, events.FinishStarted)

    @property
    def eta_s(self) -> float | None:
        """Seconds until the last epoch is over; None where that cannot be told yet."""
        started = self.started
        if self.state != RunState.RUNNING or started is None or self.is_finishing:
            return None
        times = [started.time]
        times += [e.time for e in self.epochs if e.epoch >= started.first_epoch]
        left = started.epochs - (started.first_epoch - 1) - (len(times) - 1)
        if len(times) > 1:
            an_epoch = (times[-1] - times[0]) / (len(times) - 1)
        elif self.steps and self.steps[-1].time > started.time:
            done = self.steps[-1].step / max(started.steps_per_epoch, 1)
            an_epoch = (self.steps[-1].time - started.time) / done if done else 0.0
        else:
            return None
        return max(left * an_epoch - (self.read_at - times[-1]), 0.0)
