// The browser's networks without a browser: what LiteRT expects around itself in a worker, and the two
// networks of a job, which names the rules, the files, the model's card and a visitor's own layer.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { runInThisContext } from "node:vm";
import { gunzipSync } from "node:zlib";

const CAMERA = new URL("../../pages/camera/", import.meta.url);
const asset = (name) => gunzipSync(readFileSync(new URL(`assets/${name}.gz`, CAMERA)));
const bytes = (path) => new Uint8Array(readFileSync(path));

// A module of the browser's code, by its name.
export const part = (name) => import(new URL(`browser/${name}.js`, CAMERA));

export async function networksOf({ rules, yunet, model, card, layer }) {
  const require = createRequire(import.meta.url);
  Object.assign(globalThis, { self: globalThis, require, __dirname: "/" });
  globalThis.Module = { wasmBinary: asset("litert.wasm"), print() {}, printErr() {} };
  runInThisContext(asset("litert_loader.js").toString());
  globalThis.ModuleFactory ??= runInThisContext("ModuleFactory");
  const source = asset("litert.js").toString("base64");
  const litert = await import(`data:text/javascript;base64,${source}`);
  await litert.loadLiteRt("given.js");
  (await part("rules")).setRules(rules);
  const { faceFinder, classifier } = await part("networks");
  const { layerOf } = await part("personal");
  const own = layer && layerOf(new Float32Array(bytes(layer.file).buffer), layer);
  return {
    yunet: await faceFinder(litert, bytes(yunet)),
    classify: await classifier(litert, bytes(model), { ...card, layer: own }),
  };
}
