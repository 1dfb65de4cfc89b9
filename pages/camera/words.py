"""Dresses the webcam component like the rest of the app, and words what is wrong.

It shows the browser's own error, such as "NotFoundError: Requested device not found", and does not
tell Python. This small component puts a sentence of ours in its place.
"""

from pathlib import Path
from typing import Final

from streamlit.components.v2 import component

from pages.shared.mount import mount

WORDS: Final = {
    "NotFoundError": "No camera was found. Connect one and press Start again, "
    "or use the Photo page.",
    "NotAllowedError": "The camera is blocked for this page. Allow it beside the browser's "
    "address bar, then press Start again.",
    "NotReadableError": "Another program holds the camera. Close it, then press Start again.",
    "OverconstrainedError": "This camera cannot give a picture of this kind. Choose another one.",
    "Connection is taking longer": "No picture comes through. Your network seems to block direct "
    "video: try another network, or use the Photo page.",
    "TypeError": "This browser gives no camera here. Open the page by https:// or on localhost.",
}
_LOOK_EVERY_MS: Final = 200
_JS: Final = """
export default function ({ data: [{ words, every, css }] }) {
  const dress = (inside) => {
    if (!inside?.querySelector('#root') || inside.querySelector('#ours')) return;
    const style = inside.createElement('style');
    inside.head.append(Object.assign(style, { id: 'ours', textContent: css }));
  };
  const translate = () => {
    for (const frame of document.querySelectorAll('iframe[src*="streamlit_webrtc"]')) {
      dress(frame.contentDocument);
      for (const alert of frame.contentDocument?.querySelectorAll('[role="alert"]') ?? []) {
        const known = Object.keys(words).find((name) => alert.textContent.includes(name));
        if (!known) continue;
        const text = document.createTreeWalker(alert, NodeFilter.SHOW_TEXT);
        while (text.nextNode()) {
          if (text.currentNode.data.includes(known)) text.currentNode.data = words[known];
        }
      }
    }
  };
  translate();
  const timer = setInterval(translate, every);
  return () => clearInterval(timer);
}
"""
_CSS: Final = (Path(__file__).parent / "server_view.css").read_text(encoding="utf-8")
_component = component("camera_words", js=_JS)


def dress_camera() -> None:
    """Watch the page's webcam component, style it and word its errors; takes no room itself."""
    mount(_component, "camera-words", {"words": WORDS, "every": _LOOK_EVERY_MS, "css": _CSS})
