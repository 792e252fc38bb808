"""The window says sentences of other rooms in its own language, in one place."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from sketchxai_desktop import paths
from sketchxai_desktop.core.drawing_file import open_drawings
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.sentences import Sentence, either, joined
from sketchxai_desktop.workers.drawing_jobs import load_one
from sketchxai_desktop.workers.lane import Lane
from sketchxai_desktop.workers.saying import said


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    translator = QTranslator(qapp)
    assert translator.load("sketchxai_de", str(paths.resource("translations")))
    QCoreApplication.installTranslator(translator)
    QLocale.setDefault(QLocale("de"))
    yield
    QCoreApplication.removeTranslator(translator)
    QLocale.setDefault(QLocale.system())


def test_english_is_said_as_it_is(qapp: QApplication) -> None:
    error = UserError("{path} holds more than {most:,} drawings; split it.", path=Path("a"), most=5_000_000)
    assert said(error) == str(error) == "a holds more than 5,000,000 drawings; split it."


@pytest.mark.usefixtures("german")
def test_values_are_filled_in_afterwards() -> None:
    reason = Sentence("stroke {number} has no points", number=2)
    error = UserError("{path}, line {line}: {reason}.", path=Path("x.ndjson"), line=7, reason=reason)
    assert said(error) == "x.ndjson, Zeile 7: Strich 2 hat keine Punkte."


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    "name", ["{names}", "{0}", "{", "{{}}", "{name.__class__}", "%1 &amp; <b>", "Did you mean {names}?"]
)
def test_values_are_never_templates(name: str) -> None:
    error = UserError('This network has no category "{name}".{hint}', name=name, hint="")
    assert said(error) == f"Dieses Netz hat keine Kategorie „{name}“."


@pytest.mark.usefixtures("german")
def test_sentences_inside_sentences() -> None:
    hint = Sentence(" Did you mean {names}?", names=either(["cat", "car"]))
    error = UserError('This network has no category "{name}".{hint}', name="kat", hint=hint)
    assert said(error) == "Dieses Netz hat keine Kategorie „kat“. Ist cat oder car gemeint?"
    assert said(joined([hint, "{x}", Sentence("the first")])) == " Ist cat oder car gemeint? {x} der erste"


@pytest.mark.usefixtures("german")
def test_numbers_look_as_everywhere_in_the_window() -> None:
    assert said(Sentence("{count:,} drawings", count=12345)) == "12,345 Zeichnungen"
    assert said(Sentence("{count:,} drawing", count=1)) == "1 Zeichnung"
    fps = UserError(
        "The frame rate must be from {lowest:g} to {highest:g} per second, not {fps:g}.",
        lowest=0.5,
        highest=50,
        fps=99.5,
    )
    assert said(fps) == "Die Bildrate muss von 0.5 bis 50 pro Sekunde sein, nicht 99.5."


@pytest.mark.usefixtures("german")
def test_what_is_no_sentence_stays() -> None:
    assert said("the drawing has no strokes") == "the drawing has no strokes"
    assert said(ValueError("{x}")) == "{x}"
    assert said(Sentence("No {translation} has this.", translation="German")) == "No German has this."


@pytest.mark.usefixtures("german")
def test_reasons_of_the_system() -> None:
    with pytest.raises(UserError) as caught:
        open_drawings("/there is no such file.ndjson")
    if "No such file or directory" in str(caught.value):  # what other systems say is not known here
        assert said(caught.value).endswith("ließ sich nicht öffnen: Datei oder Ordner nicht gefunden.")


@pytest.mark.usefixtures("german")
def test_jobs_tell_it(qtbot: Any, tmp_path: Path) -> None:
    path = tmp_path / "bad.ndjson"
    path.write_bytes(b'{"drawing":[[[1],[2]]]}\n{"drawing":[]}\n')
    source = open_drawings(path)
    lane = Lane("test")
    try:
        job = lane.submit(load_one(source, 1), "loading")
        with qtbot.waitSignal(job.failed) as failed:
            pass
        assert failed.args == [f"{path}, Zeile 2: die Zeichnung hat keine Striche."]
        job = lane.submit(lambda job: job.notify(Sentence("the file changed")), "noticing")
        with qtbot.waitSignal(job.noticed) as noticed:
            pass
        assert noticed.args == ["die Datei hat sich geändert"]
    finally:
        lane.stop()
        source.close()


@pytest.mark.usefixtures("german")
def test_any_thread_may_ask() -> None:
    answers: list[str] = []
    asked = Sentence("{first} or {second}", first="a", second="b")
    threads = [threading.Thread(target=lambda: answers.append(said(asked))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["a oder b"] * 8
