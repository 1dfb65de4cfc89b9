// Colours and letters of Streamlit's theme, for figures. Put before the script that uses it.

function theme(element) {
  const style = getComputedStyle(element);
  return {
    text: style.getPropertyValue("--st-text-color") || style.color,
    family: style.getPropertyValue("--st-font") || style.fontFamily,
    ground: style.getPropertyValue("--st-background-color") || "#ffffff",
  };
}
