// The picture with its emojis, drawn by the browser the moment something changes.

// A tag with properties; names with a dash and `role` become attributes.
function tag(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes("-") || key === "role") made.setAttribute(key, value);
    else made[key] = value;
  }
  made.append(...children);
  return made;
}

// Fit an element's background to one emoji of the set's sheets.
function wear(element, name, sheets) {
  const sheet = sheets.find(({ names }) => names.includes(name));
  element.style.backgroundImage = sheet ? `url("${sheet.url}")` : "";
  if (!sheet) return;
  const at = sheet.names.indexOf(name);
  const share = (place, count) => `${count > 1 ? (100 * place) / (count - 1) : 0}%`;
  element.style.backgroundSize = `${100 * sheet.columns}% ${100 * sheet.rows}%`;
  element.style.backgroundPosition =
    `${share(at % sheet.columns, sheet.columns)} ${share(Math.floor(at / sheet.columns), sheet.rows)}`;
}

function drawStage(editor) {
  const { data, stage } = editor;
  const { picture, look, rules } = data;
  const panel = look.style === "classic" ? panelPx(picture, rules) : 0;
  const width = picture.width + panel;
  editor.scale = { width, height: picture.height };
  stage.style.aspectRatio = `${width} / ${picture.height}`;
  stage.style.setProperty("--widest", `${(56 * width) / picture.height}vh`);
  stage.dataset.style = look.style;
  editor.photo.style.width = `${(100 * picture.width) / width}%`;
  if (editor.photo.src !== new URL(picture.url, document.baseURI).href) editor.photo.src = picture.url;
  const shown = editor.faces.map((face) => ({ face, mark: markOf(face, look, rules) }));
  const drawn = shown.filter(({ mark }) => mark).reverse(); // the largest lies on top
  settle(editor.marks, drawn, makeMark, (element, one) => placeMark(editor, element, one));
  const worded = look.style === "cover" ? [] : drawn.filter(({ mark }) => mark.words);
  settle(editor.labels, worded, () => tag("span", { className: "label" }), (element, one) =>
    placeLabel(editor, element, one));
  const first = shown.find(({ mark }) => mark && mark.emoji !== rules.notSure);
  editor.panel.hidden = !panel;
  editor.panel.style.width = `${(100 * panel) / width}%`;
  wear(editor.panel.firstElementChild, panel && first ? first.mark.emoji : null, data.sheets);
}

// One element for each face, kept while the face is, so that it eases to where it goes. Their order
// is a style: an element that is moved in the document loses the focus and the pointer it follows.
function settle(parent, items, make, place) {
  const known = new Map([...parent.children].map((element) => [element.dataset.face, element]));
  items.forEach((item, order) => {
    const id = item.face.id;
    const element = known.get(id) ?? parent.appendChild(make());
    element.dataset.face = id;
    known.delete(id);
    place(element, item);
    Object.assign(element.style, { zIndex: order, order });
  });
  for (const gone of known.values()) gone.remove();
}

function makeMark() {
  const disc = tag("i", { className: "disc" });
  const sprite = tag("i", { className: "sprite" });
  return tag("span", { className: "mark" }, tag("span", { className: "landing" }, disc, sprite));
}

function at(editor, element, { x, y, width, height, roll }) {
  const { scale } = editor;
  element.style.left = `${(100 * (x - width / 2)) / scale.width}%`;
  element.style.top = `${(100 * (y - height / 2)) / scale.height}%`;
  element.style.width = `${(100 * width) / scale.width}%`;
  element.style.height = `${(100 * height) / scale.height}%`;
  element.style.transform = roll ? `rotate(${roll}deg)` : "";
}

function placeMark(editor, element, { face, mark }) {
  const { look, rules, picture, sheets, discs } = editor.data;
  const [disc, sprite] = element.firstElementChild.children;
  if (look.style === "classic") {
    at(editor, element, { ...face.place, roll: 0 });
    element.style.borderColor = mark.colour ?? "#fff";
    return;
  }
  const { x, y, side, roll } = emojiSquare(face.place, look.style, look, picture, rules);
  at(editor, element, { x, y, width: side, height: side, roll });
  const known = sheets.some(({ names }) => names.includes(mark.emoji));
  disc.style.background = known ? discs[mark.emoji] : rules.plain;
  disc.style.inset = `${50 * (1 - rules.disc)}%`;
  wear(sprite, mark.emoji, sheets);
}

function placeLabel(editor, element, { face, mark }) {
  const { look, rules } = editor.data;
  const { x, y, width, height } = face.place;
  const [least, most] = rules.labelPx;
  const size = Math.max(least, Math.min(most, Math.round(height * rules.label)));
  element.textContent = mark.words;
  element.style.fontSize = `${(100 * size) / editor.scale.width}cqw`;
  const below = look.style === "badge";
  element.style.left = `${(100 * (below ? x : x - width / 2)) / editor.scale.width}%`;
  const edge = below ? y + height / 2 : y - height / 2;
  element.style.top = `${(100 * Math.max(0, edge)) / editor.scale.height}%`;
  element.dataset.where = below ? "below" : edge > 2 * size ? "above" : "at";
}
