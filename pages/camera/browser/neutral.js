// Ten seconds of a neutral face: the scores of the largest face, told to Python at once when the time
// is over. Nothing of a picture.

import { hear } from "./room.js";

// data: {seconds, everyS, scores}: for how long, how often, and how many of the scores.
export function show({ data: [data], parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".neutral");
  const button = root.querySelector(".go");
  const says = root.querySelector(".says");
  root.tell = (rows) => setTriggerValue("told", rows);
  if (root.wired) return;
  root.wired = true;
  let rows; // while it listens
  let heardAt = 0;
  hear(root, "seen", ({ readings: [largest] }) => {
    const now = performance.now() / 1000;
    if (!rows || !largest || now - heardAt < data.everyS) return;
    heardAt = now;
    rows.push([...largest.probabilities].slice(0, data.scores));
  });
  button.onclick = () => {
    rows = [];
    button.disabled = true;
    let left = data.seconds;
    const tick = () => {
      says.textContent = left ? `Look into the camera with a calm face: ${left} s` : "";
      if (left--) return void setTimeout(tick, 1000);
      root.tell(rows);
      rows = undefined;
      button.disabled = false;
    };
    tick();
  };
}
