"""Codebooks as .npz files without pickles."""

from __future__ import annotations

import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.analysis.codebook import Codebook
from sketchxai_desktop.analysis.strokes import StrokeCollection
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.files import atomic_path
from sketchxai_desktop.core.sentences import reason_of

ENDING = ".npz"
_FORMAT = "sketchxai-codebook-1"
#: Unpacked; 50,000 strokes with embeddings of width 768 take 170 MB.
_MOST_BYTES = 2 * 1024**3
_FLOATS = {"points": 2, "embeddings": 2, "centres": 2, "distances": 1}
_INTS = {"ends": 1, "word_codes": 1, "drawings": 1, "lines": 1, "orders": 1, "groups": 1}


def save_codebook(codebook: Codebook, path: str | Path) -> Path:
    """Write a codebook, whole or not at all. Returns the path.

    Raises:
        UserError: the file cannot be written.
    """
    path, strokes = Path(path), codebook.strokes
    facts = {
        "format": _FORMAT,
        "words": list(strokes.words),
        "checkpoint": codebook.checkpoint,
        "sha256": codebook.sha256,
        "source": codebook.source,
        "path": codebook.path,
    }
    text = np.frombuffer(json.dumps(facts).encode(), np.uint8)
    arrays = {name: getattr(strokes if hasattr(strokes, name) else codebook, name) for name in (*_FLOATS, *_INTS)}
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, facts=text, **arrays)
    return path


def load_codebook(path: str | Path) -> Codebook:
    """Read a codebook; nothing in the file can run code.

    Raises:
        UserError: it cannot be read, or is no codebook.
    """
    path = Path(path)
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise UserError("{file} was refused: it is larger than any codebook.", file=path.name)
        with np.load(path, allow_pickle=False) as stored:
            facts = json.loads(stored["facts"].tobytes())
            if not isinstance(facts, dict) or facts.get("format") != _FORMAT:
                raise UserError("{file} is not a codebook of strokes.", file=path.name)
            arrays = {name: _array(stored[name], np.float32, axes) for name, axes in _FLOATS.items()}
            arrays |= {name: _array(stored[name], np.int64, axes) for name, axes in _INTS.items()}
        centres, distances, groups = (arrays.pop(name) for name in ("centres", "distances", "groups"))
        strokes = StrokeCollection(words=tuple(map(str, facts["words"])), **arrays)
        texts = (str(facts.get(name, "")) for name in ("checkpoint", "sha256", "source", "path"))
        return Codebook(strokes, centres, groups, distances, *texts)
    except OSError as error:
        raise UserError("Could not open {path}: {reason}.", path=path, reason=reason_of(error)) from error
    except (zipfile.BadZipFile, zlib.error, LookupError, ValueError, TypeError, EOFError, MemoryError) as error:
        raise UserError("{file} is damaged or not a codebook of strokes.", file=path.name) from error
    except RuntimeError as error:  # encrypted, or of a later kind of archive
        raise UserError("{file} is damaged or not a codebook of strokes.", file=path.name) from error


def _array(values: Any, kind: type[np.generic], axes: int) -> npt.NDArray[Any]:
    array = np.asarray(values)
    if array.dtype != kind or array.ndim != axes:
        raise ValueError("an array has the wrong type")
    return array
