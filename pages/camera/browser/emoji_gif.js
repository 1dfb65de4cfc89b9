// A clip's emojis alone, with their motion, as a GIF on a plain ground: of the camera's frames nothing is
// in it, only where faces were and how they looked. Made on the device, when it is asked for.

import { Landing } from "./landing.js";
import { drawEmojisAlone } from "./overlay.js";
import { setRules } from "./rules.js";
import { spritesOf } from "./sprites.js";

const WIDE_PX = 320;
const EVERY_MS = 80; // GIF counts in hundredths of a second: 12.5 pictures a second
const COLOURS = 256;
const GROUND = "#f6f0e6"; // the light theme's cards; a GIF has no soft edges on a transparent one

// What a clip's frames showed: {at, readings, width, height}, `at` in milliseconds.
export class Seen {
  moments = [];

  add(readings, { width, height }) {
    this.moments.push({ at: performance.now(), readings, width, height });
  }

  get hasFaces() {
    return this.moments.some(({ readings }) => readings.length);
  }
}

// The constants and the emojis are what Python handed over, `size` is that of an emoji, × its face's
// height, and `gifenc` the address of the encoder. `ontick` hears which share is done.
export async function emojiGif({ moments }, { rules, sprites: sheet, size, gifenc }, ontick) {
  setRules(rules);
  const { GIFEncoder, quantize, applyPalette } = await import(gifenc);
  const sprites = await spritesOf(await (await fetch(sheet.url)).blob(), sheet);
  const context = canvasFor(moments[0]);
  const gif = GIFEncoder();
  const palette = quantize(paletteSource(sprites, context), COLOURS);
  const landing = new Landing();
  const pictures = everyStep(moments);
  for (const [number, moment] of pictures.entries()) {
    const { width, height } = context.canvas;
    drawOn(context, moment, sprites, { size, landing });
    const { data } = context.getImageData(0, 0, width, height);
    const first = number === 0 ? { palette } : {};
    gif.writeFrame(applyPalette(data, palette), width, height, { ...first, delay: EVERY_MS });
    if (number % 8) continue;
    ontick(number / pictures.length);
    await new Promise((resolve) => setTimeout(resolve)); // the page stays alive
  }
  gif.finish();
  return new Blob([gif.bytes()], { type: "image/gif" });
}

// For each step of time the newest moment.
function everyStep(moments) {
  const [first, last] = [moments[0].at, moments.at(-1).at];
  const pictures = [];
  let next = 0;
  for (let at = first; at <= last; at += EVERY_MS) {
    while (next + 1 < moments.length && moments[next + 1].at <= at) next++;
    pictures.push({ ...moments[next], at });
  }
  return pictures;
}

function canvasFor({ width, height }) {
  const canvas = new OffscreenCanvas(WIDE_PX, Math.round((WIDE_PX * height) / width));
  return canvas.getContext("2d", { willReadFrequently: true });
}

// A camera that turns in mid-clip changes the frame's shape, never the GIF's: it is fitted in.
function drawOn(context, { at, readings, width, height }, sprites, { size, landing }) {
  const { width: wide, height: tall } = context.canvas;
  const scale = Math.min(wide / width, tall / height);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = GROUND;
  context.fillRect(0, 0, wide, tall);
  context.setTransform(
    scale, 0, 0, scale, (wide - width * scale) / 2, (tall - height * scale) / 2,
  );
  drawEmojisAlone(context, readings, sprites, { size, landing: landing.at(readings, at / 1000) });
}

// All emojis of the set beside each other on the ground, for the colours of the whole GIF.
function paletteSource(sprites, { canvas: { width, height } }) {
  const all = Object.values(sprites.plain).map((levels) => levels[0]);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = GROUND;
  context.fillRect(0, 0, width, height);
  const across = Math.ceil(Math.sqrt(all.length));
  const side = Math.min(width, height) / across;
  all.forEach((picture, i) => {
    context.drawImage(picture, (i % across) * side, Math.floor(i / across) * side, side, side);
  });
  return context.getImageData(0, 0, width, height).data;
}
