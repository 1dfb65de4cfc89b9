// Where a face that is no longer seen may be, as core/covering.py reckons it. Boxes are
// [x0, y0, x1, y1]; a known face is as in covering.js.

import { area, middleOf } from "./faces.js";
import { rules } from "./rules.js";

export function sure(one) {
  return one.times >= rules.sureTimes || one.reading.face.score >= rules.sureScore;
}

export function isGone(one, t, left) {
  const age = t - one.seenAt;
  if (!sure(one)) return age > rules.unsureS;
  return t - one.movedAt > rules.quietS || age > (left ? rules.leftS : rules.givesUpS);
}

// By how much of its size a lost face's cover must grow to all sides.
export function growth(one, others, t) {
  const age = t - one.seenAt;
  const box = moved(one, t);
  const [x0, y0, x1, y1] = one.reading.face.box;
  const cut = Math.max(x1 - x0, y1 - y0) < rules.cut * one.side;
  const enough = cut ? rules.behindCut : rules.behind;
  const behind = others.some((other) => shared(box, other) >= enough);
  return behind && age <= rules.behindS ? rules.behindPerS * age : rules.runsPerS * age;
}

// Whether a lost face was about to leave the picture.
export function hasLeft(one, [width, height]) {
  const [x0, y0, x1, y1] = one.reading.face.box;
  const near = rules.edge * one.side;
  const [right, down] = one.speed.map((speed) => speed * rules.leavesS);
  return Math.min(x0, x0 + right) < near || Math.min(y0, y0 + down) < near
    || Math.max(x1, x1 + right) > width - near || Math.max(y1, y1 + down) > height - near;
}

// A cover over where the face was, over where its way led, and over what lies around.
export function grown(one, growing, t) {
  const was = cover(one).face.box;
  const goes = moved(one, t);
  const more = growing * one.side;
  return withBox(one.reading, [
    Math.min(was[0], goes[0]) - more, Math.min(was[1], goes[1]) - more,
    Math.max(was[2], goes[2]) + more, Math.max(was[3], goes[3]) + more,
  ]);
}

// A face with a box as large as it was lately.
export function cover(one) {
  const [x0, y0, x1, y1] = one.reading.face.box;
  const more = (one.side / Math.max(x1 - x0, y1 - y0, 1) - 1) / 2;
  const [x, y] = [more * (x1 - x0), more * (y1 - y0)];
  return withBox(one.reading, [x0 - x, y0 - y, x1 + x, y1 + y]);
}

export function scaledTo(one, across, down) {
  const [x0, y0, x1, y1] = one.reading.face.box;
  const reading = withBox(one.reading, [x0 * across, y0 * down, x1 * across, y1 * down]);
  const speed = [one.speed[0] * across, one.speed[1] * down];
  return { ...one, reading, speed, side: one.side * Math.max(across, down) };
}

// Which share of a box lies in another.
export function shared(box, other) {
  const width = Math.max(0, Math.min(box[2], other[2]) - Math.max(box[0], other[0]));
  const height = Math.max(0, Math.min(box[3], other[3]) - Math.max(box[1], other[1]));
  return (width * height) / Math.max(area(box), 1e-9);
}

export function apart(a, b) {
  const [ax, ay] = middleOf(a.face.box);
  const [bx, by] = middleOf(b.face.box);
  return Math.hypot(ax - bx, ay - by);
}

// Where a face is if it went on as it did, for as long as one may believe that.
function moved(one, t) {
  const [x0, y0, x1, y1] = cover(one).face.box;
  const age = Math.min(t - one.seenAt, rules.behindS);
  const [x, y] = one.speed.map((speed) => speed * age);
  return [x0 + x, y0 + y, x1 + x, y1 + y];
}

function withBox(reading, box) {
  return { ...reading, face: { ...reading.face, box } };
}
