// Tells Python the scores of the faces in view, twice a second, as long as the visitor has the
// timeline open. Nothing of a picture.

import { hear } from "./room.js";

export function show({ data: [data], parentElement, setStateValue }) {
  const root = parentElement.querySelector(".timeline");
  root.tell = (told) => setStateValue("told", told);
  if (root.heardAt !== undefined) return;
  root.heardAt = 0;
  hear(root, "seen", ({ readings }) => {
    const now = Date.now() / 1000;
    if (now - root.heardAt < data.everyS || !readings.length) return;
    root.heardAt = now;
    const faces = readings.map(({ track, probabilities }) => (
      { face: track, scores: probabilities.slice(0, data.scores) }
    ));
    root.tell({ t: now, faces });
  });
}
