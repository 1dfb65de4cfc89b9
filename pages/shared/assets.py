"""Files that a visitor's browser may ask for: a list of single files, never a folder.

A public file's address holds the checksum of its content, so it may be kept for ever and a new
content has a new address. What is a visitor's own has an address nobody can guess, which dies
with the visit. Anything else is not found, whatever stands beside it on the disk.
"""

import gzip
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_PREFIX: Final = "assets"
_TYPES: Final = {
    "js": "text/javascript; charset=utf-8",
    "wasm": "application/wasm",
    "tflite": "application/octet-stream",
    "bin": "application/octet-stream",
    "webp": "image/webp",
    "png": "image/png",
    "jpg": "image/jpeg",
    "mp4": "video/mp4",
}
_PACKED_ALREADY: Final = ("webp", "png", "jpg", "mp4")
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_NEVER_KEPT: Final = "private, no-store"


@dataclass(frozen=True, eq=False)
class _File:
    content: bytes
    packed: bool  # by gzip
    kind: str  # how the name ends
    keeping: str  # what Cache-Control says


# What may be asked for, by key and name. Written by scripts' threads, read by the server's.
_listed: dict[tuple[str, str], _File] = {}


def routes() -> list[Route]:
    """What app.py adds to the server."""
    return [Route(f"/{_PREFIX}/{{key}}/{{name}}", _answer)]


def publish(name: str, data: bytes) -> str:
    """List a file for everybody; returns its address, relative to the app's."""
    return publish_all({name: data}) + name


def publish_all(files: Mapping[str, bytes]) -> str:
    """List files that ask for each other by name; returns their address up to the name."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    key = digest.hexdigest() if len(files) > 1 else _sha256(*files.values())
    for name, data in files.items():
        _list(key, name, data)
    return f"{_PREFIX}/{key}/"


def publish_packed(name: str, data: bytes) -> str:
    """List a file that lies compressed by gzip; returns its address."""
    key = _sha256(data)
    _listed.setdefault((key, name), _File(data, True, _kind(name), _FOR_EVER))
    return f"{_PREFIX}/{key}/{name}"


@dataclass(frozen=True)
class PrivateFile:
    """A file of one visitor."""

    address: str  # relative to the app's


def withdraw(file: PrivateFile) -> None:
    """Take a visitor's file off the list."""
    _prefix, key, name = file.address.split("/")
    _listed.pop((key, name), None)


def publish_private(name: str, data: bytes) -> PrivateFile:
    """List a file for whoever knows its address, until it is withdrawn."""
    key = secrets.token_urlsafe(32)
    _listed[key, name] = _File(data, False, _kind(name), _NEVER_KEPT)
    return PrivateFile(f"{_PREFIX}/{key}/{name}")


@st.cache_resource(scope="session", max_entries=4, on_release=withdraw, show_spinner=False)
def private(name: str, data: bytes) -> PrivateFile:
    """List one of this visitor's own files, as long as the visit lasts."""
    return publish_private(name, data)


def _list(key: str, name: str, data: bytes) -> None:
    if (key, name) in _listed:
        return
    kind = _kind(name)
    packed = kind not in _PACKED_ALREADY
    content = gzip.compress(data, mtime=0) if packed else data
    _listed[key, name] = _File(content, packed, kind, _FOR_EVER)


def _kind(name: str) -> str:
    kind = name.rpartition(".")[2]
    if kind not in _TYPES:
        raise ValueError(f"A file to be served ends with one of {', '.join(_TYPES)}, not {name}.")
    return kind


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


async def _answer(request: Request) -> Response:
    file = _listed.get((request.path_params["key"], request.path_params["name"]))
    if file is None:
        return Response("There is no such file.", status_code=404, media_type="text/plain")
    headers = {
        "Cache-Control": file.keeping,
        "X-Content-Type-Options": "nosniff",
        "Vary": "Accept-Encoding",
    }
    content = file.content
    if file.packed and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
    elif file.packed:
        content = gzip.decompress(content)
    return Response(content, headers=headers, media_type=_TYPES[file.kind])
