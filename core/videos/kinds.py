"""Which files are clips, by their first bytes, and how long and large one may be."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.errors import UserError
from core.picture_kinds import PhotoError, picture_kind

REMEDY: Final = "Send an MP4, MOV or WebM video."
SUFFIXES: Final = frozenset((".mp4", ".m4v", ".mov", ".webm"))
_OTHER_VIDEOS: Final = frozenset(
    (".avi", ".wmv", ".flv", ".mpg", ".mpeg", ".ts", ".mts", ".m2ts", ".ogv", ".3gp", ".vob")
)
# Source: ISO/IEC 14496-12, section 4.2; QuickTime File Format Specification, "Atoms".
_BOXES: Final = frozenset((b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"))
_EBML: Final = b"\x1a\x45\xdf\xa3"  # Source: RFC 8794, section 11.2.1


@dataclass(frozen=True)
class Limits:
    """How much of a clip is taken."""

    seconds: float
    megabytes: int

    def words(self) -> str:
        """As a person reads them: "60 seconds and 60 MB"."""
        minutes, rest = divmod(round(self.seconds), 60)
        long = f"{minutes} minutes" if minutes > 1 and not rest else f"{self.seconds:.0f} seconds"
        return f"{long} and {self.megabytes} MB"


GUEST: Final = Limits(60.0, 60)
OWNER: Final = Limits(600.0, 300)


def is_clip(data: bytes) -> bool:
    """Whether a file's first bytes are those of a clip; it may still be broken."""
    if data[4:8] == b"ftyp":
        try:
            picture_kind(data[:4096])  # HEIC and AVIF are made of boxes, too
        except PhotoError:
            return True
        return False
    return data[4:8] in _BOXES or data.startswith(_EBML)


def demuxer(data: bytes) -> str:
    """The one reader that may open a clip: no stranger's file reaches any other.

    Raises:
        UserError: It is no clip.
    """
    if not is_clip(data):
        raise UserError(f"This file is not a video of a type we know. {REMEDY}")
    return "matroska" if data.startswith(_EBML) else "mov"


def require_size(name: str, size: int, limits: Limits) -> None:
    """Let a clip pass that is small enough.

    Args:
        size: In bytes.

    Raises:
        UserError: It is too large.
    """
    if size > limits.megabytes * 1_000_000:
        raise UserError(
            f"{name} has {size / 1_000_000:.0f} MB; a video may have {limits.words()}. Send a "
            "shorter one, or a smaller copy."
        )


def is_named_as_other_video(name: str) -> bool:
    """Whether a file calls itself a video of a kind that is not taken."""
    return Path(name).suffix.lower() in _OTHER_VIDEOS
