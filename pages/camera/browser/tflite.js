// A `.tflite` file as LiteRT.js takes it. Keras writes a batch of -1 into each tensor's signature,
// which LiteRT.js refuses: in memory it becomes the tensor's own shape; the file stays as it is.
// Source: TensorFlow Lite's schema.fbs, and FlatBuffers' "Binary Format".

const SUBGRAPHS = 2; // place of a field in its table
const TENSORS = 0;
const SHAPE = 0;
const SHAPE_SIGNATURE = 7;

// A copy of the file's bytes with every batch a number.
export function fixedBatch(bytes) {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  const root = follow(view, 0);
  for (const graph of tables(view, field(view, root, SUBGRAPHS))) {
    for (const tensor of tables(view, field(view, graph, TENSORS))) {
      const shape = field(view, tensor, SHAPE);
      const signature = field(view, tensor, SHAPE_SIGNATURE);
      if (shape && signature) copyVector(view, shape, signature);
    }
  }
  return copy;
}

function follow(view, at) {
  return at + view.getUint32(at, true);
}

// Where a table's field points to; 0 where the field is left out.
function field(view, table, number) {
  const vtable = table - view.getInt32(table, true);
  const slot = 4 + 2 * number;
  if (slot >= view.getUint16(vtable, true)) return 0;
  const offset = view.getUint16(vtable + slot, true);
  return offset && follow(view, table + offset);
}

function tables(view, vector) {
  const count = vector ? view.getUint32(vector, true) : 0;
  return Array.from({ length: count }, (_, i) => follow(view, vector + 4 + 4 * i));
}

function copyVector(view, from, to) {
  const count = Math.min(view.getUint32(from, true), view.getUint32(to, true));
  for (let i = 1; i <= count; i++) view.setInt32(to + 4 * i, view.getInt32(from + 4 * i, true), true);
}
