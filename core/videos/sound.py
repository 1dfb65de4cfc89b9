"""A clip's sound beside a new picture: its packets copied as they are.

Only where browsers play no MP4 with such sound is it compressed anew, as AAC.
"""

# PyAV leaves open what its packets and streams hold.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportMissingTypeArgument=false
# pyright: reportUnknownParameterType=false

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import av
import av.container

from core.videos.clip import BROKEN

COPIED: Final = frozenset(("aac", "mp3", "opus", "flac"))
_AAC_RATES: Final = (22_050, 24_000, 32_000, 44_100, 48_000)
_AAC_BITS_PER_S: Final = 160_000


class Sound:
    """The sound of one clip on its way into another file. Used by one thread."""

    def __init__(self, clip: Path, reader: str, into: av.container.OutputContainer) -> None:
        """Open the clip once more and tell the new file of its sound.

        Args:
            clip: A file that was checked.
            reader: As `kinds.demuxer` names it.
            into: A file to which nothing was written yet.
        """
        self.told = True  # whether all of it could be read so far
        self._file = av.open(str(clip), format=reader, metadata_errors="replace")
        self._into = into
        self._stream = next(iter(self._file.streams.audio), None)
        self._origin_s = (self._file.start_time or 0) / av.time_base
        self._waiting: tuple[float, av.Packet] | None = None
        self._packets: Iterator[av.Packet] = iter(())
        self._copies = False
        self._last: int | None = None  # when the last packet copied is decoded, in its ticks
        if self._stream is None:
            return
        try:
            self._begin(self._stream)
        except BROKEN:
            self._stream, self.told = None, False

    def _begin(self, stream: av.AudioStream) -> None:
        # PyAV's types leave out that it may know no codec.
        if stream.codec_context is None:  # pyright: ignore[reportUnnecessaryComparison]
            raise ValueError("This sound is compressed in an unknown way.")
        name = stream.codec_context.name
        self._copies = name.removesuffix("float") in COPIED
        if self._copies:
            self._target = self._into.add_stream_from_template(stream)
        else:
            told = stream.codec_context.sample_rate
            rate = told if told in _AAC_RATES else max(_AAC_RATES)
            self._target = self._into.add_stream("aac", rate=rate)
            self._target.codec_context.bit_rate = _AAC_BITS_PER_S
            self._target.codec_context.layout = "mono" if stream.channels == 1 else "stereo"
        self._target.metadata.clear()
        self._packets = self._file.demux(stream)

    def up_to(self, t: float) -> None:
        """Write all sound until a time, in seconds of the clip; infinity for all of it."""
        while self._stream is not None:
            try:
                packet = self._next()
                if packet is None:
                    return
                if packet[0] > t:
                    self._waiting = packet
                    return
                self._write(packet[1])
            except BROKEN:
                self._stream, self.told = None, False

    def close(self) -> None:
        """Write what the encoder still holds, and close the clip."""
        if self._stream is not None and not self._copies:
            self._into.mux(self._target.encode(None))
        self._file.close()

    def _next(self) -> tuple[float, av.Packet] | None:
        if self._waiting is not None:
            packet, self._waiting = self._waiting, None
            return packet
        for packet in self._packets:
            if packet.dts is not None and packet.pts is not None and packet.size:
                return float(packet.pts * packet.time_base) - self._origin_s, packet
        return None

    def _write(self, packet: av.Packet) -> None:
        if not self._copies:
            try:
                frames = packet.decode()
            except BROKEN:
                self.told = False
                return
            for frame in frames:
                if frame.pts is not None:
                    frame.pts -= round(self._origin_s / frame.time_base)
                self._into.mux(self._target.encode(frame))
            return
        shift = round(self._origin_s / packet.time_base)
        assert packet.pts is not None and packet.dts is not None
        packet.pts -= shift
        packet.dts -= shift
        if self._last is not None and packet.dts <= self._last:
            self.told = False  # no file takes a packet that is not after the one before
            return
        self._last = packet.dts
        packet.stream = self._target
        self._into.mux(packet)
