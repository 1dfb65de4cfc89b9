"""How many may be here at once, from the cores of the machine; each limit has its sentence."""

import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.errors import UserError
from pages.server.counts import counts

_CORES: Final = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
# Who opens Photo and sends a picture costs a quarter of a second of one core, then next to nothing:
# 100 who come within 40 s keep two cores busy for a third of it. At one moment they would all wait
# for a quarter of a minute. Measured by `python -m tests.bench strangers --visitors 100 --over 40`.
MAX_VISITORS: Final = 75 * _CORES
# Past this a connection is not even told why: a page that says so costs something, too.
MAX_CONNECTIONS: Final = 2 * MAX_VISITORS
MAX_BIG_WORKS: Final = 2  # a picture of 25 megapixels takes 75 MB and a core while it is read

MAX_VIDEOS: Final = max(1, _CORES // 2)  # each takes a core and a half while it is worked on

_big_work: Final = threading.BoundedSemaphore(MAX_BIG_WORKS)
_video: Final = threading.BoundedSemaphore(MAX_VIDEOS)


def require_room() -> None:
    """Let a visitor in while there is room.

    Raises:
        UserError: So many are here that the app would be slow for all.
    """
    if counts().now("connections") > MAX_VISITORS:
        raise UserError(
            f"{MAX_VISITORS} people use this app right now, and that is as many as it can serve "
            "well. Open the page again in a minute."
        )


@contextmanager
def big_work() -> Iterator[None]:
    """At most two at a time in the whole server; who waits sees that, and how long the line is."""
    held = _big_work.acquire(blocking=False)
    try:
        if not held:
            with counts().one_more("waiting") as place, _said(place):
                held = _big_work.acquire()
        with counts().one_more("big_works"), counts().timed("big_work"):
            yield
    finally:
        if held:  # a spinner ends the script where the visitor has already gone on
            _big_work.release()


@contextmanager
def one_video() -> Iterator[None]:
    """Room for one pass over a video; others wait, each in a thread of its own."""
    with counts().one_more("videos_waiting"):
        _video.acquire()
    try:
        with counts().one_more("videos"), counts().timed("video"):
            yield
    finally:
        _video.release()


def _said(place: int) -> AbstractContextManager[None]:
    """The visitor's place in line on the page; a download that is made has no page to show it."""
    on_page = get_script_run_ctx(suppress_warning=True) is not None
    return st.spinner(f"Waiting, {place} in line …") if on_page else nullcontext()
