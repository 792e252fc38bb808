"""Strokes from SVG: the outlines of its shapes in document order, or the `d` of one path.

svgelements understands path data, transformations and shapes. Documents are walked here, without references (`use`,
entities): what a small file can blow up to is bounded.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.sketch import Sketch, Stroke

if TYPE_CHECKING:
    from svgelements import Matrix, Path

MAX_CHARACTERS = 500_000
_MOST_STROKES, _MOST_POINTS, _DEEPEST = 2_000, 100_000, 100
_MOST_CLOSED, _MOST_CURVES = 1_000, 2_000
#: Points on curves, which take a third of a millisecond each.
_MOST_ON_CURVES = 20_000
_CURVE = re.compile(r"[cCsSqQtTaA]")
#: Longer side of the sketch, and the distance of points on curves.
_EXTENT, _SPACING = 255.0, 3.0
#: Largest coordinate.
_FARTHEST = 1e15
#: Most points of one curve, however long it is.
_MOST_OF_CURVE = 500
_SHAPES = frozenset(("path", "polyline", "polygon", "line", "rect", "circle", "ellipse"))
#: What lies in these is not drawn where it stands.
_NOT_DRAWN = frozenset(("defs", "clipPath", "mask", "symbol", "marker", "pattern", "metadata", "style", "script"))
_LENGTHS = ("x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "y1", "x2", "y2")
_PATH_DATA = re.compile(r"\s*[Mm][\d\s.,eE+\-MmZzLlHhVvCcSsQqTtAa]*")
_Points = npt.NDArray[np.float64]


def looks_like_svg(text: str) -> bool:
    """Whether it is worth trying: an SVG document, or the data of a path."""
    start = text.lstrip("\ufeff \t\r\n")[:2000]
    return "<svg" in start or _PATH_DATA.fullmatch(start[:200]) is not None


def sketch_from_svg(text: str) -> Sketch:
    """A stroke for every subpath, in the order in which they are drawn, 255 units at its longer side.

    Curves become points as a pen would have left them (`raw` strokes, which are simplified before the model sees
    them). Fills, colours, text and what is only referred to are not looked at.

    Args:
        text: an SVG document or the `d` of a path, at most `MAX_CHARACTERS` long.

    Raises:
        UserError: it is no SVG, there is nothing to draw in it, or it is too large.
    """
    if len(text) > MAX_CHARACTERS:
        raise UserError("This SVG is too large to become a sketch.")
    strokes: list[_Points] = []
    count = 0
    try:
        for path in _paths(text):
            for points in _subpaths(path):
                strokes.append(points)
                count += len(points)
                if len(strokes) > _MOST_STROKES or count > _MOST_POINTS:
                    raise UserError("This SVG has too many strokes to become a sketch.")
    except UserError:
        raise
    except Exception as error:  # whatever a parser stumbles over in somebody's file
        raise UserError("This is not SVG that can be read.") from error
    if not strokes:
        raise UserError("There is no path, line or shape in this SVG.")
    everything = np.concatenate(strokes)
    if not (np.abs(everything) <= _FARTHEST).all():
        raise UserError("This SVG has coordinates that are out of range.")
    corner = everything.min(axis=0)
    extent = float((everything.max(axis=0) - corner).max())
    scale = _EXTENT / extent if extent > 0 else 1.0
    return Sketch(tuple(Stroke(((s - corner) * scale).astype(np.float32), raw=True) for s in strokes))


def _paths(text: str) -> Iterator[Path]:
    from svgelements import Matrix, Path

    if "<" not in text:
        if _PATH_DATA.fullmatch(text) is None:
            raise UserError("This is not the data of an SVG path.")
        _require_few(text)
        yield Path(text)
        return
    if "<!ENTITY" in text:
        raise UserError("This SVG defines entities, which are not read.")
    root = ElementTree.fromstring(text.lstrip("\ufeff \t\r\n"))
    pending: list[tuple[ElementTree.Element, Matrix, int]] = [(root, Matrix(), 0)]
    while pending:
        element, outer, depth = pending.pop()
        name = str(element.tag).rpartition("}")[2]
        if name in _NOT_DRAWN or depth > _DEEPEST or element.get("display") == "none":
            continue
        # svgelements multiplies from the left: the inner transformation goes first.
        matrix = Matrix(element.get("transform") or "") * outer
        if name in _SHAPES:
            shape = _shape(name, element)
            if shape is not None:
                yield abs(shape * matrix)  # `abs` carries the transformation out
        pending += [(child, matrix, depth + 1) for child in reversed(element)]


def _require_few(data: str) -> None:
    """Refuse path data that would take svgelements minutes: it looks for the beginning of a subpath at each end."""
    if data.count("z") + data.count("Z") > _MOST_CLOSED or len(_CURVE.findall(data)) > _MOST_CURVES:
        raise UserError("This SVG has too many strokes to become a sketch.")


def _shape(name: str, element: ElementTree.Element) -> Path | None:
    import svgelements

    if name == "path":
        _require_few(element.get("d") or "")
        return svgelements.Path(element.get("d") or "")
    if name in ("polyline", "polygon"):
        numbers = re.findall(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", element.get("points") or "")
        pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
        closed = " Z" if name == "polygon" else ""
        return svgelements.Path("M" + " L".join(f"{x} {y}" for x, y in pairs) + closed) if pairs else None
    known = {key: element.get(key) for key in _LENGTHS if element.get(key) is not None}
    kinds: dict[str, Any] = {
        "line": svgelements.SimpleLine,
        "rect": svgelements.Rect,
        "circle": svgelements.Circle,
        "ellipse": svgelements.Ellipse,
    }
    return svgelements.Path(kinds[name](**known))


def _subpaths(path: Path) -> Iterator[_Points]:
    """Each subpath as (P, 2) points."""
    from svgelements import Close, Line, Move

    segments = list(path)
    # Twice as fine as needed at first; the exact length and bounds of a curve take far longer to find.
    rough = {k: _rough(s) for k, s in enumerate(segments) if not isinstance(s, (Move, Line, Close))}
    ends = [_pairs([s.end]) for s in segments if s.end is not None]
    everything = np.concatenate([*ends, *rough.values()]) if ends or rough else np.zeros((1, 2))
    extent = float(np.ptp(everything, axis=0).max())
    points: list[_Points] = []
    on_curves = 0
    for k, segment in enumerate(segments):
        if isinstance(segment, Move):
            if points:
                yield _together(points)
            points = [_pairs([segment.end])]
        elif k not in rough:
            if segment.end is not None:
                points.append(_pairs([segment.end]))
        else:
            length = float(np.hypot(*np.diff(rough[k], axis=0).T).sum())
            steps = math.ceil(_EXTENT * length / (_SPACING * extent)) if extent > 0 else 1
            at = np.linspace(0, 1, 1 + min(max(steps, 4), _MOST_OF_CURVE))[1:]
            on_curves += len(at)
            if on_curves > _MOST_ON_CURVES:
                raise UserError("This SVG has too many strokes to become a sketch.")
            points.append(_pairs([segment.point(t) for t in at]))
    if points:
        yield _together(points)


def _rough(segment: Any) -> _Points:
    return _pairs([segment.point(t) for t in np.linspace(0, 1, 9)])


def _pairs(points: list[Any]) -> _Points:
    return np.array([[p.x, p.y] for p in points], np.float64)


def _together(points: list[_Points]) -> _Points:
    """One stroke, without points that repeat the one before."""
    whole = np.concatenate(points)
    new = np.append(True, (np.diff(whole, axis=0) != 0).any(axis=1))
    kept: _Points = whole[new]
    return kept
