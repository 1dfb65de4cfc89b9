"""A model's card in words: what it is for, what it was made of, how good it is, and its limits.

Source: the sections are those of Mitchell et al., "Model Cards for Model Reporting", 2019.
"""

from typing import Any

from core.classifier import ModelCard
from core.dataset.row import PRIVATE_TEST, PUBLIC_TEST
from core.labels import EMOTIONS
from training.runs.personal import Outcome, outcome_of

_USES = """\
## What it is for

Putting a matching emoji on a face, for fun, in pictures that people chose to show it. It reads an
expression, not a feeling: "looks happy", never "is happy".

**Not for** judging people: hiring, schooling, policing, safety, health, lie detection, or watching
anyone who did not ask for it. Some places forbid by law to infer feelings at work or in school,
and the figures below show why.
"""
_LIMITS = """\
## Limits

- Fairness across groups not measured: FER2013 has no such labels. Its pictures came from a web
  search and are no fair sample of mankind.
- FER2013's labels are noisy: people who labelled its faces again agreed with them in about 65 of
  100, so no honest model gets far above 75 %.
- It knows seven expressions and always answers with one of them; contempt, boredom or a face made
  for fun have no name here.
- Posed and exaggerated expressions are read better than everyday ones.
"""


def model_card(card: ModelCard, report: dict[str, Any]) -> str:
    """The card as Markdown.

    Args:
        card: The finished model's.
        report: What stands in its report.json.
    """
    parts = [_details(card, report), _USES, _data(card), _figures(report), _confusion(report)]
    parts += [_calibration(card, report), _exports(report), _stress(report), _LIMITS]
    return "\n".join(part for part in parts if part)


def _details(card: ModelCard, report: dict[str, Any]) -> str:
    if outcome := outcome_of(card):
        return _of_a_person(card, outcome)
    recipe, start = card.config["recipe"], card.config.get("start")
    begun = f"It began with the weights of {start}. " if start else ""
    return (
        f"# {card.name}\n\n"
        f"A convolutional network ({card.config['network']}) that reads the expression of a face "
        f"in {card.patch_px} × {card.patch_px} grey pixels: {', '.join(card.labels)}. Trained on "
        f"{card.trained_at[:10]} for {report['epochs']} epochs, the best being "
        f"{report['best_epoch']}, by\n\n"
        f"    python -m training.train --recipe {recipe} --epochs {card.config['epochs']}\n\n"
        f"{begun}Versions, machine and every epoch stand in `events.jsonl`, all settings in "
        "`config.json`.\n"
    )


def _of_a_person(card: ModelCard, outcome: Outcome) -> str:
    said = f"\n**Not to be used.** {outcome.refused}\n" if outcome.refused else ""
    return (
        f"# {card.name}\n\n"
        f"The model {card.config['start']} ({card.config['network']}), fine-tuned on "
        f"{card.trained_at[:10]} on {outcome.faces} faces of one person: its last stage learned "
        "them beside a sample of Training, for which the answers of the model before were the "
        f"targets, and went {outcome.share:.0%} of the way to what it had learned. No face is in "
        "this folder.\n\n"
        f"Of that person's faces, held out in four turns, {outcome.before:.1%} were named rightly "
        f"before and {outcome.after:.1%} after ({outcome.gained} gained, {outcome.lost} lost); of "
        f"PublicTest's {outcome.general_before:.2%} before and {outcome.general_after:.2%} after.\n"
        f"{said}\n"
        "Left out, so that it takes a minute: PrivateTest was not looked at, other precisions were "
        "not exported, no face was disturbed, and the temperature is that of the model before.\n"
    )


def _data(card: ModelCard) -> str:
    counts = card.data["counts"]
    rows = [_row([split, *(f"{n:,}" for n in numbers)]) for split, numbers in counts.items()]
    mixed = ""
    if card.config.get("votes"):
        share = card.config["vote_share"]
        chosen = "; the best epoch is the one that most agrees with them" if share == 1 else ""
        mixed = (
            f"\nEach target is the label mixed with {share:.0%} of what ten people voted (FER+)"
            f"{chosen}.\n"
        )
    if left_out := card.data.get("left_out"):
        mixed += (
            f"\n{left_out:,} pictures of Training were left out: a test split shows the same "
            "photo.\n"
        )
    if teachers := card.config.get("teachers"):
        share = card.config["teacher_share"]
        mixed += f"\nOf each target, {share:.0%} is the mean answer of {teachers}.\n"
    if card.config.get("corrections"):
        mixed += "\nA person's fixes to Training and PublicTest came first: `fixes.sqlite`.\n"
    return (
        "## Data\n\nFER2013, pictures per class. Training is learned from, PublicTest chooses "
        "epoch and temperature, PrivateTest is looked at once.\n\n"
        + _table(["split", *EMOTIONS], rows)
        + mixed
    )


