"""How pictures come in: files, the camera, samples. They stay for the visit, until removed."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import cv2
import streamlit as st

from core.errors import UserError
from core.photos import decode_photo, encode_jpeg
from core.videos.kinds import demuxer, is_clip, is_named_as_other_video, require_size
from pages.server import uploads
from pages.shared import folders, videos
from pages.shared.album import Album

_PICTURE_MB: Final = 30
_THUMBNAIL_PX: Final = 64


def sample_files() -> list[Path]:
    """The pictures that ship with the app, the photo first."""
    files = folders.SAMPLE.parent.glob("*.jpg")
    return sorted(files, key=lambda path: (path != folders.SAMPLE, path.name))


def intake(album: Album) -> None:
    """The upload field, emptied as soon as its files are taken in; the camera; the samples."""
    limits = videos.limits()
    sent = st.file_uploader(
        "Your pictures or a video",
        accept_multiple_files=True,
        max_upload_size=limits.megabytes,
        key=f"photo-upload-{album.uploads}",
        help=f"JPEG, PNG, WebP, HEIC, AVIF, GIF or BMP, up to 25 megapixels and {_PICTURE_MB} MB "
        f"each; or an MP4, MOV or WebM video of up to {limits.words()}. You can also paste a "
        "picture from the clipboard.",
    )
    if sent:
        album.uploads += 1
        _take_in(album, ((file.name, file.getvalue()) for file in sent))
    st.caption(f"A video may have {limits.words()}: MP4, MOV or WebM.")
    with st.container(horizontal=True):
        with st.popover("Samples", icon=":material/auto_awesome:"):
            _samples(album)
        with st.popover("Take a picture", icon=":material/photo_camera:"):
            taken = st.camera_input(
                "Take a picture", label_visibility="collapsed", key=f"photo-camera-{album.uploads}"
            )
    if taken:
        album.uploads += 1
        _take_in(album, [("camera.jpg", taken.getvalue())])


def start_with_sample(album: Album) -> None:
    """A visit begins with a picture that shows what will come."""
    if album.next_number == 1:
        album.add(folders.SAMPLE.name, folders.SAMPLE.read_bytes(), sample=True)


def back_to_sample(album: Album) -> None:
    """The button that brings a result back where there is none."""
    if st.button("Show the sample", icon=":material/auto_awesome:", type="primary"):
        sample = album.add(folders.SAMPLE.name, folders.SAMPLE.read_bytes(), sample=True)
        album.choose(sample)
        st.rerun()


def _take_in(album: Album, files: Iterable[tuple[str, bytes]]) -> None:
    """Add a person's own pictures or video; a sample that nobody asked for makes room for them."""
    album.refusals = ()
    first = None
    for name, data in files:
        try:
            uploads.require_taken(data)
            if is_clip(data) or is_named_as_other_video(name):
                _take_in_video(name, data)
                continue
            _require_picture_size(name, data)
            for picture in [one for one in album.pictures if one.sample]:
                album.remove(picture)
            added = album.add(name, data)
            first = first or added
        except UserError as refusal:
            album.refusals = (*album.refusals, str(refusal))
    if first:
        album.choose(first)
    st.rerun()


def _take_in_video(name: str, data: bytes) -> None:
    require_size(name, len(data), videos.limits())
    demuxer(data)  # says what to send instead where it is none of ours
    videos.video().take_in(name, data)


def _require_picture_size(name: str, data: bytes) -> None:
    if len(data) > _PICTURE_MB * 1_000_000:
        raise UserError(f"{name} is too large: a picture may have {_PICTURE_MB} MB.")


@st.cache_resource(show_spinner=False)
def _thumbnail(path: Path) -> bytes:
    """A sample as small as it is shown: st.image would shrink it anew in every run."""
    image = decode_photo(path.read_bytes())
    height = round(_THUMBNAIL_PX * image.shape[0] / image.shape[1])
    small = cv2.resize(image, (_THUMBNAIL_PX, height), interpolation=cv2.INTER_AREA)
    return encode_jpeg(small)


def _samples(album: Album) -> None:
    files = sample_files()
    for path in files:
        words = path.stem.replace("-", " ").replace("_", " ").capitalize()
        picture, button = st.columns([1, 3], vertical_alignment="center")
        picture.image(_thumbnail(path), width=_THUMBNAIL_PX)
        if button.button(words, key=f"sample-{path.name}", width="stretch"):
            known = [one for one in album.pictures if one.sample and one.name == path.name]
            album.choose(
                known[0] if known else album.add(path.name, path.read_bytes(), sample=True)
            )
            st.rerun()
