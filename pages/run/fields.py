"""The settings of a run as the form words them, and the presets it opens with; no Streamlit."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

PRESETS: Final = MappingProxyType(
    {
        "quick": ("Quick look", "A whole run in about two minutes: to see how it goes."),
        "short": ("Short", "Thirteen epochs that come as far as the tutorial's fifty."),
        "tutorial": ("Tutorial", "The 2021 tutorial's network and recipe, done right."),
        "compact": ("Compact", "A small residual network, hard training, from scratch."),
        "compact-long": (
            "Compact, longer",
            "The compact network trained on, with milder changes.",
        ),
        "compact-votes": (
            "Votes",
            "Compact, longer, trained on from people's votes alone (FER+).",
        ),
        "sharp": (
            "Sharp",
            "Compact, longer, with a block that sees all 48 pixels, taught by what it said itself.",
        ),
        "sharp-long": ("Sharp, longer", "Sharp, trained on for hours with harder pictures."),
    }
)


@dataclass(frozen=True)
class Field:
    """One setting as the form words it."""

    label: str
    help: str = ""
    form: str = ""  # of the number, as Streamlit's number_input takes it
    step: float = 1.0


# The plain sentence of what a group is for; the groups without one speak for themselves.
MEANINGS: Final = MappingProxyType(
    {
        "Against overfitting": "Overfitting: the network learns its training faces by heart, "
        "and reads new ones no better. Each of these makes that harder.",
        "Augmentation": "Every face is changed a little each time it is seen, so that the network "
        "learns what a change leaves as it was.",
    }
)
GROUPS: Final = MappingProxyType(
    {
        "Length": {
            "epochs": Field("Epochs", "How often every picture is seen."),
            "batch_size": Field("Batch size", "Pictures a step."),
            "patience": Field(
                "Early stopping after", "Epochs in a row without a better validation accuracy."
            ),
            "seed": Field("Seed", "The same seed makes the same run."),
        },
        "Learning": {
            "optimizer": Field("Optimizer", "The rule by which each step changes the weights."),
            "learning_rate": Field("Learning rate", "At its highest.", "%g", 1e-3),
            "schedule": Field("Schedule", "How the rate falls."),
            "learning_rate_decay": Field("Decay", "Of the schedule inverse-time.", "%g", 1e-6),
            "warmup_epochs": Field("Warm-up epochs", "Of the schedule cosine."),
            "weight_decay": Field("Weight decay", "Of adamw and sgd.", "%g", 1e-3),
        },
        "Against overfitting": {
            "dropout": Field(
                "Dropout",
                "Share of the last features left out at each step; residual networks.",
                "%.2f",
                0.05,
            ),
            "label_smoothing": Field(
                "Label smoothing", "So much of each label is shared out to all seven.", "%.2f", 0.05
            ),
            "class_balance": Field(
                "Class weights", "0: every picture counts alike; 1: every class does.", "%.2f", 0.1
            ),
            "votes": Field("FER+ votes file", "Left empty, the votes are not used."),
            "teachers": Field(
                "Teachers", "Finished models whose mean answer is learned, too: a, b."
            ),
            "teacher_share": Field(
                "Share of the teachers", "Label and votes are the rest.", "%.2f", 0.1
            ),
            "views": Field(
                "Fixed views", "Changed pictures of each face, shown in turn; 0: always new ones."
            ),
            "weight_average": Field(
                "Mean of the weights",
                "Kept of it at every step; 0 keeps none. What is chosen and served is the mean.",
                "%.4f",
                0.001,
            ),
            "mixup": Field("Mixup", "Alpha: pictures are blended in pairs.", "%.2f", 0.1),
            "cutmix": Field("CutMix, probability", "Of a step with mixup.", "%.2f", 0.1),
            "twins": Field("Photos that a test split shows, too"),
            "vote_share": Field(
                "Share of the votes",
                "The label is the rest. At 1 the run is chosen by the votes, too.",
                "%.2f",
                0.1,
            ),
        },
        "Augmentation": {
            "flip": Field("Mirror image, probability", "", "%.2f", 0.1),
            "shift": Field("Shift, share of the side", "", "%.2f", 0.02),
            "zoom": Field("Zoom, share", "", "%.2f", 0.02),
            "rotate_deg": Field("Rotation, degrees", "", "%.0f", 5.0),
            "light": Field("Light and contrast, share", "", "%.2f", 0.1),
            "erase": Field("Covered part, probability", "", "%.2f", 0.1),
            "degrade": Field("Coarse or compressed, probability", "", "%.2f", 0.1),
            "camera": Field(
                "As cameras see, probability",
                "Of each: askew, light from a side, blur, dark bars.",
                "%.2f",
                0.05,
            ),
        },
    }
)
