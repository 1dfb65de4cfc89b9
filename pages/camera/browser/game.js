// "Make this face": a prompt, three, two, one, and the score of the best moment; after four rounds a
// strip to keep or to share. All of it is made on the device.

import { save } from "./keep.js";
import { room } from "./room.js";
import { spriteSheet, stripOf } from "./strip.js";

const ROUNDS = 4;
const COUNT_MS = 800; // as My emoji counts
const BURST_MS = 1200; // a face keeps an expression for about a second
const SCORE_MS = 1300;
const FILE = "photo-to-emoji-make-this-face.png";
const PRAISE = [[80, "Brilliant!"], [60, "Well done!"], [40, "Getting there!"], [0, "A poker face!"]];

export class Game {
  ended = false;
  #root;
  #canvas;
  #data;

  // `root` is the stage, whose canvas is played on; `data` what Python handed to the stage.
  constructor(root, data) {
    this.#root = root;
    this.#canvas = root.querySelector(".frame > canvas");
    this.#data = data;
  }

  async play() {
    const sheet = await spriteSheet(this.#data.settings.sprites);
    const taken = [];
    const { emotions } = this.#data.rules;
    for (const wanted of drawn(emotions.filter((name) => name !== "neutral"), ROUNDS)) {
      if (this.ended) return;
      this.#step("count");
      this.#part(".wanted").textContent = `Make a face that ${this.#data.rules.looks[wanted]}`;
      this.#part(".asked").replaceChildren(sheet.tile(wanted));
      for (const number of [3, 2, 1]) {
        await this.#say(number, COUNT_MS);
      }
      this.#step("burst");
      const best = await this.#burst(emotions.indexOf(wanted));
      if (this.ended) return;
      taken.push({ wanted, ...best });
      this.#step("score");
      await this.#say(best.picture ? best.score : "No face was seen", SCORE_MS);
    }
    if (!this.ended) this.#finish(taken, sheet);
  }

  end() {
    this.ended = true;
    this.#step("");
  }

  // The best score of the largest face within a moment, of 100, and the picture of it.
  async #burst(index) {
    const best = { score: 0, picture: null };
    const look = ({ detail: { readings } }) => {
      const [largest] = readings;
      const score = largest ? Math.round(100 * largest.probabilities[index]) : -1;
      if (score < best.score || (best.picture && score === best.score)) return;
      Object.assign(best, { score, picture: copyOf(this.#canvas) });
    };
    room.addEventListener("seen", look);
    this.#part(".big").textContent = "";
    await pause(BURST_MS);
    room.removeEventListener("seen", look);
    return best;
  }

  async #finish(taken, sheet) {
    const score = Math.round(taken.reduce((sum, one) => sum + one.score, 0) / taken.length);
    const strip = stripOf(taken, score, sheet, this.#data.rules);
    const blob = await new Promise((resolve) => strip.toBlob(resolve, "image/png"));
    if (this.ended) return;
    const file = new File([blob], FILE, { type: blob.type });
    const picture = this.#part(".strip");
    picture.onload = () => URL.revokeObjectURL(picture.src);
    picture.src = URL.createObjectURL(blob);
    picture.alt = taken.map(({ wanted, score }) => `${wanted} ${score}`).join(", ");
    const [, praise] = PRAISE.find(([least]) => score >= least);
    this.#part(".wanted").textContent = `${praise} ${score} of 100`;
    this.#part(".asked").replaceChildren();
    this.#part(".big").textContent = "";
    this.#part(".take").onclick = () => save(blob, FILE);
    this.#part(".share").hidden = !navigator.canShare?.({ files: [file] });
    this.#part(".share").onclick = () => navigator.share({ files: [file] }).catch(() => {});
    this.#step("strip");
  }

  #part(selector) {
    return this.#root.querySelector(`.game ${selector}`);
  }

  #step(step) {
    this.#root.querySelector(".game").dataset.step = step;
  }

  async #say(words, ms) {
    if (this.ended) return;
    const place = this.#part(".big");
    place.textContent = words;
    place.classList.toggle("words", typeof words === "string");
    await pause(ms);
  }
}

// So many of the names, none twice.
function drawn(names, count) {
  const left = [...names];
  return Array.from({ length: count }, () => {
    const [name] = left.splice(Math.floor(Math.random() * left.length), 1);
    return name;
  });
}

function copyOf(canvas) {
  const copy = document.createElement("canvas");
  Object.assign(copy, { width: canvas.width, height: canvas.height });
  copy.getContext("2d").drawImage(canvas, 0, 0);
  return copy;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
