// What the stage sees, in words and numbers: the expression of the largest face, its seven bars,
// faces, frames a second and delay. It stands beside the stage and keeps one height.

import { hear } from "./room.js";

const EVERY_MS = 100; // ten times a second looks live
const ANNOUNCED_MS = 2500; // a screen reader needs time for a sentence

export function show({ data: [data], parentElement }) {
  const root = parentElement.querySelector(".readout");
  const readout = (root.readout ??= begun(root, data));
  readout.data = data;
  showRows(root, data);
}

function begun(root, data) {
  const readout = { root, data, drawnAt: 0, announcedAt: 0 };
  showRows(root, data);
  hear(root, "seen", (seen) => see(readout, seen));
  hear(root, "stopped", () => rest(readout));
  rest(readout);
  return readout;
}

// A bar for each label; they change only with the visitor's own classes.
function showRows(root, { labels, colours }) {
  const list = root.querySelector(".scores");
  const which = JSON.stringify(labels);
  if (list.dataset.of === which) return;
  list.dataset.of = which;
  list.replaceChildren(...labels.flatMap((name) => row(name, colours[name])));
}

function row(name, colour) {
  const term = Object.assign(document.createElement("dt"), { textContent: name });
  const track = Object.assign(document.createElement("dd"), { className: "track" });
  const fill = document.createElement("div");
  fill.style.background = colour;
  track.append(fill);
  return [term, track, Object.assign(document.createElement("dd"), { className: "share" })];
}

function see(readout, { readings, numbers, problem }) {
  const now = performance.now();
  if (now - readout.drawnAt < EVERY_MS) return;
  readout.drawnAt = now;
  const [largest] = readings;
  headline(readout, largest);
  bars(readout, largest?.probabilities);
  const { root } = readout;
  root.querySelector(".faces").textContent = readings.length;
  root.querySelector(".rate").textContent = numbers.framesPerS.toFixed(0);
  root.querySelector(".delay").textContent = `${numbers.delayMs.toFixed(0)} ms`;
  root.querySelector(".problem").textContent = problem ?? "";
}

function rest(readout) {
  headline(readout, undefined, readout.data.words.rest);
  bars(readout, undefined);
  for (const name of ["faces", "rate", "delay"]) {
    readout.root.querySelector(`.${name}`).textContent = "–";
  }
}

function headline(readout, reading, waiting = readout.data.words.looking) {
  const { root, data } = readout;
  const picture = root.querySelector("img");
  const sure = reading && reading.said in data.looks;
  picture.hidden = !sure;
  root.querySelector(".looks").textContent = reading ? data.looks[reading.said] ?? data.words.unsure
    : waiting;
  root.querySelector(".sure").textContent = sure ? `${shareOf(data, reading)} % sure` : "";
  if (!sure) return;
  if (picture.dataset.of !== reading.said || picture.dataset.set !== data.set) {
    picture.src = data.pictures[reading.said];
    Object.assign(picture.dataset, { of: reading.said, set: data.set });
  }
  announce(readout, data.looks[reading.said]);
}

function shareOf(data, { said, probabilities }) {
  return Math.round(100 * probabilities[data.labels.indexOf(said)]);
}

// To screen readers politely: only what is new, and not more often than it can be spoken.
function announce(readout, words) {
  const spoken = readout.root.querySelector(".spoken");
  const now = performance.now();
  if (spoken.textContent === words || now - readout.announcedAt < ANNOUNCED_MS) return;
  readout.announcedAt = now;
  spoken.textContent = words;
}

function bars({ root }, probabilities) {
  const top = probabilities?.indexOf(Math.max(...probabilities));
  const terms = root.querySelectorAll("dt");
  root.querySelectorAll(".track > div").forEach((fill, i) => {
    const share = probabilities?.[i] ?? 0;
    fill.style.width = `${100 * share}%`;
    terms[i].classList.toggle("top", i === top);
    terms[i].nextElementSibling.nextElementSibling.textContent = probabilities
      ? `${Math.round(100 * share)} %` : "–";
  });
}
