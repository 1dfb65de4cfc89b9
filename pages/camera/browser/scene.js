// Who is in a frame, and what of it must not be shown, as core/live.py puts it together: pictures in,
// plain values out, without drawing.

import { Cover } from "./cover.js";
import { smallGrey } from "./following.js";
import { Sight } from "./sight.js";

export class Scene {
  #networks;
  #sight = new Sight();
  #cover = new Cover();

  constructor(networks) {
    this.#networks = networks;
  }

  // Of a frame taken at `t`, in seconds: the readings, those to draw (in "cover" some with boxes that
  // grew), largest first, the areas to hide, and for how long whole frames have been hidden.
  async see(image, t, settings) {
    const covers = settings.style === "cover";
    const small = smallGrey(image);
    const search = covers && this.#cover.doubts(small, t, [image.width, image.height]);
    const how = { networks: this.#networks, search, settings };
    const seen = await this.#sight.look(image, small, t, how);
    const readings = [...seen.certain, ...seen.held].sort(larger);
    if (!covers) return { readings, marked: readings, hidden: [], hiddenS: 0 };
    const marked = [...this.#cover.hide(seen, t)].sort(larger);
    return { readings, marked, hidden: this.#cover.hidden, hiddenS: this.#cover.hiddenS(t) };
  }
}

function larger(a, b) {
  return tall(b) - tall(a);
}

function tall({ face: { box } }) {
  return box[3] - box[1];
}
