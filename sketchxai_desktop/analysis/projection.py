"""Maps of strokes: places in the plane such that strokes alike to the network lie close together.

"pca" is linear, exact and done at once: the first two principal axes of the directions of the embeddings.
"tsne" keeps neighbourhoods instead of directions (van der Maaten and Hinton 2008; by openTSNE, whose optimisation can
be watched, cancelled and moves all strokes in linear time). UMAP would look much the same, but its library brings a
compiler (numba and LLVM, 150 MB) along, and scikit-learn's t-SNE neither reports nor stops.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.analysis.strokes import Ints, StrokeCollection, unit
from sketchxai_desktop.analysis.threads import few_threads, worker_threads
from sketchxai_desktop.core.sketch import FloatArray

Kind = Literal["pca", "tsne"]

#: Strokes that t-SNE moves; every other one is put among its nearest neighbours of these.
TSNE_STROKES = 10_000
PERPLEXITY = 30
_EARLY, _LATE, _STEP = 150, 400, 10
#: Principal components that t-SNE looks for neighbours in; the rest is mostly noise, and makes it slow.
_COMPONENTS = 50
_NEAREST = 5
_ROWS = 512


@dataclass(frozen=True, eq=False)
class Projection:
    """A map.

    Attributes:
        kind: "pca" or "tsne".
        places: (R, 2) float32 of the strokes of the collection.
        explained: share 0..1 of the spread that the two axes show; None for t-SNE, which has no axes.
    """

    kind: Kind
    places: FloatArray
    explained: float | None
    _directions: FloatArray = field(repr=False)
    _mean: FloatArray = field(repr=False)
    _axes: FloatArray = field(repr=False)

    def place(self, embeddings: npt.ArrayLike) -> FloatArray:
        """(S, D) shape embeddings to (S, 2) places.

        In a t-SNE map that is the mean of the places of the five nearest strokes, the nearer the heavier.
        """
        rows = unit(embeddings)
        if not len(rows):
            return np.zeros((0, 2), np.float32)
        if self.kind == "pca":
            return _applied(rows, self._mean, self._axes)
        found, distances = _nearest(rows, self._directions, _NEAREST)
        return _among(self.places, found, _weights(distances))


def pca_map(strokes: StrokeCollection) -> Projection:
    """The first two principal axes of the directions of the embeddings, with fixed signs."""
    directions = strokes.directions
    mean, axes, variances = _principal(directions)
    total = float(variances.sum())
    explained = float(variances[:2].sum() / total) if total > 0 else 0.0
    return Projection("pca", _applied(directions, mean, axes[:, :2]), explained, directions, mean, axes[:, :2])


def tsne_map(strokes: StrokeCollection, seed: int = 0) -> Generator[tuple[float, FloatArray], None, Projection]:
    """A t-SNE map, begun from the PCA map. Yields (share 0..1 done, (R, 2) places so far)."""
    import openTSNE
    from openTSNE.affinity import PerplexityBasedNN
    from openTSNE.nearest_neighbors import PrecomputedNeighbors

    directions = strokes.directions
    mean, axes, _ = _principal(directions)
    reduced = _applied(directions, mean, axes[:, :_COMPONENTS])
    count = len(reduced)
    places = reduced[:, :2].copy()
    chosen = np.sort(np.random.default_rng(seed).permutation(count)[:TSNE_STROKES])
    moved = reduced[chosen]
    neighbours = min(3 * PERPLEXITY, len(moved) - 1)
    if neighbours < 3:  # too few for neighbourhoods
        return Projection("tsne", places, None, directions, mean, axes[:, :2])
    found = np.empty((len(moved), neighbours), np.int64)
    distances = np.empty((len(moved), neighbours), np.float32)
    for first in range(0, len(moved), _ROWS):
        rows = slice(first, first + _ROWS)
        near, far = _nearest(moved[rows], moved, neighbours + 1)
        found[rows], distances[rows] = near[:, 1:], far[:, 1:]  # the first is the stroke itself
        yield 0.15 * min(first + _ROWS, len(moved)) / len(moved), places
    others, their_weights = np.empty((count, _NEAREST), np.int64), np.empty((count, _NEAREST), np.float32)
    for first in range(0, count, _ROWS):
        rows = slice(first, first + _ROWS)
        others[rows], far = _nearest(reduced[rows], moved, _NEAREST)
        their_weights[rows] = _weights(far)
        yield 0.15 + 0.15 * min(first + _ROWS, count) / count, places
    affinities = PerplexityBasedNN(
        perplexity=min(PERPLEXITY, neighbours / 3),
        knn_index=PrecomputedNeighbors(found, distances),
        n_jobs=worker_threads(),
        random_state=seed,
    )
    start = moved[:, :2] / max(float(moved[:, 0].std()), 1e-9) * 1e-4
    embedding = openTSNE.TSNEEmbedding(
        start.astype(np.float64),
        affinities,
        negative_gradient_method="fft" if len(moved) > 2000 else "bh",
        n_jobs=worker_threads(),
        random_state=seed,
    )
    for done in range(0, _EARLY + _LATE, _STEP):
        early = done < _EARLY
        embedding.optimize(_STEP, exaggeration=12 if early else 1, momentum=0.5 if early else 0.8, inplace=True)
        places = _among(np.asarray(embedding, np.float32), others, their_weights)
        places[chosen] = np.asarray(embedding, np.float32)
        yield 0.3 + 0.7 * (done + _STEP) / (_EARLY + _LATE), places
    return Projection("tsne", places, None, directions, mean, axes[:, :2])


def _principal(directions: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """(D,) mean, (D, D) principal axes and (D,) their variances, largest first.

    From the covariance, whose size does not depend on the number of strokes. Of the two directions of an axis, the
    one whose largest component is positive is taken, so that a map never comes out mirrored.
    """
    mean = directions.mean(axis=0)
    with few_threads():
        covariance = np.cov(directions - mean, rowvar=False, bias=True).reshape(directions.shape[1], -1)
        variances, axes = np.linalg.eigh(covariance)
    axes, variances = axes[:, ::-1], np.maximum(variances[::-1], 0)
    largest = axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])]
    axes = axes * np.where(largest < 0, -1.0, 1.0)
    return mean, axes.astype(np.float32), variances.astype(np.float32)


def _applied(rows: FloatArray, mean: FloatArray, axes: FloatArray) -> FloatArray:
    """(N, D) rows in the coordinates of (D, k) axes."""
    with few_threads():
        places: FloatArray = ((rows - mean) @ axes).astype(np.float32)
    return places


def _nearest(rows: FloatArray, among: FloatArray, count: int) -> tuple[Ints, FloatArray]:
    """(n, count) nearest of (m, D) rows to (n, D) rows, nearest first, and their Euclidean distances."""
    count = min(count, len(among))
    with few_threads():
        squared = (among**2).sum(axis=1) - 2 * (rows @ among.T)
    best = np.argpartition(squared, count - 1, axis=1)[:, :count]
    part = np.take_along_axis(squared, best, axis=1)
    order = np.lexsort((best, part), axis=1)
    best, part = np.take_along_axis(best, order, axis=1), np.take_along_axis(part, order, axis=1)
    distances = np.sqrt(np.maximum(part + (rows**2).sum(axis=1)[:, None], 0)).astype(np.float32)
    return best.astype(np.int64), distances


def _weights(distances: FloatArray) -> FloatArray:
    """(n, k) distances to weights that sum to 1 in each row."""
    near = 1 / np.maximum(distances, 1e-4)
    weights: FloatArray = near / near.sum(axis=1, keepdims=True)
    return weights


def _among(places: FloatArray, found: Ints, weights: FloatArray) -> FloatArray:
    mean: FloatArray = (places[found] * weights[..., None]).sum(axis=1).astype(np.float32)
    return mean
