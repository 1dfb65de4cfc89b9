"""A visitor without a browser: speaks to the app as its own page does, or as a trick would."""

import ssl
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs, UploadedFileInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

_PATIENCE_S: Final = 60.0


class Visitor:
    """One connection; its messages are read by whoever calls, in one thread."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.session = ""
        self.page_hash = ""
        self.query = ""  # what the address names behind the page
        self.widgets: dict[str, WidgetState] = {}

    def send(self, message: BackMsg) -> None:
        """Any message at all."""
        self.connection.send(message.SerializeToString())

    def open(self, page: str, *, query: str = "") -> list[ForwardMsg]:
        """Go to a page by its address; what came until its script had run."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = self.query = query
        message.rerun_script.widget_states.SetInParent()
        return self._run(message)

    def set(self, widget: WidgetState) -> list[ForwardMsg]:
        """Turn a widget, as a click does; what came until the script had run again."""
        self.widgets[widget.id] = widget
        message = BackMsg()
        message.rerun_script.page_script_hash = self.page_hash
        message.rerun_script.query_string = self.query
        message.rerun_script.widget_states.CopyFrom(
            WidgetStates(widgets=list(self.widgets.values()))
        )
        if widget.HasField("trigger_value"):  # a button is pressed for one run
            del self.widgets[widget.id]
        return self._run(message)

    def press(self, label: str, shown: list[ForwardMsg]) -> list[ForwardMsg]:
        """Click a button among what the page showed."""
        return self.set(WidgetState(id=element(shown, "button", label).id, trigger_value=True))

    def upload(self, to: str | httpx.Client, name: str, data: bytes) -> UploadedFileInfo:
        """Send a file as the uploader does; what the uploader then tells of it.

        Args:
            to: The app's address, or a client that has been there.
        """
        if isinstance(to, str):
            with httpx.Client(base_url=to, trust_env=False) as client:
                return self.upload(client, name, data)
        path, number = f"/_stcore/upload_file/{self.session}", str(uuid.uuid4())
        token = to.get("/_stcore/health").cookies["_streamlit_xsrf"]
        headers = {"X-Xsrftoken": token, "Origin": str(to.base_url).rstrip("/")}
        to.put(f"{path}/{number}", files={name: (name, data)}, headers=headers).raise_for_status()
        urls = FileURLs(
            file_id=number, upload_url=f"{path}/{number}", delete_url=f"{path}/{number}"
        )
        return UploadedFileInfo(file_id=number, name=name, size=len(data), file_urls=urls)

    def until(self, ends: Callable[[ForwardMsg], bool]) -> list[ForwardMsg]:
        """Every message up to the one that ends the wait."""
        got: list[ForwardMsg] = []
        until_s = time.monotonic() + _PATIENCE_S
        while not got or not ends(got[-1]):
            data = self.connection.recv(max(0.0, until_s - time.monotonic()), decode=False)
            got.append(ForwardMsg.FromString(data))
            if got[-1].HasField("new_session"):
                self.session = got[-1].new_session.initialize.session_id
            if got[-1].HasField("navigation"):
                self.page_hash = got[-1].navigation.page_script_hash
        return got

    def _run(self, message: BackMsg) -> list[ForwardMsg]:
        self.send(message)
        return self.until(_is_settled)


def _is_settled(message: ForwardMsg) -> bool:
    """Whether a run is over, and no other follows by itself."""
    early = ForwardMsg.FINISHED_EARLY_FOR_RERUN
    return message.HasField("script_finished") and message.script_finished != early


def element(messages: list[ForwardMsg], kind: str, label: str = "") -> Any:
    """The last element of a kind among what a page showed, whose label begins so."""
    shown = [one.delta.new_element for one in messages if one.HasField("delta")]
    found = [getattr(one, kind) for one in shown if one.WhichOneof("type") == kind]
    return [one for one in found if not label or one.label.startswith(label)][-1]


def words(messages: list[ForwardMsg]) -> str:
    """All text in what a page showed, to look for a sentence in."""
    return " ".join(str(message) for message in messages)


@contextmanager
def visit(
    url: str,
    *,
    headers: dict[str, str] | None = None,
    origin: str | None = None,
    trusted: ssl.SSLContext | None = None,
    token: str = "",
) -> Iterator[Visitor]:
    """A connection to the app.

    Args:
        url: Of the app, "http://127.0.0.1:8501".
        headers: Besides those of every websocket; a Host among them takes the usual one's place.
        origin: The page that opens it; None sends none, as scripts do.
        token: Against forged requests, as the app gave it; a sign-in counts only with it.
        trusted: Whose certificates are believed, at a secure address.
    """
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(
        address,
        ssl=trusted,
        origin=Origin(origin) if origin is not None else None,
        additional_headers=headers,
        subprotocols=[Subprotocol(word) for word in ("streamlit", token) if word],
        max_size=None,
        proxy=None,
        compression=None,
    ) as connection:
        yield Visitor(connection)
