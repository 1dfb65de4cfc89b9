"""The ways to an emoji, and what is said where one of them ends: each names the next as a button.

In this browser -> on the server -> one picture by the browser's own camera -> the sample -> a
file. Python holds the sentences; the browser's code and the pages show them.
"""

from dataclasses import dataclass
from typing import Final

# What a step is called on its button; "again" and "sample" need no help from Python.
STEPS: Final = {
    "again": "Try again",
    "browser": "Run it in this browser",
    "server": "Run it on the server",
    "still": "Take one picture",
    "sample": "Show me the sample",
    "upload": "Use a photo",
}


@dataclass(frozen=True)
class Reason:
    """Why it does not go on."""

    sentence: str
    steps: tuple[str, ...]  # of STEPS, the likeliest help first


# By the names of the browser's own errors where there are such, else by ours.
REASONS: Final = {
    "NotAllowedError": Reason(
        "The camera is blocked for this page. Allow it beside the browser's address bar, then try "
        "again.",
        ("again", "sample", "upload"),
    ),
    "NotFoundError": Reason(
        "No camera was found. Connect one and try again, or go on without.",
        ("again", "sample", "upload"),
    ),
    "NotReadableError": Reason(
        "Another program holds the camera. Close it, then try again.",
        ("again", "sample", "upload"),
    ),
    "InsecureError": Reason(
        "Browsers give no camera to an address that is not secure. How to get a secure one is "
        "written below. The sample and photos work here too.",
        ("sample", "upload"),
    ),
    "gone": Reason(
        "The camera went away. Connect it again, or go on without.",
        ("again", "sample", "upload"),
    ),
    "old": Reason(
        "This browser cannot run the network itself. A newer one can (Safari from 16.4 on), or the "
        "server does it for you.",
        ("server", "still", "upload"),
    ),
    "broken": Reason(
        "The network could not be loaded here. Try again, or let the server do it.",
        ("again", "server", "still", "upload"),
    ),
    "no path": Reason(
        "No picture comes through: your network seems to block direct video. In this browser it "
        "works without.",
        ("browser", "still", "upload"),
    ),
    "full": Reason(
        "All live places on the server are taken. In this browser there is always one.",
        ("browser", "still", "upload"),
    ),
}


def ways(reason: str) -> list[tuple[str, str]]:
    """The steps that are left, each with its button's words."""
    return [(step, STEPS[step]) for step in REASONS[reason].steps]
