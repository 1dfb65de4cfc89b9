// Where the picture changes, as core/changes.py: what no known face explains, on a few large cells.

import { median, opened, shrunkGrey } from "./cells.js";
import { rounded } from "./pixels.js";
import { rules } from "./rules.js";

export class Changes {
  #room;
  #recent;
  #plain;
  #explainedUntil;
  #differsSince;
  #at = 0;

  // `grey` is the frame's small copy, `known` the boxes of the faces known now, `size` the frame's.
  update(grey, t, known, size) {
    const [columns, rows] = rules.cells;
    const now = shrunkGrey(grey, columns, rows).map(rounded);
    if (!this.#room) this.#begin(now, t);
    const share = 1 - Math.exp(-(t - this.#at) / rules.adaptsS);
    const recentShare = 1 - Math.exp(-(t - this.#at) / rules.stillS);
    this.#at = t;
    const moves = Array.from(now, (value, i) => Math.abs(value - this.#recent[i]) > rules.moves);
    this.#recent = this.#recent.map((was, i) => was + recentShare * (now[i] - was));
    const { heads, bodies } = people(known, size);
    bodies.forEach((body, i) => { if (body) this.#explainedUntil[i] = t + rules.memoryS; });
    this.#followTheLight(now);
    const least = rules.differs * this.#dimness();
    const differs = Array.from(now, (value, i) => Math.abs(value - this.#room[i]) > least);
    const explained = this.#explainedUntil.map((until) => until >= t);
    const unexplained = differs.map((does, i) => does && !explained[i]);
    this.#plain = differs.map((does, i) => !does && !explained[i]);
    this.#differsSince = unexplained.map(
      (is, i) => (is ? Math.min(this.#differsSince[i], t) : Infinity),
    );
    this.#room = this.#room.map((was, i) => {
      if (explained[i] || t - this.#differsSince[i] > rules.roomGivesUpS) return now[i];
      return differs[i] ? was : was + share * (now[i] - was);
    });
    return {
      differs: differs.map((does, i) => does && !heads[i]),
      stranger: opened(unexplained, columns, rows),
      moves,
    };
  }

  #begin(now, t) {
    this.#room = Float32Array.from(now);
    this.#recent = Float32Array.from(now);
    this.#plain = Array.from(now, () => true);
    this.#explainedUntil = Array.from(now, () => -Infinity);
    this.#differsSince = Array.from(now, () => Infinity);
    this.#at = t;
  }

  // A lamp or the camera's own exposure makes all cells brighter or darker by one factor.
  #followTheLight(now) {
    const changes = [];
    this.#plain.forEach((is, i) => {
      if (is) changes.push(now[i] / Math.max(this.#room[i], rules.darkest));
    });
    if (!changes.length) return;
    const factor = median(changes);
    this.#room = this.#room.map((value) => value * factor);
  }

  #dimness() {
    const mean = this.#room.reduce((sum, value) => sum + value, 0) / this.#room.length;
    return Math.min(Math.max(mean / rules.bright, rules.dimmest), 1);
  }
}

// The cells of the known heads, and those of heads and bodies.
function people(known, [width, height]) {
  const [columns, rows] = rules.cells;
  const heads = new Array(columns * rows).fill(false);
  const bodies = new Array(columns * rows).fill(false);
  for (const [x0, y0, x1, y1] of known) {
    const [x, wide, tall] = [(x0 + x1) / 2, x1 - x0, y1 - y0];
    const head = [x - rules.headReach * wide, x + rules.headReach * wide, y0 - tall / 2, y1];
    const body = [
      x - rules.bodyReach * wide, x + rules.bodyReach * wide, y1 - tall / 4, height,
    ];
    for (const [cells, area] of [[heads, head], [bodies, head], [bodies, body]]) {
      fill(cells, area, columns / width, rows / height);
    }
  }
  return { heads, bodies };
}

function fill(cells, [left, right, above, below], across, down) {
  const [columns, rows] = rules.cells;
  const lastRow = Math.min(rows, Math.ceil(below * down));
  const lastColumn = Math.min(columns, Math.ceil(right * across));
  for (let row = Math.max(0, Math.trunc(above * down)); row < lastRow; row++) {
    for (let column = Math.max(0, Math.trunc(left * across)); column < lastColumn; column++) {
      cells[row * columns + column] = true;
    }
  }
}
