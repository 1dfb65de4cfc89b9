"""Where a visitor's live view runs: chosen on the page, by default as the visit came."""

from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.camera import connection
from pages.server.hoster import secrets
from pages.shared import folders, visitor

NAMES: Final = {
    "browser": "In this browser",
    "server": "On the server",
    "still": "One picture",
}
PROMISES: Final = {
    "browser": "Your pictures never leave this device: the network runs in your browser.",
    "server": "Frames go to this app's server, stay in its memory and are never kept.",
    "still": "The picture goes to this app's server, stays in its memory and is never kept.",
}
CONSENT: Final = (
    "It reads expressions, not feelings. Do not use it to judge people: not at work or school, "
    "not in hiring or policing."
)
_HTTPS: Final = folders.ROOT / "docs" / "https.md"
_KEY: Final = "live-place"
_BEGINS: Final = "live-begins"


def current() -> str:
    """The place that was chosen, else the default."""
    return visitor.choice(_KEY) or default()


def default() -> str:
    """The hoster's choice; else this machine's own visitor is served by it, all others not.

    The address is a hint for what works best, never a right.
    """
    wanted = secrets().get("live")
    if wanted in NAMES:
        return str(wanted)
    return "server" if connection.is_local() else "browser"


def start_camera() -> None:
    """Open Live with the camera starting at once; called by a tap on another page."""
    if visitor.choice(_KEY) is None:
        visitor.choose(_KEY, "browser")  # starts by itself, and frames stay on the device
    visitor.choose(_BEGINS, "camera")
    st.switch_page("live.py")


def begins() -> str | None:
    """What the visitor has just asked for elsewhere, "camera" or "sample"; told once."""
    return visitor.take(_BEGINS)


def https() -> str:
    """How an address becomes secure, as Markdown without its title."""
    _title, _, text = _HTTPS.read_text(encoding="utf-8").partition("\n")
    return text.replace("\n## ", "\n##### ")


def go(step: str) -> None:
    """Take a step of the ladder; the page runs anew. Called before the choice is drawn."""
    if step == "upload":
        st.switch_page("photo.py")
    if step == "sample":  # which runs in the browser alone
        visitor.choose(_BEGINS, step)
    visitor.choose(_KEY, "browser" if step == "sample" else step)
    st.rerun()


def choose(place: DeltaGenerator) -> None:
    """Draw the choice; what is chosen counts from the page's next run on."""
    if visitor.choice(_KEY) is None:
        visitor.choose(_KEY, default())
    place.segmented_control(
        "Where it runs",
        list(NAMES),
        format_func=NAMES.__getitem__,
        required=True,
        help="In this browser frames stay on your device. The server takes them by WebRTC.",
        key=_KEY,
        persist_state="session",
    )
