"""Uploads on a real server: counted before they are kept, and let go with their session."""

from collections.abc import Iterator
from types import SimpleNamespace

import psutil
import pytest
from starlette.applications import Starlette
from streamlit.proto.Common_pb2 import FileUploaderState, UploadedFileInfo
from streamlit.proto.WidgetStates_pb2 import WidgetState

from core.photos import PhotoError
from pages.server import uploads
from tests.browser.app import Server, running_server
from tests.support.visitor import Visitor, element, visit, words

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.fixture
def visitor(server: Server) -> Iterator[Visitor]:
    with visit(server.url, origin=server.url) as visitor:
        yield visitor


def page_with(visitor: Visitor, file: UploadedFileInfo) -> str:
    """What the Photo page says with a file in its uploader."""
    uploader = element(visitor.open("photo"), "file_uploader")
    state = FileUploaderState(uploaded_file_info=[file])
    return words(visitor.set(WidgetState(id=uploader.id, file_uploader_state_value=state)))


def test_one_file_too_many_is_not_taken_and_the_page_says_why(server: Server, visitor: Visitor):
    visitor.open("photo")
    for number in range(uploads.MAX_FILES):
        visitor.upload(server.url, f"{number}.png", b"x")

    late = visitor.upload(server.url, "late.png", b"x")

    assert "60 files are here already" in page_with(visitor, late)


def test_a_visitors_files_have_a_size_together_and_memory_stays_within_it(
    server: Server, visitor: Visitor
):
    visitor.open("photo")
    before = psutil.Process(server.process.pid).memory_info().rss

    files = [visitor.upload(server.url, f"{n}.png", bytes(29_000_000)) for n in range(20)]

    after = psutil.Process(server.process.pid).memory_info().rss
    assert after - before < 1.3 * uploads.MAX_SESSION_BYTES, "20 files are 580 MB"
    assert "400 MB together" in page_with(visitor, files[-1])


def test_another_visitor_still_has_room(server: Server, visitor: Visitor):
    with visit(server.url, origin=server.url) as full:
        full.open("photo")
        for number in range(uploads.MAX_FILES + 1):
            full.upload(server.url, f"{number}.png", b"x")
        visitor.open("photo")

        mine = visitor.upload(server.url, "mine.png", b"x")

        assert "was not taken" not in page_with(visitor, mine)


def test_when_all_visitors_files_fill_the_machine_the_next_is_refused(monkeypatch):
    kept = {"one": {"a": SimpleNamespace(data=bytes(600))}}
    runtime = SimpleNamespace(uploaded_file_mgr=SimpleNamespace(file_storage=kept))
    monkeypatch.setattr(uploads.Runtime, "instance", lambda: runtime)
    monkeypatch.setattr(uploads, "MAX_BYTES", 1000)
    limit = uploads.UploadLimit(Starlette())

    marks = [limit._refusal("another", size) for size in (400, 401)]

    assert marks[0] == b""
    with pytest.raises(PhotoError, match="its memory is full"):
        uploads.require_taken(marks[1])
