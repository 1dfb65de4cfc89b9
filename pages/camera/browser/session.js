// One visitor's live view: a frame in, the frame with its emojis and what was seen out, as
// core/live.py. Runs in the worker. A frame that fails is never shown where faces are to be hidden.

import { Landing } from "./landing.js";
import { drawReadings, panelPx } from "./overlay.js";
import { rounded } from "./pixels.js";
import { rules } from "./rules.js";
import { Scene } from "./scene.js";

const UNREADABLE = "One frame could not be read. If this stays, stop and start the camera.";
const OUT_OF_SIGHT = "A face got out of sight: the picture is hidden until it is found again.";

export class Session {
  settings = {};
  sprites = undefined;
  #scene;
  #yunet;
  #canvas = new OffscreenCanvas(1, 1);
  #context = this.#canvas.getContext("2d", { willReadFrequently: true });
  #landing = new Landing();

  constructor({ yunet }) {
    this.#yunet = yunet;
  }

  // From now on faces are read by this; what was known of them is told by other scores.
  begin(classify) {
    this.#scene = new Scene({ yunet: this.#yunet, classify });
    this.#landing = new Landing();
  }

  // The frame as it is to be shown, its readings, and its own size. `t` is when it was taken, in seconds.
  async process(bitmap, t) {
    const { width, height } = bitmap;
    const { style, size } = this.settings;
    this.#prepare(width + (style === "classic" ? panelPx(width, height) : 0), height);
    let readings = [];
    let problem = null;
    try {
      this.#drawFrame(bitmap, width);
      const image = this.#context.getImageData(0, 0, width, height);
      const seen = await this.#scene.see(image, t, this.settings);
      const landing = this.#landing.at(seen.marked, t, this.settings.still);
      const view = { style, size, width, height, landing };
      drawReadings(this.#context, seen.marked, this.sprites, view);
      this.#darken(seen.hidden);
      readings = seen.readings;
      if (seen.hiddenS > rules.saysSoS) problem = OUT_OF_SIGHT;
    } catch (error) {
      console.error(error);
      problem = UNREADABLE;
      if (style === "cover") this.#darken([[0, 0, width, height]]);
    }
    return { shown: this.#canvas.transferToImageBitmap(), readings, problem, size: { width, height } };
  }

  #prepare(width, height) {
    if (this.#canvas.width === width && this.#canvas.height === height) return;
    this.#canvas.width = width;
    this.#canvas.height = height;
  }

  #drawFrame(bitmap, width) {
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
    if (this.settings.mirror) this.#context.setTransform(-1, 0, 0, 1, width, 0);
    this.#context.drawImage(bitmap, 0, 0);
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
    bitmap.close();
  }

  #darken(areas) {
    this.#context.fillStyle = `rgb(${rules.dark}, ${rules.dark}, ${rules.dark})`;
    for (const [x0, y0, x1, y1] of areas) {
      const [left, top] = [rounded(x0), rounded(y0)];
      this.#context.fillRect(left, top, rounded(x1) - left, rounded(y1) - top);
    }
  }
}
