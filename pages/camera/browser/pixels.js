// Pictures in, pictures out, with OpenCV's rounding. A picture is {data, width, height} with four
// bytes a pixel (red, green, blue, alpha) by rows; a patch is grey, one byte a pixel.
// Source: OpenCV 4, modules/imgproc: warpAffine (INTER_LINEAR), resize (INTER_AREA), cvtColor.

import { shares } from "./cells.js";

const PLACE_BITS = 10; // a place is kept to 1/1024 px while it is computed
const STEP_BITS = 5; // and then to 1/32 px
const STEPS = 1 << STEP_BITS;
const GREY = { red: 9798, green: 19235, blue: 3735, half: 1 << 14, bits: 15 };

// The picture that shows at (x, y) what `image` shows at the place `toImage` says: (m0 x + m1 y +
// m2, m3 x + m4 y + m5). What lies outside repeats the edge.
export function warped(image, toImage, width, height) {
  const out = new Uint8ClampedArray(width * height * 4);
  const columns = steps(toImage[0], width);
  const rows = steps(toImage[3], width);
  const { data } = image;
  const lastX = image.width - 1;
  const lastY = image.height - 1;
  const half = (STEPS * STEPS) >> 1;
  let to = 0;
  for (let y = 0; y < height; y++) {
    const x0 = start(toImage[1] * y + toImage[2]);
    const y0 = start(toImage[4] * y + toImage[5]);
    for (let x = 0; x < width; x++, to += 4) {
      const atX = (x0 + columns[x]) >> (PLACE_BITS - STEP_BITS);
      const atY = (y0 + rows[x]) >> (PLACE_BITS - STEP_BITS);
      const left = clamp(atX >> STEP_BITS, lastX);
      const right = clamp((atX >> STEP_BITS) + 1, lastX);
      const top = clamp(atY >> STEP_BITS, lastY) * image.width;
      const bottom = clamp((atY >> STEP_BITS) + 1, lastY) * image.width;
      const beside = atX & (STEPS - 1);
      const below = atY & (STEPS - 1);
      const weightA = (STEPS - beside) * (STEPS - below);
      const weightB = beside * (STEPS - below);
      const weightC = (STEPS - beside) * below;
      const weightD = beside * below;
      const a = (top + left) * 4;
      const b = (top + right) * 4;
      const c = (bottom + left) * 4;
      const d = (bottom + right) * 4;
      for (let channel = 0; channel < 3; channel++) {
        out[to + channel] = (data[a + channel] * weightA + data[b + channel] * weightB
          + data[c + channel] * weightC + data[d + channel] * weightD + half) >> (2 * STEP_BITS);
      }
      out[to + 3] = 255;
    }
  }
  return { data: out, width, height };
}

function steps(move, count) {
  return Int32Array.from({ length: count }, (_, at) => rounded(move * at * (1 << PLACE_BITS)));
}

function start(place) {
  return rounded(place * (1 << PLACE_BITS)) + (1 << (PLACE_BITS - STEP_BITS - 1));
}

// A half goes to the even neighbour, as in Python and in OpenCV.
export function rounded(value) {
  const down = Math.floor(value);
  if (value - down === 0.5) return down % 2 ? down + 1 : down;
  return Math.round(value);
}

function clamp(at, last) {
  return at < 0 ? 0 : at > last ? last : at;
}

export function grey(image) {
  const out = new Uint8ClampedArray(image.width * image.height);
  for (let at = 0, from = 0; at < out.length; at++, from += 4) {
    const { data } = image;
    out[at] = (data[from] * GREY.red + data[from + 1] * GREY.green + data[from + 2] * GREY.blue
      + GREY.half) >> GREY.bits;
  }
  return out;
}

// A grey square shrunk by a whole number, each pixel the mean of those under it.
export function averaged(patch, side, times) {
  if (times === 1) return patch;
  const small = side / times;
  const out = new Uint8ClampedArray(small * small);
  for (let y = 0; y < small; y++) {
    for (let x = 0; x < small; x++) {
      let sum = 0;
      for (let row = y * times; row < (y + 1) * times; row++) {
        for (let at = row * side + x * times, end = at + times; at < end; at++) sum += patch[at];
      }
      out[y * small + x] = sum / (times * times); // a clamped array rounds halves to even
    }
  }
  return out;
}

// The picture shrunk by area, also by a broken factor.
export function shrunk(image, width, height) {
  if (width === image.width && height === image.height) return image;
  const times = image.width / width;
  if (Number.isInteger(times) && image.height === times * height) return wholly(image, times);
  const across = shares(image.width, width);
  const down = shares(image.height, height);
  const out = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 4) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (const [row, tall] of down[y]) {
        for (const [column, wide] of across[x]) {
          const from = (row * image.width + column) * 4;
          const share = tall * wide;
          red += image.data[from] * share;
          green += image.data[from + 1] * share;
          blue += image.data[from + 2] * share;
        }
      }
      out[to] = red;
      out[to + 1] = green;
      out[to + 2] = blue;
      out[to + 3] = 255;
    }
  }
  return { data: out, width, height };
}

// What a camera's usual picture needs, and quicker: shrunk by a whole number. OpenCV halves with
// whole numbers, where a half is rounded up, and else rounds it to even, as a clamped array does.
function wholly(image, times) {
  const width = image.width / times;
  const height = image.height / times;
  const out = new Uint8ClampedArray(width * height * 4);
  const round = times === 2 ? Math.floor : (value) => value;
  const half = times === 2 ? 0.5 : 0;
  const row = image.width * 4;
  const share = 1 / (times * times);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 4) {
      let [red, green, blue] = [0, 0, 0];
      for (let down = 0; down < times; down++) {
        const from = (y * times + down) * row + x * times * 4;
        for (let at = from; at < from + times * 4; at += 4) {
          red += image.data[at];
          green += image.data[at + 1];
          blue += image.data[at + 2];
        }
      }
      out[to] = round(red * share + half);
      out[to + 1] = round(green * share + half);
      out[to + 2] = round(blue * share + half);
      out[to + 3] = 255;
    }
  }
  return { data: out, width, height };
}
