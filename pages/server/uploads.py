"""Strangers' files are counted before they are kept: a session's, and everyone's together.

A file that is one too many is read off the line and dropped. In its place a page finds a mark, and
shows the sentence that belongs to it: Streamlit's uploader has words for its own refusals only.
"""

import os
import re
from typing import Final, cast

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from core.photos import PhotoError

MAX_FILES: Final = 60  # of a session; a page shows 30
MAX_SESSION_BYTES: Final = 400_000_000  # 30 pictures of 24 megapixels are about 300 MB
# Of all sessions: an eighth of the machine, since what is decoded needs room too.
MAX_BYTES: Final = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 8

_REFUSALS: Final = {
    b"\0too many files of one visitor": (
        f"This file was not taken: {MAX_FILES} files are here already. Remove some above first."
    ),
    b"\0too many bytes of one visitor": (
        f"This file was not taken: your files may have {MAX_SESSION_BYTES // 10**6} MB together. "
        "Remove some above first."
    ),
    b"\0too many bytes of all visitors": (
        "This file was not taken: so many people use the app right now that its memory is full. "
        "Try again in some minutes."
    ),
}
_TOO_MANY, _TOO_LARGE, _FULL = _REFUSALS
_ADDRESS: Final = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/(?P<file>[^/]+)$")
_BOUNDARY: Final = b"a-mark-in-place-of-a-file"


def require_taken(data: bytes) -> None:
    """Let a file pass that was taken.

    Raises:
        PhotoError: It is the mark of one that was not.
    """
    if data in _REFUSALS:
        raise PhotoError(_REFUSALS[data])


class UploadLimit:
    """ASGI middleware. What is on its way is known here, what is kept Streamlit knows.

    Touched by the server's event loop only.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._coming: dict[tuple[str, str], int] = {}  # bytes by session and file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = _ADDRESS.search(scope["path"]) if scope["type"] == "http" else None
        if address is None or scope["method"] != "PUT":
            await self.app(scope, receive, send)
            return
        upload = (address["session"], address["file"])
        told = _told_bytes(scope)
        refusal = self._refusal(upload[0], told)
        if refusal:
            await _drop(receive)
            await self.app(_marked(scope, refusal), _once(_body(refusal)), send)
            return
        self._coming[upload] = told
        try:
            await self.app(scope, receive, send)
        finally:
            self._coming.pop(upload, None)

    def _refusal(self, session: str, told: int) -> bytes:
        """The mark for one more file of so many bytes; empty if it may come."""
        kept = _kept()
        coming = [size for (owner, _), size in self._coming.items() if owner == session]
        mine = [*kept.get(session, []), *coming]
        if len(mine) >= MAX_FILES:
            return _TOO_MANY
        if sum(mine) + told > MAX_SESSION_BYTES:
            return _TOO_LARGE
        everyones = sum(map(sum, kept.values())) + sum(self._coming.values())
        return _FULL if everyones + told > MAX_BYTES else b""


def _kept() -> dict[str, list[int]]:
    """The sizes of the files that are kept, by session."""
    manager = cast(MemoryUploadedFileManager, Runtime.instance().uploaded_file_mgr)
    return {
        session: [len(file.data) for file in list(files.values())]
        for session, files in list(manager.file_storage.items())
    }


def _told_bytes(scope: Scope) -> int:
    """What the sender says will come, which the server below holds it to; else the most it may."""
    told = Headers(scope=scope).get("content-length", "")
    return int(told) if told.isdecimal() else config.get_option("server.maxUploadSize") * 2**20


async def _drop(receive: Receive) -> None:
    """Read a body to its end, keeping nothing: a browser tells of no answer that comes before."""
    more = True
    while more:
        message = await receive()
        more = message["type"] == "http.request" and message.get("more_body", False)


def _body(refusal: bytes) -> bytes:
    """A form as browsers send it, with one small file."""
    head = b'Content-Disposition: form-data; name="file"; filename="file"\r\n\r\n'
    return b"--%b\r\n%b%b\r\n--%b--\r\n" % (_BOUNDARY, head, refusal, _BOUNDARY)


def _marked(scope: Scope, refusal: bytes) -> Scope:
    changed = {
        b"content-length": b"%d" % len(_body(refusal)),
        b"content-type": b"multipart/form-data; boundary=" + _BOUNDARY,
    }
    kept = [pair for pair in scope["headers"] if pair[0] not in changed]
    return {**scope, "headers": [*kept, *changed.items()]}


def _once(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
