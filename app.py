"""The server: `streamlit run app.py` finds `app` here and serves the menu's script with it."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from pages.server import health, owner_routes
from pages.server.gate import Gate
from pages.server.opening import open_to_visitors
from pages.server.script_errors import show_error
from pages.server.uploads import UploadLimit
from pages.shared import assets

app = st.App(
    Path(__file__).resolve().parent / "pages" / "menu.py",
    lifespan=open_to_visitors,
    routes=[*health.routes(), *owner_routes.routes(), *assets.routes()],
    middleware=[Middleware(Gate), Middleware(UploadLimit)],
    on_script_error=show_error,
)
