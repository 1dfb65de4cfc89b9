// The two networks, run by LiteRT: the face finder and the classifier, each as one function.
// The caller has made LiteRT's `self.ModuleFactory` and `self.Module` (worker.js, or a test).

import { layered } from "./personal.js";
import { fixedBatch } from "./tflite.js";
import { rules } from "./rules.js";
import { inputOf, inputSize } from "./yunet.js";

const LEAST = 1e-12; // a probability's logarithm must not run away; as in core/classifier.py

// yunet(image) -> {numbers, width, height}, the input's size and 16 numbers for each cell of it.
export async function faceFinder(litert, bytes) {
  const model = await litert.loadAndCompile(bytes, { accelerator: "wasm" });
  return async (image) => {
    const [width, height] = inputSize(image);
    const input = inputOf(image, [width, height]);
    const signature = model.signatures[`${width}x${height}`];
    const [numbers] = await answers(litert, signature, input, [1, height, width, 3]);
    return { numbers, width, height };
  };
}

// classify(patch) -> a probability for each of rules.emotions, and for each own class of the layer.
// `labels` is the model's own order, `layer` what the visitor's own layer is (personal.js), if any.
export async function classifier(litert, bytes, { temperature, labels, layer }) {
  const model = await litert.loadAndCompile(fixedBatch(bytes), { accelerator: "wasm" });
  const shape = [1, rules.patchPx, rules.patchPx, 1];
  return async (patch) => {
    const input = Float32Array.from(patch);
    const [raw, features] = await answers(litert, model.defaultSignature, input, shape);
    const probabilities = tempered(raw, temperature);
    const seven = rules.emotions.map((name) => probabilities[labels.indexOf(name)]);
    return layer ? layered(layer, features, seven) : seven;
  };
}

async function answers(litert, signature, numbers, shape) {
  const input = new litert.Tensor(numbers, shape);
  try {
    const outputs = await signature.run([input]);
    const values = outputs.map((output) => output.toTypedArray()); // a classifier's: and features
    for (const output of outputs) output.delete();
    return values;
  } finally {
    input.delete();
  }
}

function tempered(probabilities, temperature) {
  if (temperature === 1) return probabilities;
  const logits = probabilities.map((p) => Math.log(Math.max(p, LEAST)) / temperature);
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - most));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}
