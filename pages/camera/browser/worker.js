// The worker, a classic one because LiteRT's loader wants importScripts. It holds the networks and
// the session; frames go in one at a time and come back drawn. Nothing of a frame leaves the device.

const modules = Promise.all(
  ["rules", "networks", "session", "sprites", "personal"].map((name) => import(`./${name}.js`)),
);
let session;
let litert;
let known = {}; // what was loaded already, by what for

const jobs = { start, settings, frame };
let turn = Promise.resolve(); // one job after the other: settings never change in mid-frame

self.onmessage = ({ data }) => {
  turn = turn.then(() => jobs[data.kind](data)).catch((error) => {
    self.postMessage({ kind: "failed", during: data.kind, words: String(error) });
  });
};

async function start({ litert: parts, yunet, rules }) {
  const [{ setRules }, { faceFinder }, { Session }] = await modules;
  setRules(rules);
  const [wasmBinary, finder] = await Promise.all([bytesOf(parts.wasm), bytesOf(yunet)]);
  self.Module = { wasmBinary, print() {}, printErr() {} };
  self.importScripts(parts.loader);
  litert = await import(parts.library);
  await litert.loadLiteRt(parts.loader);
  session = new Session({ yunet: await faceFinder(litert, finder) });
  self.postMessage({ kind: "started" });
}

// What the page's controls say; a model or an emoji set that is new is fetched first.
async function settings({ values, model, sprites }) {
  const [{ setRules }, { classifier }, , { spritesOf }, { layerOf }] = await modules;
  const read = `${model.url} ${model.layer?.url}`;
  if (known.model !== read) {
    const layer = model.layer && layerOf(await floatsOf(model.layer.url), model.layer);
    const classify = await classifier(litert, await bytesOf(model.url), { ...model, layer });
    setRules(model.says);
    session.begin(classify);
    known.model = read;
  }
  if (known.sprites !== sprites.url) {
    session.sprites = await spritesOf(await (await fetched(sprites.url)).blob(), sprites);
    known.sprites = sprites.url;
  }
  session.settings = values;
  self.postMessage({ kind: "ready" });
}

async function frame({ bitmap, t }) {
  const seen = await session.process(bitmap, t);
  self.postMessage({ kind: "shown", t, ...seen }, [seen.shown]);
}

async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status} for ${url}`);
  return answer;
}

async function floatsOf(url) {
  return new Float32Array(await (await fetched(url)).arrayBuffer());
}

async function bytesOf(url) {
  return new Uint8Array(await (await fetched(url)).arrayBuffer());
}
