// What a model knows of its visitor on top of the network, as core/personal/layer.py: a last layer
// for the seven expressions, and one that tells the visitor's own classes from everything else.

// A layer from its numbers (Float32Array). `head` says whether it reads the seven anew, `own` names
// the own classes, `features` is how many numbers the network's last layer sees.
export function layerOf(numbers, { head, own, features, seven, sure }) {
  const size = (columns) => (features + 1) * columns;
  const first = head ? size(seven) : 0;
  return {
    head: head && { columns: seven, numbers: numbers.subarray(0, first) },
    gate: own.length > 0
      && { columns: own.length + 1, numbers: numbers.subarray(first, first + size(own.length + 1)) },
    sure,
  };
}

// The seven's probabilities and those of the own classes: a face that is no own class is read by
// the seven as if there were none.
export function layered({ head, gate, sure }, features, seven) {
  const read = head ? answerOf(head, features) : [...seven];
  if (!gate) return read;
  const [neither, ...own] = answerOf(gate, features);
  if (Math.max(...own) < sure) return [...read, ...own.map(() => 0)];
  return [...read.map((share) => share * neither), ...own];
}

function answerOf({ columns, numbers }, features) {
  const bias = features.length * columns;
  const logits = Array.from({ length: columns }, (_, column) => {
    let sum = numbers[bias + column];
    features.forEach((value, row) => { sum += value * numbers[row * columns + column]; });
    return sum;
  });
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - most));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}
