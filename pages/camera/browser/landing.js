// The factor by which each emoji is larger while it lands: it falls and bounces once.

const LANDING_S = 0.24; // an emoji that has just come bounces for so long
const LANDING_GROWN = 0.35; // × its size more at first; never less, so that a cover hides

export class Landing {
  #since = new Map(); // track -> seconds when it came

  // By track, of the readings of a frame; 1 for all where nothing may move.
  at(readings, t, still) {
    const here = new Set(readings.map((reading) => reading.track));
    for (const track of this.#since.keys()) if (!here.has(track)) this.#since.delete(track);
    for (const track of here) if (!this.#since.has(track)) this.#since.set(track, t);
    return (track) => {
      const share = (t - this.#since.get(track)) / LANDING_S;
      if (share >= 1 || still) return 1;
      return 1 + LANDING_GROWN * (1 - share) * Math.abs(Math.cos(1.5 * Math.PI * share));
    };
  }
}
