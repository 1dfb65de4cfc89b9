// What a browser must have for the networks to run in it, by trying.

// An empty module with one instruction on vectors (i8x16.splat), as the networks use them.
const VECTORS = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15,
  11,
];

// Whether all is there; Safari has it from 16.4 on, Chromium and Firefox for longer.
export function canRunHere() {
  return typeof Worker === "function" && typeof createImageBitmap === "function"
    && typeof WebAssembly === "object" && WebAssembly.validate(new Uint8Array(VECTORS))
    && typeof OffscreenCanvas === "function" && draws();
}

function draws() {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  return Boolean(context?.roundRect) && typeof [].findLast === "function";
}
