// The same face across frames, as core/tracking.py: kept apart from others, steadied in time, held
// while lost. Time is in seconds, on any clock that does not go back.

import { cheapestColumns } from "./assignment.js";
import { ease, firstExpression, nextExpression } from "./expression.js";
import { rules } from "./rules.js";
import { atRest, expectedBox, faceOf, movedOn } from "./steadying.js";

export class Tracker {
  #tracks = [];
  #nextNumber = 1;

  // What to show now: the faces found, steadied, and those lost less than rules.holdS ago.
  update(readings, t, { smoothingS, minConfidence }) {
    const known = this.#tracks.filter((track) => t - track.seenAt <= rules.holdS);
    const matches = matched(known, readings.map((reading) => reading.face.box), t);
    const tracks = readings.map((reading, i) => {
      const old = known[matches[i]];
      if (!old) return this.#found(reading, t, minConfidence);
      return goneOn(old, reading, t, { smoothingS, minConfidence });
    });
    const lost = known.filter((_, place) => !matches.includes(place));
    this.#tracks = [...tracks, ...lost];
    return this.#tracks.map((track) => track.reading);
  }

  #found({ face, probabilities }, t, minConfidence) {
    const expression = firstExpression(probabilities, t, minConfidence);
    const motion = atRest(face);
    return track({ motion, expression, probabilities, score: face.score }, this.#nextNumber++, t);
  }
}

function goneOn(old, { face, probabilities }, t, { smoothingS, minConfidence }) {
  const dt = Math.max(t - old.seenAt, rules.shortestS);
  const seen = {
    motion: movedOn(old.motion, face, dt),
    expression: nextExpression(old.expression, probabilities, t, minConfidence),
    probabilities: ease(old.reading.probabilities, probabilities, dt, smoothingS),
    score: face.score,
  };
  return track(seen, old.number, t);
}

function track({ motion, expression, probabilities, score }, number, t) {
  const face = faceOf(motion, score);
  const reading = { face, probabilities, track: number, said: expression.said };
  return { number, reading, motion, expression, seenAt: t };
}

// Which track, by its place in the list, each box goes on with; undefined for a new face.
function matched(tracks, boxes, t) {
  // Rows: tracks, then "new". Columns: boxes, then "lost". As long as anybody is within reach,
  // being matched costs less than being new and lost.
  const count = tracks.length + boxes.length;
  const costs = Array.from({ length: count }, (_, row) => Array.from({ length: count },
    (__, column) => {
      if (row >= tracks.length) return column < boxes.length ? 1 : 0;
      return column < boxes.length ? cost(tracks[row], boxes[column], t) : 1;
    }));
  const matches = new Array(boxes.length).fill(undefined);
  cheapestColumns(costs).slice(0, tracks.length).forEach((column, row) => {
    if (column < boxes.length) matches[column] = row;
  });
  return matches;
}

function cost(known, box, t) {
  const dt = t - known.seenAt;
  const reach = Math.min(rules.reach + rules.reachPerS * dt, rules.mostReach);
  const share = distance(expectedBox(known.motion, dt), box) / reach;
  return share <= 1 ? share : rules.outOfReach;
}

// How far apart two boxes are, as a multiple of the larger one's size; likewise in size.
function distance(a, b) {
  const size = Math.max(a[2] - a[0], a[3] - a[1], b[2] - b[0], b[3] - b[1]);
  return Math.max(...a.map((one, i) => Math.abs(one - b[i]))) / size;
}
