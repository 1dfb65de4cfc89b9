"""Which model Live and Photo use: one small file, written whole, that also knows the way back."""

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, cast

from core.classifier import CARD_FILE, Classifier, ModelCard, list_models, read_card
from core.dataset.row import PUBLIC_TEST
from core.drawn.samples import DEMO_NAME
from core.personal.trial import MAX_GENERAL_LOSS
from training.files import publish_text, read_object
from training.runs.personal import outcome_of

SPLIT: Final = PUBLIC_TEST  # models are chosen by validation, never by the test split
MIN_REASON: Final = 10  # characters
_FILE: Final = "serving.json"


@dataclass(frozen=True)
class Serving:
    """A person's choice."""

    model: str
    previous: str  # what served before; empty if nothing did
    reason: str
    time: float  # Unix seconds


@dataclass(frozen=True)
class Gate:
    """A candidate beside the present model, by the faces right on the same part of a split."""

    present: str  # empty if there is none
    candidate: str
    split: str
    present_accuracy: float | None  # [0, 1]; None where the card does not tell
    candidate_accuracy: float | None
    comparable: bool  # both were measured on the same number of faces of every class
    better: bool  # or as good; of one that learned a person: or little worse
    refused: str = ""  # a sentence on why it may not serve, whatever the reason


def serving_name(models: Path) -> str | None:
    """The model to use: the chosen one, else the most accurate; None if none is finished.

    What learned from the demonstration set's drawings cannot read people, and never serves. What
    learned one person serves only if it was chosen.
    """
    cards = {name: card for name, card in _cards(models).items() if not is_of_demo(card)}
    chosen = read_serving(models)
    if chosen and chosen.model in cards:
        return chosen.model
    cards = {name: card for name, card in cards.items() if not card.config.get("own")}
    clean = all(_accuracy(card, clean=True) is not None for card in cards.values())
    return max(cards, key=lambda name: _accuracy(cards[name], clean=clean) or 0.0, default=None)


def is_of_demo(card: ModelCard) -> bool:
    """Whether a model learned from, and is measured on, the demonstration set's drawn faces."""
    return card.data.get("file") == DEMO_NAME


def read_serving(models: Path) -> Serving | None:
    """The choice that was made; None if there was none, or its file is damaged."""
    try:
        values = read_object(models / _FILE)
        words = [values.get(name) for name in ("model", "previous", "reason")]
        return Serving(**values) if all(isinstance(word, str) for word in words) else None
    except (FileNotFoundError, ValueError, TypeError):
        return None


def keep_present(models: Path) -> None:
    """Write down what serves now, so that a model finished next does not serve unasked."""
    present = serving_name(models)
    if present and read_serving(models) is None:
        _write(models, Serving(present, "", "it served before any choice", time.time()))


def compare(models: Path, candidate: str) -> Gate:
    """The candidate against the model that serves now.

    Raises:
        ValueError, FileNotFoundError: The candidate is no finished model, or one of the
            demonstration set.
    """
    present = serving_name(models) or ""
    card = _card(models, candidate)
    if is_of_demo(card):
        raise ValueError(
            f"{candidate} learned from drawn faces and cannot read people, so it never serves. "
            "Train one on FER2013."
        )
    other = _card(models, present) if present else None
    both = (card,) if other is None else (card, other)
    clean = all(_accuracy(one, clean=True) is not None for one in both)
    mine = _accuracy(card, clean=clean)
    theirs, comparable = None, other is None
    if other is not None:
        theirs = _accuracy(other, clean=clean)
        comparable = _faces(card) is not None and _faces(card) == _faces(other)
    outcome = outcome_of(card)
    may_lose = MAX_GENERAL_LOSS if outcome else 0.0
    return Gate(
        present=present,
        candidate=candidate,
        split=f"{SPLIT}'s clean faces" if clean else SPLIT,
        present_accuracy=theirs,
        candidate_accuracy=mine,
        comparable=comparable,
        better=comparable and mine is not None and (theirs is None or mine >= theirs - may_lose),
        refused=outcome.refused if outcome else "",
    )


