// What stands of a picture's edits and what each face gets drawn, as core/edits.py and
// core/edited.py say it; a test holds both to the same answers.

const EVERY_FACE = "*"; // an edit of it takes all others back

function standing(history) {
  let faces = {};
  for (const { face, changes } of history.edits.slice(0, history.done)) {
    if (face === EVERY_FACE) faces = {};
    else faces[face] = { ...faces[face], ...changes };
  }
  return faces;
}

function changed(history, face, changes) {
  const edits = [...history.edits.slice(0, history.done), { face, changes }];
  return { edits, done: edits.length };
}

const undone = (history) => ({ ...history, done: Math.max(0, history.done - 1) });
const redone = (history) => ({ ...history, done: Math.min(history.edits.length, history.done + 1) });

// All faces that can be touched, largest first; `offered` ones may be none, and those that a
// person added are `unread` until the server has read them.
function facesNow(read, history) {
  const edits = standing(history);
  const known = new Set(read.map((face) => face.id));
  const added = Object.keys(edits).filter((id) => id.startsWith("a") && !known.has(id));
  const all = [...read, ...added.map((id) => ({ id, unread: true, share: 0 }))];
  const faces = all.map((face) => {
    const edit = edits[face.id] ?? {};
    const offered = face.id.startsWith("m") && !edit.confirmed;
    return { ...face, edit, offered, place: edit.place ?? face.place };
  });
  const area = ({ place }) => place.width * place.height;
  return faces
    .filter(({ id, edit, place }) => place && !edit.dismissed && (id[0] !== "a" || edit.place))
    .sort((one, other) => area(other) - area(one));
}

// What a face gets drawn: {emoji, words, colour}, or null.
function markOf(face, look, rules) {
  const { edit } = face;
  if (edit.hidden || face.offered) return null;
  const read = !face.unread && face.share >= look.minConfidence ? face.label : null;
  const said = edit.label ?? read;
  if (edit.emoji && edit.emoji !== said) {
    const colour = rules.colours[edit.emoji] ?? null;
    return { emoji: edit.emoji, words: edit.emoji.replaceAll("_", " "), colour };
  }
  if (!said) return look.markUnsure ? { emoji: rules.notSure, words: null, colour: null } : null;
  return { emoji: said, words: edit.label ? said : face.words, colour: rules.colours[said] };
}

// The square that an emoji fills, in pixels of the picture: {x, y, side, roll}, x and y its middle.
function emojiSquare(place, style, look, picture, rules) {
  const { x, y, width, height } = place;
  if (style === "cover") {
    const least = (rules.covering * Math.max(width, height) + rules.rimPx) / rules.disc;
    return { x, y, side: Math.max(look.size * height, least), roll: place.roll_deg };
  }
  const side = look.size * rules.badge * height;
  const inside = (start, limit) => Math.max(0, Math.min(start, limit - side));
  let left = x + width / 2 - side * rules.badgeRight;
  const otherLeft = x - width / 2 - side * rules.badgeLeft;
  if (left + side > picture.width && otherLeft >= 0) left = otherLeft;
  const top = inside(y - height / 2 - side * 0.5, picture.height);
  return { x: inside(left, picture.width) + side / 2, y: top + side / 2, side, roll: 0 };
}

function panelPx({ width, height }, rules) {
  const panel = Math.max(2, Math.round(rules.panel * Math.min(height, width)));
  return panel + ((width + panel) % 2);
}
