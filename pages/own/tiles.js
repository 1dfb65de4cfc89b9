// Seven tiles, one of them chosen by a click or the arrow keys.
// data: {chosen, tiles: [{label, url, own, colour}]}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".tiles");
  const hadFocus = root.contains(root.getRootNode().activeElement);
  root.replaceChildren(...data.tiles.map((tile) => {
    const button = document.createElement("button");
    const chosen = tile.label === data.chosen;
    button.type = "button";
    button.className = tile.own ? "tile own" : "tile";
    button.tabIndex = chosen ? 0 : -1;
    button.setAttribute("role", "radio");
    button.setAttribute("aria-checked", chosen);
    button.setAttribute("aria-label", `${tile.label}, ${tile.own ? "yours" : "not yet yours"}`);
    button.style.setProperty("--colour", tile.colour);
    const picture = document.createElement("img");
    Object.assign(picture, { src: tile.url, alt: "" });
    const words = document.createElement("span");
    words.textContent = tile.label;
    button.append(picture, words);
    button.onclick = () => setTriggerValue("chosen", tile.label);
    if (chosen && hadFocus) queueMicrotask(() => button.focus());
    return button;
  }));
  root.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = data.tiles.findIndex((tile) => tile.label === data.chosen);
    const next = (at + step + data.tiles.length) % data.tiles.length;
    setTriggerValue("chosen", data.tiles[next].label);
  };
}
