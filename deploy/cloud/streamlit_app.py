"""The same app for a host that installs what stands beside its entry: here, all but the trainer.

Streamlit Community Cloud takes requirements.txt from the folder of the file that it runs, and
Streamlit finds an application only where its maker is called in that file.
"""

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from pages.server.application import MENU, parts

app = st.App(MENU, **parts())
