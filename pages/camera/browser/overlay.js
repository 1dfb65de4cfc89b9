// Emojis and labels on a frame, as core/overlay.py puts them. Sprites are {plain, covering}, each
// by name a list of the picture and its halves; covering[""] is the disc for a face without one.

import { rollDeg } from "./faces.js";
import { rules } from "./rules.js";

// Draw what each reading gets, largest face first, and the classic style's panel beside the frame.
// `landing(track)` is the factor of an emoji that has just come, 1 where it rests.
export function drawReadings(context, readings, sprites, { style, size, width, height, landing }) {
  const marks = readings.map((reading) => markOf(reading, landing));
  for (const mark of [...marks].reverse()) { // the largest is drawn last: it is nearest
    if (style === "cover") drawCover(context, mark, sprites, size);
    else if (style === "badge") drawBadge(context, mark, sprites, { size, width, height });
    else drawBox(context, mark, width, height);
  }
  if (style === "cover") return;
  for (const mark of [...marks].reverse()) {
    if (mark.words) drawWords(context, mark, { style, width, height });
  }
  if (style === "classic") drawPanel(context, marks, sprites, width, height);
}

// The emojis without the faces under them, as large as "cover" is asked for.
export function drawEmojisAlone(context, readings, sprites, { size, landing }) {
  for (const reading of [...readings].reverse()) {
    const { box: [x0, y0, x1, y1], rollDeg: roll, name, grown } = markOf(reading, landing);
    const levels = sprites.plain[name];
    if (!levels) continue;
    drawSprite(context, levels, [(x0 + x1) / 2, (y0 + y1) / 2], size * (y1 - y0) * grown, roll);
  }
}

// How wide the classic panel is: one for each picture size, with or without a face.
export function panelPx(width, height) {
  const panel = Math.max(2, Math.round(rules.panel * Math.min(height, width)));
  return panel + ((width + panel) % 2); // video wants an even width
}

function markOf({ face, said, probabilities, track }, landing) {
  const mark = { box: face.box, rollDeg: rollDeg(face), name: said, grown: landing(track) };
  if (said === rules.notSure) return mark;
  const share = probabilities[rules.labels.indexOf(said)];
  const words = `${said} ${Math.round(100 * share)} %`;
  return { ...mark, words, colour: rules.colours[said] };
}

function drawCover(context, { box, rollDeg: roll, name, grown }, sprites, size) {
  const [x0, y0, x1, y1] = box;
  const rim = rules.covering * Math.max(x1 - x0, y1 - y0) + rules.coveringRimPx;
  const side = Math.max(size * (y1 - y0), rim / rules.disc) * grown;
  const levels = sprites.covering[name] ?? sprites.covering[""];
  drawSprite(context, levels, [(x0 + x1) / 2, (y0 + y1) / 2], side, roll);
}

function drawBadge(context, { box: [x0, y0, x1, y1], name, grown }, sprites, view) {
  const levels = sprites.plain[name];
  if (!levels) return;
  const side = view.size * rules.badge * (y1 - y0);
  let left = x1 - side * rules.badgeRight;
  const otherLeft = x0 - side * rules.badgeLeft;
  if (left + side > view.width && otherLeft >= 0) left = otherLeft;
  left = inside(left, side, view.width);
  const top = inside(y0 - side * 0.5, side, view.height);
  drawSprite(context, levels, [left + side / 2, top + side / 2], side * grown, 0);
}

function drawBox(context, { box: [x0, y0, x1, y1], colour }, width, height) {
  context.lineWidth = Math.max(2, Math.round(Math.max(width, height) * rules.line));
  context.strokeStyle = colour ?? rules.ink;
  context.strokeRect(Math.round(x0), Math.round(y0), x1 - x0, y1 - y0);
}

function drawPanel(context, marks, sprites, width, height) {
  const panel = panelPx(width, height);
  context.fillStyle = rules.ground;
  context.fillRect(width, 0, panel, height);
  const first = marks.find((mark) => mark.words);
  if (!first) return;
  const middle = [width + panel / 2, height / 2];
  drawSprite(context, sprites.plain[first.name], middle, panel * rules.panelEmoji * first.grown, 0);
}

// Under a face that has a badge, over the box of the classic style.
function drawWords(context, { box: [x0, y0, x1, y1], words }, { style, width, height }) {
  const [least, most] = rules.labelPx;
  const letters = Math.min(Math.max(Math.round((y1 - y0) * rules.label), least), most);
  context.font = `${letters}px system-ui, sans-serif`;
  const pad = Math.max(2, Math.round(letters * rules.labelPadding));
  const wide = context.measureText(words).width + 3 * pad;
  const tall = letters + 2 * pad;
  const badge = style === "badge";
  const x = inside(badge ? (x0 + x1 - wide) / 2 : x0, wide, width);
  const y = inside(badge ? y1 + tall * rules.labelUnder : y0 - tall * rules.labelOver, tall, height);
  context.fillStyle = rules.ground;
  context.beginPath();
  context.roundRect(x, y, wide, tall, tall / 2);
  context.fill();
  context.fillStyle = rules.ink;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(words, x + wide / 2, y + tall / 2);
}

function inside(start, length, limit) {
  return Math.max(0, Math.min(start, limit - length));
}

function drawSprite(context, levels, [x, y], side, roll) {
  // The next larger half: shrunk by less than two, no pixel is skipped.
  const level = levels.findLast((one) => one.width >= side) ?? levels[0];
  context.save();
  context.translate(x, y);
  context.rotate((roll * Math.PI) / 180);
  context.drawImage(level, -side / 2, -side / 2, side, side);
  context.restore();
}
