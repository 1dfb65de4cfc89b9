"""The cheapest way of giving every row its own column, against trying all of them."""

from itertools import permutations

import numpy as np
import pytest

from core.assignment import cheapest_columns


def sum_of(costs: list[list[float]], columns: list[int] | tuple[int, ...]) -> float:
    return sum(costs[row][column] for row, column in enumerate(columns))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("seed", range(5))
def test_no_other_choice_is_cheaper(count, seed):
    costs = np.random.default_rng(seed).integers(0, 20, (count, count)).astype(float).tolist()

    columns = cheapest_columns(costs)

    assert sorted(columns) == list(range(count)), "each column once"
    assert sum_of(costs, columns) == min(sum_of(costs, p) for p in permutations(range(count)))


def test_a_chain_of_three_moves_on_together():
    costs = [[1.0, 2.0, 9.0], [1.0, 9.0, 9.0], [9.0, 1.0, 2.0]]

    assert cheapest_columns(costs) == [1, 0, 2]


def test_nobody_to_match_is_no_error():
    assert cheapest_columns([]) == []
