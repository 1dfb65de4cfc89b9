// Faces by mouse, finger and keyboard: move, resize, turn, draw a new one.

const NUDGE = 0.02; // × face height, for each press of an arrow key; with Shift five times as far
const GROW = 1.05;
const TURN_DEG = 5;
const CLICK_PX = 4; // a pointer that moved less did not drag
const KNOB_PX = 26; // from the box's edge to the knob that turns it
const NEW_FACE = 0.18; // × the picture's shorter side, for a face added without drawing

function drawFaces(editor) {
  settle(
    editor.handles,
    editor.faces.map((face) => ({ face })),
    () => makeFace(editor),
    (element, { face }) => {
      at(editor, element, { ...face.place, roll: face.place.roll_deg });
      const chosen = face.id === editor.chosen;
      element.className = "face" + (face.offered ? " offered" : "") + (chosen ? " chosen" : "");
      element.classList.toggle("bare", Boolean(face.edit.hidden));
      element.dataset.knob = knobSide(editor, face.place);
      element.setAttribute("aria-label", described(editor, face));
      element.setAttribute("aria-pressed", String(chosen));
      element.firstElementChild.textContent = face.number;
    },
  );
}

function makeFace(editor) {
  const corners = ["nw", "ne", "sw", "se"].map((name) => tag("i", { className: `corner ${name}` }));
  const face = tag("button", { type: "button" }, tag("b"), ...corners, tag("i", { className: "turn" }));
  face.addEventListener("pointerdown", (event) => grabbed(editor, face, event));
  face.addEventListener("keydown", (event) => faceKey(editor, face.dataset.face, event));
  face.addEventListener("focus", () => editor.choose(face.dataset.face));
  face.addEventListener("click", (event) => {
    if (event.detail === 0) openPopover(editor, face.dataset.face); // Enter, space, a screen reader
  });
  return face;
}

// Where the knob can be reached: above the box, below it, or inside where both leave the picture.
function knobSide(editor, { x, y, height, roll_deg }) {
  const { width: right, height: bottom } = editor.scale;
  const reach = height / 2 + (KNOB_PX * right) / editor.stage.clientWidth;
  const turn = (roll_deg * Math.PI) / 180;
  const isIn = (side) => {
    const across = x + side * reach * Math.sin(turn), down = y - side * reach * Math.cos(turn);
    return across > 0 && across < right && down > 0 && down < bottom;
  };
  return isIn(1) ? "above" : isIn(-1) ? "below" : "inside";
}

// Pixels of the picture under a pointer.
function pointed(editor, event) {
  const around = editor.stage.getBoundingClientRect();
  const perPixel = editor.scale.width / around.width;
  return { x: (event.clientX - around.left) * perPixel, y: (event.clientY - around.top) * perPixel, perPixel };
}

function grabbed(editor, element, event) {
  if (event.button || editor.adding) return;
  const id = element.dataset.face;
  const face = editor.faces.find((one) => one.id === id);
  const wasChosen = editor.chosen === id;
  const kind = event.target.classList;
  const start = pointed(editor, event);
  editor.choose(id);
  element.focus({ preventScroll: true });
  event.preventDefault();
  if (event.pointerType === "touch" && !wasChosen) {
    // A finger on a face not chosen yet may be scrolling the page.
    element.addEventListener("pointerup", () => openPopover(editor, id), { once: true });
    return;
  }
  let moved = null;
  follow(element, event, (to) => {
    const point = pointed(editor, to);
    const far = Math.hypot(point.x - start.x, point.y - start.y) / point.perPixel;
    if (!moved && far < CLICK_PX) return;
    closePopover(editor);
    moved = kind.contains("turn") ? turnedTo(face.place, start, point)
      : kind.contains("corner") ? resizedTo(face.place, start, point)
        : within(editor, { ...face.place, x: face.place.x + point.x - start.x, y: face.place.y + point.y - start.y });
    editor.preview(id, moved);
  }, (finished) => {
    if (moved && finished) editor.edit(id, { place: moved });
    else if (moved) editor.draw(); // the browser took the pointer away: nothing happened
    else openPopover(editor, id);
  });
}

