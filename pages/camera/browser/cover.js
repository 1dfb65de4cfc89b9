// The cover style on a stream, as core/cover.py: what is seen, what is lost and who comes in, hidden
// together. For each frame `doubts`, `hide` and `hidden` are called in this order.

import { patches } from "./cells.js";
import { Changes } from "./changes.js";
import { Covering } from "./covering.js";
import { rules } from "./rules.js";

export class Cover {
  #changes = new Changes();
  #covering = new Covering();
  #plan = { everything: true, readings: [] };
  #change;
  #areas = []; // [until when, box]
  #size = [0, 0];
  #shownAt = Infinity; // until the first frame

  // Whether the face finder must search this frame, whose small grey copy is given.
  doubts(small, t, size) {
    this.#shownAt = Math.min(this.#shownAt, t);
    if (size[0] !== this.#size[0] || size[1] !== this.#size[1]) {
      [this.#size, this.#changes, this.#areas] = [size, new Changes(), []];
    }
    this.#change = this.#changes.update(small, t, this.#covering.boxes, size);
    const fresh = strangers(this.#change.stranger, size).map((box) => [t + rules.lingersS, box]);
    this.#areas = [...this.#areas.filter(([until]) => until >= t), ...fresh];
    return this.#covering.inDoubt || this.#change.differs.filter(Boolean).length > rules.fewCells;
  }

  // The faces to draw a cover over, some of them grown.
  hide(seen, t) {
    const moves = placesOf(this.#change.moves, this.#size);
    const { certain, searched } = seen;
    this.#plan = this.#covering.plan(certain, t, { size: this.#size, searched, moves });
    if (!this.#plan.everything) this.#shownAt = t;
    return this.#plan.readings;
  }

  // The areas of this frame that must not be shown.
  get hidden() {
    const areas = this.#areas.map(([, box]) => box);
    return this.#plan.everything ? [[0, 0, ...this.#size], ...areas] : areas;
  }

  // For how long whole frames have been hidden, in seconds.
  hiddenS(t) {
    return t - this.#shownAt;
  }
}

// Whoever comes in at the edge of the picture, as core/strangers.py: where they are until their face
// is found.
function strangers(changed, [width, height]) {
  const [columns, rows] = rules.cells;
  const { band, margin, smallest } = rules.strangers;
  return patches(changed, columns, rows)
    .filter(({ left, top, right, bottom, count }) => count >= smallest
      && (left < band || top < band || right > columns - band || bottom > rows - band))
    .map(({ left, top, right, bottom }) => [
      (Math.max(0, left - margin) * width) / columns, (Math.max(0, top - margin) * height) / rows,
      (Math.min(columns, right + margin) * width) / columns,
      (Math.min(rows, bottom + margin) * height) / rows,
    ]);
}

// The patches of these cells, in pixels of the frame.
function placesOf(cells, [width, height]) {
  const [columns, rows] = rules.cells;
  const [across, down] = [width / columns, height / rows];
  return patches(cells, columns, rows).filter(({ count }) => count > 1).map((patch) => [
    patch.left * across, patch.top * down, patch.right * across, patch.bottom * down,
  ]);
}
