// The one crop, as core/crop.py cuts it: a picture and a face -> the grey patch that models eat.

import { area, meanOf, middleOf, rollDeg } from "./faces.js";
import { averaged, grey, warped } from "./pixels.js";
import { rules } from "./rules.js";

export function facePatch(image, face) {
  const { centre, side } = frame(face);
  const fineness = Math.min(Math.max(Math.ceil(side / rules.patchPx), 1), rules.maxFineness);
  const samples = rules.patchPx * fineness;
  const roll = (rollDeg(face) * Math.PI) / 180;
  const toImage = patchToImage(centre, side / samples, samples, roll);
  return averaged(grey(warped(image, toImage, samples, samples)), samples, fineness);
}

// The patch's middle and side, in pixels of the picture.
function frame(face) {
  const [x0, y0, x1, y1] = face.box;
  const size = Math.sqrt(area([0, 0, Math.max(x1 - x0, 1), Math.max(y1 - y0, 1)]));
  const side = size * rules.sidePerBox;
  const roll = (rollDeg(face) * Math.PI) / 180;
  const [right, down] = rules.shift;
  const [middleX, middleY] = middleOf(face.box);
  const [markedX, markedY] = meanOf(face.landmarks);
  const x = right * Math.cos(roll) - down * Math.sin(roll);
  const y = right * Math.sin(roll) + down * Math.cos(roll);
  return {
    centre: [(middleX + markedX) / 2 - side * x, (middleY + markedY) / 2 - side * y],
    side,
  };
}

// From a sample's column and row to the picture's; pixel centres are at .5.
function patchToImage([x, y], pixelsPerSample, samples, roll) {
  const cos = pixelsPerSample * Math.cos(roll);
  const sin = pixelsPerSample * Math.sin(roll);
  const half = (samples - 1) / 2;
  return [cos, -sin, x - 0.5 - (cos - sin) * half, sin, cos, y - 0.5 - (sin + cos) * half];
}
