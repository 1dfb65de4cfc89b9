// Who is in sight, as core/sight.py: searched for on some frames, followed on the rest.

import { analyse } from "./analysis.js";
import { middleOf } from "./faces.js";
import { asReading, followed, trailOf } from "./following.js";
import { rules } from "./rules.js";
import { Tracker } from "./tracking.js";

export class Sight {
  #tracker = new Tracker();
  #trails = new Map(); // by the face's number
  #searchedAt = -Infinity;
  #shape = "";

  // {certain, held, searched}: found or followed in this frame, lost a moment ago, and whether the
  // finder looked. `search` asks it to although nothing is due.
  async look(image, small, t, { networks, search, settings }) {
    const shape = `${image.width}x${image.height}`;
    const changed = shape !== this.#shape;
    if (changed) { // what was known is elsewhere now
      [this.#shape, this.#trails, this.#tracker] = [shape, new Map(), new Tracker()];
    }
    const scale = small.width / image.width;
    const trails = this.#followed(small, t);
    const due = t - this.#searchedAt >= rules.searchEveryS - rules.soonS;
    const searched = search || changed || due || trails.length < this.#trails.size;
    if (searched) this.#searchedAt = t;
    const found = searched ? await analyse(image, networks) : [];
    const goneOn = trails.filter((one) => !among(asReading(one, scale), found));
    const readings = [...found, ...goneOn.map((one) => asReading(one, scale))];
    const shown = this.#tracker.update(readings, t, settings);
    this.#trails = this.#next(shown, found, goneOn, { small, t, scale });
    return { certain: shown.slice(0, readings.length), held: shown.slice(readings.length), searched };
  }

  // The trails that go on in this frame.
  #followed(small, t) {
    return [...this.#trails.values()]
      .filter((one) => one.times >= rules.sightSureTimes || t - one.foundAt <= rules.sightUnsureS)
      .map((one) => followed(one, small))
      .filter(Boolean);
  }

  #next(shown, found, goneOn, { small, t, scale }) {
    const trails = new Map();
    shown.slice(0, found.length + goneOn.length).forEach(({ track }, place) => {
      if (place >= found.length) return void trails.set(track, goneOn[place - found.length]);
      const times = 1 + (this.#trails.get(track)?.times ?? 0);
      const begun = trailOf(found[place], small, t, { scale, times });
      if (begun) trails.set(track, begun);
    });
    return trails;
  }
}

// Whether a search found this face too.
function among(reading, found) {
  return found.some((other) => near(reading.face.box, other.face.box));
}

function near(a, b) {
  const [ax, ay] = middleOf(a);
  const [bx, by] = middleOf(b);
  const size = Math.max(a[3] - a[1], b[3] - b[1]);
  return Math.hypot(ax - bx, ay - by) < rules.oneFace * size;
}
