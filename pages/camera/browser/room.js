// What the parts of the Live page tell each other within the browser: the stage what it sees, the
// readout shows it. Every part imports this one module, so all share it.

export const room = new EventTarget();

export function tell(name, detail) {
  room.dispatchEvent(new CustomEvent(name, { detail }));
}

// Listen as long as the part is on the page.
export function hear(root, name, call) {
  const listen = (event) => {
    if (root.isConnected) call(event.detail);
    else room.removeEventListener(name, listen);
  };
  room.addEventListener(name, listen);
}
