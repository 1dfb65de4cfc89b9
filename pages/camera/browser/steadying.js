// A face without its detector's trembling, and without lagging when it moves, as core/steadying.py.
// A motion is {middle, size, marks}, each {raw, shown, speed}: lists of pixels, and of pixels a
// second; the marks are seen from the middle.
// Source: Casiez, Roussel & Vogel, "1 Euro Filter", CHI 2012.

import { rules } from "./rules.js";

export function atRest(face) {
  const { middle, size, marks } = valuesOf(face);
  return { middle: still(middle), size: still(size), marks: still(marks) };
}

// The face `dt` seconds later, above 0.
export function movedOn(old, face, dt) {
  const { middle, size, marks } = valuesOf(face);
  const unit = Math.max(...size);
  return {
    middle: filtered(old.middle, middle, dt, unit),
    size: filtered(old.size, size, dt, unit),
    marks: filtered(old.marks, marks, dt, unit),
  };
}

// The face to show.
export function faceOf(motion, score) {
  const [x, y] = motion.middle.shown;
  const marks = motion.marks.shown;
  const landmarks = [];
  for (let at = 0; at < marks.length; at += 2) landmarks.push([marks[at] + x, marks[at + 1] + y]);
  return { box: boxAround([x, y], motion.size.shown), score, landmarks };
}

// Where the face will be, if it goes on as it does, `dt` seconds after it was found.
export function expectedBox(motion, dt) {
  const [x, y] = motion.middle.raw.map((at, i) => at + motion.middle.speed[i] * dt);
  return boxAround([x, y], motion.size.raw);
}

function boxAround([x, y], [width, height]) {
  return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
}

function filtered(old, raw, dt, unit) {
  const share = followShare(rules.speedCutoffHz, dt);
  const speed = old.speed.map((was, i) => was + share * ((raw[i] - old.raw[i]) / dt - was));
  const fastest = Math.max(...speed.map(Math.abs)) / unit;
  const follow = followShare(rules.cutoffHz + rules.cutoffPerSpeed * fastest, dt);
  const behind = rules.mostBehind * unit;
  const shown = old.shown.map((was, i) => {
    const next = was + follow * (raw[i] - was);
    return Math.min(Math.max(next, raw[i] - behind), raw[i] + behind);
  });
  return { raw, shown, speed };
}

function followShare(cutoffHz, dt) {
  return 1 - Math.exp(-2 * Math.PI * cutoffHz * dt);
}

function still(raw) {
  return { raw, shown: raw, speed: raw.map(() => 0) };
}

function valuesOf({ box: [x0, y0, x1, y1], landmarks }) {
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
  return {
    middle: [x, y],
    size: [x1 - x0, y1 - y0],
    marks: landmarks.flatMap(([px, py]) => [px - x, py - y]),
  };
}
