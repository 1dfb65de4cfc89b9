"""Several runs over each other: their curves, and a table of only what differs."""

import csv
import io
from dataclasses import asdict
from typing import Any, Final

import streamlit as st

from core.text import spreadsheet_safe
from pages.run.charts import comparison_figures, name_of
from pages.run.search import show_search
from pages.run.words import STATES, duration
from pages.shared import folders
from pages.shared.plot import plots
from training.runs.run import Run
from training.runs.serving import serving_name

_COLUMNS: Final = ("epoch", "loss", "accuracy", "val_loss", "val_accuracy", "learning_rate")
_MOST: Final = 6  # curves that can be told apart


def show_compare(runs: tuple[Run, ...]) -> None:
    """A table to choose from and to sort, then the chosen runs side by side."""
    runs = tuple(sorted(runs, key=lambda run: (run.is_demo, -(run.validation or 0.0))))
    runs = show_search(runs)
    if not runs:
        return
    st.markdown("Best on validation first. Choose runs; a click on a column's title sorts them.")
    serving = serving_name(folders.MODELS)
    rows = [_row(run, in_use=run.name == serving) for run in runs]
    picked = st.dataframe(
        rows,
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        selection_default={"selection": {"rows": list(range(min(3, len(runs))))}},
        key="compare-runs",
        column_config={
            "Weights": st.column_config.NumberColumn(format="localized"),
            "Validation": st.column_config.NumberColumn(
                format="%.2f %%",
                help="Of all runs: the share of PublicTest named as labelled, without the faces "
                "whose photo Training holds, too.",
            ),
            "As published": st.column_config.NumberColumn(
                format="%.2f %%", help="The same of all its faces, as papers tell it."
            ),
            "On drawn faces": st.column_config.NumberColumn(
                format="%.2f %%", help="Runs on the demonstration set: drawings, not people."
            ),
            "Agrees with votes": st.column_config.NumberColumn(
                format="%.2f %%", help="Runs chosen by people's votes: named as most voted."
            ),
        },
    )
    chosen = [runs[row] for row in picked.selection.rows if row < len(runs)]
    if len(chosen) > _MOST:
        st.warning(f"{len(chosen)} runs are chosen; the first {_MOST} are shown.")
    chosen = chosen[:_MOST]
    if not chosen:
        st.info("Choose one run or more to see their curves over each other.")
        return
    plots(comparison_figures(chosen), run="compare", key="compare-plots")
    different = differing_settings(chosen)
    st.subheader("What differs", anchor=False)
    if different:
        st.dataframe(different, hide_index=True)
    else:
        st.markdown("These runs have the same settings." if len(chosen) > 1 else "Choose two runs.")
    st.download_button(
        "Curves as CSV",
        metrics_csv(chosen),
        f"photo-to-emoji-{len(chosen)}-runs.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _row(run: Run, *, in_use: bool) -> dict[str, Any]:
    best = run.best
    return {
        "Run": name_of(run),
        "State": STATES[run.state] + (", in use" if in_use else ""),
        "Validation": None if run.is_demo else _percent(run.validation),
        "As published": None if run.is_demo else _percent(run.published_validation),
        "Agrees with votes": _percent(run.vote_agreement),
        **({"On drawn faces": _percent(run.validation)} if run.is_demo else {}),
        "At epoch": best.epoch if best else None,
        "Epochs": len(run.epochs),
        "Time": duration(run.seconds),
        "Network": run.config.network if run.config else "?",
        "Weights": run.started.parameters if run.started else None,
        "Note": run.note,
    }


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def differing_settings(runs: list[Run]) -> list[dict[str, str]]:
    """A row for each setting that is not the same in all runs, a column for each run."""
    configs = [asdict(run.config) if run.config else {} for run in runs]
    names = list(dict.fromkeys(name for config in configs for name in config))
    rows = []
    for name in names:
        values = [str(config.get(name, "?")) for config in configs]
        if len(set(values)) > 1:
            # Two runs can have one title; their folders' names differ.
            cells = {run.name: value for run, value in zip(runs, values, strict=True)}
            rows.append({"Setting": name.replace("_", " "), **cells})
    return rows


def metrics_csv(runs: list[Run]) -> str:
    """A line for each epoch of each run; texts are safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["run", "title", *_COLUMNS])
    for run in runs:
        for record in run.epochs:
            values = [getattr(record, name) for name in _COLUMNS]
            writer.writerow([run.name, spreadsheet_safe(run.title), *values])
    return out.getvalue()
