// The worker as the page sees it: started once, told the settings, fed with the newest frame.

const MOST_PX = 640; // a larger frame is shrunk: the face finder would shrink it anyway
const RATE_WINDOW_MS = 2000;

// An engine of what Python names: the addresses of code, runtime and face finder.
export function engineOf({ code, litert, yunet }, rules) {
  const parts = Object.fromEntries(Object.entries(litert).map(([k, v]) => [k, absolute(v)]));
  return new Engine(absolute(code), { litert: parts, yunet: absolute(yunet), rules });
}

// Hand an engine the page's settings, as Python names them.
export function tellSettings(engine, { values, model, sprites }) {
  engine.settings = {
    values: { ...values, still: matchMedia("(prefers-reduced-motion: reduce)").matches },
    model: {
      ...model,
      url: absolute(model.url),
      layer: model.layer && { ...model.layer, url: absolute(model.layer.url) },
    },
    sprites: { ...sprites, url: absolute(sprites.url) },
  };
}

// Addresses are told relative to the app, which may live under a path.
export function absolute(address) {
  return new URL(address, document.baseURI).href;
}

class Engine {
  onshown = () => {}; // (canvas picture, readings, numbers, problem, size of the frame)
  onfailed = () => {}; // (during what, words)
  ready; // a promise: the networks are loaded
  #worker;
  #source;
  #fresh = false; // the source shows something not yet taken
  #busy = false;
  #done = []; // [when shown, its delay in ms]
  #told = {};

  constructor(code, addresses) {
    this.#worker = new Worker(new URL("worker.js", code));
    this.ready = new Promise((resolve, reject) => { this.#told = { resolve, reject }; });
    this.#worker.onmessage = ({ data }) => this.#hear(data);
    this.#worker.onerror = (event) => this.#fail("start", event.message);
    this.#worker.postMessage({ kind: "start", ...addresses });
  }

  set settings(values) {
    this.#worker.postMessage({ kind: "settings", ...values });
  }

  // Take frames from a source until `stop`.
  run(source) {
    this.stop();
    this.#source = source;
    this.#done = [];
    const look = () => {
      if (this.#source !== source) return;
      this.#fresh = true;
      this.#send();
      source.next(look);
    };
    source.next(look);
  }

  stop() {
    this.#source?.stop();
    this.#source = undefined;
    this.#fresh = false;
  }

  end() {
    this.stop();
    this.#worker.terminate();
  }

  // The next frame, once the last is back: a late one is dropped for the newest, never queued.
  async #send() {
    if (this.#busy || !this.#fresh || !this.#source) return;
    this.#busy = true;
    this.#fresh = false;
    const t = performance.now() / 1000;
    try {
      const { picture } = this.#source;
      const bitmap = await createImageBitmap(picture, shrunk(picture));
      this.#worker.postMessage({ kind: "frame", bitmap, t }, [bitmap]);
    } catch { // the camera ends, or changes its size, in this very moment
      this.#busy = false;
    }
  }

  #hear(data) {
    if (data.kind === "ready") this.#told.resolve();
    if (data.kind === "failed") this.#fail(data.during, data.words);
    if (data.kind !== "shown") return;
    this.#busy = false;
    this.#send();
    if (!this.#source) return void data.shown.close();
    const numbers = this.#numbers(1000 * data.t);
    this.onshown(data.shown, data.readings, numbers, data.problem, data.size);
    data.shown.close();
  }

  #fail(during, words) {
    this.#busy = false;
    if (during !== "frame") this.#told.reject(new Error(words));
    this.onfailed(during, words);
  }

  // Frames shown a second, and the median time from a frame's taking to its showing.
  #numbers(takenAt) {
    const now = performance.now();
    this.#done.push([now, now - takenAt]);
    while (this.#done[0][0] < now - RATE_WINDOW_MS) this.#done.shift();
    const span = now - this.#done[0][0];
    const delays = this.#done.map(([, ms]) => ms).sort((a, b) => a - b);
    return {
      framesPerS: span > 0 ? (1000 * (this.#done.length - 1)) / span : 0,
      delayMs: delays[delays.length >> 1],
    };
  }
}

function shrunk(picture) {
  const width = picture.videoWidth ?? picture.width;
  const height = picture.videoHeight ?? picture.height;
  const scale = MOST_PX / Math.max(width, height);
  if (scale >= 1) return undefined;
  return {
    resizeWidth: Math.round(width * scale), resizeHeight: Math.round(height * scale),
    resizeQuality: "medium",
  };
}
