// What all figures share: colours and letters of Streamlit's theme. Put before the script that
// uses it.

const QUIET = "rgba(128,128,128,0.18)";

// A figure's own layout laid over what `base` wants and over the theme; `axis` is for both axes.
function themed(element, own, base, axis) {
  const { text, ground, family } = theme(element);
  const titled = (its) => ({
    gridcolor: QUIET, zerolinecolor: QUIET, ...axis, ...its,
    title: { font: { size: 13 }, ...its?.title },
  });
  return {
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    font: { color: text, family, size: 13 },
    hoverlabel: { bgcolor: ground, font: { color: text, family } },
    legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom" },
    ...base, ...own, xaxis: titled(own.xaxis), yaxis: titled(own.yaxis),
  };
}

function theme(element) {
  const style = getComputedStyle(element);
  return {
    text: style.getPropertyValue("--st-text-color") || style.color,
    family: style.getPropertyValue("--st-font") || style.fontFamily,
    ground: style.getPropertyValue("--st-background-color") || "#ffffff",
  };
}
