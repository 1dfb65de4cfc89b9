"""`python -m training.evaluate`: a shipped model's figures on any split of any data set."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from core.classifier import Classifier
from core.dataset.face_set import FaceSet, read_faces
from core.dataset.row import PUBLIC_TEST, SPLITS
from core.dataset.votes import read_votes
from core.labels import EMOTIONS
from training.ferplus import VotesReport, measure_votes
from training.report import Report, measure_model
from training.twins import twin_names


def main(arguments: list[str] | None = None) -> int:
    """The command line; prints a table, or JSON."""
    parser = argparse.ArgumentParser(description="Measure a model, as the app serves it.")
    parser.add_argument("--model", type=Path, required=True, help="a folder under models/")
    parser.add_argument("--data", type=Path, default=Path("data/fer2013.zip"))
    parser.add_argument("--split", choices=[*SPLITS, "all"], default=PUBLIC_TEST)
    parser.add_argument("--votes", type=Path, help="FER+'s fer2013new.csv, to measure against too")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    chosen = parser.parse_args(arguments)
    try:
        classifier = Classifier.load(chosen.model)
        faces = read_faces(chosen.data)
        part = _chosen_part(faces, chosen.split)
        measured = measure_model(classifier, part, twin_names(faces))
        agreement = None
        if chosen.votes:
            agreement = measure_votes(measured.probabilities, read_votes(chosen.votes, part))
    except (ValueError, FileNotFoundError) as problem:
        parser.error(str(problem))
    if chosen.json:
        clean = {"clean": asdict(measured.clean)} if measured.clean else {}
        figures = {
            "model": classifier.card.name,
            "split": chosen.split,
            **asdict(measured.published),
            **clean,
        }
        print(json.dumps({**figures, "votes": asdict(agreement)} if agreement else figures))
    else:
        print(_table(measured.published))
        if measured.clean:
            print(_clean_lines(measured.clean))
        if agreement:
            print(_agreement_lines(agreement))
    return 0


def _chosen_part(faces: FaceSet, split: str) -> FaceSet:
    part = faces if split == "all" else faces.part(split)
    if not len(part.labels):
        raise ValueError(f"The set has no face in {split}. It has {', '.join(faces.counts())}.")
    return part


def _agreement_lines(agreement: VotesReport) -> str:
    return (
        f"\nmajority of the votes, eight expressions with contempt, {agreement.n_8} faces: "
        f"{agreement.accuracy_8:.2%}\n"
        f"majority of the votes, seven expressions, {agreement.n_7} faces: "
        f"{agreement.accuracy_7:.2%}"
    )


def _clean_lines(report: Report) -> str:
    low, high = report.accuracy_ci95
    recall = ", ".join(f"{name} {share:.1%}" for name, share in report.recall.items())
    return (
        f"\nclean part, {report.n} faces whose photo is not in Training, too: "
        f"{report.accuracy:.2%} (95 % interval {low:.2%} to {high:.2%}), "
        f"balanced {report.balanced_accuracy:.2%}\n{recall}"
    )


def _table(report: Report) -> str:
    width = max(map(len, EMOTIONS)) + 2
    low, high = report.accuracy_ci95
    lines = [
        f"faces               {report.n}",
        f"accuracy            {report.accuracy:.2%} (95 % interval {low:.2%} to {high:.2%})",
        f"balanced accuracy   {report.balanced_accuracy:.2%}",
        f"log likelihood      -{report.negative_log_likelihood:.3f} nats a face",
        f"calibration error   {report.ece:.2%}",
        f"time                {report.ms_per_face:.2f} ms a face, one core",
        "",
        "recall and confusion (rows: true, columns: predicted)",
        " " * (width + 8) + "".join(f"{name:>{width}}" for name in EMOTIONS),
    ]
    for name, row in zip(EMOTIONS, report.confusion, strict=True):
        recall = f"{report.recall[name]:7.1%}" if name in report.recall else "      -"
        lines.append(
            f"{name:<{width}}{recall:>8}" + "".join(f"{number:>{width}}" for number in row)
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
