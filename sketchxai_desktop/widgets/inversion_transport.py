"""Run, Pause, Step, Stop, and how fast the steps are shown."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QSlider, QToolButton, QVBoxLayout, QWidget

from sketchxai_desktop.rendering.palette import LIGHT, Theme, hex_colour, mix
from sketchxai_desktop.session import RunState
from sketchxai_desktop.widgets.inversion_icons import icon

SLOWEST, FASTEST, USUAL = 1, 60, 10
_BETWEEN = 4
#: Pixels on each side of an icon without words.
_AROUND_ICON = 8


@dataclass(frozen=True)
class Pace:
    """How the steps of a run are shown.

    Attributes:
        watch: each step is shown before the next is taken; else as many as the screen takes.
        steps_per_second: at most so many, 1..60; None: no limit.
    """

    watch: bool
    steps_per_second: float | None


class Transport(QWidget):
    """Buttons that follow the state of the run.

    Signals:
        run_clicked, pause_clicked, resume_clicked, step_clicked, stop_clicked.
        pace_changed: Pace.
    """

    run_clicked = Signal()
    pause_clicked = Signal()
    resume_clicked = Signal()
    step_clicked = Signal()
    stop_clicked = Signal()
    pace_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._state = RunState.NONE
        self._pause_width = self._words_width = 0
        tr = self.tr
        self.run = self._button(tr("Run"))
        self.pause = self._button(tr("Pause"))
        self.step = self._button(tr("Step"))
        self.stop = self._button(tr("Stop"))
        self.watch = QCheckBox(tr("&Watch"))
        self.watch.setChecked(True)
        self.watch.setToolTip(
            tr("On: each step is shown before the next is taken. Off: as fast as it goes; all steps are recorded.")
        )
        self.rate = QSlider(Qt.Orientation.Horizontal)
        self.rate.setRange(SLOWEST, FASTEST)
        self.rate.setPageStep(10)
        self.rate.setValue(USUAL)
        self.rate.setMinimumWidth(60)
        self.rate.setAccessibleName(tr("Steps per second"))
        self.rate.setToolTip(tr("Steps per second while watching ({0} to {1})").format(SLOWEST, FASTEST))
        self.rate_label = QLabel()
        self.rate_label.setMinimumWidth(
            self.rate_label.fontMetrics().horizontalAdvance(tr("{0} steps/s").format(88)) + 2
        )
        buttons = self._buttons = QHBoxLayout()
        buttons.setSpacing(_BETWEEN)
        for button in (self.run, self.pause, self.step, self.stop):
            buttons.addWidget(button, 1)
        pace = self._pace_row = QHBoxLayout()
        pace.setSpacing(8)
        pace.addWidget(self.watch)
        pace.addWidget(self.rate, 1)
        pace.addWidget(self.rate_label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(buttons)
        column.addLayout(pace)
        self.run.clicked.connect(self.run_clicked)
        self.pause.clicked.connect(self._pause_or_resume)
        self.step.clicked.connect(self.step_clicked)
        self.stop.clicked.connect(self.stop_clicked)
        self.watch.toggled.connect(self._pace_edited)
        self.rate.valueChanged.connect(self._pace_edited)
        self._show_pace()
        self.set_state(RunState.NONE, None)
        self._paint_icons()
        self._reserve_words()

    def _button(self, text: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setAccessibleName(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setIconSize(QSize(14, 14))
        return button

    @property
    def pace(self) -> Pace:
        return Pace(self.watch.isChecked(), float(self.rate.value()) if self.watch.isChecked() else None)

    def set_state(self, state: RunState, why_not: str | None) -> None:
        """Follow the run. `why_not`: why nothing can be run now (a sentence), or None."""
        before, self._state = self._state, state
        tr, paused = self.tr, state is RunState.PAUSED
        if state.active:
            why_not = tr("A run is going on. Stop it to start another.")
        self.run.setEnabled(why_not is None)
        self.run.setToolTip(why_not or tr("Start the inversion with these settings"))
        self.pause.setEnabled(state.active)
        self.pause.setText(tr("Resume") if paused else tr("Pause"))
        self.pause.setAccessibleName(self.pause.text())
        idle = tr("Nothing is running.")
        wait = tr("Go on with the run") if paused else tr("Wait after this step")
        self.pause.setToolTip(wait if state.active else idle)
        self.step.setEnabled(state.active)
        self.step.setToolTip(tr("Take one more step and wait") if state.active else idle)
        self.stop.setEnabled(state.active)
        self.stop.setToolTip(tr("End the run and keep the steps it has") if state.active else idle)
        if RunState.PAUSED in (before, state):
            self._paint_icons()

    def set_theme(self, theme: Theme) -> None:
        """Colours of another look."""
        self._theme = theme
        self._paint_icons()
        self._reserve_words()

    def _paint_icons(self) -> None:
        theme = self._theme
        on_accent = (255, 255, 255) if theme.name == "light" else (12, 16, 22)
        self.run.setIcon(icon("play", theme, on_accent))
        self.pause.setIcon(icon("play" if self._state is RunState.PAUSED else "pause", theme))
        self.step.setIcon(icon("step", theme))
        self.stop.setIcon(icon("stop", theme))
        edge, face = (
            hex_colour(mix(theme.grid, theme.text, 0.12)),
            hex_colour(mix(theme.surface, theme.background, 0.6)),
        )
        accent, over = hex_colour(theme.accent), hex_colour(mix(theme.surface, theme.accent, 0.14))
        pale = hex_colour(mix(theme.surface, theme.muted, 0.45))
        shape = "border-radius: 5px; padding: 3px 4px;"
        plain = (
            f"QToolButton {{ {shape} border: 1px solid {edge}; background: {face}; }}"
            f"QToolButton:hover {{ background: {over}; }} QToolButton:focus {{ border-color: {accent}; }}"
            f"QToolButton:disabled {{ color: {pale}; background: transparent; }}"
        )
        for button in (self.pause, self.step, self.stop):
            button.setStyleSheet(plain)
        strong = hex_colour(mix(theme.accent, theme.text, 0.25))
        self.run.setStyleSheet(
            f"QToolButton {{ {shape} border: 1px solid {accent}; background: {accent}; "
            f"color: {hex_colour(on_accent)}; font-weight: 600; }}"
            f"QToolButton:hover, QToolButton:focus {{ background: {strong}; border-color: {hex_colour(theme.text)}; }}"
            f"QToolButton:disabled {{ color: {pale}; background: transparent; border-color: {edge}; }}"
        )

    def _reserve_words(self) -> None:
        """The button must not change its size when its word changes."""
        word, widths = self.pause.text(), []
        buttons = (self.run, self.pause, self.step, self.stop)
        for button in buttons:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.pause.setMinimumWidth(0)
        for other in (self.tr("Resume"), self.tr("Pause")):
            self.pause.setText(other)
            widths.append(self.pause.sizeHint().width())
        self.pause.setText(word)
        self._pause_width = max(widths)
        others = sum(button.sizeHint().width() for button in buttons if button is not self.pause)
        self._words_width = others + self._pause_width + (len(buttons) - 1) * _BETWEEN
        self._fit_words()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LanguageChange):
            self._reserve_words()
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def _fit_words(self) -> None:
        """Words on all buttons where there is room for them; else on Run alone, and tooltips say the others."""
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        style = beside if self.width() >= self._words_width else alone
        for button in (self.pause, self.step, self.stop):
            button.setToolButtonStyle(style)
            button.setMinimumWidth(self._pause_width if button is self.pause and style == beside else 0)

    def sizeHint(self) -> QSize:
        return QSize(max(self._words_width, self._pace_row.sizeHint().width()), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        icons = 3 * (self.stop.iconSize().width() + 2 * _AROUND_ICON + _BETWEEN)
        width = max(self.run.minimumSizeHint().width() + icons, self._pace_row.minimumSize().width())
        return QSize(width, super().minimumSizeHint().height())

    def _pause_or_resume(self) -> None:
        (self.resume_clicked if self._state is RunState.PAUSED else self.pause_clicked).emit()

    def _pace_edited(self, *_: object) -> None:
        self._show_pace()
        self.pace_changed.emit(self.pace)

    def _show_pace(self) -> None:
        self.rate.setEnabled(self.watch.isChecked())
        self.rate_label.setEnabled(self.watch.isChecked())
        watching = self.tr("{0} steps/s").format(self.rate.value())
        self.rate_label.setText(watching if self.watch.isChecked() else self.tr("fast"))
