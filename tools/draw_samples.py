"""Draw the sample sketches that come with the program and write resources/samples.ndjson.

Every sketch is ours: a few control points per stroke, joined by a smooth curve and given a hand's wobble with a
fixed seed. Run from the repository root: python tools/draw_samples.py
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.drawing_file import save_drawings
from sketchxai_desktop.core.sketch import Sketch, Stroke

Points = npt.NDArray[np.float64]
SPACING = 5.0
MS_PER_UNIT = 1.6


def line(*points: tuple[float, float]) -> Points:
    """A polyline with sharp corners."""
    return np.array(points, float)


def curve(*points: tuple[float, float]) -> Points:
    """A smooth curve through the points (Catmull-Rom)."""
    p = np.array([points[0], *points, points[-1]], float)
    t = np.linspace(0, 1, 14, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False):
        parts.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.concatenate([*parts, p[-1:]])


def ellipse(cx: float, cy: float, rx: float, ry: float, start: float = -90, turn: float = 366) -> Points:
    """An ellipse begun at `start` degrees, drawn a little past its beginning as hands do."""
    angle = np.radians(np.linspace(start, start + turn, 48))
    return np.stack([cx + rx * np.cos(angle), cy + ry * np.sin(angle)], axis=1)


def star(cx: float, cy: float, r: float) -> Points:
    """A five-pointed star in one go, crossing itself."""
    angle = np.radians(-90 + 144 * np.arange(6))
    return np.stack([cx + r * np.cos(angle), cy + r * np.sin(angle)], axis=1)


SAMPLES: dict[str, list[Points]] = {
    "bicycle": [
        ellipse(60, 165, 46, 46),
        ellipse(200, 165, 46, 46),
        line((60, 165), (100, 95), (170, 95), (125, 168), (60, 165)),
        line((125, 168), (96, 82)),
        line((82, 82), (112, 80)),
        line((200, 165), (166, 72)),
        curve((146, 74), (166, 70), (184, 66), (192, 76)),
    ],
    "sun": [
        ellipse(128, 128, 48, 48),
        *[
            line((128 + 66 * math.cos(a), 128 + 66 * math.sin(a)), (128 + 108 * math.cos(a), 128 + 108 * math.sin(a)))
            for a in np.radians(np.arange(-90, 270, 45))
        ],
    ],
    "cell phone": [
        line((84, 22), (172, 22), (174, 234), (82, 234), (84, 22)),
        line((94, 46), (162, 46), (162, 196), (94, 196), (94, 46)),
        ellipse(128, 214, 9, 9),
        line((114, 34), (142, 34)),
    ],
    "bed": [
        line((24, 70), (24, 206)),
        line((24, 160), (232, 160)),
        line((232, 128), (232, 206)),
        line((24, 190), (232, 190)),
        curve((30, 158), (36, 128), (66, 124), (84, 130), (90, 158)),
        curve((90, 132), (150, 124), (210, 126), (231, 132)),
    ],
    "tree": [
        line((112, 240), (116, 160)),
        line((148, 240), (142, 160)),
        curve(
            (112, 162),
            (66, 166),
            (48, 132),
            (66, 104),
            (60, 66),
            (98, 56),
            (118, 22),
            (154, 34),
            (176, 58),
            (204, 76),
            (196, 112),
            (208, 146),
            (170, 164),
            (140, 162),
            (112, 162),
        ),
    ],
    "smiley face": [
        ellipse(128, 128, 100, 100),
        ellipse(94, 98, 9, 12),
        ellipse(162, 98, 9, 12),
        curve((74, 150), (96, 184), (128, 194), (162, 184), (184, 148)),
    ],
    "eyeglasses": [
        ellipse(72, 136, 46, 40),
        ellipse(184, 136, 46, 40),
        curve((117, 128), (128, 116), (140, 128)),
        line((27, 126), (10, 104)),
        line((229, 126), (246, 104)),
    ],
    "star": [star(128, 136, 112)],
    "table": [
        line((20, 96), (236, 96), (236, 114), (20, 114), (20, 96)),
        line((40, 114), (40, 214)),
        line((216, 114), (216, 214)),
    ],
    "chair": [
        line((76, 24), (80, 146)),
        line((80, 144), (182, 142)),
        line((80, 146), (78, 238)),
        line((182, 142), (184, 236)),
        line((76, 24), (98, 26), (100, 144)),
        line((78, 60), (98, 60)),
        line((79, 98), (99, 98)),
    ],
    "cloud": [
        curve(
            (58, 172),
            (24, 164),
            (22, 126),
            (54, 118),
            (58, 84),
            (98, 74),
            (116, 92),
            (138, 62),
            (184, 70),
            (190, 106),
            (230, 112),
            (238, 152),
            (204, 172),
            (150, 174),
            (100, 174),
            (58, 172),
        ),
    ],
    "apple": [
        curve(
            (128, 84),
            (98, 64),
            (54, 80),
            (44, 132),
            (66, 196),
            (102, 226),
            (128, 216),
            (156, 226),
            (192, 194),
            (212, 130),
            (198, 80),
            (158, 66),
            (128, 84),
        ),
        curve((128, 84), (130, 56), (142, 34)),
        curve((136, 56), (162, 32), (190, 36), (168, 58), (136, 58)),
    ],
    "eye": [
        curve((14, 130), (68, 78), (128, 62), (190, 80), (242, 128)),
        curve((14, 130), (68, 178), (130, 192), (192, 176), (242, 128)),
        ellipse(128, 127, 44, 46),
        ellipse(128, 127, 17, 18),
    ],
    "snake": [
        curve((18, 176), (44, 116), (82, 118), (104, 168), (140, 196), (172, 152), (190, 104), (224, 92), (240, 108)),
        curve((20, 190), (48, 136), (78, 136), (98, 184), (140, 214), (182, 170), (200, 122), (226, 116), (240, 108)),
        ellipse(224, 102, 3, 3),
        line((240, 108), (252, 104)),
    ],
    "book": [
        curve((128, 74), (90, 54), (50, 54), (20, 66)),
        line((20, 66), (20, 200)),
        curve((20, 200), (60, 188), (96, 190), (128, 208)),
        line((128, 74), (128, 208)),
        curve((128, 74), (166, 54), (206, 54), (236, 66)),
        line((236, 66), (236, 200)),
        curve((236, 200), (196, 188), (160, 190), (128, 208)),
    ],
    "airplane": [
        curve((14, 132), (50, 112), (120, 106), (200, 110), (240, 126), (214, 144), (130, 150), (50, 148), (14, 132)),
        line((112, 146), (66, 214), (94, 216), (160, 148)),
        line((112, 108), (74, 48), (100, 48), (156, 108)),
        line((30, 124), (14, 78), (36, 80), (62, 114)),
    ],
    "pants": [
        line((66, 24), (190, 24), (212, 234), (150, 234), (128, 96), (106, 234), (44, 234), (66, 24)),
        line((66, 50), (190, 50)),
    ],
    "clock": [
        ellipse(128, 128, 102, 102),
        line((128, 128), (128, 58)),
        line((128, 128), (176, 146)),
        line((128, 30), (128, 44)),
        line((226, 128), (212, 128)),
        line((128, 226), (128, 212)),
        line((30, 128), (44, 128)),
    ],
}


def draw(points: Points, clock: float, rng: np.random.Generator) -> tuple[Stroke, float]:
    """Ink along `points` with a slow wobble, timed by how far the pen travels; also when the pen is up again."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    at = np.unique(np.concatenate([np.arange(0, along[-1], SPACING), along[:: max(1, len(along) // 8)], along[-1:]]))
    ink = np.stack([np.interp(at, along, points[:, k]) for k in (0, 1)], axis=1)
    knots = np.linspace(0, along[-1], 3 + int(along[-1] / 40))
    wobble = [np.interp(at, knots, rng.normal(0, 1.1, len(knots))) for _ in range(2)]
    times = clock + at * MS_PER_UNIT
    ink = np.round(ink + np.stack(wobble, axis=1), 1)
    return Stroke(ink.astype(np.float32), times=np.round(times).astype(np.float32), raw=True), float(times[-1]) + 220


def main() -> None:
    rng = np.random.default_rng(7)
    sketches = []
    for word, strokes in SAMPLES.items():
        clock, drawn = 0.0, []
        for points in strokes:
            stroke, clock = draw(points, clock, rng)
            drawn.append(stroke)
        sketches.append(Sketch(tuple(drawn), word=word))
    target = Path(__file__).resolve().parents[1] / "resources" / "samples.ndjson"
    save_drawings(target, sketches)
    print(f"{len(sketches)} sketches in {target}")


if __name__ == "__main__":
    main()
