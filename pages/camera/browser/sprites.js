// One sheet of an emoji set in, its sprites out: each the picture and its halves, largest first.
// The sheet's first row holds the emojis as they are, its second the same over a covering disc, and
// the last of that row is the plain disc, whose name is empty.

const SMALLEST_PX = 16;

export async function spritesOf(blob, { names, side }) {
  const sheet = await createImageBitmap(blob);
  const row = (top, wanted) => Object.fromEntries(
    wanted.map((name) => [name, halves(sheet, names.indexOf(name) * side, top * side, side)]),
  );
  const sprites = { plain: row(0, names.filter(Boolean)), covering: row(1, names) };
  sheet.close();
  return sprites;
}

function halves(sheet, left, top, side) {
  const first = new OffscreenCanvas(side, side);
  first.getContext("2d").drawImage(sheet, left, top, side, side, 0, 0, side, side);
  const levels = [first];
  while (levels.at(-1).width >= 2 * SMALLEST_PX) {
    const half = levels.at(-1).width >> 1;
    const smaller = new OffscreenCanvas(half, half);
    smaller.getContext("2d").drawImage(levels.at(-1), 0, 0, half, half);
    levels.push(smaller);
  }
  return levels;
}
