// My emoji's camera: a round of "make this face", whose pictures stay here until Keep is pressed.
// data: {prompt, wanted, example, problems: {error's name: sentence}, rules, engine, settings}

import { openCamera } from "./camera.js";
import { engineOf, tellSettings } from "./engine.js";
import { canRunHere } from "./features.js";
import { bestOf, copyOf, playRound } from "./round.js";

const QUALITY = 0.92;
const AT_REST = "Your camera shows here. Nothing leaves your device before Keep.";

// Draw or update the camera in its place. `component` is what Streamlit hands to a component.
export function show({ data: [data], parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".burst");
  root.burst ??= new Burst(root);
  root.burst.keep = (frames) => setTriggerValue("kept", frames);
  root.burst.update(data);
  // The page is left: the camera's light goes out. It stays on through the page's own reruns.
  return () => setTimeout(() => root.isConnected || root.burst.close());
}

class Burst {
  keep = () => {};
  #root;
  #data;
  #source;
  #engine;
  #reading; // of the largest face in the newest frame that was read
  #taken = [];

  constructor(root) {
    this.#root = root;
    this.#say(AT_REST);
    this.#part("open").onclick = () => this.#open();
    this.#part("open").disabled = false; // until now a press would have been lost
    this.#part("go").onclick = () => this.#take();
    this.#part("again").onclick = () => this.#review([]);
    this.#part("close").onclick = () => this.close();
    this.#part("keep").onclick = () => this.#keepThem();
  }

  update(data) {
    this.#data = data;
    this.#part("prompt").textContent = data.prompt;
    if (data.example) this.#part("example").src = data.example;
    else this.#part("example").removeAttribute("src");
  }

  close() {
    this.#engine?.end(); // and with it the camera
    this.#source?.stop();
    this.#engine = this.#source = this.#reading = undefined;
    this.#part("camera").replaceChildren();
    this.#part("count").textContent = "";
    this.#review([]);
    this.#say(AT_REST);
  }

  async #open() {
    this.#be("opening");
    this.#say("Your browser asks whether it may use the camera: allow it.");
    try {
      this.#source = await openCamera("user", () => this.close());
    } catch (error) {
      this.close();
      return this.#say(
        this.#data.problems[error.name] ?? "The camera cannot be used. Try a photo.",
      );
    }
    if (!this.#root.isConnected) return this.close();
    this.#part("camera").replaceChildren(this.#source.picture);
    this.#read();
    this.#say("");
    this.#be("ready");
  }

  // Scores are read on the device, where it can; without them the sharpest picture counts.
  #read() {
    if (!canRunHere()) return;
    const engine = engineOf(this.#data.engine, this.#data.rules);
    engine.onshown = (_picture, [largest]) => { this.#reading = largest; };
    engine.onfailed = (_during, words) => console.error(words);
    engine.ready.catch(() => {}); // told by onfailed
    tellSettings(engine, this.#data.settings);
    engine.run(this.#source);
    this.#engine = engine;
  }

  async #take() {
    const { rules, wanted } = this.#data;
    const source = this.#source;
    const moments = await playRound({
      rules,
      say: (number) => {
        this.#be(number ? "counting" : "taking");
        this.#part("count").textContent = number;
      },
      look: () => ({ picture: copyOf(source.picture), reading: this.#reading }),
      going: () => this.#source === source,
    });
    if (moments) this.#review(moments, bestOf(moments, wanted, rules));
  }

  #review(moments, best) {
    this.#taken = moments;
    if (!best) return void this.#be(this.#source ? "ready" : "closed");
    this.#part("taken").src = best.picture.toDataURL("image/jpeg", QUALITY);
    this.#part("score").textContent = best.score === null ? "" : `${best.score} of 100`;
    this.#be("review");
  }

  #keepThem() {
    const files = this.#taken.map(({ picture }) => picture.toDataURL("image/jpeg", QUALITY));
    this.keep(files.map((file) => file.slice(file.indexOf(",") + 1)));
    this.#review([]);
  }

  #part(name) {
    return this.#root.querySelector(`.${name}`);
  }

  #say(words) {
    this.#part("said").textContent = words;
  }

  #be(state) {
    this.#root.dataset.state = state;
  }
}
