"""Many visitors without a browser at once: what each waits for, and whether any errs."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileUploaderState
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import WebSocketException

from pages.server.script_errors import OUR_FAULT
from pages.shared import folders
from tests.support.visitor import Visitor, element, visit, words

_MINE: Final = "my own picture.jpg"
_HOMES: Final = 10


@dataclass(frozen=True)
class Waited:
    """How long the visitors of a crowd waited, and what went wrong."""

    seconds: list[float]  # of those who got what they came for
    problems: list[str]

    def quantile(self, share: float) -> float:
        """Seconds within which this share had it; infinite where nobody had."""
        return float(np.quantile(self.seconds, share)) if self.seconds else float("inf")


def crowd(url: str, visitors: int, *, over_s: float = 0.0) -> Waited:
    """Everybody opens Photo, sends a picture and waits until its faces are shown.

    Args:
        over_s: In which they come, evenly; 0 for all at one moment.
    """
    waited = Waited([], [])

    def come(number: int) -> None:
        time.sleep(over_s * number / visitors)
        started = time.monotonic()
        try:
            with visit(url, origin=url) as visitor:
                problem = _sends_a_picture(url, visitor)
        except (WebSocketException, TimeoutError, OSError, IndexError) as error:
            problem = f"{type(error).__name__}: {error}"
        if problem:
            waited.problems.append(problem)
        else:
            waited.seconds.append(time.monotonic() - started)

    _together([lambda number=number: come(number) for number in range(visitors)])
    return waited


def _sends_a_picture(url: str, visitor: Visitor) -> str:
    """What went wrong on the way; empty if the picture came back read."""
    uploader = element(visitor.open("photo"), "file_uploader")
    sent = visitor.upload(url, _MINE, folders.SAMPLE.read_bytes())
    state = FileUploaderState(uploaded_file_info=[sent])
    shown = visitor.set(WidgetState(id=uploader.id, file_uploader_state_value=state))
    said = words(shown)
    if OUR_FAULT in said:
        return OUR_FAULT
    if element(shown, "file_uploader").id == uploader.id:  # it is emptied once files are taken in
        return "the picture was not taken in"
    return "" if "**Looks " in said else "no face was read"


def homes(url: str) -> list[float]:
    """Seconds from the asking to the end of Home's script, of visitors one after the other."""
    seconds = []
    for _ in range(_HOMES):
        with visit(url, origin=url) as visitor:
            started = time.monotonic()
            visitor.open("")
            seconds.append(time.monotonic() - started)
    return seconds


@contextmanager
def flood(url: str) -> Iterator[None]:
    """One visitor who sends without end, as long as the block runs."""
    over = threading.Event()

    def send() -> None:
        message = BackMsg()
        message.rerun_script.query_string = ""
        message.rerun_script.widget_states.SetInParent()
        refused = BackMsg(clear_cache=True)
        with visit(url, origin=url) as visitor:
            listening = threading.Thread(target=_listen, args=(visitor,), daemon=True)
            listening.start()
            try:
                while not over.is_set():
                    visitor.send(message)
                    visitor.send(refused)
            except WebSocketException:
                return  # hung up on, which is an answer, too

    sending = threading.Thread(target=send)
    sending.start()
    try:
        yield
    finally:
        over.set()
        sending.join()


def _listen(visitor: Visitor) -> None:
    try:
        for _ in visitor.connection:
            pass
    except WebSocketException:
        return


def _together(works: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
