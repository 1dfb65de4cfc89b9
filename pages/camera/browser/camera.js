// Where frames come from: the camera, or the sample, a photo that the view wanders over. A source is
// {picture, next(call), stop(), facing}: `picture` is what createImageBitmap takes, and `next` calls
// once when it shows something new.

const WISH = { width: { ideal: 640 }, height: { ideal: 480 } };
const SAMPLE = { width: 640, height: 480, fps: 30, period_s: 8 };

// The visitor's camera, "user" in front or "environment" at the back. `gone` is called when it ends.
export async function openCamera(facing, gone) {
  if (!navigator.mediaDevices?.getUserMedia) {
    throw new DOMException("", window.isSecureContext ? "NotFoundError" : "InsecureError");
  }
  const wish = { audio: false, video: { ...WISH, facingMode: { ideal: facing } } };
  const stream = await navigator.mediaDevices.getUserMedia(wish);
  for (const track of stream.getTracks()) track.addEventListener("ended", gone);
  return { ...await sourceOf(stream), facing };
}

// A source of a stream, also one that is handed in.
export async function sourceOf(stream) {
  const video = document.createElement("video");
  Object.assign(video, { muted: true, playsInline: true, srcObject: stream });
  await video.play();
  const next = video.requestVideoFrameCallback
    ? (call) => video.requestVideoFrameCallback(call)
    : (call) => requestAnimationFrame(call); // an older Firefox
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  return { picture: video, next, stop };
}

export async function openSample(url) {
  const photo = new Image();
  photo.src = url;
  await photo.decode();
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: SAMPLE.width, height: SAMPLE.height });
  const context = canvas.getContext("2d");
  const began = performance.now();
  let timer;
  const next = (call) => {
    timer = setTimeout(() => {
      wander(context, photo, (performance.now() - began) / 1000);
      call();
    }, 1000 / SAMPLE.fps);
  };
  return { picture: canvas, next, stop: () => clearTimeout(timer) };
}

// The view sways over the upper part of the photo, where the face is.
function wander(context, photo, t) {
  const { width, height } = context.canvas;
  const turn = (2 * Math.PI * t) / SAMPLE.period_s;
  const wide = photo.naturalWidth * (0.8 + 0.08 * Math.cos(turn));
  const tall = (wide * height) / width;
  const left = (photo.naturalWidth - wide) * (0.4 + 0.4 * Math.sin(turn));
  const top = (photo.naturalHeight - tall) * (0.06 + 0.06 * Math.sin(2 * turn));
  context.drawImage(photo, left, top, wide, tall, 0, 0, width, height);
}

// Whether this device has several cameras, so that turning to the other makes sense.
export async function hasSeveralCameras() {
  const devices = await navigator.mediaDevices?.enumerateDevices?.() ?? [];
  return devices.filter((device) => device.kind === "videoinput").length > 1;
}
