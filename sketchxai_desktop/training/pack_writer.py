"""Arrays of unknown length, written to .npy files as they come."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.training.sources import Block

_HEADER_BYTES = 128
_RENUMBERED_AT_ONCE = 1_000_000


class _Column:
    """One growing .npy file. The header, which holds the length, is written last."""

    def __init__(self, path: Path, kind: npt.DTypeLike, width: int | None = None) -> None:
        self._file = path.open("wb")
        self._file.write(bytes(_HEADER_BYTES))
        self._kind, self._width, self.rows = np.dtype(kind), width, 0

    def add(self, values: npt.NDArray[Any]) -> None:
        self._file.write(np.ascontiguousarray(values, self._kind).tobytes())
        self.rows += len(values)

    def close(self) -> None:
        if self._file.closed:
            return
        shape = (self.rows,) if self._width is None else (self.rows, self._width)
        header = io.BytesIO()
        description = {"descr": np.lib.format.dtype_to_descr(self._kind), "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(header, description)
        assert len(header.getvalue()) == _HEADER_BYTES
        self._file.seek(0)
        self._file.write(header.getvalue())
        self._file.close()


class PackWriter:
    """Writes one pack into a folder, block by block; nothing stays in memory."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._points = _Column(folder / "points.npy", np.uint8, 2)
        self._lengths = _Column(folder / "stroke_lengths.npy", np.int32)
        self._counts = _Column(folder / "stroke_counts.npy", np.int32)
        self._labels = _Column(folder / "labels.npy", np.int32)
        self._first_points = _Column(folder / "first_points.npy", np.int64)
        self._first_strokes = _Column(folder / "first_strokes.npy", np.int64)

    def __len__(self) -> int:
        return self._labels.rows

    def add(self, block: Block, labels: npt.NDArray[np.int64]) -> None:
        """Append a block whose drawings have these provisional labels (D,)."""
        self._first_points.add(self._points.rows + np.cumsum(block.lengths) - block.lengths)
        self._first_strokes.add(self._lengths.rows + np.cumsum(block.counts) - block.counts)
        self._points.add(block.points)
        self._lengths.add(block.lengths)
        self._counts.add(block.counts)
        self._labels.add(labels)

    def close(self) -> None:
        """Let go of the files; what is there by then can be read if it is complete."""
        for column in vars(self).values():
            if isinstance(column, _Column):
                column.close()

    def finish(self, renumber: npt.NDArray[np.int32], categories: Sequence[str], facts: dict[str, Any]) -> None:
        """Turn the provisional labels into final ones and write what the pack is about.

        Args:
            renumber: final label of every provisional one.
        """
        self.close()
        if len(self):
            labels = np.load(self._folder / "labels.npy", mmap_mode="r+")
            for start in range(0, len(labels), _RENUMBERED_AT_ONCE):
                part = slice(start, start + _RENUMBERED_AT_ONCE)
                labels[part] = renumber[labels[part]]
            labels.flush()
        (self._folder / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
        (self._folder / "categories.json").write_text(json.dumps(list(categories)), encoding="utf-8")
