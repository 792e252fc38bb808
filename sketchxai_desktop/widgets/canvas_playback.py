"""How the canvas follows a run: which track, which view, and whether a state has been painted."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, QVariantAnimation, Signal

from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.canvas_run import RunTrack
from sketchxai_desktop.widgets.canvas_view import CanvasView, between, contains, grown

_GROW_MILLISECONDS = 160


class Playback(QObject):
    """Signals:
    moved: the view changes smoothly because strokes left the picture.
    state_painted: index of the step that has been painted, sent when its paint event is over.
    """

    moved = Signal()
    state_painted = Signal(int)

    def __init__(self, session: Session, camera: CanvasView, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._camera = session, camera
        self._track: RunTrack | None = None
        self._awaited: int | None = None  # a step that is shown but not painted yet
        self._seen = 0  # the step that was painted last
        self._receipt = QTimer(self)
        self._receipt.setSingleShot(True)
        self._receipt.setInterval(0)
        self._receipt.timeout.connect(self._acknowledge)
        self._growth = QVariantAnimation(self)
        self._growth.setDuration(_GROW_MILLISECONDS)
        self._growth.setStartValue(0.0)
        self._growth.setEndValue(1.0)
        self._growth.valueChanged.connect(self._grow)
        self._growth.finished.connect(self.moved)
        self._ends = (camera.view, camera.view)

    @property
    def track(self) -> RunTrack | None:
        """The track of the shown run, or None while the sketch is shown."""
        run = self._session.run
        if run is None or not self._session.showing_run:
            return None
        if self._track is None or self._track.run is not run:
            self._track = RunTrack(run)
        return self._track

    @property
    def linked(self) -> bool:
        """Whether stroke k of what is shown is stroke k of the session's sketch."""
        track, sketch = self.track, self._session.sketch
        return track is None or track.sketch is sketch or track.sketch == sketch

    # The view -----------------------------------------------------------------------------------------

    def make_room(self, track: RunTrack) -> None:
        """Zoom out when strokes leave the picture; otherwise it stays as it is, so that it never jumps."""
        camera, session = self._camera, self._session
        if camera.fitted and not contains(camera.box, track.layout_bounds(session.path, session.step)):
            before = camera.view
            camera.fit(grown(camera.box, track.bounds(session.path)))
            self._ends = (before, camera.view)
            camera.show(before)
            self._growth.stop()
            self._growth.start()

    @property
    def moving(self) -> bool:
        """Whether the view is still growing."""
        return self._growth.state() == QVariantAnimation.State.Running

    def settle(self) -> None:
        """The view is set otherwise."""
        self._growth.stop()

    def _grow(self, share: float) -> None:
        self._camera.show(between(*self._ends, share))
        self.moved.emit()

    # Receipts -----------------------------------------------------------------------------------------

    def expect(self, *, visible: bool) -> None:
        """A state is to be painted. Where nobody can see it (`visible` False), it counts as painted."""
        run = self._session.run
        if run is not None:
            self._awaited = run.steps[self._session.step].index
            if not visible:
                self.painted()

    def painted(self) -> None:
        """The shown state has been painted, or never will be."""
        if self._awaited is not None:
            # Another state may be shown before the receipt goes out.
            self._seen, self._awaited = self._awaited, None
            self._receipt.start()

    def _acknowledge(self) -> None:
        self.state_painted.emit(self._seen)
