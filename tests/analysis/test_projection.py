"""Maps of strokes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sketchxai_desktop.analysis.projection import pca_map, tsne_map


def _purity(places: np.ndarray, own: np.ndarray) -> float:
    """Share of strokes whose nearest neighbour on the map is of the same group."""
    away = ((places[:, None] - places[None]) ** 2).sum(axis=2)
    np.fill_diagonal(away, np.inf)
    return float((own[away.argmin(axis=1)] == own).mean())


def test_pca_shows_as_much_as_any_two_directions_can(blobs: Callable) -> None:
    strokes = blobs([40, 30, 20], spread=0.2)
    found = pca_map(strokes)
    centred = strokes.directions - strokes.directions.mean(axis=0)
    values = np.linalg.svd(centred.astype(np.float64), compute_uv=False) ** 2
    assert np.isclose(found.explained, values[:2].sum() / values.sum(), atol=1e-4)
    assert np.allclose(found.places.var(axis=0), values[:2] / len(strokes), rtol=1e-3)
    assert np.allclose(found.place(strokes.embeddings[:7] * 2), found.places[:7], atol=1e-5)
    assert found.place(np.zeros((0, 8))).shape == (0, 2)


def test_tsne_keeps_neighbours_together_and_can_be_watched(blobs: Callable, finish: Callable) -> None:
    strokes = blobs([60, 50, 40, 30, 20], spread=0.1)
    found, steps = finish(tsne_map(strokes))
    shares = [share for share, _ in steps]
    assert shares == sorted(shares)
    assert abs(shares[-1] - 1.0) < 1e-9
    assert all(places.shape == (200, 2) for _, places in steps)
    assert _purity(found.places, strokes.word_codes) > 0.95
    # Strokes that are there already are placed where they are, as nearly as their neighbours tell.
    again = found.place(strokes.embeddings[:20])
    spread = found.places.std()
    assert float(np.hypot(*(again - found.places[:20]).T).max()) < 0.2 * spread


def test_tsne_moves_a_sample_and_puts_the_rest_among_it(blobs: Callable, finish: Callable, monkeypatch: object) -> None:
    monkeypatch.setattr("sketchxai_desktop.analysis.projection.TSNE_STROKES", 120)  # type: ignore[attr-defined]
    strokes = blobs([100, 100, 100], spread=0.05)
    found, _ = finish(tsne_map(strokes))
    assert found.places.shape == (300, 2)
    assert _purity(found.places, strokes.word_codes) > 0.97


def test_a_map_of_two_strokes(blobs: Callable, finish: Callable) -> None:
    found, _ = finish(tsne_map(blobs([2])))
    assert np.isfinite(found.places).all()
