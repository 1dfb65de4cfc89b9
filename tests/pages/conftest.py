"""What tests of several pages share."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.shared import folders, owner
from tests.support.screens import new_visit


@pytest.fixture
def own_visit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The owner's My emoji with a data folder of its own."""
    monkeypatch.setattr(folders, "DATA", tmp_path)
    monkeypatch.setattr(owner, "is_proven", lambda *_: True)
    st.cache_resource.clear()  # the store of the test before
    return new_visit()
