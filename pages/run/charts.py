"""A run's records in, figures out, as plain Plotly JSON: built anew every second; no Streamlit."""

from collections.abc import Sequence
from typing import Any, Final

from core.labels import COLORS, EMOTIONS
from pages.shared.figures import SIGNS, confusion_over_epochs
from training.runs.events import EpochRecord, StepRecord
from training.runs.run import Run, RunState

_TRAIN: Final = "#8a8f98"  # 3 to 1 on both grounds
_VALIDATION: Final = "#d9760f"
# Okabe and Ito's, without black and yellow, which one of the grounds swallows.
RUN_COLORS: Final = ("#d9760f", "#2f8fd0", "#119e76", "#b9568f", "#8f7ae5", "#8a8f98")
_MOST_STEPS: Final = 400  # points of a curve; more cannot be told apart
_FEW: Final = 8  # epochs: each is marked, and what comes inside them is drawn as strongly
_MEANINGS: Final = {
    "accuracy": "Accuracy: the share of faces that is named as labelled. Where train goes on "
    "rising and validation does not, the network learns its faces by heart: overfitting.",
    "loss": "Loss, here cross-entropy: how surprised the network is by the right answers. 0 is "
    "always right and sure; 1.95 nats is guessing among seven.",
    "recall": "Recall: of the validation faces with one label, the share that is found.",
    "matrix": "Confusion matrix: a row for each label, a column for what was read.",
}
_RECALL: Final = "Found of each expression"
_MATRIX: Final = "How validation was read"
Figure = dict[str, Any]


def run_figures(run: Run) -> list[Figure]:
    """All curves of one run, the most wanted first; what never comes is left out."""
    figures = [
        _learning(run, "accuracy", "Accuracy", percent=True),
        _learning(run, "loss", "Loss (cross-entropy)"),
    ]
    if run.epochs:
        figures += [_recall(run.epochs), _matrix(run.epochs)]
    elif run.state == RunState.RUNNING:
        figures += [_awaited("recall", _RECALL), _awaited("matrix", _MATRIX)]
    explained = [figure | {"help": _MEANINGS[figure["id"]]} for figure in figures]
    return [*explained, *_machine(run)]


def comparison_figures(runs: list[Run]) -> list[Figure]:
    """Validation curves of several runs over each other."""
    return [
        _compared(runs, "val_accuracy", "Validation accuracy", percent=True),
        _compared(runs, "val_loss", "Validation loss"),
    ]


def recall_of(record: EpochRecord) -> list[float]:
    """Share of each class's validation faces that were named rightly, in EMOTIONS' order."""
    return [row[i] / max(sum(row), 1) for i, row in enumerate(record.val_confusion)]


def name_of(run: Run) -> str:
    """What people call it: its title, else its folder's name."""
    return run.title or run.name


def _learning(run: Run, field: str, title: str, *, percent: bool = False) -> Figure:
    """Train thin, validation bold, the steps inside the epoch faint, the best epoch marked."""
    epochs = [record.epoch for record in run.epochs]
    steps, inside = _inside(run)
    number = "%{y:.1%}" if percent else "%{y:.3f}"
    begins = len(epochs) <= _FEW
    data = [
        _line(
            "train, inside the epoch",
            inside,
            _values(steps, field),
            _TRAIN,
            width=2 if begins else 1,
            number=number,
        )
        | ({"mode": _mode(steps)} if begins else {"opacity": 0.45, "hoverinfo": "skip"}),
    ]
    if epochs:
        of_epochs = (("train", field, _TRAIN, 1.5), ("validation", f"val_{field}", _VALIDATION, 3))
        data += [
            _line(name, epochs, _values(run.epochs, one), color, width=width, number=number)
            | {"mode": _mode(epochs)}
            for name, one, color, width in of_epochs
        ]
    best = run.best
    notes = []
    if best:
        value = getattr(best, f"val_{field}")
        data.append(
            _line("best epoch", [best.epoch], [value], _VALIDATION, width=0)
            | {"mode": "markers", "marker": {"size": 11, "symbol": "star"}, "hoverinfo": "skip"}
        )
        words = f"{value:.1%}" if percent else f"{value:.3f}"
        notes = [
            _note(best.epoch, value, f"epoch {best.epoch}: {words}", above=percent == begins),
        ]
    y_axis = _value_axis(percent=percent)
    if best and begins:  # a steep curve: the words stand on its other side, and need room
        room = 0.08 if percent else -0.25
        y_axis["autorangeoptions"] = {"include": getattr(best, f"val_{field}") + room}
    layout = {
        "xaxis": _epoch_axis(),
        "yaxis": y_axis | {"rangemode": "nonnegative"},
        "annotations": notes,
        "showlegend": True,
    }
    return {"id": field, "title": title, "data": data, "layout": layout}


