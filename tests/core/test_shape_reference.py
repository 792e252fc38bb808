"""Tables and reference shapes: similarities, projection, neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from sketchxai_desktop.core.shape_reference import NetworkTables, ShapeReference
from sketchxai_desktop.core.sketch import Stroke


def tables(slots: int = 7, width: int = 5, seed: int = 0) -> NetworkTables:
    rng = np.random.default_rng(seed)
    return NetworkTables(*(rng.normal(size=s).astype(np.float32) for s in ((slots, width), (width, 2), width)))


def strokes(count: int) -> tuple[Stroke, ...]:
    return tuple(Stroke(np.array([(0, 0), (k + 1, 2)])) for k in range(count))


def reference(embeddings: np.ndarray) -> ShapeReference:
    count = len(embeddings)
    return ShapeReference(strokes(count), embeddings.astype(np.float32), tuple(f"word {k}" for k in range(count)))


def test_order_similarity_is_the_cosine_of_every_two_rows() -> None:
    t = tables()
    assert t.slots == 7
    assert np.allclose(np.diag(t.order_similarity), 1, atol=1e-6)
    assert np.array_equal(t.order_similarity, t.order_similarity.T)
    a, b = t.order[2].astype(float), t.order[5].astype(float)
    assert t.order_similarity[2, 5] == pytest.approx(a @ b / np.linalg.norm(a) / np.linalg.norm(b), abs=1e-6)


def test_a_row_of_zeros_is_like_nothing() -> None:
    t = NetworkTables(np.array([[0, 0], [1, 0]], np.float32), np.eye(2, dtype=np.float32), np.zeros(2, np.float32))
    assert t.order_similarity[0, 1] == 0


def test_location_similarity_and_distance_are_those_of_the_embeddings() -> None:
    t = tables()
    here = np.array([0.2, -0.4], np.float32)
    points = np.array([(0.2, -0.4), (0.5, 0.1), (-0.7, 0.7)], np.float32)
    embedded = points.astype(float) @ t.location_weight.T + t.location_bias
    unit = embedded / np.linalg.norm(embedded, axis=1, keepdims=True)
    assert np.allclose(t.location_similarity(points, here), unit @ unit[0], atol=1e-5)
    assert np.allclose(t.location_distance(points, here), np.linalg.norm(embedded - embedded[0], axis=1), atol=1e-5)


def test_tables_of_different_networks_are_refused() -> None:
    with pytest.raises(ValueError, match="same width"):
        NetworkTables(np.zeros((3, 4), np.float32), np.zeros((5, 2), np.float32), np.zeros(5, np.float32))


def test_projection_keeps_directions_that_lie_in_a_plane() -> None:
    # Directions in a plane of 6 dimensions, at different lengths: two axes hold everything.
    rng = np.random.default_rng(1)
    plane, _ = np.linalg.qr(rng.normal(size=(6, 2)))
    angle = rng.uniform(0, 2 * np.pi, 50)
    flat = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    made = reference((flat @ plane.T) * rng.uniform(0.5, 80, (50, 1)))
    assert made.explained == pytest.approx(1)
    between = np.linalg.norm(flat[:, None] - flat, axis=-1)
    assert np.allclose(np.linalg.norm(made.places[:, None] - made.places, axis=-1), between, atol=1e-4)


def test_projection_does_not_depend_on_length_and_is_never_mirrored() -> None:
    rng = np.random.default_rng(2)
    embeddings = rng.normal(size=(40, 8)) + 1
    made = reference(embeddings)
    assert np.allclose(made.project(embeddings * 7), made.places, atol=1e-5)
    shuffled = reference(embeddings[::-1])
    assert np.allclose(shuffled.project(embeddings), made.places, atol=1e-4)
    assert 0 < made.explained < 1
    assert made.places[:, 0].var() >= made.places[:, 1].var()


def test_nearest_go_by_direction_and_come_in_order() -> None:
    embeddings = np.array([[1, 0], [100, 1], [0, 1], [-1, 0], [3, 1]], float)
    indices, distances = reference(embeddings).nearest(np.array([2.0, 0.0]), 3)
    assert indices.tolist() == [0, 1, 4]
    assert distances.tolist() == pytest.approx([0, 1 - 100 / np.hypot(100, 1), 1 - 3 / np.sqrt(10)], abs=1e-6)


def test_nearest_breaks_ties_by_index_and_gives_what_there_is() -> None:
    made = reference(np.ones((6, 3)))
    assert made.nearest(np.ones(3), 4)[0].tolist() == [0, 1, 2, 3]
    assert made.nearest(np.ones(3), 99)[0].tolist() == [0, 1, 2, 3, 4, 5]
    assert made.nearest(np.ones(3), 0)[0].tolist() == []


@pytest.mark.parametrize("count", [0, 1])
def test_hardly_any_strokes_are_no_reason_to_fail(count: int) -> None:
    made = reference(np.ones((count, 4)))
    assert made.explained == 0
    assert made.project(np.ones((2, 4))).tolist() == [[0, 0], [0, 0]]
    assert len(made.nearest(np.ones(4), 5)[0]) == count


def test_one_word_and_one_embedding_per_stroke() -> None:
    with pytest.raises(ValueError, match="one embedding"):
        ShapeReference(strokes(2), np.ones((3, 4), np.float32), ("a", "b"))
    with pytest.raises(ValueError, match="one embedding"):
        ShapeReference(strokes(2), np.ones((2, 4), np.float32), ("a",))
