"""Dresses the webcam component like the rest of the app, and words what is wrong.

It shows the browser's own error, such as "NotFoundError: Requested device not found", and does not
tell Python. This small component puts a sentence of ours in its place.
"""

from pathlib import Path
from typing import Final

from streamlit.components.v2 import component

from pages.shared.mount import mount

# The component's errors by what tells them apart, in our words.
WORDS: Final = {
    "NotFoundError": "No camera was found. Connect one and press Start again, or go on without.",
    "NotAllowedError": "The camera is blocked for this page. Allow it beside the browser's "
    "address bar, then press Start again.",
    "NotReadableError": "Another program holds the camera. Close it, then press Start again.",
    "OverconstrainedError": "This camera cannot give a picture of this kind. Choose another one.",
    "Connection is taking longer": "No picture comes through. Your network seems to block direct "
    "video. In this browser it works without.",
    "TypeError": "This browser gives no camera here. Open the page by https:// or on localhost.",
}
# Where the way goes on from each, by the ladder's names.
_REASONS: Final = {
    "Connection is taking longer": "no path",
    "TypeError": "InsecureError",
    "OverconstrainedError": "NotReadableError",
}
_LOOK_EVERY_MS: Final = 200
_JS: Final = """
export default function ({ data: [{ words, every, css }], parentElement, setStateValue }) {
  const dress = (inside) => {
    if (!inside?.querySelector('#root') || inside.querySelector('#ours')) return;
    const style = inside.createElement('style');
    inside.head.append(Object.assign(style, { id: 'ours', textContent: css }));
  };
  const translate = () => {
    let problem = null;
    for (const frame of document.querySelectorAll('iframe[src*="streamlit_webrtc"]')) {
      dress(frame.contentDocument);
      for (const alert of frame.contentDocument?.querySelectorAll('[role="alert"]') ?? []) {
        const known = Object.keys(words).find((name) => alert.textContent.includes(name));
        if (known) alert.dataset.known = known; // our words take the name's place
        problem = alert.dataset.known ?? problem;
        if (!known) continue;
        const text = document.createTreeWalker(alert, NodeFilter.SHOW_TEXT);
        for (let said = false; text.nextNode(); said = true) {
          text.currentNode.data = said ? '' : words[known]; // without the browser's own words
        }
      }
    }
    if ((parentElement.told ?? null) === problem) return;
    parentElement.told = problem;
    setStateValue('problem', problem);
  };
  translate();
  const timer = setInterval(translate, every);
  return () => clearInterval(timer);
}
"""
_CSS: Final = (Path(__file__).parent / "server_view.css").read_text(encoding="utf-8")
_component = component("camera_words", js=_JS)


def dress_camera() -> str | None:
    """Watch the page's webcam component, style it and word its errors; takes no room itself.

    Returns:
        The ladder's name of what is wrong now, if something is.
    """
    data = {"words": WORDS, "every": _LOOK_EVERY_MS, "css": _CSS}
    problem = mount(_component, "camera-words", data, hears=("problem",)).problem
    return _REASONS.get(problem, problem) if problem in WORDS else None
