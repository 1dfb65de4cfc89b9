"""The card in words says what the report measured, and what was not measured."""

import json
from dataclasses import replace

import numpy as np
import pytest

from core.classifier import read_card
from training.model_card import model_card


@pytest.fixture(scope="module")
def card(unbroken):
    return (unbroken / "MODEL_CARD.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [
        "## What it is for",
        "**Not for** judging people",
        "## Data",
        "## How good it is",
        "## Confusion on PrivateTest",
        '## What "% sure" means',
        "## Faces as they come",
        "## Limits",
        "Fairness across groups not measured: FER2013 has no such labels.",
        "python -m training.train --recipe tutorial --epochs 2",
    ],
)
def test_the_card_has_every_section(card, words):
    assert words in card


def test_the_card_tells_a_persons_fixes_where_there_were_some(card, unbroken):
    report = json.loads((unbroken / "report.json").read_text(encoding="utf-8"))
    plain = read_card(unbroken)
    fixed = replace(plain, config=plain.config | {"corrections": "mine.sqlite"})

    words = model_card(fixed, report)

    assert "A person's fixes" in words
    assert "A person's fixes" not in card


def test_the_cards_figures_are_the_reports(card, unbroken):
    report = json.loads((unbroken / "report.json").read_text(encoding="utf-8"))["PrivateTest"]

    low, high = report["accuracy_ci95"]
    assert f"{report['accuracy']:.1%} ({low:.1%} to {high:.1%})" in card
    assert low < report["accuracy"] < high


def test_all_three_precisions_are_measured_and_one_serves(unbroken):
    report = json.loads((unbroken / "report.json").read_text(encoding="utf-8"))

    exports = {one["precision"]: one for one in report["exports"]}
    assert set(exports) == {"float32", "float16", "int8"}
    assert [name for name, one in exports.items() if one["served"]] == ["float16"]
    assert exports["int8"]["bytes"] < exports["float16"]["bytes"] < exports["float32"]["bytes"]
    for name, one in exports.items():
        assert (unbroken / f"model-{name}.tflite").stat().st_size == one["bytes"]


def test_the_temperature_is_in_the_card_and_the_bins_count_every_face(unbroken):
    report = json.loads((unbroken / "report.json").read_text(encoding="utf-8"))["PublicTest"]

    assert 0.3 <= read_card(unbroken).temperature <= 5
    assert sum(one["n"] for one in report["reliability"]) == report["n"]
    assert all(np.isfinite(one["accuracy"]) for one in report["reliability"])
