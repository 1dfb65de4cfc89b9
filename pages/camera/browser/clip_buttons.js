// What the stage's buttons make of a clip: the film as it was shown, and its emojis alone as a GIF.

import { canRecord, record } from "./clip.js";
import { emojiGif, Seen } from "./emoji_gif.js";
import { absolute } from "./engine.js";
import { save } from "./keep.js";

const RECORD = "Record a clip";
const AS_GIF = "Its emojis as GIF";
const NAME = "photo-to-emoji-clip";

export class ClipButtons {
  #record;
  #gif;
  #canvas;
  #dataNow;
  #end;
  #seen; // of the newest clip

  // `dataNow` gives what Python handed to the stage last.
  constructor(root, dataNow) {
    this.#record = root.querySelector(".record");
    this.#gif = root.querySelector(".gif");
    this.#canvas = root.querySelector(".frame > canvas");
    this.#dataNow = dataNow;
    this.#record.addEventListener("click", () => this.#recordOrEnd());
    this.#gif.addEventListener("click", () => this.#saveGif());
  }

  // The stage runs, or does no longer: a clip that goes on ends with it.
  offer(running) {
    this.#record.hidden = !running || !canRecord();
    if (!running) this.end();
  }

  end() {
    this.#end?.();
  }

  see(readings, size) {
    if (this.#end) this.#seen.add(readings, size);
  }

  #recordOrEnd() {
    if (this.#end) return this.#end();
    const ontick = (seconds) => { this.#record.textContent = `Stop recording (${seconds} s)`; };
    const seen = this.#seen = new Seen();
    const ondone = (clip, ending) => {
      this.#end = undefined;
      this.#record.textContent = RECORD;
      save(clip, `${NAME}.${ending}`);
      this.#gif.hidden = !seen.hasFaces;
    };
    ontick(0);
    this.#gif.hidden = true;
    this.#end = record(this.#canvas, { ontick, ondone });
  }

  async #saveGif() {
    const { rules, settings, gifenc } = this.#dataNow();
    const sprites = { ...settings.sprites, url: absolute(settings.sprites.url) };
    const said = { ...rules, ...settings.model.says };
    const how = { rules: said, size: settings.values.size, sprites, gifenc: absolute(gifenc) };
    this.#gif.disabled = true;
    try {
      const gif = await emojiGif(this.#seen, how, (share) => {
        this.#gif.textContent = `Making it: ${Math.round(100 * share)} %`;
      });
      save(gif, "photo-to-emoji-emojis.gif");
    } finally {
      this.#gif.textContent = AS_GIF;
      this.#gif.disabled = false;
    }
  }
}
