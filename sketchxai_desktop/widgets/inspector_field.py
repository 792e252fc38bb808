"""A heat map in a plot: a picture on the screen, squares where it becomes a drawing."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from sketchxai_desktop.rendering.palette import LIGHT
from sketchxai_desktop.rendering.signed import paint_squares
from sketchxai_desktop.widgets.take_away import is_drawing


class FieldItem(pg.ImageItem):
    """(rows, columns) numbers as colours of the look-up table."""

    def __init__(self) -> None:
        super().__init__(axisOrder="row-major")

    def paint(self, painter: QPainter, *arguments: object) -> None:
        if not is_drawing() or self.image is None or self.lut is None:
            super().paint(painter, *arguments)
            return
        low, high = map(float, self.levels)
        share = (np.asarray(self.image, np.float64) - low) / max(high - low, 1e-12)
        entry = np.clip((share * len(self.lut)).astype(int), 0, len(self.lut) - 1)
        rows, columns = self.image.shape
        # In units of cells, not of pixels.
        paint_squares(painter, QRectF(0, 0, columns, rows), self.lut[entry][..., :3], LIGHT.background, overlap=0.04)
