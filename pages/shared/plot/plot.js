// Figures drawn by Plotly.react, which keeps zoom, hidden traces and the slider over every update.
// data: {library, run, figures: [{id, title, help, height, data, layout} or matrix for both]};
// of a clickable figure Python is told which mark was clicked and which region was lassoed, by
// the customdata of marks. A figure out of sight is drawn when it comes into sight.

const HEIGHT_PX = 300;
const MARGIN_PX = { l: 62, r: 14, t: 36, b: 44 }; // fixed: to measure them would draw all twice
const OWN_MARGIN_PX = { l: 10, r: 14, t: 10, b: 10 }; // with axes that make room for their words

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".plots");
  root.state ??= { figures: new Map(), asked: 0, sight: new IntersectionObserver(seen) };
  root.tell = setTriggerValue;
  const asked = ++root.state.asked;
  data.figures.forEach((figure) => placeOf(root, figure));
  library(data.library).then(() => {
    if (asked !== root.state.asked || !root.isConnected) return; // a newer update came
    root.querySelector(".failed")?.remove();
    data.figures.forEach((figure, order) => update(root, figure, data.run, order));
    drop(root, data);
    root.dataset.updates = Number(root.dataset.updates ?? 0) + 1; // for tests
  }, () => failed(root));
}

function failed(root) {
  if (root.querySelector(".failed")) return;
  const words = Object.assign(document.createElement("p"), { className: "failed" });
  words.textContent = "The charts did not come through. Reload the page to try again.";
  root.prepend(words);
}

function update(root, figure, run, order) {
  const place = placeOf(root, figure);
  place.style.order = order;
  const content = contentOf(figure) + run + theme(root).text;
  if (place.content === content) return; // nothing new
  place.content = content;
  place.drawAgain = () => soon(place, () => react(place, figure, run));
  place.drawAgain();
}

// A run's matrices are told by how many there are: that of an epoch never changes.
function contentOf({ matrix, ...figure }) {
  return JSON.stringify([figure, matrix?.epochs.length || matrix]);
}

function soon(place, draw) {
  place.draw = draw;
  if (place.inSight) drawNow(place);
}

function drawNow(place) {
  if (!place.draw) return;
  const start = performance.now();
  const draw = place.draw;
  place.draw = undefined;
  draw();
  performance.measure("figure drawn", { start });
}

function react(place, figure, run) {
  const plot = place.querySelector(".plot");
  const { text } = theme(place);
  const { clickable, drag, height = HEIGHT_PX } = figure;
  let keeps = run;
  let content = figure;
  if (figure.matrix) {
    keeps = `${run} ${figure.matrix.labels.length}`;
    content = matrixFigure(figure.matrix, epochShown(place, figure.matrix, run), text);
  }
  const base = { height, uirevision: keeps, hovermode: clickable ? "closest" : "x unified" };
  Object.assign(base, clickable ? pointing(drag, text) : { margin: MARGIN_PX });
  const axes = clickable ? { automargin: true, fixedrange: !drag } : undefined;
  const whole = themed(place, content.layout, base, axes);
  if (clickable) whole.legend.itemsizing = "constant"; // points of a map are small
  const config = { responsive: true, displaylogo: false, showSendToCloud: false };
  Object.assign(config, clickable ? {
    displayModeBar: Boolean(drag), scrollZoom: Boolean(drag),
    modeBarButtonsToRemove: ["select2d", "autoScale2d", "toImage"],
  } : { modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"] });
  window.Plotly.react(plot, content.data, whole, config).then(() => {
    if (clickable) listen(plot, place.root);
    plot.dataset.drawn = Number(plot.dataset.drawn ?? 0) + 1; // for tests
  });
}

function pointing(drag, text) {
  return {
    margin: OWN_MARGIN_PX, dragmode: drag ? "lasso" : false,
    modebar: { orientation: "v", bgcolor: "rgba(0,0,0,0)", color: text, activecolor: text },
  };
}

// Handlers are set anew on the same element at every drawing.
function listen(plot, root) {
  for (const name of ["click", "selected", "hover", "unhover"]) {
    plot.removeAllListeners(`plotly_${name}`);
  }
  plot.on("plotly_click", ({ points: [point] }) => {
    if (point.customdata !== undefined) root.tell("picked", point.customdata);
  });
  plot.on("plotly_selected", (event) => {
    const drawn = event?.lassoPoints;
    if (drawn) root.tell("region", drawn.x.map((x, i) => [x, drawn.y[i]]));
  });
  plot.on("plotly_hover", ({ points: [point], event }) => hovered(point.customdata, event));
  plot.on("plotly_unhover", () => hovered(undefined));
}

// The face beside the pointer is drawn by a component of its own, which listens for this.
function hovered(face, event) {
  const detail = { face, x: event?.clientX, y: event?.clientY };
  window.dispatchEvent(new CustomEvent("face-hovered", { detail }));
}

function placeOf(root, { id, title, help, height = HEIGHT_PX }) {
  const known = root.state.figures.get(id);
  if (known) return known;
  const place = document.createElement("section");
  place.root = root;
  place.dataset.figure = id;
  if (title) place.append(heading(title, help));
  const plot = document.createElement("div");
  plot.className = "plot";
  plot.style.minHeight = `${height}px`;
  place.append(plot);
  root.append(place);
  root.state.figures.set(id, place);
  root.state.sight.observe(place);
  return place;
}

// What a term of the trade means is said by a mark that is pointed at, reached by Tab or tapped.
function heading(title, help) {
  const words = Object.assign(document.createElement("h4"), { textContent: title });
  if (help) {
    const mark = Object.assign(document.createElement("button"), {
      type: "button", className: "meaning", textContent: "?", ariaLabel: help,
    });
    mark.dataset.words = help;
    words.append(mark);
  }
  return words;
}

function seen(entries) {
  for (const { target, isIntersecting } of entries) {
    target.inSight = isIntersecting;
    if (isIntersecting) drawNow(target);
  }
}

function drop(root, data) {
  const wanted = new Set(data.figures.map((figure) => figure.id));
  for (const [id, place] of root.state.figures) {
    if (wanted.has(id)) continue;
    root.state.sight.unobserve(place);
    window.Plotly.purge(place.querySelector(".plot"));
    place.remove();
    root.state.figures.delete(id);
  }
}
