"""Screens run by Streamlit's own AppTest, each opened as a link opens it.

AppTest runs no JavaScript, so what moves is in tests/browser.
"""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.folders import ROOT


def new_visit() -> AppTest:
    """The menu of a visitor who has not opened anything yet."""
    return AppTest.from_file(str(ROOT / "pages" / "menu.py"), default_timeout=60)


def opened(app: AppTest, page: str, /, **address: str) -> AppTest:
    """A screen, with what its address says.

    Args:
        page: The screen's file in `pages`, without its ending.
    """
    for name, value in address.items():
        app.query_params[name] = value
    return app.switch_page(f"{page}.py").run()


def html_of(app: AppTest) -> str:
    """All HTML that the app wrote by itself."""
    blocks: list[Any] = list(app.get("html"))
    return "".join(block.body for block in blocks)


def without_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Live comes up: behind an AppTest is no session for the webcam component to ask for."""
    monkeypatch.setattr("streamlit_webrtc.component.get_this_session_info", lambda: None)
    for track in ("create_video_sink_track", "create_video_source_track"):
        monkeypatch.setattr(f"streamlit_webrtc.{track}", lambda *_args, **_options: None)
