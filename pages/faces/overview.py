"""A set at a glance: pictures per class, mean faces, light and sharpness, how people agreed."""

from html import escape
from typing import Any, Final

import numpy as np
import streamlit as st

from core.dataset.row import PRIVATE_TEST, PUBLIC_TEST, SPLITS, TRAINING
from core.labels import COLORS, EMOTIONS
from pages.faces.grid import face_url
from pages.faces.look import NUMBERS, Look, go, scale_of, turned
from pages.faces.table import Table
from pages.shared.plot import clickable_plot

_SHADES: Final = {TRAINING: 1.0, PUBLIC_TEST: 0.62, PRIVATE_TEST: 0.36}  # opacity
_BINS: Final = 40
_MOST_LISTED: Final = 200  # sentences on what was left out
_SHOWN: Final = ("brightness", "contrast", "sharpness")
_AXES: Final = {
    "brightness": "mean grey, % of white",
    "contrast": "standard deviation of the grey, % of white",
    "sharpness": "edges beside the contrast, × 100",
    "agreement": "people who named the same",
}
_BAR: Final = "#d9760f"
_EVEN: Final = 1.15  # times as many faces: nobody would call that uneven
_CSS: Final = """
<style>
.mean-faces {display: grid; gap: .8rem;
  grid-template-columns: repeat(auto-fit, minmax(5.5rem, 1fr))}
.mean-faces figure {margin: 0; text-align: center; font-size: .9rem}
.mean-faces img {width: 100%; max-width: 8.5rem; border-radius: .7rem; display: block; margin: auto;
  border-bottom: .3rem solid var(--colour)}
</style>
"""


def show_overview(look: Look, table: Table, means: np.ndarray) -> None:
    """All of it; a click on a bar opens its faces.

    Args:
        means: (7, 48, 48) uint8, the mean face of each class.
    """
    _problems(table.faces.problems)
    chart, numbers = st.columns([3, 2], gap="large")
    per_split = counts(table)
    with chart:
        st.subheader("Pictures per class", anchor=False)
        st.caption("Strong: Training. Paler: PublicTest, then PrivateTest. Click a bar.")
        touched = clickable_plot("counts", counts_figure(per_split), height=300)
        if touched.picked:
            split, label = touched.picked
            go(turned(look, view="faces", split=split, label=label))
    with numbers:
        st.subheader(f"{int(table.kept.sum()):,} pictures", anchor=False)
        st.markdown(balance(per_split))
        st.dataframe(
            count_rows(per_split),
            hide_index=True,
            width="stretch",
            column_config={
                **{split: st.column_config.NumberColumn(format="localized") for split in SPLITS},
                "test": st.column_config.NumberColumn(
                    "both tests",
                    format="localized",
                    help="PublicTest and PrivateTest together, as the tutorial counts them.",
                ),
            },
        )
    st.subheader("The mean face of each class", anchor=False)
    st.html(_CSS + f'<div class="mean-faces">{_mean_faces(per_split, means)}</div>')
    st.subheader("Light and sharpness", anchor=False)
    for name, column in zip(_SHOWN, st.columns(len(_SHOWN)), strict=True):
        with column:
            _distribution(look, table, name)
    if "agreement" in table.numbers:
        st.subheader("How ten people saw them (FER+)", anchor=False)
        _distribution(look, table, "agreement")


def counts(table: Table) -> dict[str, list[int]]:
    """Pictures per class of every split that has any, as a person corrected them."""
    inside = {split: (table.faces.split == split) & table.kept for split in SPLITS}
    return {
        split: np.bincount(table.labels[here], minlength=len(EMOTIONS)).tolist()
        for split, here in inside.items()
        if here.any()
    }


def balance(per_split: dict[str, list[int]]) -> str:
    """How uneven the classes are, in a sentence."""
    whole = {name: sum(row[i] for row in per_split.values()) for i, name in enumerate(EMOTIONS)}
    known = {name: count for name, count in whole.items() if count}
    if len(known) < 2:
        return "A single class is here."
    most, least = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    times = known[most] / known[least]
    if times < _EVEN:
        return f"The classes are even: **{known[least]:,}** to **{known[most]:,}** faces each."
    return f"For every face labelled **{least}** there are **{times:.1f}** labelled **{most}**."


