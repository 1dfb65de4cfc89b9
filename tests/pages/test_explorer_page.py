"""The explorer by AppTest and its tables without a page: filters, counts, checks, guests.

AppTest runs no JavaScript, so clicks on figures and faces are in tests/browser.
"""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.dataset.finding import DISAGREEING, EXACT, LEAKS, ODD
from core.labels import EMOTIONS
from pages.faces.look import Look, params_of, read_look
from pages.faces.model import share_right
from pages.faces.overview import count_rows, counts, distribution_figure
from pages.faces.table import Table, confusion, matching, weak_slices
from pages.shared import sets
from tests.support import screens
from tests.support.planted import live_in, studied_home

pytestmark = pytest.mark.slow

FACES = 282


@pytest.fixture(scope="module")
def home(unbroken: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `models` and `data`, whose set a small network has studied."""
    return studied_home(tmp_path_factory.mktemp("explorer"), unbroken)


@pytest.fixture(autouse=True)
def at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live_in(home, monkeypatch)


@pytest.fixture
def table(home: Path) -> Table:
    return sets.table(home / "data" / "planted.zip", "")


@pytest.fixture
def as_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    # An AppTest has no connection whose headers could say where it comes from.
    monkeypatch.setattr("pages.shared.owner.is_proven", lambda *_: True)


def opened(**address: str) -> AppTest:
    shown = screens.opened(screens.new_visit(), "explorer", **address)
    assert not shown.exception
    return shown


def words(shown: AppTest) -> str:
    """All that stands on the page as text."""
    kinds = (shown.markdown, shown.info, shown.warning, shown.error, shown.success, shown.caption)
    return "\n".join(str(one.value) for kind in kinds for one in kind)


@pytest.mark.parametrize("view", ["overview", "faces", "map", "model", "checks"])
def test_every_view_opens_for_a_guest_who_can_change_nothing(view):
    shown = opened(view=view)

    changing = ("Leave out", "Keep only", "Label it", "Undo", "Redo", "Bring", "Study")
    enabled = [b.label for b in shown.button if not b.disabled and b.label.startswith(changing)]
    assert enabled == []
    assert "You are a guest here" in words(shown)


def test_the_table_adds_up(table):
    rows = count_rows(counts(table))

    assert rows[-1]["class"] == "all"
    assert rows[-1]["Training"] + rows[-1]["test"] == FACES
    assert [row["class"] for row in rows[:-1]] == list(EMOTIONS)


def test_what_was_left_out_is_listed_by_its_name():
    shown = opened()

    assert "1 left out when the set was read" in [one.label for one in shown.expander]


@pytest.mark.parametrize(
    "address",
    [
        {"split": "Training"},
        {"label": "happy", "split": "PublicTest"},
        {"read": "wrong"},
        {"check": ODD},
        {"brightness": "10_40"},
    ],
    ids=lambda address: "+".join(address),
)
def test_the_grid_counts_what_the_table_counts(table, address):
    expected = len(matching(table, read_look(address)))

    shown = opened(view="faces", **address)

    assert f"**{expected:,}** of {FACES} faces" in words(shown)
    assert 0 < expected < FACES


def test_a_link_says_what_is_looked_at_and_back():
    look = Look(
        view="map",
        label="sad",
        ranges={"brightness": (10.0, 40.5)},
        region=((0.0, 0.0), (1.5, 0.0), (1.0, 2.25)),
        sort="-sure",
    )

    assert read_look(params_of(look)) == look


@pytest.mark.parametrize(
    "address",
    [
        {"view": "../../etc", "split": "<b>", "label": "Happy", "page": "-1", "region": "1_2"},
        {"face": "nobody.png", "page": "99999999999", "brightness": "9_1"},
        {"set": "../secrets.toml"},
        {"set": "x" * 5000, "model": "nobody", "check": "<script>", "sort": "drop table"},
        {"region": "_".join(["nan"] * 20), "sure": "0_inf"},
    ],
    ids=["names", "numbers", "path", "long", "nan"],
)
def test_a_hostile_link_shows_a_page_and_no_traceback(address):
    for view in ("overview", "faces", "map", "model", "checks"):
        opened(**({"view": view} | address))


def test_every_planted_fault_is_found(table):
    pair = {table.row("Training_00003.png"), table.row("PrivateTest_00900.png")}
    found = {one.check for one in table.findings if pair <= set(one.faces)}
    odd = {one.faces for one in table.findings if one.check == ODD}

    assert {EXACT, LEAKS, DISAGREEING} <= found
    assert (table.row("Training_00901.png"),) in odd


def test_leaving_a_copy_out_answers_its_checks(home, table):
    path = home / "data" / "planted.zip"
    pair = (table.row("Training_00003.png"), table.row("PrivateTest_00900.png"))

    def is_found(now: Table) -> bool:
        return any(one.check == EXACT and one.faces == pair for one in now.findings)

    sets.fixes(path).exclude(["PrivateTest_00900.png"])
    after = sets.table(path, "")
    sets.fixes(path).undo()

    assert is_found(table)
    assert not is_found(after)
    assert is_found(sets.table(path, ""))


def test_the_owner_takes_a_step_and_takes_it_back(as_owner, home):
    shown = opened(view="faces", face="Training_00003.png")

    next(one for one in shown.button if one.label == "sad").click().run()
    changed = words(shown)
    next(one for one in shown.button if one.label == "Undo").click().run()

    assert "**1 face changed**" in changed
    assert "No changes yet" in words(shown)
    assert sets.fixes(home / "data" / "planted.zip").count() == 0


def test_a_case_that_is_no_fault_does_not_come_back_unless_it_is_undone(as_owner):
    shown = opened(view="checks", check=EXACT)
    before = _cases(shown)

    next(one for one in shown.button if one.label == "Not a fault").click().run()
    dismissed = _cases(shown)
    next(one for one in shown.button if one.label == "Undo").click().run()

    assert not shown.exception
    assert (dismissed, _cases(shown)) == (before - 1, before)


def _cases(shown: AppTest) -> int:
    """How many cases of exact duplicates the page tells."""
    (title,) = [
        option
        for group in shown.button_group
        for option in group.options
        if str(option).startswith("Exact duplicates")
    ]
    return int(str(title).split("· ")[1])


def test_a_guest_who_gets_at_a_button_is_refused_where_it_is_done(home, monkeypatch):
    with monkeypatch.context() as drawn_for_the_owner:
        drawn_for_the_owner.setattr("pages.faces.fix.is_owner", lambda: True)
        shown = opened(view="faces", face="Training_00003.png")
        next(one for one in shown.button if one.label == "Leave out").click().run()

    assert sets.fixes(home / "data" / "planted.zip").count() == 0


def test_the_matrix_counts_every_face_once(table):
    rows = matching(table, Look(split="PublicTest"))

    counted = confusion(table, rows)

    assert counted.sum() == len(rows)
    assert np.trace(counted) / len(rows) == pytest.approx(share_right(table, rows))


def test_slices_are_of_the_faces_that_they_filter(table):
    rows = matching(table, Look())

    for one in weak_slices(table, rows):
        here = matching(table, Look(ranges={one.name: (one.low, one.high)}))
        assert abs(len(here) - one.count) <= max(2, 0.02 * one.count), one


def test_bars_of_a_distribution_hold_every_face():
    values = np.array([0.1, 0.2, 0.2, 1.0, np.nan], np.float32)

    (bars,) = distribution_figure(values, "agreement")["data"]

    assert sum(bars["y"]) == 4
    assert bars["y"][1] == 1
    assert bars["y"][2] == 2


def test_a_face_tells_its_label_readings_and_neighbours():
    shown = opened(view="faces", face="Training_00010.png")

    said = words(shown)
    assert "**unbroken** says it looks" in said
    assert "**Most alike, to the network**" in said


def test_many_faces_are_found_by_name_at_once(table):
    names = [*table.faces.names, "gone.png"]

    rows = [table.row(name) for name in names]

    assert rows == [*range(len(table.labels)), None]
