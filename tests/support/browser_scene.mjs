// `node tests/support/browser_scene.mjs JOB.json`: a clip through the browser's scene, frame by frame;
// prints who is to be drawn and what hidden. Frames lie one after the other in a file, raw RGBA.

import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { networksOf, part } from "./browser_networks.mjs";

const job = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const networks = await networksOf(job);
const { Scene } = await part("scene");
const { facesOf } = await part("yunet");
const NUMBERS = 16; // of a cell of YuNet's answer
let blind = false;

// The face finder, which finds nothing while it is told so, or no face that the frame's edge cuts. A
// square picture is a closer look at a face that was found.
const yunet = async (image) => {
  const rows = await networks.yunet(image);
  if (blind) rows.numbers.fill(0);
  if (!job.onlyWhole || image.width === image.height) return rows;
  for (let cell = 0; cell < rows.numbers.length; cell += NUMBERS) {
    const one = rows.numbers.slice();
    one.fill(0, 0, cell);
    one.fill(0, cell + NUMBERS);
    if (rows.numbers[cell] * rows.numbers[cell + 1] < job.rules.minScore ** 2) continue;
    const [face] = facesOf({ ...rows, numbers: one });
    if (face && isCut(face.box, image)) rows.numbers.fill(0, cell, cell + 2);
  }
  return rows;
};

function isCut([x0, y0, x1, y1], { width, height }) {
  return x0 < 0 || y0 < 0 || x1 > width || y1 > height;
}

const scene = new Scene({ ...networks, yunet });
const file = openSync(job.file);
const shown = [];
for (const { width, height, t, blind: isBlind } of job.frames) {
  blind = isBlind;
  const data = new Uint8ClampedArray(4 * width * height);
  readSync(file, data);
  const { marked, hidden } = await scene.see({ data, width, height }, t, job.settings);
  shown.push({ marked, hidden });
}
closeSync(file);
process.stdout.write(JSON.stringify(shown, (_, value) => (
  ArrayBuffer.isView(value) ? [...value] : value
)));