def count_rows(per_split: dict[str, list[int]]) -> list[dict[str, Any]]:
    """A row a class and one for all; "test" is both test splits, as the tutorial counts them."""
    tests = [row for split, row in per_split.items() if split != TRAINING]
    rows = []
    for i, name in enumerate(EMOTIONS):
        row: dict[str, Any] = {"class": name}
        row |= {split: counted[i] for split, counted in per_split.items()}
        rows.append(
            row | ({"test": sum(counted[i] for counted in tests)} if len(tests) > 1 else {})
        )
    totals = {key: sum(row[key] for row in rows) for key in rows[0] if key != "class"}
    return [*rows, {"class": "all", **totals}]


def counts_figure(counts: dict[str, list[int]]) -> dict[str, Any]:
    """A stacked bar a class, one part a split; a click gives [split, class]."""
    traces = [
        {
            "type": "bar",
            "name": split,
            "x": list(EMOTIONS),
            "y": values,
            "customdata": [[split, label] for label in EMOTIONS],
            "marker": {
                "color": [COLORS[label] for label in EMOTIONS],
                "opacity": _SHADES[split],
            },
            "hovertemplate": f"%{{y:,}} pictures of %{{x}} in {split}. Click to see them."
            "<extra></extra>",
        }
        for split, values in counts.items()
    ]
    return {
        "data": traces,
        "layout": {
            "barmode": "stack",
            "showlegend": False,
            "yaxis": {"title": {"text": "pictures"}},
        },
    }


def distribution_figure(values: np.ndarray, name: str) -> dict[str, Any]:
    """How often each value occurs; a click on a bar gives [low, high].

    Args:
        values: (N,) floats; NaN is left out.
    """
    known = values[np.isfinite(values)]
    # Of ten people each tenth is a bar of its own.
    tenths = name == "agreement"
    edges = np.linspace(-0.05, 1.05, 12) if tenths else np.histogram_bin_edges(known, _BINS)
    found, edges = np.histogram(known, edges)
    scale, unit = scale_of(name)
    bars = {
        "type": "bar",
        "x": (scale * (edges[:-1] + edges[1:]) / 2).tolist(),
        "y": found.tolist(),
        "width": (scale * np.diff(edges)).tolist(),
        "customdata": np.round([edges[:-1], edges[1:]], 4).T.tolist(),
        "marker": {"color": _BAR, "line": {"width": 0}},
        "hovertemplate": f"%{{y:,}} faces near %{{x:.0f}}{unit}. Click to see them.<extra></extra>",
    }
    axis = {"title": {"text": _AXES[name]}, "ticksuffix": unit}
    return {
        "data": [bars],
        "layout": {"bargap": 0, "xaxis": axis, "yaxis": {"title": {"text": "faces"}}},
    }


def _distribution(look: Look, table: Table, name: str) -> None:
    st.markdown(f"**{NUMBERS[name]}**")
    values = table.numbers[name][table.kept]
    if not np.isfinite(values).any():
        return
    touched = clickable_plot(f"spread-{name}", distribution_figure(values, name), height=230)
    if touched.picked:
        low, high = touched.picked
        go(turned(look, view="faces", ranges={name: (float(low), float(high))}, sort=name))


def _mean_faces(per_split: dict[str, list[int]], means: np.ndarray) -> str:
    figures = []
    for i, name in enumerate(EMOTIONS):
        count = sum(row[i] for row in per_split.values())
        if count:
            figures.append(
                f'<figure><img src="{face_url(means[i], side_px=144)}" style="--colour:'
                f'{COLORS[name]}" alt="mean of {count:,} faces labelled {name}">'
                f"<figcaption>{name}</figcaption></figure>"
            )
    return "".join(figures)


def _problems(problems: tuple[str, ...]) -> None:
    """What was left out when the set was read, with its line or file."""
    if not problems:
        return
    with st.expander(
        f"{len(problems):,} left out when the set was read", icon=":material/warning:"
    ):
        st.html("<br>".join(escape(problem) for problem in problems[:_MOST_LISTED]))
        if len(problems) > _MOST_LISTED:
            st.caption(f"{len(problems) - _MOST_LISTED:,} more are not listed.")
