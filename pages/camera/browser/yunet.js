// YuNet's numbers: a picture in as the network eats it, its answer out as faces.
// Source: OpenCV 4, modules/objdetect/src/face_detect.cpp, and modules/dnn/src/nms.inl.hpp.

import { rules } from "./rules.js";

const NUMBERS = 16; // of a cell: score, objectness, box (4), points (10)

// The smallest size of input that holds the picture, as [width, height].
export function inputSize(image) {
  const holds = rules.yunetSizes.filter(([w, h]) => w >= image.width && h >= image.height);
  return holds.reduce((best, size) => (size[0] * size[1] < best[0] * best[1] ? size : best));
}

// Blue, green and red of 0 to 255; black to the right and below leaves every coordinate as it was.
export function inputOf(image, [width, height]) {
  const out = new Float32Array(width * height * 3);
  for (let y = 0; y < image.height; y++) {
    let from = y * image.width * 4;
    let to = y * width * 3;
    for (let x = 0; x < image.width; x++, from += 4, to += 3) {
      out[to] = image.data[from + 2];
      out[to + 1] = image.data[from + 1];
      out[to + 2] = image.data[from];
    }
  }
  return out;
}

// The faces in an answer, surest first, each once. `rows` is {numbers, width, height}.
export function facesOf({ numbers, width, height }) {
  const found = [];
  let cell = 0;
  for (const stride of rules.yunetStrides) {
    for (let row = 0; row < height / stride; row++) {
      for (let column = 0; column < width / stride; column++, cell += NUMBERS) {
        const score = Math.sqrt(share(numbers[cell]) * share(numbers[cell + 1]));
        if (score >= rules.minScore) {
          found.push(faceAt(numbers, cell, { row, column, stride, score }));
        }
      }
    }
  }
  return found.length > 1 ? distinct(found) : found;
}

function share(value) {
  return Math.min(Math.max(value, 0), 1);
}

function faceAt(numbers, cell, { row, column, stride, score }) {
  const [dx, dy, wide, tall] = numbers.subarray(cell + 2, cell + 6);
  const width = Math.fround(Math.exp(wide)) * stride;
  const height = Math.fround(Math.exp(tall)) * stride;
  const left = (column + dx) * stride - width / 2;
  const top = (row + dy) * stride - height / 2;
  const landmarks = [];
  for (let at = cell + 6; at < cell + NUMBERS; at += 2) {
    landmarks.push([(numbers[at] + column) * stride, (numbers[at + 1] + row) * stride]);
  }
  return { box: [left, top, left + width, top + height].map(Math.fround), score, landmarks };
}

function distinct(faces) {
  const kept = [];
  for (const face of faces.sort((a, b) => b.score - a.score)) {
    if (kept.every((known) => overlap(known.box, face.box) <= rules.maxOverlap)) kept.push(face);
  }
  return kept;
}

// Intersection over union, of whole pixels as OpenCV counts it.
function overlap(a, b) {
  const [ax, ay, aw, ah] = whole(a);
  const [bx, by, bw, bh] = whole(b);
  const width = Math.min(ax + aw, bx + bw) - Math.max(ax, bx);
  const height = Math.min(ay + ah, by + bh) - Math.max(ay, by);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / (aw * ah + bw * bh - width * height);
}

function whole([x0, y0, x1, y1]) {
  return [x0, y0, x1 - x0, y1 - y0].map(Math.trunc);
}
