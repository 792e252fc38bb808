"""Going to any state of the history."""

from __future__ import annotations

import pytest

from sketchxai_desktop.core.history import History
from sketchxai_desktop.core.sketch import Sketch, Stroke


def sketch(x: int) -> Sketch:
    return Sketch((Stroke([[0, 0], [x, 1]]),))


def test_go_to_is_undo_and_redo_at_once() -> None:
    history = History(sketch(0))
    for x in (1, 2, 3):
        history.add(f"Edit {x}", sketch(x))
    assert [e.name for e in history.edits] == ["", "Edit 1", "Edit 2", "Edit 3"]
    assert history.go_to(1)
    assert (history.present, history.undo_name, history.redo_name) == (1, "Edit 1", "Edit 2")
    assert history.sketch == sketch(1)
    assert not history.go_to(1)
    assert history.go_to(3)
    assert history.redo_name is None
    history.go_to(0)
    history.add("Other", sketch(9))
    assert [e.name for e in history.edits] == ["", "Other"]


@pytest.mark.parametrize("index", [-1, 2])
def test_there_is_nowhere_else_to_go(index: int) -> None:
    history = History(sketch(0))
    history.add("Edit", sketch(1))
    with pytest.raises(IndexError):
        history.go_to(index)
    assert history.present == 1