def _recall(epochs: list[EpochRecord]) -> Figure:
    per_epoch = [recall_of(record) for record in epochs]
    x = [record.epoch for record in epochs]
    data = [
        _line(name, x, [round(row[i], 4) for row in per_epoch], COLORS[name], width=2)
        | {
            "mode": _mode(x),
            "hovertemplate": "%{y:.0%}",
            "line": {"color": COLORS[name], "width": 2, "dash": SIGNS[name].dash},
            "marker": {"color": COLORS[name], "size": 7, "symbol": SIGNS[name].symbol},
        }
        for i, name in enumerate(EMOTIONS)
    ]
    layout = {"xaxis": _epoch_axis(), "yaxis": {"tickformat": ".0%", "range": [0, 1]}}
    return {"id": "recall", "title": _RECALL, "data": data, "layout": layout}


def _matrix(epochs: list[EpochRecord]) -> Figure:
    """The confusion matrices of all epochs in one figure."""
    numbers = [record.epoch for record in epochs]
    figure = confusion_over_epochs(numbers, [record.val_confusion for record in epochs])
    return {"id": "matrix", "title": _MATRIX, **figure}


def _awaited(name: str, title: str) -> Figure:
    """The place of a figure that the first epoch brings, so that nothing jumps when it comes."""
    words = {"text": "Comes when the first epoch is over.", "font": {"size": 14}}
    middle = {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5, "showarrow": False}
    layout = {
        "annotations": [words | middle],
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
    }
    return {"id": name, "title": title, "data": [], "layout": layout}


def _machine(run: Run) -> list[Figure]:
    """What the trainer did with the machine; the oldest runs tell less, and that once an epoch."""
    shown = (
        ("learning_rate", "Learning rate", "", "%{y:.2g}"),
        ("pictures_per_s", "Pictures a second", "", "%{y:.0f} pictures/s"),
        ("memory_mb", "Memory of the trainer", " MB", "%{y:.0f} MB"),
        ("cpu_percent", "Processor, share of all cores", " %", "%{y:.0f} %"),
    )
    steps, inside = _inside(run)
    figures = []
    for field, title, unit, number in shown:
        x, y = inside, _values(steps, field)
        if not any(y) and field in EpochRecord.__annotations__:
            x, y = [record.epoch for record in run.epochs], _values(run.epochs, field)
        if any(y):
            # A rate of 0.0001 is no "100µ".
            axis = {"ticksuffix": unit, "rangemode": "tozero", "exponentformat": "power"}
            layout = {"xaxis": _epoch_axis(), "yaxis": axis, "showlegend": False}
            data = [_line(title, x, y, _VALIDATION, width=1.5, number=number) | {"mode": _mode(x)}]
            figures.append({"id": field, "title": title, "data": data, "layout": layout})
    return figures


def _inside(run: Run) -> tuple[list[StepRecord], list[float]]:
    """Records inside the epochs, no more than can be told apart, and where on the epoch axis."""
    steps = run.steps[:: max(1, -(-len(run.steps) // _MOST_STEPS))]
    per_epoch = max(run.started.steps_per_epoch, 1) if run.started else 1
    return steps, [round(step.epoch - 1 + step.step / per_epoch, 4) for step in steps]


def _compared(runs: list[Run], field: str, title: str, *, percent: bool = False) -> Figure:
    data = [
        _line(
            name_of(run),
            [record.epoch for record in run.epochs],
            _values(run.epochs, field),
            RUN_COLORS[position % len(RUN_COLORS)],
            width=2.5,
            number="%{y:.1%}" if percent else "%{y:.3f}",
        )
        | {"mode": _mode(run.epochs)}
        for position, run in enumerate(runs)
    ]
    y_axis = _value_axis(percent=percent)
    layout = {"xaxis": _epoch_axis(), "yaxis": y_axis, "showlegend": True}
    return {"id": field, "title": title, "data": data, "layout": layout}


def _mode(points: Sequence[Any]) -> str:
    """Few points are marked: of one alone no line could be drawn."""
    return "lines" if len(points) > _FEW else "lines+markers"


def _values(records: list[Any], field: str) -> list[float]:
    return [float(f"{getattr(record, field):.5g}") for record in records]


def _line(
    name: str, x: list[Any], y: list[float], color: str, *, width: float, number: str = "%{y}"
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": x,
        "y": y,
        "line": {"color": color, "width": width},
        "marker": {"color": color},
        "hovertemplate": number,
    }


def _value_axis(*, percent: bool) -> dict[str, Any]:
    return {"tickformat": ".0%"} if percent else {"title": {"text": "nats a picture"}}


def _epoch_axis() -> dict[str, Any]:
    return {"title": {"text": "epoch"}, "rangemode": "tozero"}


def _note(x: float, y: float, text: str, *, above: bool) -> dict[str, Any]:
    shift = 18 if above else -18
    return {"x": x, "y": y, "text": text, "showarrow": False, "yshift": shift, "xanchor": "right"}
