// The picture that can be edited. data: as pages/picture/editor.py makes it. What a person does
// shows at once; the server hears of it a moment later and makes the downloads.

const TELL_MS = 120; // a held key changes many times; only where it rests is told

export default function ({ data: [data], parentElement, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".photo-editor");
  const editor = root.editor ?? (root.editor = build(root));
  editor.tellEdits = (history) => setStateValue("edits", history);
  editor.tellChosen = (face) => setStateValue("chosen", face);
  editor.ask = (wish) => setTriggerValue("wish", wish);
  const other = editor.data?.key !== data.key;
  if (other) Object.assign(editor, { chosen: data.chosen ?? null, version: -1, unsent: false });
  if (other) closePopover(editor);
  editor.data = data;
  if (!editor.unsent && data.version >= editor.version) {
    editor.history = data.edits;
    editor.version = data.version;
  }
  editor.draw();
  deliver(editor, data.answer);
  root.dataset.drawn = Number(root.dataset.drawn ?? 0) + 1; // for tests
}

function build(root) {
  const find = (name) => root.querySelector(name);
  const buttons = Object.fromEntries(
    [...root.querySelectorAll("[data-do]")].map((button) => [button.dataset.do, button]));
  const editor = {
    root, buttons, adding: false, faces: [], version: -1, chosen: null,
    stage: find(".stage"), photo: find(".photo"), marks: find(".marks"), labels: find(".labels"),
    handles: find(".handles"), panel: find(".panel"), ghost: find(".ghost"),
    popover: find(".popover"), list: find(".list"), status: find(".status"), compare: find(".compare"),
  };
  editor.say = (words) => { editor.status.textContent = words; };
  editor.draw = (history = editor.history) => {
    editor.faces = facesNow(editor.data.faces, history);
    editor.faces.forEach((face, i) => { face.number = i + 1; });
    if (!editor.faces.some(({ id }) => id === editor.chosen)) editor.chosen = null;
    drawStage(editor);
    drawFaces(editor);
    drawList(editor);
    buttons.undo.disabled = !editor.history.done;
    buttons.redo.disabled = editor.history.done === editor.history.edits.length;
    buttons.reset.disabled = !Object.keys(standing(editor.history)).length;
  };
  // While something is dragged only its look changes.
  editor.preview = (id, place) => editor.draw(changed(editor.history, id, { place }));
  editor.become = (history, wait_ms = 0) => {
    if (history.edits.length > editor.data.rules.maxEdits) return editor.say("Reset the picture to go on editing it.");
    editor.history = history;
    editor.version += 1;
    editor.unsent = true;
    editor.draw();
    clearTimeout(editor.timer);
    editor.timer = setTimeout(() => {
      editor.unsent = false;
      editor.tellEdits({ key: editor.data.key, version: editor.version, ...editor.history });
    }, wait_ms);
  };
  editor.edit = (id, changes, wait_ms) => editor.become(changed(editor.history, id, changes), wait_ms);
  editor.choose = (id) => {
    if (editor.chosen === id) return;
    editor.chosen = id;
    editor.draw();
    clearTimeout(editor.choosing);
    editor.choosing = setTimeout(() => editor.tellChosen({ key: editor.data.key, face: id }), TELL_MS);
  };
  listen(editor);
  return editor;
}

function listen(editor) {
  const { root, stage, buttons, compare } = editor;
  const undo = () => editor.become(undone(editor.history));
  const redo = () => editor.become(redone(editor.history));
  buttons.undo.addEventListener("click", undo);
  buttons.redo.addEventListener("click", redo);
  buttons.reset.addEventListener("click", () => editor.edit(EVERY_FACE, {}));
  buttons.add.addEventListener("click", () => startAdding(editor, !editor.adding));
  buttons.compare.addEventListener("click", () => showCompare(editor, compare.hidden));
  compare.addEventListener("input", () => root.style.setProperty("--before", `${compare.value}%`));
  stage.addEventListener("pointerdown", (event) => {
    if (event.target.closest(".face") && !editor.adding) return;
    closePopover(editor);
    drawsBox(editor, event);
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (editor.adding) startAdding(editor, false);
      closePopover(editor, true);
    } else if (editor.adding && event.key === "Enter") {
      event.preventDefault();
      addInMiddle(editor);
    } else return;
    event.stopPropagation();
  });
  new ResizeObserver(() => { // a phone is turned while it is open
    if (editor.popover.hidden) return;
    const face = editor.faces.find((one) => one.id === editor.chosen);
    if (face) standBeside(editor, face);
  }).observe(root);
  const stepped = (event) => {
    if (!root.isConnected) return document.removeEventListener("keydown", stepped);
    const key = event.key.toLowerCase();
    const writing = event.composedPath()[0]?.matches?.("input:not([type=range]), textarea, [contenteditable]");
    if (writing || !(event.ctrlKey || event.metaKey) || !"zy".includes(key)) return;
    event.preventDefault();
    (key === "y" || event.shiftKey ? redo : undo)();
  };
  document.addEventListener("keydown", stepped); // wherever the focus is, as in any editor
  prepareSharing(editor);
}

function showCompare(editor, shown) {
  editor.compare.hidden = !shown;
  editor.compare.value = 50;
  editor.root.classList.toggle("comparing", shown);
  editor.root.style.setProperty("--before", shown ? "50%" : "0%");
  editor.buttons.compare.setAttribute("aria-pressed", String(shown));
}
