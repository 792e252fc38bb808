"""One line of Quick, Draw! .ndjson to a Sketch and back.

Format: https://github.com/googlecreativelab/quickdraw-dataset. A line is a JSON object with `drawing`,
a list of strokes: `[xs, ys]` (simplified) or `[xs, ys, ts]` (raw, t in milliseconds).
"""

from __future__ import annotations

from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import orjson

from sketchxai_desktop.core.sentences import Sentence, SentenceError
from sketchxai_desktop.core.sketch import FloatArray, Sketch, Stroke

#: No real drawing comes near these; a line beyond them is damage or an attack on memory.
MAX_LINE_BYTES = 16 * 1024 * 1024
MAX_STROKES = 10_000
MAX_COORDINATE = 1e7
_LATEST = 1e15
#: From this length on, brackets and quotes are counted before a line is parsed: a drawing has a few for each stroke,
#: while "[]," takes three bytes in the file and eighty in memory.
_COUNTED_FROM = 1024 * 1024
_MOST = {b"[": 8 * MAX_STROKES, b"{": 10_000, b'"': 100_000}
_NUMBERS = {int, float}
_NAME = b'"drawing"'


class LineError(SentenceError, ValueError):
    """A line that is no drawing. Made as `UserError` is; ``str(error)`` is the reason, ready to be shown."""


class Facts(NamedTuple):
    """What a line says about its drawing; None where it does not say."""

    word: str | None = None
    country: str | None = None
    recognized: bool | None = None


def parse_line(line: bytes | str) -> Sketch:
    """The sketch on one line.

    Raises:
        LineError: the line is not a drawing; the message says why, in words.
    """
    record = checked_record(line)
    facts = _facts(record)
    return Sketch(
        tuple(_stroke(columns) for columns in record["drawing"]),
        word=facts.word,
        country=facts.country,
        recognized=facts.recognized,
        key_id=_text(record.get("key_id")),
        timestamp=_text(record.get("timestamp")),
    )


def check_line(line: bytes | str) -> None:
    """Raise what `parse_line` would raise, several times faster.

    Raises:
        LineError: the line is not a drawing.
    """
    checked_record(line)


def parse_facts(line: bytes) -> Facts:
    """Word, country and recognition of a line, without looking at its coordinates.

    A line that is not JSON gives empty facts; whether it is a drawing is not checked.
    """
    # Parsing the coordinates would take nearly all the time, so they are cut out: from the name to the last
    # bracket, unless there is text between. If the cut was wrong all the same (the name inside a word, say),
    # the rest is no JSON, and the whole line is parsed after all.
    start, end = line.find(_NAME), line.rfind(b"]")
    is_plain = 0 <= start < end and line.find(b'"', start + len(_NAME), end) < 0
    rest = line[:start] + b'"drawing":0' + line[end + 1 :] if is_plain else line
    try:
        check_size(rest)
        record = orjson.loads(rest)
    except ValueError:
        try:
            check_size(line)
            record = orjson.loads(line)
        except ValueError:
            return Facts()
    return _facts(record) if isinstance(record, dict) else Facts()


def format_line(sketch: Sketch) -> bytes:
    """One line of .ndjson, newline included, that `parse_line` reads back to an equal sketch.

    The format has no place for pen pressure or for times of simplified strokes: those are not kept. Raw
    strokes without times get 0, 1, 2, ... A lone surrogate in a text, which no file can hold, becomes U+FFFD.

    Raises:
        LineError: `parse_line` would not accept the line (no strokes, coordinates out of range, ...).
    """
    drawing = []
    for number, stroke in enumerate(sketch.strokes, start=1):
        columns = [_numbers(stroke.points[:, 0]), _numbers(stroke.points[:, 1])]
        if stroke.raw:
            times = np.arange(len(stroke), dtype=np.float32) if stroke.times is None else stroke.times
            columns.append(_numbers(times))
        _check_stroke(columns, number)
        drawing.append(columns)
    _check_count(drawing)
    record = {
        "word": _storable(sketch.word),
        "countrycode": _storable(sketch.country),
        "recognized": sketch.recognized,
        "key_id": _storable(sketch.key_id),
        "drawing": drawing,
    }
    if sketch.timestamp is not None:
        record["timestamp"] = _storable(sketch.timestamp)
    line = orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
    check_size(line)
    return line


def checked_record(line: bytes | str) -> dict[str, Any]:
    """What a line says, its "drawing" known to be one. For those who need no `Sketch` (packing for training).

    Raises:
        LineError: the line is not a drawing.
    """
    check_size(line)
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise LineError("{reason}", reason=_json_reason(line, error)) from None
    if not isinstance(record, dict):
        raise LineError("the line is not a JSON object")
    if "drawing" not in record:
        raise LineError('there is no "drawing"')
    drawing = record["drawing"]
    if not isinstance(drawing, list):
        raise LineError('"drawing" is not a list of strokes')
    _check_count(drawing)
    if not _is_plainly_good(drawing):
        for number, stroke in enumerate(drawing, start=1):
            _check_stroke(stroke, number)
    return record


