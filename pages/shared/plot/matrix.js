// The one confusion matrix: counts in, Plotly's traces and layout out; and its slider over epochs.
// matrix: {labels, epochs, counts: a (C, C) matrix an epoch, hint}; no epochs, no slider.

const INK = "#1a140c"; // on a cell as strong as the accent
const FAINT = 0.65; // a share whose cell is closer to the page than to the accent

function matrixFigure({ labels, counts, hint }, at, text) {
  const shares = counts[at].map((row) => {
    const total = Math.max(1, row.reduce((sum, n) => sum + n, 0));
    return row.map((n) => n / total);
  });
  const cells = counts[at].map((row, y) => row.map((n, x) => [labels[y], labels[x], n]));
  const annotations = labels.flatMap((label, y) => labels.map((read, x) => ({
    x: read, y: label, text: `${Math.round(100 * shares[y][x])} %`, showarrow: false,
    font: { size: 11, color: shares[y][x] > FAINT ? INK : text },
  })));
  const trace = {
    type: "heatmap", z: shares, x: labels, y: labels, customdata: cells, zmin: 0, zmax: 1,
    colorscale: [[0, "rgba(240,150,30,0.04)"], [1, "rgba(240,150,30,1)"]], showscale: false,
    xgap: 2, ygap: 2,
    hovertemplate: "Of the faces labelled %{y}, %{z:.0%} (%{customdata[2]:,}) were read as %{x}. "
      + `${hint}<extra></extra>`,
  };
  const layout = {
    annotations, hovermode: "closest",
    xaxis: { title: { text: "read as" }, tickangle: 0, showgrid: false },
    yaxis: { title: { text: "labelled" }, autorange: "reversed", showgrid: false },
  };
  return { data: [trace], layout };
}

// Which matrix is shown: the newest, until the slider is moved back.
function epochShown(place, { epochs, counts }, run) {
  if (place.run !== run) place.chosen = undefined;
  place.run = run;
  const last = counts.length - 1;
  const at = Math.min(place.chosen ?? last, last);
  if (epochs.length && !place.slider) addSlider(place);
  if (place.slider) {
    place.slider.max = last;
    place.slider.value = at;
    place.slider.disabled = last < 1;
    place.words.textContent = `Epoch ${epochs[at]}${at === last ? ", the newest" : ""}`;
  }
  return at;
}

function addSlider(place) {
  const row = document.createElement("label");
  place.slider = Object.assign(document.createElement("input"), {
    type: "range", min: 0, ariaLabel: "Epoch",
  });
  place.words = document.createElement("span");
  row.append(place.words, place.slider);
  place.append(row);
  place.slider.addEventListener("input", () => {
    place.chosen = Number(place.slider.value);
    if (place.chosen === Number(place.slider.max)) place.chosen = undefined;
    place.drawAgain();
  });
}
