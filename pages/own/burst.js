// The camera, a countdown and a burst of frames, which stay here until Keep is pressed.
// data: {prompt, example, frames, problems: {error's name: sentence}}

const WISH = { video: { width: { ideal: 640 }, height: { ideal: 480 } }, audio: false };
const COUNT_MS = 800;
const BETWEEN_MS = 120; // a face keeps an expression for about a second
const QUALITY = 0.92;
const SHARP_PX = 160; // frames are compared at this width

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".burst");
  const at = (name) => root.querySelector(`.${name}`);
  Object.assign(root, { data, tell: (frames) => setTriggerValue("kept", frames) });
  at("prompt").textContent = data.prompt;
  if (data.example) at("example").src = data.example;
  else at("example").removeAttribute("src");
  // The page is left: the camera's light goes out. It stays on through the page's own reruns.
  const left = () => setTimeout(() => root.isConnected || close(root));
  if (root.wired) return left;
  root.wired = true;
  say(root, "Your camera shows here. Nothing leaves your device before Keep.");
  at("open").onclick = () => open(root);
  at("go").onclick = () => take(root);
  at("again").onclick = () => review(root, []);
  at("close").onclick = () => close(root);
  at("keep").onclick = () => {
    root.tell(root.frames.map((frame) => frame.slice(frame.indexOf(",") + 1)));
    review(root, []);
  };
  return left;
}

async function open(root) {
  state(root, "opening");
  say(root, "Your browser asks whether it may use the camera: allow it.");
  try {
    root.stream = await navigator.mediaDevices.getUserMedia(WISH);
    if (!root.isConnected) return close(root);
    const video = root.querySelector("video");
    video.srcObject = root.stream;
    await video.play();
  } catch (error) {
    close(root);
    return say(root, root.data.problems[error.name] ?? "The camera cannot be used. Try a photo.");
  }
  say(root, "");
  state(root, "ready");
}

function close(root) {
  root.stream?.getTracks().forEach((track) => track.stop());
  Object.assign(root, { stream: undefined, frames: [] });
  root.querySelector("video").srcObject = null;
  root.querySelector(".count").textContent = "";
  state(root, "closed");
  say(root, "Your camera shows here. Nothing leaves your device before Keep.");
}

async function take(root) {
  state(root, "counting");
  for (const number of [3, 2, 1]) {
    root.querySelector(".count").textContent = number;
    await pause(COUNT_MS);
    if (root.dataset.state !== "counting") return;
  }
  root.querySelector(".count").textContent = "";
  state(root, "taking");
  const taken = [];
  for (let number = 0; number < root.data.frames && root.stream; number++) {
    taken.push(grab(root.querySelector("video")));
    await pause(BETWEEN_MS);
  }
  if (root.stream) review(root, taken);
}

function review(root, taken) {
  root.frames = taken.map((frame) => frame.url);
  if (!taken.length) return void state(root, root.stream ? "ready" : "closed");
  const best = taken.reduce((one, other) => (other.sharpness > one.sharpness ? other : one));
  root.querySelector(".taken").src = best.url;
  state(root, "review");
}

function grab(video) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d").drawImage(video, 0, 0);
  return { url: canvas.toDataURL("image/jpeg", QUALITY), sharpness: sharpness(canvas) };
}

// How much neighbours differ in the middle of the frame: a moved face differs less.
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

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const say = (root, words) => (root.querySelector(".said").textContent = words);
const state = (root, name) => (root.dataset.state = name);
