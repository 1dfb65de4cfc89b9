"""Who belongs to whom: the cheapest way to give every row a column of its own."""

import math


def cheapest_columns(costs: list[list[float]]) -> list[int]:
    """The column of each row, so that the costs' sum is the smallest there is.

    Rows come in one by one; each may push earlier ones on to other columns, along the chain that
    costs least, which the potentials of rows and columns let Dijkstra's algorithm find.

    Args:
        costs: n rows of n finite numbers.

    Source: Kuhn, "The Hungarian method for the assignment problem", 1955; with potentials as
    Jonker & Volgenant, "A shortest augmenting path algorithm", 1987.
    """
    count = len(costs)
    row_of = [-1] * count  # of each column
    row_potential, column_potential = [0.0] * count, [0.0] * count
    for new_row in range(count):
        nearest = [math.inf] * count  # cost of the cheapest chain to each column
        before = [-1] * count  # the column before it on that chain
        done = [False] * count
        row, last = new_row, -1
        while True:
            step, following = math.inf, -1
            for column in range(count):
                if done[column]:
                    continue
                cost = costs[row][column] - row_potential[row] - column_potential[column]
                if cost < nearest[column]:
                    nearest[column], before[column] = cost, last
                if nearest[column] < step:
                    step, following = nearest[column], column
            row_potential[new_row] += step
            for column in range(count):
                if done[column]:
                    row_potential[row_of[column]] += step
                    column_potential[column] -= step
                else:
                    nearest[column] -= step
            done[following], last = True, following
            if row_of[following] < 0:
                break
            row = row_of[following]
        while last >= 0:  # everybody on the chain moves on by one
            row_of[last] = new_row if before[last] < 0 else row_of[before[last]]
            last = before[last]
    columns = [0] * count
    for column, row in enumerate(row_of):
        columns[row] = column
    return columns
