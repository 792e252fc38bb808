"""Two sketches side by side: a pinned one and the present one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.rendering.gui import picture_font
from sketchxai_desktop.rendering.palette import Colour, legible, mix
from sketchxai_desktop.rendering.signed import signed_shares, stroke_looks
from sketchxai_desktop.rendering.sketch_painter import paint_sketch
from sketchxai_desktop.rendering.text import draw_text
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.common_words import shown
from sketchxai_desktop.widgets.explain_paint import fit, paint_card, paint_columns, paint_message
from sketchxai_desktop.widgets.explain_state import ExplainState, Pinned, percent, signed, why
from sketchxai_desktop.widgets.explain_view import Caption, View
from sketchxai_desktop.widgets.take_away import Rows, TakeAway

_HUES: tuple[Colour, ...] = ((230, 159, 0), (0, 114, 178), (0, 158, 115))
_ROW = 17


class CompareView(View):
    """Two columns that show the same of two sketches."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, self.tr("Compare"), parent)
        self.pin, self.unpin = QPushButton(self.tr("Pin This Sketch")), QPushButton(self.tr("Unpin"))
        self.pin.setToolTip(self.tr("Keep this sketch and what is known about it here, to compare others with it"))
        self.unpin.setToolTip(self.tr("Forget the pinned sketch"))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.pin)
        row.addWidget(self.unpin)
        self.caption = Caption()
        self.columns = QWidget()
        self.pinned, self.present = CompareColumn(self.tr("Pinned")), CompareColumn(self.tr("Now"))
        both = QHBoxLayout(self.columns)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(8)
        both.addWidget(self.pinned, 1)
        both.addWidget(self.present, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.caption)
        self.body.addWidget(self.columns)
        self.body.addStretch(1)
        self.take_away = TakeAway(self, "comparison", self.rows, picture=self.columns)

    def refresh(self, state: ExplainState) -> None:
        ready = state.inspection is not None and state.question is not None
        self.pin.setEnabled(ready)
        self.unpin.setEnabled(state.pinned is not None)
        now = None
        if state.inspection is not None and state.question is not None:
            now = Pinned(state.sketch, state.inspection, state.question, state.results.attributions)
        scale = _common_scale(state, state.pinned, now)
        kept = state.pinned
        named = kept is not None and now is not None and kept.inspection.checkpoint != now.inspection.checkpoint
        self.present.show_one(state, now, state.message or self.tr("Computing\N{HORIZONTAL ELLIPSIS}"), scale, named)
        self.pinned.show_one(state, state.pinned, self.tr("Pin a sketch to compare others with it."), scale, named)
        text = self.tr("Scores by {0}; choose another method under Strokes. The pinned sketch stays as it was.")
        if scale is not None:
            text += " " + self.tr("Both sketches' scores have one scale; the longest bar is {1}.")
        elif kept is not None and now is not None:
            text += " " + self.tr("Each sketch's scores have a scale of their own.")
        longest = "" if scale is None else signed(max(scale, key=abs))
        self.caption.setText(text.format(shown(METHODS[state.method].title), longest))

    def rows(self) -> Rows:
        """One row per sketch and stroke."""
        rows = []
        for which, one in (("pinned", self.pinned.one), ("now", self.present.one)):
            if one is None:
                continue
            best = one.inspection.top(1)[0]
            found = one.attributions.get(self.state.method)
            for k, shares in enumerate(one.inspection.contributions.tolist()):
                row: dict[str, object] = {"sketch": which, "answer": best[0], "probability": best[1], "stroke": k + 1}
                row |= dict(zip(("order", "shape", "location"), shares, strict=True))
                row |= {"method": self.state.method, "target": one.question.target}
                row["score"] = float(found.scores[k]) if found is not None and k < len(found.scores) else ""
                rows.append(row)
        return rows