def promote(models: Path, name: str, reason: str = "") -> None:
    """Let a finished model serve from the next picture on.

    Raises:
        ValueError, FileNotFoundError: It is no whole model, serves already, learned a person in
            vain, or is worse than the present one and no reason is given.
    """
    gate = compare(models, name)
    if gate.refused:
        raise ValueError(f"{name} is not used. {gate.refused}")
    if gate.present == name:
        raise ValueError(f"{name} serves already.")
    Classifier.load(models / name)  # whole, and the file its card was written for
    reason = reason.strip()
    if not gate.better and len(reason) < MIN_REASON:
        raise ValueError(
            f"{_in_words(gate)} To use it all the same, give a reason of at least {MIN_REASON} "
            "characters."
        )
    _write(models, Serving(name, gate.present, reason, time.time()))


def rollback(models: Path) -> str:
    """Let the model before serve again, and tell its name.

    Raises:
        ValueError: There was none, or it is no whole model any more.
    """
    serving = read_serving(models)
    if serving is None or not serving.previous:
        raise ValueError("No model served before this one, so there is nothing to go back to.")
    try:
        _card(models, serving.previous)
        Classifier.load(models / serving.previous)
    except (ValueError, FileNotFoundError) as problem:
        raise ValueError(f"The model before cannot be used: {problem}") from problem
    _write(models, Serving(serving.previous, serving.model, "rolled back", time.time()))
    return serving.previous


def withdraw(models: Path, name: str) -> None:
    """Let a model serve no longer, if it does: the one before serves again or, where that learned a
    person too or cannot be used, the most accurate."""
    serving = read_serving(models)
    if serving is None or serving.model != name:
        return
    try:
        usable = not _card(models, serving.previous).config.get("own")
    except (ValueError, FileNotFoundError):
        usable = False
    if usable:
        _write(models, Serving(serving.previous, "", f"{name} was withdrawn", time.time()))
    else:
        (models / _FILE).unlink(missing_ok=True)


def _in_words(gate: Gate) -> str:
    if not gate.comparable or gate.candidate_accuracy is None or gate.present_accuracy is None:
        return f"{gate.candidate} and {gate.present} were not measured on the same faces."
    return (
        f"{gate.candidate} names {gate.candidate_accuracy:.2%} of {gate.split} rightly, "
        f"{gate.present} {gate.present_accuracy:.2%}."
    )


def _cards(models: Path) -> dict[str, ModelCard]:
    """The whole cards by their folders' names."""
    cards: dict[str, ModelCard] = {}
    for name in list_models(models):
        try:
            cards[name] = _card(models, name)
        except (ValueError, OSError):
            continue  # a damaged card is no model; its page says so
    return cards


def _card(models: Path, name: str) -> ModelCard:
    if name not in list_models(models):  # so that a name cannot lead out of the folder
        raise FileNotFoundError(f"There is no finished model called {name[:80]}.")
    try:
        return read_card(models / name)
    except RecursionError as error:
        raise ValueError(f"{CARD_FILE} of {name} is damaged: it is nested too deep.") from error


def _accuracy(card: ModelCard, *, clean: bool) -> float | None:
    """On the faces whose photo Training does not hold, or on all; None where the card lacks it."""
    value = (card.clean_accuracy if clean else card.accuracy).get(SPLIT)
    return float(value) if isinstance(value, int | float) and 0 <= value <= 1 else None


def _faces(card: ModelCard) -> object:
    counts: object = card.data.get("counts")
    return cast(dict[str, object], counts).get(SPLIT) if isinstance(counts, dict) else None


def _write(models: Path, serving: Serving) -> None:
    publish_text(json.dumps(asdict(serving), indent=1) + "\n", models / _FILE)
