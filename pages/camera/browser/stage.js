// The Live page's stage in this browser: camera, picture, what it does, and what to do when it
// cannot. One for each place on the page; Python's settings reach it through `update`.

import { hasSeveralCameras, openCamera, openSample, sourceOf } from "./camera.js";
import { ClipButtons } from "./clip_buttons.js";
import { absolute, engineOf, tellSettings } from "./engine.js";
import { canRunHere } from "./features.js";
import { Game } from "./game.js";
import { saveSnapshot } from "./keep.js";
import { room, tell } from "./room.js";

const DARK = "#181818"; // in "cover", what is shown where nothing may be

// Draw or update the stage in its place. `component` is what Streamlit hands to a component.
export function show({ data: [data], parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".stage");
  root.stage ??= new Stage(root, data);
  root.stage.goOn = (step) => setTriggerValue("step", step);
  root.stage.update(data);
  // Called before an update too, when the stage stays where it is.
  return () => setTimeout(() => root.isConnected || root.stage.end());
}

class Stage {
  goOn = () => {};
  #root;
  #data;
  #engine;
  #facing = "user";
  #state = "idle";
  #clip;
  #game;

  constructor(root, data) {
    this.#root = root;
    this.#data = data;
    this.#part(".start").addEventListener("click", () => this.#startOrStop());
    this.#part(".flip").addEventListener("click", () => this.#flip());
    this.#part(".save").addEventListener("click", () => saveSnapshot(this.#canvas));
    for (const again of [".play", ".again"]) {
      this.#part(again).addEventListener("click", () => this.#play());
    }
    this.#part(".done").addEventListener("click", () => this.#game.end());
    this.#clip = new ClipButtons(root, () => this.#data);
    room.addEventListener("start", this.#startFromOutside);
    this.#part(".start").disabled = false; // until now a press would have been lost
    this.#be("idle");
    if (!navigator.connection?.saveData) this.#prepare();
    if (data.begins) this.#start(data.begins);
  }

  update(data) {
    this.#data = data;
    this.#root.dataset.style = data.settings.values.style;
    this.#sendSettings();
  }

  end() {
    room.removeEventListener("start", this.#startFromOutside);
    this.#clip.end();
    this.#engine?.end();
    this.#engine = undefined;
    tell("stopped");
  }

  // A stream or the sample handed in: `source` is "camera", "sample" or a MediaStream.
  #startFromOutside = ({ detail }) => this.#start(detail);

  get #canvas() {
    return this.#part("canvas");
  }

  #part(selector) {
    return this.#root.querySelector(selector);
  }

  // Load worker, networks and emojis before they are needed; once.
  #prepare() {
    if (this.#engine || !canRunHere()) return;
    this.#engine = engineOf(this.#data.engine, this.#data.rules);
    this.#engine.ready.catch(() => {}); // told by onfailed
    this.#engine.onshown = (...seen) => this.#shown(...seen);
    this.#engine.onfailed = (during, words) => this.#failed(during, words);
    this.#sendSettings();
  }

  #sendSettings() {
    if (this.#engine) tellSettings(this.#engine, this.#data.settings);
  }

  #startOrStop() {
    if (this.#state === "running" || this.#state === "waiting") this.#stop();
    else this.#start();
  }

  async #start(from = this.#data.source) {
    if (!canRunHere()) return this.#stuck("old");
    this.#prepare();
    this.#be("waiting", from === "camera" ? this.#data.words.allow : this.#data.words.loading);
    let source;
    try {
      source = await this.#open(from);
      if (this.#state !== "waiting") return source.stop(); // stopped meanwhile
      this.#be("waiting", this.#data.words.loading);
      await this.#engine.ready;
      if (this.#state !== "waiting") return source.stop();
    } catch (error) {
      source?.stop();
      return this.#stuck(error.name in this.#data.reasons ? error.name : "broken");
    }
    this.#engine.run(source);
    this.#be("waiting", this.#data.words.first);
    this.#part(".flip").hidden = from !== "camera" || !await hasSeveralCameras();
  }

  #open(from) {
    if (from === "sample") return openSample(absolute(this.#data.sample));
    if (from instanceof MediaStream) return sourceOf(from);
    return openCamera(this.#facing, () => {
      if (this.#state === "running") this.#stuck("gone");
    });
  }

  #stop() {
    this.#engine?.stop();
    this.#be("idle");
    tell("stopped");
  }

  async #flip() {
    this.#facing = this.#facing === "user" ? "environment" : "user";
    this.#engine.stop();
    await this.#start("camera");
  }

  #play() {
    this.#game?.end();
    this.#game = new Game(this.#root, this.#data);
    this.#game.play();
  }

  #shown(picture, readings, numbers, problem, size) {
    const canvas = this.#canvas;
    if (canvas.width !== picture.width || canvas.height !== picture.height) {
      canvas.width = picture.width;
      canvas.height = picture.height;
    }
    canvas.getContext("2d").drawImage(picture, 0, 0);
    if (this.#state !== "running") this.#be("running");
    this.#clip.see(readings, size);
    canvas.dataset.shown = Number(canvas.dataset.shown ?? 0) + 1; // for tests
    tell("seen", { readings, numbers, problem });
  }

  #failed(during, words) {
    console.error(words);
    if (during !== "frame") return void this.#stuck("broken");
    const context = this.#canvas.getContext("2d");
    context.fillStyle = DARK;
    context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
  }

  // It does not go on here: say why, and offer the other ways.
  #stuck(reason) {
    this.#engine?.stop();
    if (reason === "broken") { // a fresh start may help
      this.#engine?.end();
      this.#engine = undefined;
    }
    const { sentence, steps } = this.#data.reasons[reason];
    this.#be("stuck", sentence);
    this.#part(".steps").replaceChildren(...steps.map(([step, words]) => this.#way(step, words)));
    tell("stopped");
  }

  #way(step, words) {
    const button = document.createElement("button");
    button.textContent = words;
    button.addEventListener("click", () => {
      if (step === "sample") this.#start("sample");
      else if (step === "again") this.#start("camera");
      else this.goOn(step);
    });
    return button;
  }

  #be(state, words = "") {
    this.#state = state;
    this.#root.dataset.state = state;
    this.#part(".says").textContent = words || (state === "idle" ? this.#data.words.idle : "");
    this.#part(".steps").replaceChildren();
    const running = state === "running" || state === "waiting";
    this.#part(".start").textContent = running ? "Stop" : "Start";
    this.#part(".save").hidden = state !== "running";
    this.#clip.offer(state === "running");
    this.#part(".play").hidden = state !== "running";
    if (state !== "running") this.#game?.end();
    if (!running) this.#part(".flip").hidden = true;
  }
}
