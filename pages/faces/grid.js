// A page of faces cut from one picture. Click or arrow keys choose a face, X or a click with Ctrl
// or Shift marks several, arrows past the edge turn the page.
// data: {mosaic, columns, rows, side, token, chosen, faces: [{name, title, label, colour, note}]}

const SETTLE_MS = 120; // a held arrow key moves many faces; only where it rests is told

export default function ({ data: [data], parentElement, setTriggerValue, setStateValue }) {
  const grid = parentElement.querySelector(".face-grid");
  grid.tell = setTriggerValue;
  grid.tellMarked = (names) => setStateValue("marked", names);
  if (grid.token !== data.token) build(grid, data);
  const at = data.faces.findIndex((face) => face.name === data.chosen);
  if (grid.asked === data.chosen || grid.asked === undefined) choose(grid, at);
  grid.asked = undefined;
  grid.dataset.drawn = Number(grid.dataset.drawn ?? 0) + 1; // for tests
}

function build(grid, data) {
  const marked = grid.marked?.size;
  const hadFocus = grid.contains(grid.getRootNode().activeElement);
  Object.assign(grid, { token: data.token, faces: data.faces, marked: new Set(), at: -1 });
  if (marked) grid.tellMarked([]);
  grid.style.setProperty("--side", `${data.side}px`);
  grid.style.setProperty("--words", data.side < 60 ? ".62rem" : ".72rem");
  const across = 100 / Math.max(1, data.columns - 1), down = 100 / Math.max(1, data.rows - 1);
  grid.replaceChildren(...data.faces.map((face, i) => {
    const tile = document.createElement("button");
    const picture = document.createElement("span");
    picture.className = "picture";
    picture.style.backgroundImage = `url(${data.mosaic})`;
    picture.style.backgroundSize = `${100 * data.columns}% ${100 * data.rows}%`;
    picture.style.backgroundPosition =
      `${(i % data.columns) * across}% ${Math.floor(i / data.columns) * down}%`;
    const words = document.createElement("span");
    words.className = "words";
    words.textContent = face.label;
    words.style.setProperty("--colour", face.colour);
    if (face.note) words.dataset.note = face.note;
    tile.append(picture, words);
    Object.assign(tile, { type: "button", title: face.title, tabIndex: i ? -1 : 0 });
    tile.setAttribute("aria-label", face.title);
    tile.setAttribute("aria-pressed", "false");
    tile.addEventListener("click", (event) => clicked(grid, i, event));
    return tile;
  }));
  grid.onkeydown = (event) => pressed(grid, event);
  if (hadFocus) grid.wantsFocus = true;
}

function clicked(grid, i, event) {
  if (event.ctrlKey || event.metaKey) return void mark(grid, [i]);
  if (event.shiftKey && grid.at >= 0) {
    const [from, to] = [Math.min(grid.at, i), Math.max(grid.at, i)];
    return void mark(grid, Array.from({ length: to - from + 1 }, (_, k) => from + k), true);
  }
  move(grid, i, 0);
  if (!matchMedia("(max-width: 640px)").matches) return;
  document.querySelector(".st-key-chosen-face")?.scrollIntoView({ behavior: "smooth" });
}

function pressed(grid, event) {
  const first = grid.children[0]?.offsetTop;
  const across = [...grid.children].filter((tile) => tile.offsetTop === first).length;
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across };
  if (event.key === "x" || event.key === "X") return void mark(grid, [Math.max(0, grid.at)]);
  if (event.key === "PageUp" || event.key === "PageDown") {
    event.preventDefault();
    return void grid.tell("turn", event.key === "PageUp" ? -1 : 1);
  }
  if (!(event.key in steps)) return;
  event.preventDefault();
  const focused = [...grid.children].indexOf(grid.getRootNode().activeElement);
  const to = (grid.at < 0 ? focused : grid.at) + steps[event.key];
  if (to >= 0 && to < grid.children.length) return void move(grid, to, SETTLE_MS);
  if (Math.abs(steps[event.key]) === 1) {
    grid.wantsFocus = true;
    grid.tell("turn", steps[event.key]);
  }
}

function move(grid, to, wait_ms) {
  choose(grid, to);
  grid.children[to].focus();
  clearTimeout(grid.timer);
  grid.asked = grid.faces[to].name;
  const asked = grid.asked;
  grid.timer = setTimeout(() => grid.tell("chosen", asked), wait_ms);
}

function choose(grid, to) {
  [...grid.children].forEach((tile, i) => {
    tile.classList.toggle("chosen", i === to);
    tile.setAttribute("aria-pressed", String(i === to));
    tile.tabIndex = i === Math.max(0, to) ? 0 : -1;
  });
  grid.at = to;
  if (grid.wantsFocus && to >= 0) grid.children[to].focus();
  grid.wantsFocus = false;
}

function mark(grid, places, always) {
  for (const i of places) {
    const { name } = grid.faces[i];
    if (grid.marked.has(name) && !always) grid.marked.delete(name);
    else grid.marked.add(name);
    grid.children[i].classList.toggle("marked", grid.marked.has(name));
  }
  grid.tellMarked([...grid.marked]);
}
