// Ten seconds of a neutral face: the scores of the largest face, told to Python at once when the time
// is over. Nothing of a picture.

import { hear } from "./room.js";

// data: {seconds, mostS, least, everyS, scores}: for how long, at most where fewer than `least` moments
// were read, how often, and how many of the scores.
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
      const over = left <= (rows.length >= data.least ? 0 : data.seconds - data.mostS);
      says.textContent = over ? "" : `Look into the camera with a calm face: ${Math.max(left, 0)} s`;
      left -= 1;
      if (!over) return void setTimeout(tick, 1000);
      root.tell(rows);
      rows = undefined;
      button.disabled = false;
    };
    tick();
  };
}
