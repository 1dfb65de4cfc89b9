"""Classes of a visitor's own: kept, listed, taken home, deleted with all that shows them."""

import io
import json
import zipfile

import numpy as np
import pytest

from core.errors import UserError
from core.own.classes import keep_class, own_classes
from core.own.listing import counted, delete, export, listed
from core.own.store import OwnStore

PATCH = np.full((48, 48), 9, np.uint8)


@pytest.fixture
def store() -> OwnStore:
    """Two classes with a frame each, and a model of each."""
    store = OwnStore(None)
    for name, emoji in (("wink", "winking"), ("tongue", "cheeky")):
        keep_class(store, name, emoji)
        store.keep_face(PATCH, name, "class")
        store.keep_model(f"my {name}", {"classes": [name]}, b"weights")
    return store


def the_wink(store: OwnStore):
    return next(one for one in listed(store) if one.title == "the class wink")


def test_a_class_is_listed_with_its_emoji(store):
    assert [(one.name, one.emoji) for one in own_classes(store)] == [
        ("wink", "winking"),
        ("tongue", "cheeky"),
    ]
    assert counted(listed(store)) == "2 faces, 2 classes of your own, 2 personal models"


def test_a_class_that_is_named_again_gets_the_other_emoji(store):
    keep_class(store, "wink", "cool")

    assert [one.emoji for one in own_classes(store)] == ["cool", "cheeky"]


def test_deleting_a_class_takes_its_frames_and_its_models_along(store):
    said = delete(store, the_wink(store))

    assert said == "the class wink with 1 face and 1 personal model"
    assert [face.label for face in store.faces()] == ["tongue"]
    assert [model.name for model in store.models()] == ["my tongue"]


def test_a_model_that_learned_a_deleted_class_serves_no_longer(store):
    (wink, _tongue) = store.models()
    store.use_model(wink.id)

    delete(store, the_wink(store))

    assert store.used_model() is None


def test_no_byte_of_a_deleted_class_is_left_on_the_disk(tmp_path):
    store = OwnStore(tmp_path / "own.sqlite")
    keep_class(store, "wriggling ears", "winking")
    store.keep_face(PATCH, "wriggling ears", "class")
    store.keep_model("mine", {"classes": ["wriggling ears"]}, b"weights of ears")
    (kept,) = (one for one in listed(store) if one.kind == "own_class")

    delete(store, kept)

    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    secrets = (b"wriggling ears", b"weights of ears", PATCH.tobytes())
    assert [secret for secret in secrets if secret in left] == []


def test_the_export_names_the_classes(store):
    archive = zipfile.ZipFile(io.BytesIO(export(store)))

    assert json.loads(archive.read("classes.json")) == {"wink": "winking", "tongue": "cheeky"}


@pytest.mark.parametrize("name", ["", "x" * 31], ids=["empty", "long"])
def test_a_name_that_cannot_be_shown_is_refused(store, name):
    with pytest.raises(UserError, match="1 to 30"):
        keep_class(store, name, "winking")
