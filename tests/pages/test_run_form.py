"""The form of a new run: what is typed into it stays."""

from datetime import datetime, timedelta
from unittest.mock import Mock

import pytest

from tests.support.screens import new_visit, opened


@pytest.mark.slow
def test_a_typed_name_outlives_the_turn_of_a_minute(monkeypatch):
    # An AppTest has no connection whose headers could say where it comes from.
    monkeypatch.setattr("pages.shared.owner.is_proven", lambda *_: True)
    shown = opened(new_visit(), "train", view="new")
    (name,) = (one for one in shown.text_input if one.label == "Name of the run")
    name.set_value("mine").run()

    later = datetime.now() + timedelta(minutes=1)
    monkeypatch.setattr("pages.run.form.datetime", Mock(now=lambda: later))
    shown.run()

    assert "mine" in [one.value for one in shown.text_input]
