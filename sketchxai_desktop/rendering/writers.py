"""Animated GIF, APNG and WebP files, one frame per state.

The containers are written here, because encoders of whole animations merge equal frames, and a step in which
nothing moved is a step all the same. Pixels are packed by Pillow (GIF, WebP) and zlib (PNG).
"""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import BinaryIO, Protocol

import numpy as np
import numpy.typing as npt
from PIL import GifImagePlugin, Image, features

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.rendering.palette import Colour
from sketchxai_desktop.rendering.quantise import TRANSPARENT, Quantiser

Pixels = npt.NDArray[np.uint32]
#: left, top, right, bottom; right and bottom are outside
Box = tuple[int, int, int, int]


class Writer(Protocol):
    """Takes every frame in turn, then `finish`."""

    def add(self, frame: Pixels, centiseconds: int) -> None:
        """The next frame, (height, width) 0xRRGGBB, and how long it is shown."""

    def finish(self) -> None:
        """Complete the file."""


def changed_box(before: Pixels, after: Pixels) -> Box:
    """The smallest box around all pixels that differ; the first pixel when none does."""
    differs = before != after
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not len(rows):
        return (0, 0, 1, 1)
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


class GifWriter:
    """One global palette; every frame after the first holds only what changed."""

    def __init__(self, file: BinaryIO, size: tuple[int, int], palette: list[Colour], *, loop: bool) -> None:
        self._file = file
        self._quantise = Quantiser(palette)
        self._before: Pixels | None = None
        self._indices: npt.NDArray[np.uint8] = np.zeros((size[1], size[0]), np.uint8)
        table = bytes(v for colour in palette for v in colour).ljust(768, b"\0")
        # 0xF7: a global table of 256 colours with 8 bits per channel; background colour 0.
        file.write(b"GIF89a" + struct.pack("<HHBBB", *size, 0xF7, 0, 0) + table)
        if loop:
            file.write(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00")

    def add(self, frame: Pixels, centiseconds: int) -> None:
        """See `Writer`. Raises ValueError beyond 65535 hundredths of a second."""
        if not 0 <= centiseconds <= 0xFFFF:
            raise ValueError("a GIF frame lasts at most 655 seconds")
        transparent = self._before is not None
        if self._before is None:
            left, top, right, bottom = 0, 0, frame.shape[1], frame.shape[0]
        else:
            left, top, right, bottom = changed_box(self._before, frame)
        self._before = frame
        place = (slice(top, bottom), slice(left, right))
        new = self._quantise(frame[place])
        part = np.where(new == self._indices[place], np.uint8(TRANSPARENT), new) if transparent else new
        self._indices[place] = new
        # 0x04: leave the frame in place for the next one; 0x01: one index is transparent.
        flags = 0x05 if transparent else 0x04
        self._file.write(b"\x21\xf9\x04" + struct.pack("<BHBB", flags, centiseconds, TRANSPARENT * transparent, 0))
        image = Image.frombytes("P", (right - left, bottom - top), part.tobytes())
        self._file.write(b"".join(GifImagePlugin.getdata(image, (left, top))))

    def finish(self) -> None:
        """See `Writer`."""
        self._file.write(b"\x3b")


class ApngWriter:
    """True colour without loss; a viewer that knows no APNG shows the first state."""

    def __init__(self, file: BinaryIO, size: tuple[int, int], frames: int, *, loop: bool) -> None:
        self._file = file
        self._before: Pixels | None = None
        self._number = 0
        file.write(b"\x89PNG\r\n\x1a\n")
        self._chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0))
        self._chunk(b"acTL", struct.pack(">II", frames, 0 if loop else 1))

    def add(self, frame: Pixels, centiseconds: int) -> None:
        """See `Writer`."""
        first = self._before is None
        box = (0, 0, frame.shape[1], frame.shape[0]) if self._before is None else changed_box(self._before, frame)
        self._before = frame
        left, top, right, bottom = box
        width, height = right - left, bottom - top
        place = (width, height, left, top)
        self._chunk(b"fcTL", struct.pack(">IIIIIHHBB", self._next(), *place, centiseconds, 100, 0, 0))
        # Every row begins with its filter; none (0) suits flat drawings.
        rows = np.zeros((height, 1 + 3 * width), np.uint8)
        rows[:, 1:] = _rgb(frame[top:bottom, left:right]).reshape(height, -1)
        packed = zlib.compress(rows.tobytes(), 6)
        if first:
            self._chunk(b"IDAT", packed)
        else:
            self._chunk(b"fdAT", struct.pack(">I", self._next()) + packed)

    def finish(self) -> None:
        """See `Writer`."""
        self._chunk(b"IEND", b"")

    def _next(self) -> int:
        self._number += 1
        return self._number - 1

    def _chunk(self, kind: bytes, data: bytes) -> None:
        self._file.write(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))


class WebpWriter:
    """True colour without loss."""

    def __init__(self, file: BinaryIO, size: tuple[int, int], *, loop: bool) -> None:
        """Raises UserError when this Pillow cannot write WebP."""
        if not features.check("webp"):
            raise UserError("This installation of Pillow cannot write WebP. Export a GIF or a PNG instead.")
        self._file = file
        self._before: Pixels | None = None
        file.write(b"RIFF\0\0\0\0WEBP")
        # 0x02: animated.
        self._chunk(b"VP8X", struct.pack("<BBH", 0x02, 0, 0) + _three(size[0] - 1) + _three(size[1] - 1))
        self._chunk(b"ANIM", struct.pack("<IH", 0xFFFFFFFF, 0 if loop else 1))

    def add(self, frame: Pixels, centiseconds: int) -> None:
        """See `Writer`."""
        if self._before is None:
            left, top, right, bottom = 0, 0, frame.shape[1], frame.shape[0]
        else:
            left, top, right, bottom = changed_box(self._before, frame)
            left, top = left - left % 2, top - top % 2  # the format stores half of them
        self._before = frame
        width, height = right - left, bottom - top
        image = Image.frombytes("RGB", (width, height), _rgb(frame[top:bottom, left:right]).tobytes())
        still = BytesIO()
        image.save(still, "WEBP", lossless=True, quality=20, method=1)
        place = _three(left // 2) + _three(top // 2) + _three(width - 1) + _three(height - 1)
        # 0x02: replace what was there instead of blending.
        self._chunk(b"ANMF", place + _three(centiseconds * 10) + b"\x02" + _bitstream(still.getvalue()))

    def finish(self) -> None:
        """See `Writer`."""
        length = self._file.tell() - 8
        self._file.seek(4)
        self._file.write(struct.pack("<I", length))
        self._file.seek(0, 2)

    def _chunk(self, kind: bytes, data: bytes) -> None:
        self._file.write(kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2))


def _bitstream(webp: bytes) -> bytes:
    """The VP8L chunk of a still picture, header and padding included."""
    position = 12
    while position + 8 <= len(webp):
        length = struct.unpack_from("<I", webp, position + 4)[0]
        end = position + 8 + length + length % 2
        if webp[position : position + 4] == b"VP8L":
            return webp[position:end]
        position = end
    raise ValueError("the WebP encoder gave no lossless picture")


def _rgb(pixels: Pixels) -> npt.NDArray[np.uint8]:
    return np.stack([pixels >> 16, pixels >> 8, pixels], axis=-1).astype(np.uint8)


def _three(value: int) -> bytes:
    return struct.pack("<I", value)[:3]
