// One figure drawn by Plotly; tells Python which mark was clicked or which region was lassoed.
// data: {id, data, layout, height, drag}; customdata of a mark is what a click sends.

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const plot = parentElement.querySelector(".explorer-plot");
  plot.style.minHeight = `${data.height}px`;
  const asked = (plot.asked = (plot.asked ?? 0) + 1);
  plot.tell = setTriggerValue;
  const draw = () => {
    if (asked !== plot.asked || !plot.isConnected) return; // a newer update came
    if (!window.Plotly) return void setTimeout(draw, 50); // the library is on its way
    const content = JSON.stringify(data) + theme(plot).text;
    if (plot.content === content) return;
    plot.content = content;
    react(plot, data);
  };
  draw();
}

function react(plot, { id, data, layout, height, drag }) {
  const { text } = theme(plot);
  const base = {
    height, uirevision: id, margin: { l: 10, r: 14, t: 10, b: 10 }, hovermode: "closest",
    dragmode: drag ? "lasso" : false,
    modebar: { orientation: "v", bgcolor: "rgba(0,0,0,0)", color: text, activecolor: text },
  };
  const whole = themed(plot, layout, base, { automargin: true, fixedrange: !drag });
  whole.legend.itemsizing = "constant"; // points of a map are small
  const config = {
    responsive: true, displaylogo: false, displayModeBar: Boolean(drag), scrollZoom: Boolean(drag),
    showSendToCloud: false,
    modeBarButtonsToRemove: ["select2d", "autoScale2d", "toImage"],
  };
  // react() drops a traceless promise once drawn; handlers are set anew on the same element.
  window.Plotly.react(plot, data, whole, config).then(() => {
    plot.removeAllListeners("plotly_click");
    plot.removeAllListeners("plotly_selected");
    plot.removeAllListeners("plotly_hover");
    plot.removeAllListeners("plotly_unhover");
    plot.on("plotly_click", ({ points: [point] }) => {
      if (point.customdata !== undefined) plot.tell("picked", point.customdata);
    });
    plot.on("plotly_selected", (event) => {
      const drawn = event?.lassoPoints;
      if (!drawn) return;
      plot.tell("region", drawn.x.map((x, i) => [x, drawn.y[i]]));
    });
    plot.on("plotly_hover", ({ points: [point], event }) => hovered(point.customdata, event));
    plot.on("plotly_unhover", () => hovered(undefined));
    plot.dataset.drawn = Number(plot.dataset.drawn ?? 0) + 1; // for tests
  });
}

// The face beside the pointer is drawn by a component of its own, which listens for this.
function hovered(face, event) {
  const detail = { face, x: event?.clientX, y: event?.clientY };
  window.dispatchEvent(new CustomEvent("face-hovered", { detail }));
}
