"""What a browser may tell Streamlit, and how fast."""

import asyncio
import time

import pytest
from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg

from pages.server.gate import ALLOWED, REFUSED, Gate

KINDS = [kind.name for kind in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields]


def message(kind: str) -> bytes:
    """A message of one kind, its fields left as they are at first."""
    made = BackMsg()
    value = getattr(made, kind)
    if isinstance(value, Message):
        value.SetInParent()
    else:
        setattr(made, kind, True)
    return made.SerializeToString()


def what_comes_through(sent: list[bytes]) -> list[bytes]:
    """What an app behind the gate gets of a connection's messages."""
    got: list[bytes] = []
    coming = iter([*({"type": "websocket.receive", "bytes": one} for one in sent), None])

    async def receive():
        return next(coming) or {"type": "websocket.disconnect"}

    async def app(_scope, receive, _send):
        while (one := await receive())["type"] == "websocket.receive":
            got.append(one["bytes"])

    async def send(_message):
        raise AssertionError("nothing is answered")

    scope = {
        "type": "websocket",
        "path": "/_stcore/stream",
        "headers": [(b"host", b"localhost:8501")],
    }
    asyncio.run(Gate(app)(scope, receive, send))
    return got


def test_every_message_of_this_streamlit_is_known_to_be_needed_or_not():
    assert set(KINDS) == ALLOWED | REFUSED, "decide about those that are new"
    assert not ALLOWED & REFUSED


@pytest.mark.parametrize("kind", sorted(ALLOWED))
def test_what_a_page_needs_comes_through(kind: str):
    assert what_comes_through([message(kind)]) == [message(kind)]


@pytest.mark.parametrize("kind", sorted(REFUSED))
def test_what_would_harm_others_is_dropped_and_the_connection_goes_on(kind: str):
    got = what_comes_through([message(kind), message("stop_script")])

    assert got == [message("stop_script")]


def test_what_is_no_message_is_left_to_streamlit_which_hangs_up():
    assert what_comes_through([b"\xff\xff"]) == [b"\xff\xff"]


def test_who_floods_is_made_to_wait():
    started = time.monotonic()

    got = what_comes_through([message("stop_script")] * 225)

    assert len(got) == 225, "nothing is lost"
    assert time.monotonic() - started > 0.4, "25 more than a burst, at 50 a second"
