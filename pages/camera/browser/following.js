// Faces followed from frame to frame without searching, as core/following.py: each by its own look in
// a small picture. A trail is {found, look, x, y, times, foundAt, gone}, in small pixels; a small
// picture and a look are {data, width, height}, grey.

import { grey, rounded, shrunk } from "./pixels.js";
import { rules } from "./rules.js";

export function smallGrey(image) {
  const width = rules.smallPx;
  const height = Math.max(1, rounded((image.height * width) / image.width));
  return { data: grey(shrunk(image, width, height)), width, height };
}

// Begin to follow a face that was found; undefined if it is too small or out of view.
export function trailOf(found, small, t, { scale, times }) {
  const [x0, y0, x1, y1] = found.face.box.map((side) => rounded(side * scale));
  const [x, y] = [Math.max(0, x0), Math.max(0, y0)];
  const look = part(small, x, y, Math.max(x1, 0), Math.max(y1, 0));
  if (Math.min(look.width, look.height) < rules.smallestPx) return undefined;
  return { found, look, x, y, times, foundAt: t, gone: [0, 0] };
}

// The same face in the next frame, or undefined where nothing near looks like it.
export function followed(old, small) {
  const { width, height } = old.look;
  const reach = rounded(rules.followReach * Math.max(height, width)) + 1;
  const [x, y] = [rounded(old.x + old.gone[0]), rounded(old.y + old.gone[1])];
  const [left, top] = [Math.max(0, x - reach), Math.max(0, y - reach)];
  const [right, bottom] = [Math.max(0, x + width + reach), Math.max(0, y + height + reach)];
  const around = part(small, left, top, right, bottom);
  if (around.width < width || around.height < height) return undefined;
  const { alike, columns, row, column } = likeness(around, old.look);
  const most = alike[row * columns + column];
  if (!(most >= rules.alike && most <= 1.001)) return undefined;
  const across = alike.subarray(row * columns, (row + 1) * columns);
  const down = Float32Array.from(
    { length: alike.length / columns }, (_, at) => alike[at * columns + column],
  );
  const gone = [
    left + column + peak(across, column) - old.x, top + row + peak(down, row) - old.y,
  ];
  return { ...old, gone };
}

// The face where it is now, in the frame's pixels, with the expression it had when found.
export function asReading({ found, gone }, scale) {
  const [x, y] = [gone[0] / scale, gone[1] / scale];
  const { box: [x0, y0, x1, y1], landmarks } = found.face;
  const face = {
    ...found.face,
    box: [x0 + x, y0 + y, x1 + x, y1 + y],
    landmarks: landmarks.map(([px, py]) => [px + x, py + y]),
  };
  return { ...found, face };
}

function part(picture, left, top, right, bottom) {
  const width = Math.max(0, Math.min(right, picture.width) - left);
  const height = Math.max(0, Math.min(bottom, picture.height) - top);
  const data = new Uint8ClampedArray(width * height);
  for (let row = 0; row < height; row++) {
    const from = (top + row) * picture.width + left;
    data.set(picture.data.subarray(from, from + width), row * width);
  }
  return { data, width, height };
}

// How alike the look is to each place, from -1 to 1, and the likest place.
// Source: OpenCV, matchTemplate with TM_CCOEFF_NORMED.
function likeness(around, look) {
  const columns = around.width - look.width + 1;
  const rows = around.height - look.height + 1;
  const count = look.data.length;
  const mean = look.data.reduce((sum, value) => sum + value, 0) / count;
  const own = Float32Array.from(look.data, (value) => value - mean);
  const ownSquare = own.reduce((sum, value) => sum + value * value, 0);
  const alike = new Float32Array(columns * rows).fill(1); // without contrast it is like everything
  let best = 0;
  for (let at = 0; ownSquare > 1e-9 && at < alike.length; at++) {
    const from = Math.floor(at / columns) * around.width + (at % columns);
    alike[at] = correlation(around, from, own, look, ownSquare);
    if (alike[at] > alike[best]) best = at;
  }
  return { alike, columns, row: Math.floor(best / columns), column: best % columns };
}

function correlation({ data, width }, from, own, look, ownSquare) {
  let [sum, square, product] = [0, 0, 0];
  for (let row = 0, at = 0; row < look.height; row++) {
    const start = from + row * width;
    for (let column = 0; column < look.width; column++, at++) {
      const value = data[start + column];
      sum += value;
      square += value * value;
      product += value * own[at];
    }
  }
  const contrast = Math.sqrt(Math.max(square - (sum * sum) / own.length, 0) * ownSquare);
  return contrast > 1e-9 ? Math.min(product / contrast, 1) : 0;
}

// Where between the samples a peak lies, from -0.5 to 0.5: the top of a parabola.
function peak(line, at) {
  if (at <= 0 || at >= line.length - 1) return 0;
  const curve = line[at - 1] - 2 * line[at] + line[at + 1];
  return curve < 0 ? (0.5 * (line[at - 1] - line[at + 1])) / curve : 0;
}
