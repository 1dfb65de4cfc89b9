"""The seven colours, as people see them who lack one kind of cone."""

from itertools import combinations

import pytest

from core.labels import COLORS
from tests.support.colour_vision import SIGHTS, apart

A_DOT_DEG = 0.25  # one of 2 mm beside a name, half a metre away


def test_the_simulation_takes_red_for_a_dark_olive_where_its_cone_is_missing():
    red, olive = "#ff0000", "#6d5f00"

    assert apart(red, olive, "usual", size_deg=1) > 8
    assert apart(red, olive, "protanopia", size_deg=1) < 1
    assert apart("#000000", "#ffffff", "protanopia", size_deg=1) > 8, "light stays"


@pytest.mark.parametrize("sight", SIGHTS)
def test_any_two_of_the_seven_are_told_apart_as_dots(sight):
    near = {
        (one, other): round(apart(COLORS[one], COLORS[other], sight, size_deg=A_DOT_DEG), 2)
        for one, other in combinations(COLORS, 2)
    }

    assert {pair: times for pair, times in near.items() if times < 1} == {}
