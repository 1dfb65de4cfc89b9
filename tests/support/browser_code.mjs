// `node tests/support/browser_code.mjs JOB.json`: runs the browser's own code without a browser and
// prints what it gives. The job names the rules, the pictures (raw RGBA) and the model.

import { readFileSync } from "node:fs";
import { networksOf, part } from "./browser_networks.mjs";

const job = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const networks = await networksOf(job);
const { analyse } = await part("analysis");
const { facePatch } = await part("crop");
const pictures = job.pictures.map(({ file, width, height }) => ({
  data: new Uint8ClampedArray(readFileSync(file)), width, height,
}));
const { Tracker } = await part("tracking");
const { Covering } = await part("covering");
const { Changes } = await part("changes");
const { followed, trailOf } = await part("following");
const { worthiest } = await part("round");
const [tracker, covering, changes] = [new Tracker(), new Covering(), new Changes()];
const greyOf = ({ data, width, height }) => ({ data: Uint8ClampedArray.from(data), width, height });
const result = {
  tracks: (job.frames ?? []).map(({ readings, t, settings }) => tracker.update(readings, t, settings)),
  readings: [],
  plans: (job.plans ?? []).map(({ seen, t, ...how }) => ({
    ...covering.plan(seen, t, how), inDoubt: covering.inDoubt,
  })),
  changes: (job.changes ?? []).map(
    ({ small, t, known, size }) => changes.update(greyOf(small), t, known, size),
  ),
  trails: (job.trails ?? []).map(({ found, before, after, scale }) => {
    const begun = trailOf(found, greyOf(before), 0, { scale, times: 1 });
    return (begun && followed(begun, greyOf(after))?.gone) ?? null;
  }),
  patches: (job.faces ?? []).map(({ picture, face }) => [...facePatch(pictures[picture], face)]),
  worthiest: (job.bursts ?? []).map((looked) => worthiest(looked, job.rules)),
  predictions: [],
};
if (job.analyse) for (const picture of pictures) result.readings.push(await analyse(picture, networks));
for (const patch of job.patches ?? []) result.predictions.push([...await networks.classify(patch)]);
const plain = (_, value) => (ArrayBuffer.isView(value) ? [...value] : value);
process.stdout.write(JSON.stringify(result, plain));
