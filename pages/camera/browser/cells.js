// Small pictures and grids of yes and no, by rows: what of OpenCV the cover rules need.

// A grey picture {data, width, height} shrunk by area, as numbers that are not yet rounded.
export function shrunkGrey({ data, width, height }, columns, rows) {
  const across = shares(width, columns);
  const down = shares(height, rows);
  const out = new Float32Array(columns * rows);
  for (let y = 0, to = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++, to++) {
      let sum = 0;
      for (const [row, tall] of down[y]) {
        for (const [column, wide] of across[x]) sum += data[row * width + column] * tall * wide;
      }
      out[to] = sum;
    }
  }
  return out;
}

// For each pixel of a shorter row: the pixels of the long one under it, and the share of each.
export function shares(long, short) {
  const scale = long / short;
  return Array.from({ length: short }, (_, at) => {
    const from = at * scale;
    const to = Math.min((at + 1) * scale, long);
    const parts = [];
    for (let pixel = Math.floor(from); pixel < to - 1e-3; pixel++) {
      const share = Math.min(pixel + 1, to) - Math.max(pixel, from);
      if (share > 1e-3) parts.push([pixel, share / (to - from)]);
    }
    return parts;
  });
}

// Without what is narrower than three cells: a cell stays if it lies in a full square of nine.
export function opened(cells, columns, rows) {
  const full = spread(cells, columns, rows, (near) => near.every(Boolean));
  return spread(full, columns, rows, (near) => near.some(Boolean));
}

function spread(cells, columns, rows, keeps) {
  return cells.map((_, at) => {
    const x = at % columns;
    const y = Math.floor(at / columns);
    const near = [];
    for (let row = Math.max(0, y - 1); row <= Math.min(rows - 1, y + 1); row++) {
      for (let column = Math.max(0, x - 1); column <= Math.min(columns - 1, x + 1); column++) {
        near.push(cells[row * columns + column]);
      }
    }
    return keeps(near);
  });
}

// The patches of cells that touch, also at a corner: each {left, top, right, bottom, count}.
export function patches(cells, columns, rows) {
  const open = [...cells];
  const found = [];
  for (let first = 0; first < open.length; first++) {
    if (open[first]) found.push(patchFrom(open, first, columns, rows));
  }
  return found;
}

function patchFrom(open, first, columns, rows) {
  const patch = { left: columns, top: rows, right: 0, bottom: 0, count: 0 };
  const waiting = [first];
  open[first] = false;
  while (waiting.length) {
    const at = waiting.pop();
    const x = at % columns;
    const y = Math.floor(at / columns);
    patch.left = Math.min(patch.left, x);
    patch.top = Math.min(patch.top, y);
    patch.right = Math.max(patch.right, x + 1);
    patch.bottom = Math.max(patch.bottom, y + 1);
    patch.count += 1;
    for (let row = Math.max(0, y - 1); row <= Math.min(rows - 1, y + 1); row++) {
      for (let column = Math.max(0, x - 1); column <= Math.min(columns - 1, x + 1); column++) {
        const near = row * columns + column;
        if (!open[near]) continue;
        open[near] = false;
        waiting.push(near);
      }
    }
  }
  return patch;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
