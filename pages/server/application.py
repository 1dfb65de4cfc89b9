"""What an `st.App` of ours is made with: app.py and the entry for hosts of files share it."""

from pathlib import Path
from typing import Any, Final

from starlette.middleware import Middleware

from pages.server import health, owner_routes
from pages.server.gate import Gate
from pages.server.opening import open_to_visitors
from pages.server.preview import Preview
from pages.server.script_errors import show_error
from pages.server.uploads import UploadLimit
from pages.shared import assets

MENU: Final = Path(__file__).resolve().parents[1] / "menu.py"


def parts() -> dict[str, Any]:
    """Routes, middleware, the server's life, and what a visitor reads when a page fails."""
    return {
        "lifespan": open_to_visitors,
        "routes": [*health.routes(), *owner_routes.routes(), *assets.routes()],
        "middleware": [Middleware(Gate), Middleware(UploadLimit), Middleware(Preview)],
        "on_script_error": show_error,
    }
