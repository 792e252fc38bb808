"""What a stroke is compared with: the network's tables, and many other strokes' shapes. No torch here."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.sketch import FloatArray, Stroke


def _unit(rows: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """(..., D) rows at length 1; zero rows stay zero."""
    values = np.asarray(rows, np.float64)
    unit: npt.NDArray[np.float64] = values / np.maximum(np.linalg.norm(values, axis=-1, keepdims=True), 1e-12)
    return unit


@dataclass(frozen=True, eq=False)
class NetworkTables:
    """The weights behind the order and location embeddings.

    Attributes:
        order: (slots, D) the order table.
        location_weight, location_bias: (D, 2) and (D,): location embedding = weight @ (x, y) + bias.

    Raises:
        ValueError: the arrays do not belong together.
    """

    order: FloatArray
    location_weight: FloatArray
    location_bias: FloatArray

    def __post_init__(self) -> None:
        width = self.order.shape[1] if self.order.ndim == 2 else -1
        if self.location_weight.shape != (width, 2) or self.location_bias.shape != (width,):
            raise ValueError("the order table and the location map must have the same width")

    @property
    def slots(self) -> int:
        """Most strokes that the network can tell apart."""
        return len(self.order)

    @cached_property
    def order_similarity(self) -> FloatArray:
        """(slots, slots) cosine similarities -1..1 of the order embeddings; computed once."""
        unit = _unit(self.order)
        similarity: FloatArray = (unit @ unit.T).clip(-1, 1).astype(np.float32)
        return similarity

    def embed_locations(self, points: npt.ArrayLike) -> FloatArray:
        """(N, 2) normalised locations to (N, D) embeddings."""
        embedded: FloatArray = np.asarray(points, np.float32) @ self.location_weight.T + self.location_bias
        return embedded

    def location_similarity(self, points: npt.ArrayLike, here: npt.ArrayLike) -> FloatArray:
        """(N,) cosine similarity -1..1 of the embeddings of (N, 2) locations to that of the (2,) location `here`."""
        unit = _unit(self.embed_locations(points))
        home = _unit(self.embed_locations(np.reshape(here, (1, 2))))[0]
        similarity: FloatArray = (unit @ home).clip(-1, 1).astype(np.float32)
        return similarity

    def location_distance(self, points: npt.ArrayLike, here: npt.ArrayLike) -> FloatArray:
        """(N,) Euclidean distance of the embeddings of (N, 2) locations from that of the (2,) location `here`."""
        # The bias cancels, and |W d| needs only the 2 x 2 matrix W'W: no D numbers per point.
        steps = np.asarray(points, np.float64) - np.reshape(here, (1, 2))
        gram = self.location_weight.T.astype(np.float64) @ self.location_weight
        squared = np.einsum("ni,ij,nj->n", steps, gram, steps)
        distance: FloatArray = np.sqrt(np.maximum(squared, 0)).astype(np.float32)
        return distance


@dataclass(frozen=True, eq=False)
class ShapeReference:
    """Strokes that a sketch's strokes are seen among.

    Neighbours and projection both go by the *direction* of a shape embedding (cosine): networks that sum over the
    points of a stroke give long strokes long embeddings, and looks would drown in that length.
    Making one costs a decomposition of a D x D matrix (up to a second for D 768): do it off the window's thread.

    Attributes:
        strokes: R of them, as the network saw them.
        embeddings: (R, D) their shape embeddings.
        words: category of the sketch that each comes from, or None.

    Raises:
        ValueError: not as many of one as of the other.
    """

    strokes: tuple[Stroke, ...]
    embeddings: FloatArray
    words: tuple[str | None, ...]
    _unit: FloatArray = field(init=False, repr=False)
    _mean: npt.NDArray[np.float64] = field(init=False, repr=False)
    _axes: npt.NDArray[np.float64] = field(init=False, repr=False)
    #: Share 0..1 of the spread that the two axes of the projection show.
    explained: float = field(init=False)
    #: (R, 2) the strokes' own places in the projection.
    places: FloatArray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        embeddings = np.asarray(self.embeddings, np.float32)
        if embeddings.ndim != 2 or not len(self.strokes) == len(embeddings) == len(self.words):
            raise ValueError("a reference needs one embedding and one word (or None) per stroke")
        unit = _unit(embeddings)
        mean = unit.mean(axis=0) if len(unit) else np.zeros(unit.shape[1])
        axes, explained = _principal_axes(unit - mean)
        values: dict[str, Any] = {"embeddings": embeddings, "_unit": unit.astype(np.float32)}
        values |= {"_mean": mean, "_axes": axes, "explained": explained}
        for name, value in values.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "places", self.project(embeddings))

    def __len__(self) -> int:
        return len(self.strokes)

    def project(self, embeddings: npt.ArrayLike) -> FloatArray:
        """(n, D) shape embeddings to (n, 2) places along the two principal axes of the reference."""
        places: FloatArray = ((_unit(embeddings) - self._mean) @ self._axes).astype(np.float32)
        return places

    def nearest(self, embedding: npt.ArrayLike, k: int) -> tuple[npt.NDArray[np.intp], FloatArray]:
        """The k strokes whose embeddings point most nearly the same way as the (D,) `embedding`.

        Returns:
            (m,) indices, nearest first, and (m,) cosine distances (1 - cosine similarity, 0..2); m = min(k, R).
        """
        distances = 1 - self._unit @ _unit(embedding).astype(np.float32)
        k = min(k, len(distances))
        if k <= 0:
            return np.zeros(0, np.intp), np.zeros(0, np.float32)
        best = np.argpartition(distances, k - 1)[:k]
        # The index breaks ties, so that the answer never depends on the partition.
        best = best[np.lexsort((best, distances[best]))]
        return best, np.maximum(distances[best], 0)


def _principal_axes(centred: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], float]:
    """(D, 2) first two principal axes of (R, D) centred rows, and the share 0..1 of their variance.

    By singular value decomposition of the covariance, whose size does not depend on R. Of the two possible
    directions of an axis, the one whose largest component is positive is taken, so that a map never comes out mirrored.
    """
    width = centred.shape[1]
    axes = np.zeros((width, 2))
    covariance = centred.T @ centred
    total = float(np.trace(covariance))
    if total <= 1e-12:
        return axes, 0.0
    left, variances, _ = np.linalg.svd(covariance, hermitian=True)
    count = min(2, width)
    chosen = left[:, :count]
    largest = chosen[np.abs(chosen).argmax(axis=0), np.arange(count)]
    axes[:, :count] = chosen * np.where(largest < 0, -1.0, 1.0)
    return axes, float(variances[:count].sum() / total)
