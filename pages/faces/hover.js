// The face under the pointer on the map. Mounted twice: without data it asks Python for the face
// that the pointer rests on, with data it draws that face beside the pointer.
// data: null | {face, picture, words}

const SETTLE_MS = 60;

export default function ({ data: given, parentElement, setTriggerValue }) {
  const data = given?.[0];
  const card = parentElement.querySelector(".face-hover");
  card.tell = data ? undefined : setTriggerValue;
  card.face = data?.face;
  if (data) {
    card.querySelector("img").src = data.picture;
    card.querySelector("span").textContent = data.words;
    hovered(card, window.faceHovered ?? {});
  }
  const listen = ({ detail }) => hovered(card, (window.faceHovered = detail));
  window.addEventListener("face-hovered", listen);
  return () => window.removeEventListener("face-hovered", listen);
}

function hovered(card, { face, x, y }) {
  clearTimeout(card.timer);
  card.hidden = face === undefined || face !== card.face;
  if (!card.hidden) {
    card.style.left = `${Math.min(x + 16, innerWidth - 150)}px`;
    card.style.top = `${Math.min(y + 16, innerHeight - 190)}px`;
  }
  if (card.tell && face !== undefined) {
    card.timer = setTimeout(() => card.tell("asked", face), SETTLE_MS);
  }
}
