// Figures drawn by Plotly.react, which keeps zoom, hidden traces and the slider over every update.
// data: {run, figures: [{id, title, data, layout}], matrix: {labels, epochs, counts} | null}
// A figure out of sight is drawn when it comes into sight.

const HEIGHT_PX = 300;
const MARGIN_PX = { l: 62, r: 14, t: 36, b: 44 }; // fixed: to measure them would draw all twice
const MATRIX_ORDER = 5; // after the third figure
const INK = "#1a140c"; // on a cell as strong as the accent

export default function ({ data: [data], parentElement }) {
  const root = parentElement.querySelector(".plots");
  root.state ??= { figures: new Map(), asked: 0, sight: new IntersectionObserver(seen) };
  const asked = ++root.state.asked;
  const draw = () => {
    if (asked !== root.state.asked || !root.isConnected) return; // a newer update came
    if (!window.Plotly) return void setTimeout(draw, 50); // the library is on its way
    data.figures.forEach((figure, i) => update(root, figure, data.run, 2 * i));
    if (data.matrix) updateMatrix(root, data.matrix, data.run);
    drop(root, data);
    root.dataset.updates = Number(root.dataset.updates ?? 0) + 1; // for tests
  };
  draw();
}

function update(root, figure, run, order) {
  const place = placeOf(root, figure, order);
  const content = JSON.stringify(figure) + run + theme(root).text;
  if (place.content === content) return; // nothing new
  place.content = content;
  soon(place, () => react(place, figure.data, figure.layout, run));
}

function soon(place, draw) {
  place.draw = draw;
  if (place.inSight) drawNow(place);
}

function drawNow(place) {
  if (!place.draw) return;
  const start = performance.now();
  place.draw();
  place.draw = undefined;
  performance.measure("figure drawn", { start });
}

function react(place, traces, layout, run) {
  const base = { height: HEIGHT_PX, uirevision: run, margin: MARGIN_PX, hovermode: "x unified" };
  const whole = themed(place, layout, base);
  const config = {
    responsive: true, displaylogo: false, showSendToCloud: false,
    modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
  };
  window.Plotly.react(place.querySelector(".plot"), traces, whole, config);
}

function placeOf(root, { id, title }, order) {
  const known = root.state.figures.get(id);
  if (known) return known;
  const place = document.createElement("section");
  place.dataset.figure = id;
  place.style.order = order;
  const heading = document.createElement("h4");
  heading.textContent = title;
  const plot = document.createElement("div");
  plot.className = "plot";
  place.append(heading, plot);
  root.append(place);
  root.state.figures.set(id, place);
  root.state.sight.observe(place);
  return place;
}

function seen(entries) {
  for (const { target, isIntersecting } of entries) {
    target.inSight = isIntersecting;
    if (isIntersecting) drawNow(target);
  }
}

function drop(root, data) {
  const wanted = new Set(data.figures.map((figure) => figure.id));
  if (data.matrix) wanted.add("matrix");
  for (const [id, place] of root.state.figures) {
    if (wanted.has(id)) continue;
    root.state.sight.unobserve(place);
    window.Plotly.purge(place.querySelector(".plot"));
    place.remove();
    root.state.figures.delete(id);
  }
}

// The matrix follows the newest epoch until its slider is moved back.
function updateMatrix(root, matrix, run) {
  const place = placeOf(root, { id: "matrix", title: "How validation was read" }, MATRIX_ORDER);
  if (!place.slider) {
    const row = document.createElement("label");
    place.slider = Object.assign(document.createElement("input"), { type: "range", min: 0, ariaLabel: "Epoch" });
    place.words = document.createElement("span");
    row.append(place.words, place.slider);
    place.append(row);
    place.slider.addEventListener("input", () => {
      place.chosen = Number(place.slider.value);
      if (place.chosen === Number(place.slider.max)) place.chosen = undefined;
      drawMatrix(place);
    });
  }
  if (place.run !== run) place.chosen = undefined;
  place.run = run;
  place.matrix = matrix;
  const content = `${run} ${matrix.epochs.length} ${theme(root).text}`; // an epoch never changes
  if (place.content === content) return;
  place.content = content;
  soon(place, () => drawMatrix(place));
}

function drawMatrix(place) {
  const { labels, epochs, counts } = place.matrix;
  const last = epochs.length - 1;
  const at = Math.min(place.chosen ?? last, last);
  place.slider.max = last;
  place.slider.value = at;
  place.slider.disabled = last < 1;
  place.words.textContent = `Epoch ${epochs[at]}${at === last ? ", the newest" : ""}`;
  const shares = counts[at].map((row) => {
    const total = Math.max(1, row.reduce((sum, n) => sum + n, 0));
    return row.map((n) => n / total);
  });
  const { text } = theme(place);
  const annotations = labels.flatMap((label, y) => labels.map((read, x) => ({
    x: read, y: label, text: `${Math.round(100 * shares[y][x])} %`, showarrow: false,
    font: { size: 11, color: shares[y][x] > 0.65 ? INK : text },
  })));
  const trace = {
    type: "heatmap", z: shares, x: labels, y: labels, customdata: counts[at], zmin: 0, zmax: 1,
    colorscale: [[0, "rgba(240,150,30,0.04)"], [1, "rgba(240,150,30,1)"]], showscale: false,
    xgap: 2, ygap: 2,
    hovertemplate:
      "Of the faces labelled %{y}, %{z:.0%} (%{customdata}) were read as %{x}.<extra></extra>",
  };
  const layout = {
    annotations, hovermode: "closest", xaxis: { title: { text: "read as" }, tickangle: 0,
    showgrid: false }, yaxis: { title: { text: "labelled" }, autorange: "reversed",
    showgrid: false },
  };
  react(place, [trace], layout, `${place.run} ${labels.length}`);
}
