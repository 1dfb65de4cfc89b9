// One round of "make this face", as Live's game and My emoji's camera both play it: three, two, one, a
// burst of moments, and the best of them. Numbers and rule are core/capture.py's.

const SHARP_PX = 160; // pictures are compared at this width

// A moment is {picture, reading}: a canvas, and the largest face's reading where there is one. `say` shows
// a number, or nothing when the burst begins; `look` gives the moment of now. Undefined once `going` says
// that the round was broken off.
export async function playRound({ rules, say, look, going }) {
  for (const number of [3, 2, 1]) {
    say(number);
    await pause(1000 * rules.countS);
    if (!going()) return undefined;
  }
  say("");
  const moments = [];
  for (let number = 0; number < rules.burstFrames; number++) {
    moments.push(look());
    await pause(1000 * rules.burstEveryS);
    if (!going()) return undefined;
  }
  return moments;
}

// The moment worth most, with its score of 100 for the wanted expression: null where no face was seen,
// or where what is wanted is a class of the visitor's own.
export function bestOf(moments, wanted, rules) {
  const index = rules.emotions.indexOf(wanted);
  const faces = moments.filter((moment) => moment.reading);
  const looked = (faces.length ? faces : moments).map(({ picture, reading }) => ({
    picture,
    wanted: reading?.probabilities[index] ?? 0,
    sharpness: sharpness(picture),
    offMiddle: reading ? offMiddle(reading.face.box, picture) : 0,
  }));
  const best = looked[worthiest(looked, rules)];
  const score = faces.length && index >= 0 ? Math.round(100 * best.wanted) : null;
  return { picture: best.picture, score };
}

// The place of the moment worth most among {wanted, sharpness, offMiddle}.
export function worthiest(looked, { sharpWeight, middleWeight }) {
  const sharpest = Math.max(...looked.map((one) => one.sharpness), 1e-9);
  const worth = looked.map(
    (one) => one.wanted + (sharpWeight * one.sharpness) / sharpest - middleWeight * one.offMiddle,
  );
  return worth.indexOf(Math.max(...worth));
}

// A canvas with what another, or a video, shows now.
export function copyOf(picture) {
  const copy = document.createElement("canvas");
  copy.width = picture.videoWidth ?? picture.width;
  copy.height = picture.videoHeight ?? picture.height;
  copy.getContext("2d").drawImage(picture, 0, 0);
  return copy;
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// How much neighbours differ in the middle of the picture: a moved face differs less.
function sharpness(canvas) {
  const width = SHARP_PX, height = Math.round((SHARP_PX * canvas.height) / canvas.width);
  const small = Object.assign(document.createElement("canvas"), { width, height });
  const context = small.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0, width, height);
  const pixels = context.getImageData(0, 0, width, height).data;
  let sum = 0;
  for (let y = height >> 3; y < (height * 7) >> 3; y++) {
    for (let x = width >> 2; x < (width * 3) >> 2; x++) {
      const i = 4 * (y * width + x) + 1; // green stands for grey
      sum += (pixels[i] - pixels[i - 4]) ** 2 + (pixels[i] - pixels[i - 4 * width]) ** 2;
    }
  }
  return sum;
}

// 0 where the face is in the picture's middle, 1 at its edge.
function offMiddle([x0, y0, x1, y1], { width, height }) {
  return Math.min(Math.hypot((x0 + x1) / width - 1, (y0 + y1) / height - 1), 1);
}