class CompareColumn(QWidget):
    """Picture, answers, contributions and scores of one sketch.

    Attributes:
        one: what is shown, or None.
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.one: Pinned | None = None
        self._state, self._message = ExplainState(), ""
        self._scale: tuple[float, float] | None = None
        self.heading = title
        self.setAccessibleName(title)
        self.setMinimumSize(110, 387)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(180, 407)

    def show_one(
        self,
        state: ExplainState,
        one: Pinned | None,
        message: str,
        scale: tuple[float, float] | None = None,
        named: bool = False,
    ) -> None:
        """Show a sketch, or `message`.

        Args:
            scale: lowest and highest score of the scale, with zero; None: the scores' own.
            named: the title says whose answers these are.
        """
        self._state, self.one, self._message, self._scale = state, one, message, scale
        self.heading = f"{self._title} \N{MIDDLE DOT} {one.inspection.checkpoint}" if one and named else self._title
        if one is not None:
            said = ", ".join(f"{c} {percent(p)}" for c, p in one.inspection.top(3))
            self.setAccessibleDescription(f"{self._title}: {said}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state, theme, width = self._state, self._state.theme, float(self.width())
        draw_text(painter, QRectF(2, 0, width - 4, 18), self.heading, 13, theme.text, bold=True,
                  align=Qt.AlignmentFlag.AlignLeft)  # fmt: skip
        side = min(width, self.height() - 247.0)
        card = QRectF(0, 20, width, side)
        paint_card(painter, card, theme)
        one = self.one
        if one is None:
            paint_message(painter, card, self._message, theme)
            return
        found = one.attributions.get(state.method)
        self._paint_sketch(painter, card, one.sketch, found)
        top = card.bottom() + 6
        for category, share in one.inspection.top(3):
            chosen = category == one.question.target
            colour = self._state.theme.accent if chosen else self._state.theme.original
            self._paint_row(painter, top, category, share, colour, chosen)
            top += _ROW
        top = self._paint_contributions(painter, top + 8, one)
        title = self.tr("Scores: {0}").format(why(one.question))
        draw_text(painter, QRectF(2, top, width - 4, _ROW), title, 11, theme.muted, align=Qt.AlignmentFlag.AlignLeft)
        place = QRectF(0, top + _ROW, width, self.height() - top - _ROW - 2)
        paint_card(painter, place, theme)
        if found is not None:
            paint_columns(painter, self._share_of(place.adjusted(6, 6, -6, -6), found), found.scores, theme)
        else:
            paint_message(painter, place, self.tr("not computed"), theme)

    def _share_of(self, place: QRectF, found: Attribution) -> QRectF:
        """The part of the place that the scores reach on the common scale."""
        if self._scale is None:
            return place
        (low, high), (least, most) = self._scale, _span([found])
        unit = place.height() / ((high - low) or 1.0)
        return QRectF(place.left(), place.top() + (high - most) * unit, place.width(), (most - least) * unit)

    def _paint_sketch(self, painter: QPainter, card: QRectF, sketch: Sketch, found: Attribution | None) -> None:
        if not sketch.strokes:
            return
        state, looks = self._state, None
        if found is not None and len(found.scores) == len(sketch):
            looks = stroke_looks(signed_shares(found.scores).tolist(), state.theme)
        view = fit(sketch, card.adjusted(5, 5, -5, -5), 2.2)
        numbers = len(sketch) <= 12 and card.width() > 170
        paint_sketch(painter, sketch, view, theme=state.theme, scheme=state.scheme, width=2.2, looks=looks,
                     start_dots=False, numbers=numbers)  # fmt: skip

    def _paint_row(self, painter: QPainter, top: float, name: str, share: float, colour: Colour, bold: bool) -> None:
        """A bar as wide as the share with the name on it."""
        theme, width = self._state.theme, float(self.width())
        place = QRectF(0, top + 1, width, _ROW - 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(*mix(theme.surface, theme.grid, 0.55)))
        painter.drawRoundedRect(place, 3, 3)
        painter.setBrush(QColor(*mix(theme.surface, colour, 0.45)))
        painter.drawRoundedRect(QRectF(0, place.top(), max(width * min(max(share, 0.0), 1.0), 3), place.height()), 3, 3)
        painter.setFont(picture_font(12))
        number = painter.fontMetrics().horizontalAdvance("100.0%") + 6
        for text, box, side in (
            (name, QRectF(5, top, width - number - 6, _ROW), Qt.AlignmentFlag.AlignLeft),
            (percent(share) if share >= 0 else f"\N{MINUS SIGN}{percent(-share)}",
             QRectF(width - number, top, number - 4, _ROW), Qt.AlignmentFlag.AlignRight),
        ):  # fmt: skip
            draw_text(painter, box, text, 12, theme.text, bold=bold, align=side | Qt.AlignmentFlag.AlignVCenter)

    def _paint_contributions(self, painter: QPainter, top: float, one: Pinned) -> float:
        theme = self._state.theme
        names = (self.tr("order"), self.tr("shape"), self.tr("location"))
        shares = one.inspection.contributions.mean(axis=0).tolist()
        place = QRectF(2, top, self.width() - 4.0, _ROW)
        draw_text(painter, place, self.tr("What it goes by:"), 11, theme.muted, align=Qt.AlignmentFlag.AlignLeft)
        top += _ROW
        for name, share, hue in zip(names, shares, _HUES, strict=True):
            self._paint_row(painter, top, name, share, legible(hue, theme), False)
            top += _ROW
        return top + 6


def _span(found: Sequence[Attribution]) -> tuple[float, float]:
    """Lowest and highest of all scores, with zero."""
    scores = np.nan_to_num(np.concatenate([one.scores for one in found]))
    return min(0.0, float(scores.min(initial=0.0))), max(0.0, float(scores.max(initial=0.0)))


def _common_scale(state: ExplainState, pinned: Pinned | None, now: Pinned | None) -> tuple[float, float] | None:
    """The scale of both sketches' scores, where they are told in the same unit."""
    if pinned is None or now is None or pinned.question.output != now.question.output:
        return None
    found = [one.attributions.get(state.method) for one in (pinned, now)]
    known = [one for one in found if one is not None]
    low, high = _span(known) if len(known) == 2 else (0.0, 0.0)
    return (low, high) if high > low else None
