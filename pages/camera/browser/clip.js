// A clip of what the stage shows, made and kept on the device: MP4 where the browser can, else WebM.

export const MOST_S = 30;

const FPS = 30;
const BITS_PER_S = 4e6;
const KINDS = [
  ["video/mp4;codecs=avc1.42E01F", "mp4"],
  ["video/webm;codecs=vp9", "webm"],
  ["video/webm;codecs=vp8", "webm"],
];

export function canRecord() {
  return Boolean(HTMLCanvasElement.prototype.captureStream && kind());
}

// Record the canvas until the returned function is called, or for MOST_S. `ontick` hears the seconds
// so far, `ondone` the clip and how its name ends.
export function record(canvas, { ontick, ondone }) {
  const [mimeType, ending] = kind();
  const stream = canvas.captureStream(FPS);
  const recorder = new MediaRecorder(stream, { mimeType, videoBitsPerSecond: BITS_PER_S });
  const parts = [];
  const began = performance.now();
  const stop = () => { if (recorder.state !== "inactive") recorder.stop(); };
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - began) / 1000);
    ontick(seconds);
    if (seconds >= MOST_S) stop();
  }, 1000);
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.onstop = () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    ondone(new Blob(parts, { type: mimeType }), ending);
  };
  recorder.start();
  return stop;
}

function kind() {
  return globalThis.MediaRecorder && KINDS.find(([type]) => MediaRecorder.isTypeSupported(type));
}
