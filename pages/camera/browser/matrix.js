// Moves of the plane as six numbers m: x, y -> m0 x + m1 y + m2, m3 x + m4 y + m5.

// Turned about a middle, clockwise for negative degrees as in OpenCV's getRotationMatrix2D,
// which takes the middle in single precision.
export function turning(middle, degrees, zoom) {
  const [x, y] = middle.map(Math.fround);
  const turn = (degrees * Math.PI) / 180;
  const along = zoom * Math.cos(turn);
  const across = zoom * Math.sin(turn);
  return [
    along, across, (1 - along) * x - across * y,
    -across, along, across * x + (1 - along) * y,
  ];
}

export function inverse([a, b, c, d, e, f]) {
  const size = 1 / (a * e - b * d);
  const [along, across, down, deep] = [e * size, -b * size, -d * size, a * size];
  return [along, across, -along * c - across * f, down, deep, -down * c - deep * f];
}

export function moved([x, y], m) {
  return [m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5]];
}
