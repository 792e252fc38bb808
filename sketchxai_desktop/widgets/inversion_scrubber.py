"""The scrubber over the recorded steps, and what can be done with the layout it stops at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QSlider, QToolButton, QWidget

from sketchxai_desktop.rendering.palette import LIGHT, Theme
from sketchxai_desktop.widgets.inversion_icons import icon

REPLAY_RATES = (1, 2, 5, 10, 20, 30, 60)
#: Pixels between an icon and its word, and more for the slider before there are words.
_BESIDE_ICON, _FOR_SLIDER = 6, 60
#: For a button whose words say already that there are others to choose from.
_NO_ARROW = 'QToolButton::menu-indicator { image: none; } QToolButton[popupMode="2"] { padding-right: 6px; }'


class Scrubber(QWidget):
    """Goes through the recorded steps by slider, buttons, keys, or by itself.

    Signals:
        step_chosen: 0-based state to show.
        use_layout_clicked, back_clicked, export_clicked.
        ghost_toggled, traces_toggled: bool.
    """

    step_chosen = Signal(int)
    use_layout_clicked = Signal()
    back_clicked = Signal()
    export_clicked = Signal()
    ghost_toggled = Signal(bool)
    traces_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._step, self._states, self._total = 0, 0, 0
        self._tight = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._play_on)
        tr = self.tr
        self.first = self._button(tr("First step"))
        self.previous = self._button(tr("One step back"))
        self.play = self._button(tr("Play the recorded steps"))
        self.next = self._button(tr("One step on"))
        self.last = self._button(tr("Last step"))
        for button in (self.previous, self.next):
            button.setAutoRepeat(True)
        self.rate = self._button(tr("How fast the recorded steps are played"), "60/s")
        self.rate.setStyleSheet(_NO_ARROW)
        self.rate.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.rate.setMenu(self._rate_menu())
        self.rate.setMinimumWidth(self.rate.sizeHint().width())
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setMinimumWidth(48)
        self.slider.setPageStep(10)
        self.slider.setAccessibleName(tr("Shown step"))
        self.slider.setToolTip(tr("Shown step. Left and Right go one step, Page Up and Page Down ten."))
        self.slider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.label = QLabel()
        self.label.setToolTip(tr("Shown step, and the last one recorded"))
        self.ghost = self._button(tr("Show the original layout faintly on the canvas"), tr("Ghost"), checkable=True)
        self.traces = self._button(tr("Show on the canvas where strokes have travelled"), tr("Traces"), checkable=True)
        self.use = self._button(
            tr("Put this layout on the canvas as one edit that can be undone"), tr("Use this layout")
        )
        self.back = self._button(tr("Show the sketch again instead of the run"), tr("Back to sketch"))
        self.export = self._button(tr("Export the run as an animation, a picture or JSON"), tr("Export…"))
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        for widget in (self.first, self.previous, self.play, self.next, self.last, self.rate):
            row.addWidget(widget)
        row.addSpacing(6)
        row.addWidget(self.slider, 1)
        row.addSpacing(6)
        row.addWidget(self.label)
        row.addSpacing(6)
        self._wordy = (self.ghost, self.traces, self.use, self.back, self.export)
        for button in self._wordy:
            row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._connect()
        self.set_theme(LIGHT)
        self._rate_chosen()
        self._update()
        self._make_room()

    def _button(self, tip: str, text: str = "", *, checkable: bool = False) -> QToolButton:
        button = QToolButton()
        button.setToolTip(tip)
        button.setText(text)
        button.setAccessibleName(text or tip)
        button.setCheckable(checkable)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setIconSize(QSize(16, 16))
        return button

    def _rate_menu(self) -> QMenu:
        menu = QMenu(self)
        self._rates = QActionGroup(self)
        for rate in REPLAY_RATES:
            text = self.tr("{0} steps per second").format(rate) if rate > 1 else self.tr("1 step per second")
            action = QAction(text, self._rates, checkable=True)
            action.setData(rate)
            action.setChecked(rate == 10)
            menu.addAction(action)
        self._rates.triggered.connect(self._rate_chosen)
        return menu

    def _connect(self) -> None:
        self.first.clicked.connect(lambda: self._choose(0))
        self.previous.clicked.connect(lambda: self._choose(self._step - 1))
        self.next.clicked.connect(lambda: self._choose(self._step + 1))
        self.last.clicked.connect(lambda: self._choose(self._states - 1))
        self.play.clicked.connect(self.toggle_play)
        self.slider.valueChanged.connect(self._choose)
        self.ghost.toggled.connect(self.ghost_toggled)
        self.traces.toggled.connect(self.traces_toggled)
        self.use.clicked.connect(self.use_layout_clicked)
        self.back.clicked.connect(self.back_clicked)
        self.export.clicked.connect(self.export_clicked)

    # What it shows ----------------------------------------------------------------------------------

    def set_position(self, step: int, states: int, total: int) -> None:
        """`step` of `states` recorded ones is shown; the run was asked for `total` steps (0: there is no run)."""
        if (step, states, total) == (self._step, self._states, self._total):
            return  # told of each step of a run twice
        before, some = (self._most, self._states > 0), states > 0
        self._step, self._states, self._total = step, states, total
        self._update()
        if before != (self._most, some):
            self._make_room()

    def set_showing(self, showing: bool) -> None:
        """Whether the canvas shows the run rather than the sketch."""
        for button in (self.use, self.back):
            button.setEnabled(showing)

    def set_switches(self, *, ghost: bool, traces: bool) -> None:
        """Set the two switches without saying so."""
        for button, on in ((self.ghost, ghost), (self.traces, traces)):
            with QSignalBlocker(button):
                button.setChecked(on)

    def _update(self) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(0, self._states - 1))
            self.slider.setValue(self._step)
        some, many = self._states > 0, self._states > 1
        last = self._states - 1
        self.slider.setEnabled(many)
        self.play.setEnabled(many)
        self.first.setEnabled(many and self._step > 0)
        self.previous.setEnabled(many and self._step > 0)
        self.next.setEnabled(many and self._step < last)
        self.last.setEnabled(many and self._step < last)
        self.export.setEnabled(some)
        self._write_label()
        if not many:
            self.pause_playing()

    def _label_text(self, step: int, last: int, *, tight: bool) -> str:
        return f"{step} / {last}" if tight else self.tr("step {0} / {1}").format(step, last)

    def _write_label(self) -> None:
        nothing = "" if self._tight else self.tr("no steps yet")
        some, last = self._states > 0, self._states - 1
        self.label.setText(self._label_text(self._step, last, tight=self._tight) if some else nothing)

    def _make_room(self) -> None:
        """For the longest words that the label may have to show."""
        # Of a fixed size: else every step would have all of the panel laid out anew.
        self.label.setFixedSize(self._label_width(tight=self._tight), self.label.fontMetrics().height())
        self._fit_words()

    @property
    def _most(self) -> int:
        """The largest number that the label may have to show."""
        return max(self._total, self._states - 1, 100)

    def _label_width(self, *, tight: bool) -> int:
        """Room for every step there may be, so that nothing moves while it counts."""
        texts = [self._label_text(self._most, self._most, tight=tight)]
        texts += [] if tight or self._states else [self.tr("no steps yet")]
        return max(self.label.fontMetrics().horizontalAdvance(text) for text in texts) + 2

    # Going through ----------------------------------------------------------------------------------

    @property
    def playing(self) -> bool:
        return self._timer.isActive()

    @property
    def replay_rate(self) -> int:
        """Steps per second of a replay."""
        return int(self._rates.checkedAction().data())

    def set_replay_rate(self, rate: int) -> None:
        """One of `REPLAY_RATES`."""
        self._rates.actions()[REPLAY_RATES.index(rate)].setChecked(True)
        self._rate_chosen()

    def toggle_play(self) -> None:
        """Play from the shown step, or from the first one when the last is shown; or stop playing."""
        if self.playing:
            self.pause_playing()
        elif self._states > 1:
            if self._step >= self._states - 1:
                self._emit(0)
            self._timer.start(round(1000 / self.replay_rate))
            self._paint_play()

    def pause_playing(self) -> None:
        """Stay at the shown step."""
        if self.playing:
            self._timer.stop()
            self._paint_play()

    def _play_on(self) -> None:
        if self._step < self._states - 1:
            self._emit(self._step + 1)
        if self._step >= self._states - 1:
            self.pause_playing()

    def _choose(self, step: int) -> None:
        """A person chose a step: what plays by itself gives way."""
        self.pause_playing()
        step = min(max(step, 0), self._states - 1)
        if step >= 0:
            self._emit(step)

    def _emit(self, step: int) -> None:
        self.step_chosen.emit(step)

    def _rate_chosen(self, *_: object) -> None:
        self.rate.setText(self.tr("{0}/s").format(self.replay_rate))
        self.rate.setAccessibleDescription(self._rates.checkedAction().text())
        if self.playing:
            self._timer.setInterval(round(1000 / self.replay_rate))

    # Looks ------------------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Colours of another look."""
        self._theme = theme
        for name in ("first", "previous", "next", "last", "ghost", "traces", "use", "back", "export"):
            getattr(self, name).setIcon(icon(name, theme))
        self._paint_play()

    def _paint_play(self) -> None:
        self.play.setIcon(icon("pause" if self.playing else "play", self._theme))
        tip = self.tr("Stay at this step") if self.playing else self.tr("Play the recorded steps")
        self.play.setToolTip(tip)
        self.play.setAccessibleName(tip)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LanguageChange):
            self._write_label()
            self._make_room()

    def _fit_words(self) -> None:
        """Words where there is room for them, else icons, whose tooltips say the same. Where even these are too many,
        the slider and its keys go to the first and the last step, and the number of the step stands alone."""
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        # The slider is worth more than the words.
        words = sum(self._extra_width(button) for button in self._wordy)
        roomy = self.width() >= self.comfortable_width() + words + _FOR_SLIDER
        for button in self._wordy:
            button.setToolButtonStyle(beside if roomy else alone)
        tight = self.width() < self.comfortable_width()
        for button in (self.first, self.last):
            button.setVisible(not tight)
        if tight != self._tight:
            self._tight = tight
            self._write_label()
            self._make_room()

    @staticmethod
    def _extra_width(button: QToolButton) -> int:
        """Pixels that its word takes beside its icon."""
        return button.fontMetrics().horizontalAdvance(button.text()) + _BESIDE_ICON

    def comfortable_width(self) -> int:
        """In which every button has its place, if without words."""
        return self._width_with(10, self._label_width(tight=False))

    def _width_with(self, buttons: int, label: int) -> int:
        return buttons * (self.next.sizeHint().width() + 1) + self.rate.minimumWidth() + 19 + label + 60

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width_with(8, self._label_width(tight=True)), self._row.minimumSize().height())