def check_size(line: bytes | str) -> None:
    """Refuse a line that would take too much memory; ask before parsing one.

    Raises:
        LineError: it is too long, or made of more lists or objects than a drawing.
    """
    if len(line) <= _COUNTED_FROM:
        return
    if len(line) > MAX_LINE_BYTES:
        raise LineError("the line is longer than {most} MB", most=MAX_LINE_BYTES // 1024**2)
    text = line if isinstance(line, bytes) else line.encode("utf-8", "surrogatepass")
    if any(text.count(mark) > most for mark, most in _MOST.items()):
        raise LineError("the line holds more lists, objects or texts than a drawing has")


def _check_count(drawing: list[Any]) -> None:
    if not drawing:
        raise LineError("the drawing has no strokes")
    if len(drawing) > MAX_STROKES:
        raise LineError(
            "the drawing has {count} strokes; the most we accept is {most}", count=len(drawing), most=MAX_STROKES
        )


def _is_plainly_good(drawing: list[Any]) -> bool:
    """True if every stroke is certain to pass `_check_stroke`, told in a few passes over all numbers at once."""
    kinds = set(map(type, drawing))
    sizes = set(map(len, drawing)) if kinds == {list} else set()
    if sizes not in ({2}, {3}):
        return False
    columns = list(chain.from_iterable(drawing))
    if set(map(type, columns)) != {list}:
        return False
    lengths = list(map(len, columns))
    step = sizes.pop()
    if min(lengths) == 0 or any(lengths[::step] != lengths[k::step] for k in range(1, step)):
        return False
    values = list(chain.from_iterable(columns))
    if not set(map(type, values)) <= _NUMBERS:
        return False
    return bool(min(values) >= -MAX_COORDINATE and max(values) <= MAX_COORDINATE)


def _check_stroke(stroke: Any, number: int) -> None:
    if not isinstance(stroke, list) or len(stroke) not in (2, 3):
        raise LineError("stroke {number} is not [xs, ys] or [xs, ys, ts]", number=number)
    if not all(isinstance(column, list) for column in stroke):
        raise LineError("stroke {number} is not made of lists", number=number)
    if len({len(column) for column in stroke}) != 1:
        raise LineError("stroke {number} has lists of different lengths", number=number)
    if not stroke[0]:
        raise LineError("stroke {number} has no points", number=number)
    for column, limit in zip(stroke, (MAX_COORDINATE, MAX_COORDINATE, _LATEST), strict=False):
        are_times = limit != MAX_COORDINATE
        # By type, because True is an int to isinstance. Built-in functions beat NumPy on lists this short.
        if not set(map(type, column)) <= _NUMBERS:
            raise LineError(
                "stroke {number} has times that are not numbers"
                if are_times
                else "stroke {number} has coordinates that are not numbers",
                number=number,
            )
        if not (min(column) >= -limit and max(column) <= limit):
            raise LineError(
                "stroke {number} has times out of range"
                if are_times
                else "stroke {number} has coordinates out of range",
                number=number,
            )


def _stroke(columns: list[list[float]]) -> Stroke:
    points = np.array(columns[:2], np.float32).T
    return Stroke(points) if len(columns) == 2 else Stroke(points, times=np.array(columns[2], np.float32), raw=True)


def _facts(record: dict[str, Any]) -> Facts:
    recognized = record.get("recognized")
    return Facts(
        _text(record.get("word")),
        _text(record.get("countrycode")),
        recognized if isinstance(recognized, bool) else None,
    )


def _text(value: Any) -> str | None:
    """Identifiers appear as strings or as numbers, depending on who wrote the file."""
    if isinstance(value, str):
        return value
    return str(value) if type(value) is int else None


def _storable(text: str | None) -> str | None:
    """The text as UTF-8 can hold it: halves of a surrogate pair joined, lone ones replaced."""
    return text if text is None else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _numbers(values: FloatArray) -> list[int | float]:
    """float32 values as the shortest JSON numbers that read back to the same float32."""
    whole = (values == np.rint(values)) & ((values != 0) | ~np.signbit(values))
    if whole.all():
        return [int(v) for v in values.tolist()]
    return [int(v) if w else float(str(v)) for v, w in zip(values, whole, strict=True)]


def _json_reason(line: bytes | str, error: orjson.JSONDecodeError) -> Sentence:
    text = line if isinstance(line, bytes) else line.encode("utf-8", "surrogatepass")
    if b"\0" in text[:4096]:
        return Sentence("the line is binary data, not text")
    if not text.rstrip().endswith(b"}"):
        return Sentence("the line is cut off or is not JSON")
    return Sentence(
        "the line is not valid JSON ({reason} at character {number})", reason=error.msg, number=error.pos + 1
    )
