// A picture in, a reading of every face in it out, as core/analysis.py: detect, crop, classify.
// A reading is {face, probabilities}.

import { facePatch } from "./crop.js";
import { findFaces } from "./faces.js";

export async function analyse(image, { yunet, classify }) {
  const readings = [];
  for (const face of await findFaces(yunet, image)) {
    readings.push({ face, probabilities: await classify(facePatch(image, face)) });
  }
  return readings;
}
