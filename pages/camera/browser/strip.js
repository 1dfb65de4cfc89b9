// The picture that "make this face" ends with: four moments, what was asked, and the scores.

const TILE = { width: 320, height: 240 };
const GAP_PX = 16;
const CAPTION_PX = 48;
const FOOT_PX = 40;
const FONT = "600 20px system-ui, sans-serif";

// An emoji set's sheet, as Python hands it out: `tile` gives one of its emojis as an element.
export async function spriteSheet({ url, names, side }) {
  const picture = new Image();
  picture.src = new URL(url, document.baseURI).href;
  await picture.decode();
  const tile = (name) => {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: side, height: side });
    const column = names.indexOf(name);
    canvas.getContext("2d").drawImage(picture, column * side, 0, side, side, 0, 0, side, side);
    return canvas;
  };
  return { tile };
}

// `taken` are {wanted, score, picture} with a canvas or null as picture; `score` is their mean.
export function stripOf(taken, score, sheet, { ground, ink, looks }) {
  const rows = Math.ceil(taken.length / 2);
  const canvas = document.createElement("canvas");
  canvas.width = 2 * TILE.width + 3 * GAP_PX;
  canvas.height = rows * (TILE.height + CAPTION_PX + GAP_PX) + GAP_PX + FOOT_PX;
  const context = canvas.getContext("2d");
  context.fillStyle = ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  Object.assign(context, { font: FONT, fillStyle: ink, textBaseline: "middle" });
  taken.forEach((one, index) => {
    const x = GAP_PX + (index % 2) * (TILE.width + GAP_PX);
    const y = GAP_PX + (index >> 1) * (TILE.height + CAPTION_PX + GAP_PX);
    if (one.picture) fill(context, one.picture, x, y);
    const middle = y + TILE.height + CAPTION_PX / 2;
    context.drawImage(sheet.tile(one.wanted), x, middle - 16, 32, 32);
    context.textAlign = "left";
    context.fillText(looks[one.wanted], x + 42, middle);
    context.textAlign = "right";
    context.fillText(String(one.score), x + TILE.width, middle);
  });
  context.textAlign = "center";
  const words = `Make this face: ${score} of 100 · Photo to Emoji`;
  context.fillText(words, canvas.width / 2, canvas.height - GAP_PX / 2 - FOOT_PX / 2);
  return canvas;
}

// The middle of a picture, as large as the tile.
function fill(context, picture, x, y) {
  const scale = Math.min(picture.width / TILE.width, picture.height / TILE.height);
  const [width, height] = [TILE.width * scale, TILE.height * scale];
  const [left, top] = [(picture.width - width) / 2, (picture.height - height) / 2];
  context.drawImage(picture, left, top, width, height, x, y, TILE.width, TILE.height);
}
