// "Make this face": a prompt, three, two, one, and the score of the best moment; after four rounds a
// strip to keep or to share. All of it is made on the device.

import { save } from "./keep.js";
import { room } from "./room.js";
import { bestOf, copyOf, pause, playRound } from "./round.js";
import { spriteSheet, stripOf } from "./strip.js";

const ROUNDS = 4;
const SCORE_MS = 1300;
const FILE = "photo-to-emoji-make-this-face.png";
const PRAISE = [[80, "Brilliant!"], [60, "Well done!"], [40, "Getting there!"], [0, "A poker face!"]];

export class Game {
  ended = false;
  #root;
  #canvas;
  #data;
  #readings = []; // of the frame on the stage

  // `root` is the stage, whose canvas is played on; `data` what Python handed to the stage.
  constructor(root, data) {
    this.#root = root;
    this.#canvas = root.querySelector(".frame > canvas");
    this.#data = data;
  }

  async play() {
    const sheet = await spriteSheet(this.#data.settings.sprites);
    if (this.ended) return;
    const taken = [];
    const { rules } = this.#data;
    room.addEventListener("seen", this.#see);
    for (const wanted of drawn(rules.emotions.filter((name) => name !== "neutral"), ROUNDS)) {
      this.#part(".wanted").textContent = `Make a face that ${rules.looks[wanted]}`;
      this.#part(".asked").replaceChildren(sheet.tile(wanted));
      const moments = await playRound({
        rules,
        say: (number) => {
          this.#step(number ? "count" : "burst");
          this.#say(number);
        },
        look: () => ({ picture: copyOf(this.#canvas), reading: this.#readings[0] }),
        going: () => !this.ended,
      });
      if (!moments) return;
      const { picture, score } = bestOf(moments, wanted, rules);
      taken.push({ wanted, score: score ?? 0, picture: score === null ? null : picture });
      this.#step("score");
      this.#say(score ?? "No face was seen");
      await pause(SCORE_MS);
      if (this.ended) return;
    }
    this.#finish(taken, sheet);
  }

  end() {
    this.ended = true;
    room.removeEventListener("seen", this.#see);
    this.#step("");
  }

  #see = ({ detail: { readings } }) => { this.#readings = readings; };

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

  #say(words) {
    const place = this.#part(".big");
    place.textContent = words;
    place.classList.toggle("words", typeof words === "string");
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
