// Who belongs to whom, as core/assignment.py: the column of each row, so that the costs' sum is the
// smallest there is. `costs` is n rows of n finite numbers.
// Source: Kuhn, "The Hungarian method for the assignment problem", 1955; with potentials as
// Jonker & Volgenant, "A shortest augmenting path algorithm", 1987.

export function cheapestColumns(costs) {
  const count = costs.length;
  const rowOf = new Array(count).fill(-1); // of each column
  const rowPotential = new Array(count).fill(0);
  const columnPotential = new Array(count).fill(0);
  for (let newRow = 0; newRow < count; newRow++) {
    const nearest = new Array(count).fill(Infinity); // cost of the cheapest chain to each column
    const before = new Array(count).fill(-1); // the column before it on that chain
    const done = new Array(count).fill(false);
    let row = newRow;
    let last = -1;
    for (;;) {
      let step = Infinity;
      let following = -1;
      for (let column = 0; column < count; column++) {
        if (done[column]) continue;
        const cost = costs[row][column] - rowPotential[row] - columnPotential[column];
        if (cost < nearest[column]) [nearest[column], before[column]] = [cost, last];
        if (nearest[column] < step) [step, following] = [nearest[column], column];
      }
      rowPotential[newRow] += step;
      for (let column = 0; column < count; column++) {
        if (!done[column]) {
          nearest[column] -= step;
          continue;
        }
        rowPotential[rowOf[column]] += step;
        columnPotential[column] -= step;
      }
      done[following] = true;
      last = following;
      if (rowOf[following] < 0) break;
      row = rowOf[following];
    }
    while (last >= 0) { // everybody on the chain moves on by one
      rowOf[last] = before[last] < 0 ? newRow : rowOf[before[last]];
      last = before[last];
    }
  }
  const columns = new Array(count).fill(0);
  rowOf.forEach((row, column) => { columns[row] = column; });
  return columns;
}