// Call `move` until the pointer is let go, then `end` with whether it was let go by the person.
function follow(element, event, move, end) {
  element.setPointerCapture(event.pointerId);
  const over = (finished) => {
    element.removeEventListener("pointermove", move);
    element.removeEventListener("pointerup", let_go);
    element.removeEventListener("pointercancel", taken);
    end(finished);
  };
  const let_go = () => over(true);
  const taken = () => over(false);
  element.addEventListener("pointermove", move);
  element.addEventListener("pointerup", let_go);
  element.addEventListener("pointercancel", taken);
}

function within(editor, place) {
  const { picture } = editor.data;
  const x = Math.max(0, Math.min(picture.width, place.x));
  return { ...place, x, y: Math.max(0, Math.min(picture.height, place.y)) };
}

function turnedTo(place, start, point) {
  const angle = (to) => (Math.atan2(to.y - place.y, to.x - place.x) * 180) / Math.PI;
  const degrees = (((place.roll_deg + angle(point) - angle(start) + 540) % 360) + 360) % 360 - 180;
  return { ...place, roll_deg: Math.abs(degrees) < 3 ? 0 : degrees };
}

function resizedTo(place, start, point) {
  const reach = (to) => Math.hypot(to.x - place.x, to.y - place.y);
  return grown(place, reach(point) / Math.max(1, reach(start)));
}

function grown(place, factor) {
  const least = 8 / Math.min(place.width, place.height);
  const times = Math.max(least, Math.min(factor, 20_000 / Math.max(place.width, place.height)));
  return { ...place, width: place.width * times, height: place.height * times };
}

function faceKey(editor, id, event) {
  const face = editor.faces.find((one) => one.id === id);
  if (!face || event.ctrlKey || event.metaKey || event.altKey) return;
  const { place } = face;
  const step = NUDGE * place.height * (event.shiftKey ? 5 : 1);
  const [across, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
  const changes = across || down ? { place: within(editor, { ...place, x: place.x + across * step, y: place.y + down * step }) }
    : event.key === "+" || event.key === "=" ? { place: grown(place, GROW) }
      : event.key === "-" ? { place: grown(place, 1 / GROW) }
        : event.key === "[" || event.key === "]" ? { place: { ...place, roll_deg: place.roll_deg + (event.key === "]" ? TURN_DEG : -TURN_DEG) } }
          : event.key.toLowerCase() === "h" ? { hidden: !face.edit.hidden }
            : event.key === "Delete" || event.key === "Backspace" ? { dismissed: true } : null;
  if (!changes) return;
  event.preventDefault();
  editor.edit(id, changes, TELL_MS);
}

function startAdding(editor, adding) {
  editor.adding = adding;
  editor.stage.classList.toggle("adding", adding);
  editor.buttons.add.setAttribute("aria-pressed", String(adding));
  editor.say(adding ? "Draw a box around the face. Enter puts one in the middle, Escape ends it." : "");
  closePopover(editor);
}

function addFace(editor, place) {
  const numbers = editor.history.edits.map(({ face }) => (face[0] === "a" ? Number(face.slice(1)) + 1 : 0));
  const id = `a${Math.max(0, ...numbers)}`;
  startAdding(editor, false);
  editor.edit(id, { place: { roll_deg: 0, ...place } });
  editor.choose(id);
  editor.handles.querySelector(`[data-face="${id}"]`)?.focus({ preventScroll: true });
}

function addInMiddle(editor) {
  const { width, height } = editor.data.picture;
  const side = Math.max(8, NEW_FACE * Math.min(width, height));
  addFace(editor, { x: width / 2, y: height / 2, width: side, height: side * 1.2 });
}

function drawsBox(editor, event) {
  if (!editor.adding || event.button) return;
  event.preventDefault();
  const start = pointed(editor, event);
  const ghost = editor.ghost;
  const shape = (to) => {
    const end = within(editor, pointed(editor, to));
    const width = Math.abs(end.x - start.x), height = Math.abs(end.y - start.y);
    return { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2, width, height };
  };
  let drawn = null;
  follow(editor.stage, event, (to) => {
    drawn = shape(to);
    ghost.hidden = false;
    at(editor, ghost, { ...drawn, roll: 0 });
  }, (finished) => {
    ghost.hidden = true;
    if (!finished) return;
    const least = Math.max(8, CLICK_PX * start.perPixel);
    if (drawn && Math.min(drawn.width, drawn.height) >= least) return void addFace(editor, drawn);
    const side = Math.max(8, NEW_FACE * Math.min(editor.data.picture.width, editor.data.picture.height));
    addFace(editor, { x: start.x, y: start.y, width: side, height: side * 1.2 });
  });
}
