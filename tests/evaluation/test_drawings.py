"""Reading labelled drawings: all of them, a sample, and what cannot be used."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.inspection import classify_sketches
from sketchxai_desktop.evaluation.drawings import LabelledDrawings, drawing_files
from sketchxai_desktop.evaluation.predicting import predict
from sketchxai_desktop.evaluation.predictions import Predictions

CATEGORIES = ("apple", "Bed", "cat")


def test_a_folder_stands_for_its_files(folder: Path) -> None:
    (folder / "notes.txt").write_text("nothing", encoding="utf-8")
    files = drawing_files([folder, folder / "cat.ndjson"])
    assert [f.name for f in files] == ["apple.ndjson", "bed.ndjson", "cat.ndjson", "zebra.ndjson", "cat.ndjson"]
    with pytest.raises(UserError, match="There is no file or folder"):
        drawing_files([folder / "nowhere"])
    (folder / "empty").mkdir()
    with pytest.raises(UserError, match="holds no file of drawings"):
        drawing_files([folder / "empty"])


def test_drawings_come_with_their_labels_and_places(folder: Path) -> None:
    drawings = LabelledDrawings([folder], CATEGORIES)
    found = list(drawings)
    assert [(d.label, d.file, d.drawing) for d in found] == [(f, f, k) for f in range(3) for k in range(8)]
    assert drawings.skipped.unknown_words == {"zebra": 8}
    assert drawings.skipped.sentences() == ["8 drawings of words that the network does not know (zebra 8)."]
    assert drawings.progress == 1.0
    assert drawings.source == "drawings (4 files)"
    again = drawings.again(found[11].file, found[11].drawing)
    assert again is not None
    assert again[0] == found[11].sketch
    assert again[1] == found[11].drawing + 1


def test_what_cannot_be_used_is_counted_and_said(tmp_path: Path) -> None:
    path = tmp_path / "mixed.ndjson"
    good = json.dumps({"word": "CAT", "drawing": [[[0, 9], [9, 0]]]})
    rows = [
        good, "{broken", json.dumps({"word": "cat", "drawing": [[[5], [5]]]}),
        json.dumps({"drawing": [[[0, 9], [9, 0]]]}), "", '{"word": "cat", "drawing": []}', good,
    ]  # fmt: skip
    path.write_text("\n".join(rows), encoding="utf-8")
    for limit in (None, 100):
        drawings = LabelledDrawings([path], CATEGORIES, limit)
        assert [d.label for d in drawings] == [2, 2]
        skipped = drawings.skipped
        assert (skipped.bad_lines, skipped.without_word, skipped.without_extent) == (2, 1, 1)
        assert skipped.drawings == 4
        assert any(p.startswith("mixed.ndjson, line 2: ") for p in skipped.problems)
        assert any(p.startswith("mixed.ndjson, line 6: ") for p in skipped.problems)
        assert " ".join(skipped.sentences()) == (
            "1 drawing without a word. 1 drawing without a size: all points coincide. 2 bad lines."
        )


def test_a_bad_file_among_good_ones_is_left_out(folder: Path) -> None:
    (folder / "broken.npz").write_bytes(b"PK\x03\x04 not really")
    for limit in (None, 100):
        drawings = LabelledDrawings([folder], CATEGORIES, limit)
        assert len(list(drawings)) == 24
        assert any("broken.npz" in problem for problem in drawings.skipped.problems)
    with pytest.raises(UserError, match=r"broken\.npz"):
        list(LabelledDrawings([folder / "broken.npz"], CATEGORIES))


def test_a_sample_is_random_and_repeats(folder: Path) -> None:
    def places(limit: int, seed: int, only: list[int] | None = None) -> list[tuple[int, int]]:
        return [(d.file, d.drawing) for d in LabelledDrawings([folder], CATEGORIES, limit, seed, only)]

    assert len(places(10, 0)) == 10
    assert places(10, 0) == places(10, 0) == sorted(places(10, 0))
    assert places(10, 0) != places(10, 1)
    assert len(places(1000, 0)) == 24
    assert {file for file, _ in places(5, 0, only=[1])} == {1}
    # Each drawing has the same chance.
    counts = np.zeros((3, 8))
    for seed in range(150):
        for file, drawing in places(8, seed):
            counts[file, drawing] += 1
    assert counts.sum() == 150 * 8
    assert counts.min() > 25
    assert counts.max() < 75


def test_other_kinds_of_files_are_read(folder: Path, tmp_path: Path) -> None:
    packed = tmp_path / "apple.ndjson.gz"
    packed.write_bytes(gzip.compress((folder / "apple.ndjson").read_bytes()))
    assert len(list(LabelledDrawings([packed], CATEGORIES))) == 8
    # A Sketch-RNN file that was split: the network may have learned from its train part.
    rows = np.array([[0, 0, 0], [30, 5, 0], [5, 30, 1]], np.int16)
    path = tmp_path / "sketchrnn_cat.npz"
    np.savez(path, train=np.stack([rows] * 4), valid=np.stack([rows] * 2), test=np.stack([rows, rows * 2, rows * 3]))
    for limit in (None, 2):
        found = list(LabelledDrawings([path], CATEGORIES, limit))
        assert len(found) == (limit or 3)
        assert min(d.drawing for d in found) >= 6
    np.savez(path, train=np.stack([rows] * 4))
    assert len(list(LabelledDrawings([path], CATEGORIES))) == 4


@pytest.mark.parametrize("batch_size", [1, 5, 64])
def test_batches_do_not_change_answers(
    folder: Path, make_checkpoint: Callable[..., Checkpoint], batch_size: int
) -> None:
    checkpoint = make_checkpoint()
    drawings = LabelledDrawings([folder], checkpoint.categories)
    found = Predictions.joined(list(predict(checkpoint, drawings, batch_size)))
    alone = np.stack([classify_sketches(checkpoint, [d.sketch])[0] for d in drawings])
    np.testing.assert_allclose(found.confidence, alone.max(axis=1), atol=1e-5)
    np.testing.assert_array_equal(found.predicted, alone.argmax(axis=1))
    assert found.strokes.tolist() == [1 + k % 3 for k in range(8)] * 3
    assert found.drawings.tolist() == list(range(8)) * 3


def test_a_network_without_numbers_is_refused_in_words(
    folder: Path, make_checkpoint: Callable[..., Checkpoint]
) -> None:
    checkpoint = make_checkpoint()
    checkpoint.network.head.bias.fill_(float("nan"))
    with pytest.raises(UserError, match="small cannot be measured"):
        list(predict(checkpoint, LabelledDrawings([folder], checkpoint.categories)))
