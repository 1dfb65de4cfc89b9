// What can be done with one face: another emoji, hide, not a face. Opens beside the face.

function openPopover(editor, id) {
  const face = editor.faces.find((one) => one.id === id);
  if (!face) return;
  editor.choose(id);
  const { rules, sheets } = editor.data;
  const mark = markOf({ ...face, edit: { ...face.edit, hidden: false }, offered: false }, editor.data.look, rules);
  const pick = (name) => emojiButton(editor, face, name, mark?.emoji === name);
  const extras = sheets.flatMap(({ names }) => names)
    .filter((name) => !rules.emotions.includes(name) && name !== rules.notSure);
  const more = tag("div", { className: "emojis extras", hidden: true }, ...extras.map(pick));
  const moreButton = tag("button", { type: "button", textContent: `${extras.length} more`, "aria-expanded": "false" });
  moreButton.addEventListener("click", () => {
    more.hidden = !more.hidden;
    moreButton.setAttribute("aria-expanded", String(!more.hidden));
    standBeside(editor, face);
  });
  const actions = tag("div", { className: "actions" }, ...actionsOf(editor, face),
    ...(extras.length ? [moreButton] : []));
  const close = tag("button", { type: "button", className: "close", textContent: "×", "aria-label": "Close" });
  close.addEventListener("click", () => closePopover(editor, true));
  editor.popover.replaceChildren(
    tag("header", {}, tag("strong", { textContent: described(editor, face) }), close),
    tag("div", { className: "emojis" }, ...rules.emotions.map(pick)),
    more,
    actions,
  );
  editor.popover.hidden = false;
  editor.popover.setAttribute("aria-label", described(editor, face));
  standBeside(editor, face);
  (editor.popover.querySelector("[aria-pressed=true]") ?? close).focus({ preventScroll: true });
}

function emojiButton(editor, face, name, worn) {
  const words = name.replaceAll("_", " ");
  const button = tag("button", { type: "button", title: words, "aria-label": words, "aria-pressed": String(worn) },
    tag("i", { className: "sprite" }));
  wear(button.firstElementChild, name, editor.data.sheets);
  button.addEventListener("click", () => {
    const confirmed = face.offered ? { confirmed: true } : {};
    editor.edit(face.id, { emoji: name, hidden: false, ...confirmed });
    closePopover(editor, true);
  });
  return button;
}

function actionsOf(editor, face) {
  const action = (words, changes) => {
    const button = tag("button", { type: "button", textContent: words });
    button.addEventListener("click", () => {
      editor.edit(face.id, changes);
      closePopover(editor, true);
    });
    return button;
  };
  if (face.offered) return [action("It is a face", { confirmed: true }), action("Not a face", { dismissed: true })];
  const asRead = face.edit.emoji ? [action("As it was read", { emoji: null })] : [];
  const back = face.edit.place && face.id[0] !== "a" ? [action("Put back", { place: null })] : [];
  const shown = face.edit.hidden ? action("Show emoji", { hidden: false }) : action("Hide emoji", { hidden: true });
  return [shown, action("Not a face", { dismissed: true }), ...asRead, ...back];
}

function closePopover(editor, refocus = false) {
  if (editor.popover.hidden) return;
  editor.popover.hidden = true;
  if (refocus) editor.handles.querySelector(`[data-face="${editor.chosen}"]`)?.focus({ preventScroll: true });
}

// Beside the face where there is room, else under the picture, never off the screen.
function standBeside(editor, face) {
  const { popover, stage, scale } = editor;
  const root = editor.root.getBoundingClientRect(), around = stage.getBoundingClientRect();
  const perPixel = around.width / scale.width;
  const { place } = face;
  const middle = around.left - root.left + place.x * perPixel;
  const below = around.top - root.top + (place.y + place.height * 0.75) * perPixel;
  const width = popover.offsetWidth;
  popover.style.left = `${Math.max(0, Math.min(root.width - width, middle - width / 2))}px`;
  popover.style.top = `${Math.min(below, around.bottom - root.top) + 6}px`;
}

// The faces as a list, for those who do not see the picture or cannot point at it.
function drawList(editor) {
  settle(editor.list, editor.faces.map((face) => ({ face })), () => makeRow(editor), (row, { face }) => {
    const [number, sprite, words, change, hide, remove] = row.children;
    const mark = markOf(face, editor.data.look, editor.data.rules);
    number.textContent = face.number;
    row.classList.toggle("chosen", face.id === editor.chosen);
    row.classList.toggle("offered", face.offered);
    wear(sprite, mark?.emoji ?? null, editor.data.sheets);
    words.textContent = briefly(editor, face);
    change.setAttribute("aria-label", `Change ${described(editor, face)}`);
    hide.textContent = face.offered ? "It is a face" : face.edit.hidden ? "Show" : "Hide";
    hide.setAttribute("aria-label", `${hide.textContent}: face ${face.number}`);
    remove.setAttribute("aria-label", `Not a face: face ${face.number}`);
  });
  editor.list.hidden = editor.faces.length === 0;
}

function makeRow(editor) {
  const button = (className, textContent, act) => {
    const made = tag("button", { type: "button", className, textContent });
    made.addEventListener("click", () => act(made.parentElement.dataset.face));
    return made;
  };
  return tag("li", {}, tag("b"), tag("i", { className: "sprite" }),
    button("words", "", (id) => editor.choose(id)),
    button("", "Change", (id) => openPopover(editor, id)),
    button("", "Hide", (id) => {
      const face = editor.faces.find((one) => one.id === id);
      editor.edit(id, face.offered ? { confirmed: true } : { hidden: !face.edit.hidden });
    }),
    button("", "Not a face", (id) => editor.edit(id, { dismissed: true })));
}

function briefly(editor, face) {
  const { rules } = editor.data;
  if (face.offered) return "maybe a face";
  if (face.edit.hidden) return "no emoji";
  if (face.unread) return "is being read …";
  const sure = `${Math.round(100 * face.share)} %`;
  if (face.edit.label) return `${rules.looks[face.edit.label]}, you said`;
  return face.share < editor.data.look.minConfidence
    ? `not sure (${face.label} ${sure})` : `${rules.looks[face.label]}, ${sure} sure`;
}

function described(editor, face) {
  const worn = face.edit.emoji ? `, wears ${face.edit.emoji.replaceAll("_", " ")}` : "";
  return `Face ${face.number}: ${briefly(editor, face)}${worn}`;
}
