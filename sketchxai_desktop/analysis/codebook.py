"""Groups of look-alike strokes: spherical k-means over the directions of shape embeddings."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.analysis.strokes import Ints, StrokeCollection, unit
from sketchxai_desktop.analysis.threads import few_threads
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.sketch import FloatArray, Stroke

if TYPE_CHECKING:
    from sketchxai_desktop.core.sketch import Sketch

#: Groups that are made unless asked otherwise. The paper shows groups with numbers up to 67.
GROUPS = 100
_ITERATIONS = 60
#: Strokes that the first centres are chosen from.
_SEEDING = 10_000


@dataclass(frozen=True, eq=False)
class Located:
    """Where S strokes fall in a codebook.

    Attributes:
        groups: (S,) 0-based group of each.
        distances: (S,) cosine distance (0..2) to the group's centre.
        inside: (S,) share 0..1 of the group's members that are farther from the centre than the stroke.
    """

    groups: Ints
    distances: FloatArray
    inside: FloatArray


@dataclass(frozen=True, eq=False)
class Codebook:
    """G groups over R strokes, largest group first.

    Attributes:
        strokes: all of them.
        centres: (G, D) float32 of length 1.
        groups: (R,) int64, 0-based group of each stroke.
        distances: (R,) float32 cosine distance of each to its group's centre.
        checkpoint, sha256: name and hash of the network that made the embeddings.
        source: name of the file that the strokes come from; path: of that file, as text.

    Raises:
        ValueError: the arrays do not belong together.
    """

    strokes: StrokeCollection
    centres: FloatArray
    groups: Ints
    distances: FloatArray
    checkpoint: str = ""
    sha256: str = ""
    source: str = ""
    path: str = ""

    def __post_init__(self) -> None:
        count, width = len(self.strokes), self.strokes.embeddings.shape[1]
        if self.centres.ndim != 2 or self.centres.shape[1] != width or not len(self.centres):
            raise ValueError("centres and embeddings have different widths")
        if len(self.groups) != count or len(self.distances) != count or not count:
            raise ValueError("every stroke needs a group and a distance")
        if set(np.unique(self.groups).tolist()) != set(range(len(self.centres))):
            raise ValueError("every group needs a stroke, and every stroke a group")

    def __len__(self) -> int:
        return len(self.centres)

    @cached_property
    def sizes(self) -> Ints:
        """(G,) strokes per group."""
        sizes: Ints = np.bincount(self.groups, minlength=len(self)).astype(np.int64)
        return sizes

    @cached_property
    def _sorted(self) -> Ints:
        # By group, then by distance, then by index: the answer never depends on the sort.
        found: Ints = np.lexsort((np.arange(len(self.groups)), self.distances, self.groups)).astype(np.int64)
        return found

    def members(self, group: int) -> Ints:
        """(M,) strokes of a group, nearest to its centre first."""
        ends = np.cumsum(self.sizes)
        members: Ints = self._sorted[int(ends[group] - self.sizes[group]) : int(ends[group])]
        return members

    @cached_property
    def medoids(self) -> Ints:
        """(G,) the stroke that represents each group.

        The member with the smallest sum of squared distances to all others. Between rows of length 1 that is the one
        nearest to the mean of the group; the centre is mostly that mean, but where k-means was ended early, not quite.
        """
        starts = np.cumsum(self.sizes) - self.sizes
        rows = self.strokes.directions[self._sorted].astype(np.float64)
        closeness = (rows * np.add.reduceat(rows, starts)[self.groups[self._sorted]]).sum(axis=1)
        # Of equal ones, the nearest to the centre.
        order = np.lexsort((np.arange(len(rows)), -closeness, self.groups[self._sorted]))
        medoids: Ints = self._sorted[order[starts]]
        return medoids

    def medoid(self, group: int) -> Stroke:
        """The stroke that represents `group`."""
        return self.strokes.stroke(int(self.medoids[group]))

    def words(self, group: int, most: int = 3) -> list[tuple[str, float]]:
        """The words that a group's strokes come from most often, with their shares 0..1."""
        codes = self.strokes.word_codes[self.members(group)]
        counts = np.bincount(codes[codes >= 0], minlength=len(self.strokes.words))
        best = np.argsort(-counts, kind="stable")[:most]
        return [(self.strokes.words[k], float(counts[k] / len(codes))) for k in best.tolist() if counts[k]]

    def locate(self, embeddings: npt.ArrayLike) -> Located:
        """The groups of (S, D) shape embeddings of the same network."""
        similarity = unit(embeddings) @ self.centres.T
        groups = similarity.argmax(axis=1).astype(np.int64)
        distances = np.maximum(1 - similarity.max(axis=1), 0).astype(np.float32)
        inside = [
            float((self.distances[self.members(g)] > d).mean())
            for g, d in zip(groups.tolist(), distances.tolist(), strict=True)
        ]
        return Located(groups, distances, np.array(inside, np.float32))

    def fits(self, width: int, sha256: str) -> bool:
        """Whether embeddings of a network with that width and hash can be located here."""
        return width == self.centres.shape[1] and (not self.sha256 or not sha256 or sha256 == self.sha256)

    def redrawn(self, sketch: Sketch, located: Located) -> Sketch:
        """The sketch with each stroke replaced by the medoid of its group.

        The medoid is stretched to the stroke's box. (Measured on tiny-30: more of the sketch survives than when it is
        scaled alike in both directions, or starts exactly where the stroke started.) Strokes that were not located
        stay as they are.
        """
        strokes = list(sketch.strokes)
        for k, group in enumerate(located.groups.tolist()[: len(strokes)]):
            strokes[k] = placed_on(self.medoid(group), strokes[k])
        return sketch.with_strokes(strokes)