def _figures(report: dict[str, Any]) -> str:
    splits = [split for split in (PUBLIC_TEST, PRIVATE_TEST) if split in report]
    reports = [*(report[split] for split in splits), *report.get("clean", {}).values()]
    overall = [_with_interval(one["accuracy"], one["accuracy_ci95"]) for one in reports]
    mean = [f"{one['balanced_accuracy']:.1%}" for one in reports]
    rows = [_row(["**all**", *overall]), _row(["mean of the classes", *mean])]
    for name in EMOTIONS:
        pairs = [(one["recall"].get(name), one["recall_ci95"].get(name)) for one in reports]
        rows.append(_row([name, *(_with_interval(*pair) for pair in pairs)]))
    agreement = [
        f"- {split}: {votes['accuracy_8']:.1%} of {votes['n_8']:,} faces with a majority among "
        f"FER+'s eight expressions (this network knows no contempt), {votes['accuracy_7']:.1%} of "
        f"{votes['n_7']:,} without contempt.\n"
        for split, votes in report["votes"].items()
    ]
    heading = "## How good it is\n\nFaces named rightly, by true class, with 95 % intervals.\n\n"
    if clean := report.get("clean"):
        heading += (
            "*Clean* are the faces whose photo is not in Training, too ("
            + ", ".join(f"{one['n']:,} of {split}" for split, one in clean.items())
            + "); published figures count all.\n\n"
        )
        splits += [f"{split}, clean" for split in clean]
    people = "\nAgainst what most of ten people saw (FER+):\n\n" + "".join(agreement)
    return heading + _table(["class", *splits], rows) + (people if agreement else "")


def _confusion(report: dict[str, Any]) -> str:
    split = _tested(report)
    rows = [
        _row([name, *map(str, row)])
        for name, row in zip(EMOTIONS, report[split]["confusion"], strict=True)
    ]
    return f"## Confusion on {split}\n\nRows are the label, columns what was read.\n\n" + _table(
        ["", *EMOTIONS], rows
    )


def _calibration(card: ModelCard, report: dict[str, Any]) -> str:
    split = _tested(report)
    bins = report[split]["reliability"]
    rows = [_row([f"{b['confidence']:.0%}", f"{b['accuracy']:.0%}", str(b["n"])]) for b in bins]
    return (
        f'## What "% sure" means\n\nThe logits are divided by {card.temperature:.2f} (fitted on '
        f"PublicTest). On {split} the confidence is off by {report[split]['ece']:.1%} on "
        "average (ECE, 15 bins).\n\n" + _table(["says", "is right", "faces"], rows)
    )


def _exports(report: dict[str, Any]) -> str:
    splits = [split for split in (PUBLIC_TEST, PRIVATE_TEST) if split in report]
    rows = [
        _row(
            [
                one["precision"] + (" (served)" if one["served"] else ""),
                f"{one['bytes'] / 1e6:.2f} MB",
                f"{one['ms_per_face']:.2f} ms",
                *(f"{one[split]:.2%}" for split in splits),
            ]
        )
        for one in report["exports"]
    ]
    titles = ["precision", "size", "a face, one core", *splits]
    return "## Files\n\n" + _table(titles, rows)


def _stress(report: dict[str, Any]) -> str:
    if not report["stress"]:
        return ""
    rows = [
        _row(
            [
                *(one["disturbance"], one["setting"], f"{one['accuracy']:.1%}"),
                f"{one['lost']:.1f}",
                *(_share(one["recall"].get(name)) for name in EMOTIONS),
                _share(one["neutral_read_sad"]),
            ]
        )
        for one in report["stress"]
    ]
    titles = [
        "disturbance",
        "how much",
        "accuracy",
        "points lost",
        *EMOTIONS,
        "neutral read as sad",
    ]
    return (
        "## Faces as they come\n\nFaces of PublicTest, disturbed; of each class the share that is "
        "still named rightly.\n\n" + _table(titles, rows)
    )


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _tested(report: dict[str, Any]) -> str:
    return PRIVATE_TEST if PRIVATE_TEST in report else PUBLIC_TEST


def _with_interval(share: float | None, interval: list[float] | None) -> str:
    if share is None or interval is None:
        return "–"
    return f"{share:.1%} ({interval[0]:.1%} to {interval[1]:.1%})"


def _table(titles: list[str], rows: list[str]) -> str:
    return "\n".join([_row(titles), _row(["---"] * len(titles)), *rows]) + "\n"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
