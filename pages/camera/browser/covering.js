// What must be hidden beyond the faces that are seen, as core/covering.py: a face that is no longer
// seen is not gone. Its cover grows over wherever it can have got to, and where that is anywhere,
// the whole frame is hidden. Known faces are {reading, speed, seenAt, times, side, movedAt}.

import {
  apart, cover, grown, growth, hasLeft, isGone, scaledTo, shared, sure,
} from "./lost.js";
import { middleOf } from "./faces.js";
import { rules } from "./rules.js";

export class Covering {
  inDoubt = true; // whether the next frame must be searched
  #known = new Map(); // by the face's number
  #size = [0, 0];
  #agreed = 0;
  #counted = -1; // faces, by the last search

  // Where the known faces were last seen.
  get boxes() {
    return [...this.#known.values()].map((one) => one.reading.face.box);
  }

  // What to hide now: {everything, readings}. `seen` are the faces of this frame, `moves` the
  // places where something moves in it.
  plan(seen, t, { size, searched, moves }) {
    if (size[0] !== this.#size[0] || size[1] !== this.#size[1]) this.#beginAgain(size);
    if (searched && this.#agreed < rules.agree) {
      this.#agreed = seen.length === this.#counted ? this.#agreed + 1 : 1;
      this.#counted = seen.length;
    }
    this.#see(seen, t);
    const lost = [...this.#known].filter(([, one]) => one.seenAt < t);
    const covers = seen.map((reading) => this.#coverOf(reading));
    let everything = this.#agreed < rules.agree;
    for (const [number, before] of lost) {
      let one = before;
      const growing = growth(one, seen.map((reading) => reading.face.box), t);
      const left = hasLeft(one, size);
      const over = grown(one, Math.min(growing, rules.farthest), t);
      const anywhere = growing > rules.farthest && sure(one) && !left;
      if (moves.some((place) => anywhere || shared(place, over.face.box) > 0)) {
        one = { ...one, movedAt: t };
        this.#known.set(number, one);
      }
      if (isGone(one, t, left)) {
        this.#known.delete(number);
        continue;
      }
      everything ||= anywhere;
      covers.push(over);
    }
    this.inDoubt = everything || lost.some(([number]) => this.#known.has(number));
    return { everything, readings: covers };
  }

  // Another frame size: everybody is lost where they are in the new one.
  #beginAgain(size) {
    const [width, height] = this.#size;
    if (width && height) {
      for (const [number, one] of this.#known) {
        this.#known.set(number, scaledTo(one, size[0] / width, size[1] / height));
      }
    }
    [this.#size, this.#agreed, this.#counted] = [size, 0, -1];
  }

  #see(seen, t) {
    const numbers = new Set(seen.map((reading) => reading.track));
    for (const reading of seen) {
      const { face: { box }, track } = reading;
      const old = this.#known.get(track);
      this.#known.delete(track);
      if (old) {
        this.#known.set(track, goneOn(old, reading, t));
        continue;
      }
      const lost = [...this.#known.keys()].filter((number) => !numbers.has(number));
      if (lost.length) {
        // A face that turns up while another is lost is that one, wherever it has got to, unless
        // it is only another look of a face that is seen.
        const others = seen.filter((other) => other !== reading);
        if (others.some((other) => shared(box, other.face.box) >= rules.same)) continue;
        const far = (number) => apart(this.#known.get(number).reading, reading);
        this.#known.delete(lost.reduce((best, one) => (far(one) < far(best) ? one : best)));
      }
      const side = Math.max(box[2] - box[0], box[3] - box[1]);
      this.#known.set(track, { reading, speed: [0, 0], seenAt: t, times: 1, side, movedAt: t });
    }
  }

  #coverOf(seen) {
    const known = this.#known.get(seen.track);
    return known ? cover(known) : seen;
  }
}

// A known face that is seen again.
function goneOn(old, reading, t) {
  const { box } = reading.face;
  const now = Math.max(box[2] - box[0], box[3] - box[1]);
  const dt = Math.max(t - old.seenAt, 1e-3);
  const before = middleOf(old.reading.face.box);
  const share = now >= rules.cut * old.side ? rules.follows : 0; // a cut box has another middle
  const speed = middleOf(box).map((at, i) => (
    old.speed[i] + share * ((at - before[i]) / dt - old.speed[i])
  ));
  const side = Math.max(now, now + (old.side - now) * Math.exp(-dt / rules.sideS));
  return { reading, speed, seenAt: t, times: old.times + 1, side, movedAt: t };
}