def placed_on(stroke: Stroke, other: Stroke) -> Stroke:
    """`stroke` stretched and moved so that its box is that of `other`."""
    points, wanted = stroke.points.astype(np.float64), other.points.astype(np.float64)
    size = np.ptp(points, axis=0)
    scale = np.divide(np.ptp(wanted, axis=0), size, out=np.zeros(2), where=size > 0)
    corner = np.where(size > 0, wanted.min(axis=0), (wanted.min(axis=0) + wanted.max(axis=0)) / 2)
    return Stroke(((points - points.min(axis=0)) * scale + corner).astype(np.float32))


def build_codebook(
    strokes: StrokeCollection,
    groups: int = GROUPS,
    seed: int = 0,
    *,
    checkpoint: str = "",
    sha256: str = "",
    source: str = "",
    path: str = "",
) -> Generator[float, None, Codebook]:
    """Cluster strokes by the direction of their embeddings. Yields the share 0..1 done after each iteration.

    k-means by scikit-learn, started by k-means++ and run one iteration at a time, so that it can be cancelled;
    it ends when no more than 1 stroke in 1,000 changes its group. Centres are set to length 1 after each iteration,
    which makes it k-means by cosine distance. Groups that lose all their strokes are dropped.

    Raises:
        UserError: there are fewer than two strokes to group.
    """
    if len(strokes) < 2 or groups < 1:
        raise UserError("Groups need at least two strokes.")
    directions = strokes.directions
    centres = _first_centres(directions, min(groups, len(strokes)), seed)
    yield 0.02
    labels = np.full(len(strokes), -1, np.int64)
    for iteration in range(_ITERATIONS):
        centres, new = _iterate(directions, centres, seed)
        changed = float((new != labels).mean())
        labels = new
        if changed <= 1e-3:
            break
        yield 0.02 + 0.96 * (iteration + 1) / _ITERATIONS
    similarity = _similarities(directions, centres)
    labels = similarity.argmax(axis=1).astype(np.int64)
    sizes = np.bincount(labels, minlength=len(centres))
    order = np.argsort(-sizes, kind="stable")
    order = order[sizes[order] > 0]
    rank = np.full(len(centres), -1, np.int64)
    rank[order] = np.arange(len(order))
    distances = np.maximum(1 - similarity.max(axis=1), 0).astype(np.float32)
    return Codebook(strokes, centres[order], rank[labels], distances, checkpoint, sha256, source, path)


def _first_centres(directions: FloatArray, groups: int, seed: int) -> FloatArray:
    from sklearn.cluster import kmeans_plusplus

    rng = np.random.default_rng(seed)
    chosen = rng.permutation(len(directions))[: max(_SEEDING, groups)]
    with few_threads():
        centres, _ = kmeans_plusplus(directions[chosen], groups, random_state=seed)
    return unit(centres)


def _iterate(directions: FloatArray, centres: FloatArray, seed: int) -> tuple[FloatArray, Ints]:
    """One iteration of Lloyd's algorithm: new centres of length 1, and the group of each stroke before it."""
    import warnings

    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning

    with few_threads(), warnings.catch_warnings():
        # Said when strokes are equal to one another; empty groups are dropped at the end.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = KMeans(len(centres), init=centres, n_init=1, max_iter=1, algorithm="lloyd", random_state=seed)
        model.fit(directions)
    return unit(model.cluster_centers_), model.labels_.astype(np.int64)


def _similarities(directions: FloatArray, centres: FloatArray) -> FloatArray:
    with few_threads():
        similarity: FloatArray = directions @ centres.T
    return similarity
