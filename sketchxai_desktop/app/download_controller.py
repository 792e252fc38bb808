"""Published checkpoints: what the hub says of them, and fetching them. On a lane of its own, made when needed."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.downloads.catalogue import PUBLISHED, Published
from sketchxai_desktop.workers.job import Job
from sketchxai_desktop.workers.lane import Lane
from sketchxai_desktop.workers.saying import said

if TYPE_CHECKING:  # what speaks HTTP is imported when it is used
    from sketchxai_desktop.downloads.models import Listing
    from sketchxai_desktop.downloads.transfer import Halt

Phase = Literal["absent", "begun", "waiting", "running", "here"]
_DOWNLOADING = ("waiting", "running")


@dataclass(frozen=True)
class DownloadState:
    """How far a published checkpoint has come.

    Attributes:
        phase: "begun" was cut short and can go on; "waiting" for another download.
        listing: what the hub says of it; None: not known.
        done: bytes that are there; rate: bytes per second, 0 if not known yet.
        sentence: what went wrong last, "" if nothing did.
    """

    phase: Phase
    listing: Listing | None = None
    done: int = 0
    rate: float = 0.0
    sentence: str = ""

    @property
    def share(self) -> float:
        """0..1."""
        return self.done / self.listing.size if self.listing is not None and self.listing.size else 0.0


class DownloadController(QObject):
    """The state of every published checkpoint.

    Signals:
        changed: the name of a checkpoint whose `state` changed.
        asking_changed: whether the hub is being asked. not_reached: why it could not be, "" when it was.
        arrived: the name of a checkpoint. failed: (its name, a sentence). job_started: a job worth showing.
    """

    changed = Signal(str)
    asking_changed = Signal(bool)
    not_reached = Signal(str)
    arrived = Signal(str)
    failed = Signal(str, str)
    job_started = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lane: Lane | None = None
        self._stopped = False
        self._states: dict[str, DownloadState] = {}
        self._halts: dict[str, Halt] = {}
        self._began: dict[str, tuple[float, int]] = {}
        self.asking = False

    def state(self, name: str) -> DownloadState:
        """How far the checkpoint of that name has come."""
        if name not in self._states:
            self._states[name] = _at_rest(next(m for m in PUBLISHED if m.name == name), None)
        return self._states[name]

    def refresh(self) -> None:
        """Look at the disk again; downloads that run stay as they are."""
        for model in PUBLISHED:
            if self.state(model.name).phase not in _DOWNLOADING:
                self._set(model.name, _at_rest(model, self.state(model.name).listing))

    # Asking the hub -----------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for sizes and licences that are not known yet."""
        unknown = [m for m in PUBLISHED if self.state(m.name).listing is None]
        if self.asking or self._stopped or not unknown:
            return

        def work(job: Job) -> list[tuple[str, Listing | str]]:
            import httpx2

            from sketchxai_desktop.downloads.models import look_up

            answers: list[tuple[str, Listing | str]] = []
            for model in unknown:
                if job.is_cancelled():
                    break
                try:
                    answers.append((model.name, look_up(model)))
                except UserError as error:
                    if isinstance(error.__cause__, httpx2.TransportError):
                        raise  # the same will be true of the others
                    answers.append((model.name, said(error)))
            return answers

        job = self._lane().submit(work, self.tr("Asking for published checkpoints"), key="ask", priority=1)
        job.finished.connect(self._answered)
        job.failed.connect(self.not_reached)
        job.ended.connect(self._asked)
        self.asking = True
        self.asking_changed.emit(True)

    def _answered(self, answers: list[tuple[str, Listing | str]]) -> None:
        self.not_reached.emit("")
        for name, answer in answers:
            state = self.state(name)
            if isinstance(answer, str):
                self._set(name, replace(state, sentence=answer))
            else:
                self._set(name, replace(state, listing=answer, sentence=""))

    def _asked(self) -> None:
        self.asking = False
        self.asking_changed.emit(False)

    # Fetching -----------------------------------------------------------------------------------------

    def get(self, name: str) -> None:
        """Fetch a checkpoint that the hub has described; goes on with what is there."""
        state = self.state(name)
        listing = state.listing
        if listing is None or state.phase in _DOWNLOADING or self._stopped:
            return
        from sketchxai_desktop.downloads.transfer import Halt

        halt = Halt(lambda: job.is_cancelled())

        def work(job: Job) -> Path:
            from sketchxai_desktop.downloads.models import download

            return download(listing, lambda done, total: job.report_progress(done / total), halt)

        self._halts[name] = halt
        job = self._lane().submit(work, self.tr("Downloading {}").format(name), key=name)
        job.progressed.connect(self._progressed)
        job.finished.connect(self._finished)
        job.failed.connect(self._download_failed)
        job.ended.connect(self._ended)
        self._set(name, replace(state, phase="waiting", sentence="", rate=0.0))
        self.job_started.emit(job)

    def cancel(self, name: str) -> None:
        """Stop fetching; what has arrived is kept."""
        for job in self.lane.jobs if self.lane is not None else []:
            if job.key == name:
                job.cancel()
        if name in self._halts:
            self._halts[name].stop()

    def _progressed(self, share: float, _what: str) -> None:
        name = self._name_of_sender()
        state, now = self.state(name), time.monotonic()
        done = round(share * state.listing.size) if state.listing is not None else 0
        began, there = self._began.setdefault(name, (now, done))
        rate = (done - there) / (now - began) if now - began > 0.5 else 0.0
        self._set(name, replace(state, phase="running", done=done, rate=rate))

    def _finished(self, _folder: Path) -> None:
        name = self._name_of_sender()
        self._set(name, replace(self.state(name), phase="here", rate=0.0))
        self.arrived.emit(name)

    def _download_failed(self, sentence: str) -> None:
        name = self._name_of_sender()
        self._set(name, replace(self.state(name), sentence=sentence))
        self.failed.emit(name, sentence)

    def _ended(self) -> None:
        name = self._name_of_sender()
        self._halts.pop(name, None)
        self._began.pop(name, None)
        state = self.state(name)
        if state.phase in _DOWNLOADING:
            model = next(m for m in PUBLISHED if m.name == name)
            self._set(name, replace(_at_rest(model, state.listing), sentence=state.sentence))

    def _name_of_sender(self) -> str:
        job: Any = self.sender()
        return str(job.key)

    def _set(self, name: str, state: DownloadState) -> None:
        if self._states.get(name) != state:
            self._states[name] = state
            self.changed.emit(name)

    # Leaving ------------------------------------------------------------------------------------------

    def _lane(self) -> Lane:
        if self.lane is None:
            self.lane = Lane("download lane", self)
        return self.lane

    def end(self) -> list[Lane]:
        """Stop everything, without waiting; what has arrived is kept.

        Returns:
            The lanes that there are; their `stop` must still be called.
        """
        self._stopped = True
        if self.lane is not None:
            self.lane.cancel_all()
        for halt in self._halts.values():
            halt.stop()
        return [] if self.lane is None else [self.lane]


def _at_rest(model: Published, listing: Listing | None) -> DownloadState:
    if model.is_here:
        return DownloadState("here", listing)
    there = model.bytes_here
    return DownloadState("begun" if there else "absent", listing, there)
