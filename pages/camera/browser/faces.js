// Where the faces are, by YuNet, as core/faces.py finds them. A face is {box: [x0, y0, x1, y1],
// score, landmarks: five [x, y]}, in pixels of the picture.

import { inverse, moved, turning } from "./matrix.js";
import { rules } from "./rules.js";
import { rounded, shrunk, warped } from "./pixels.js";
import { facesOf } from "./yunet.js";

// Every face, largest first. `yunet` answers yunet(width, height, picture).
export async function findFaces(yunet, image) {
  const found = [];
  for (const face of await search(yunet, image)) {
    found.push(await lookedAt(yunet, image, face));
  }
  return found.sort((a, b) => area(b.box) - area(a.box));
}

export function rollDeg(face) {
  const [[x0, y0], [x1, y1]] = face.landmarks;
  return (Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI;
}

export function middleOf([x0, y0, x1, y1]) {
  return [(x0 + x1) / 2, (y0 + y1) / 2];
}

export function area([x0, y0, x1, y1]) {
  return (x1 - x0) * (y1 - y0);
}

async function search(yunet, image) {
  const scale = Math.min(1, rules.searchPx / Math.max(image.height, image.width));
  const width = Math.max(1, rounded(image.width * scale));
  const height = Math.max(1, rounded(image.height * scale));
  const rows = await yunet(shrunk(image, width, height));
  const back = [image.width / width, image.height / height];
  return facesOf(rows).map((face) => scaled(face, back));
}

function scaled({ box: [x0, y0, x1, y1], score, landmarks }, [across, down]) {
  return {
    box: [x0 * across, y0 * down, x1 * across, y1 * down],
    score,
    landmarks: landmarks.map(([x, y]) => single([x * across, y * down])),
  };
}

// The face with landmarks that follow its tilt, and its box as it would be upright.
async function lookedAt(yunet, image, face) {
  let roll = rules.lookGain * rollDeg(face);
  for (const side of rules.looksPx) {
    const middle = middleOf(face.box);
    const zoom = (rules.lookFace * side) / Math.sqrt(Math.max(area(face.box), 1));
    const toView = turning(middle, roll, zoom);
    toView[2] += side / 2 - middle[0];
    toView[5] += side / 2 - middle[1];
    const toPicture = inverse(toView);
    const seen = facesOf(await yunet(warped(image, toPicture, side, side)));
    const offs = seen.map((other) => distance(middleOf(other.box), [side / 2, side / 2]));
    const least = Math.min(...offs);
    if (!(least <= (rules.lookFace * side) / 2)) break;
    const nearest = seen[offs.indexOf(least)];
    const tilt = rollDeg(nearest);
    face = inPicture(turned(nearest, (rules.lastGain - 1) * tilt), toPicture, zoom, face.score);
    if (Math.abs(tilt) <= rules.levelDeg) break;
    roll += rules.lookGain * tilt;
  }
  return face;
}

// Landmarks are kept in single precision, as in Python: it shows after three looks.
function single([x, y]) {
  return [Math.fround(x), Math.fround(y)];
}

function distance([x0, y0], [x1, y1]) {
  return Math.hypot(x1 - x0, y1 - y0);
}

// The face with its landmarks turned clockwise about their middle.
function turned(face, degrees) {
  const turn = turning(meanOf(face.landmarks), -degrees, 1);
  return { ...face, landmarks: face.landmarks.map((point) => single(moved(point, turn))) };
}

export function meanOf(points) {
  const sum = points.reduce(([x, y], [px, py]) => [x + px, y + py], [0, 0]);
  return [sum[0] / points.length, sum[1] / points.length];
}

// A face of a closer look where it is in the picture, with the score of the search.
function inPicture(seen, toPicture, zoom, score) {
  const [x, y] = moved(middleOf(seen.box), toPicture);
  const halfWidth = (seen.box[2] - seen.box[0]) / zoom / 2;
  const halfHeight = (seen.box[3] - seen.box[1]) / zoom / 2;
  return {
    box: [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight],
    score,
    landmarks: seen.landmarks.map((point) => single(moved(point, toPicture))),
  };
}
