"""Every figure, counted by hand or by the slow way."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from sketchxai_desktop.evaluation.calibration import calibration_estimate, expected_calibration_error, reliability
from sketchxai_desktop.evaluation.evaluation import (
    Evaluation,
    describe,
    evaluate,
    facts_of,
    scores_of,
    training_drawings_of,
)
from sketchxai_desktop.evaluation.predictions import Predictions

NAMES = ("apple", "bed", "cat", "door", "eye", "face", "grass")


def predictions_of(drawings: int, categories: int = len(NAMES), seed: int = 0) -> Predictions:
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, categories, drawings)
    logits = rng.normal(0, 1, (drawings, categories))
    logits[np.arange(drawings), labels] += 1.5
    table = np.exp(logits)
    return Predictions.of(table / table.sum(axis=1, keepdims=True), labels, rng.integers(1, 14, drawings))


# Predictions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("categories", [2, 5, 19, 20, 21, 345])
def test_ranks_and_best_categories_agree_with_sorting(categories: int) -> None:
    rng = np.random.default_rng(categories)
    # Few different values, so that there are ties.
    table = rng.integers(0, 12, (200, categories)).astype(np.float32) / 16
    labels = rng.integers(0, categories, 200)
    found = Predictions.of(table, labels, np.ones(200))
    order = np.argsort(-table, axis=1, kind="stable")
    np.testing.assert_array_equal(found.best, order[:, :5])
    np.testing.assert_array_equal(found.rank, (order == labels[:, None]).argmax(axis=1))
    np.testing.assert_array_equal(found.right, found.predicted == labels)
    np.testing.assert_array_equal(found.confidence, table.max(axis=1))


def test_the_best_are_found_without_sorting_all() -> None:
    table = np.random.default_rng(0).random((50, 345), np.float32)
    found = Predictions.of(table, np.zeros(50), np.ones(50))
    np.testing.assert_array_equal(found.best, np.argsort(-table, axis=1)[:, :5])


def test_a_network_that_gives_no_numbers_is_not_taken_for_a_perfect_one() -> None:
    with pytest.raises(ValueError, match="not finite"):
        Predictions.of(np.full((1, 3), np.nan), [0], [1])


def test_cells_of_the_confusion_matrix_lead_to_their_drawings() -> None:
    parts = [predictions_of(300, seed=k) for k in (1, 2)]
    whole = Predictions.joined(parts)
    assert len(whole) == 600
    there = whole.where(2, 4)
    assert len(there)
    assert (whole.labels[there] == 2).all()
    assert (whole.predicted[there] == 4).all()
    assert whole.confidence[there].tolist() == sorted(whole.confidence[there].tolist(), reverse=True)
    assert len(there) == int(((whole.labels == 2) & (whole.predicted == 4)).sum())
    worst = whole.worst_mistakes(10)
    assert not whole.right[worst].any()
    assert whole.confidence[worst[-1]] >= np.delete(whole.confidence[~whole.right], []).mean()
    assert whole.confidence[worst[0]] == whole.confidence[~whole.right].max()


# Accuracy ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def measured() -> tuple[Predictions, Evaluation]:
    predictions = predictions_of(1500)
    learned = dict(zip(NAMES, (55, 60, 900, 3000, 4000, 0, 5000), strict=True))
    return predictions, evaluate(predictions, NAMES, learned, seed=3)


def test_accuracies_are_counted_right(measured: tuple[Predictions, Evaluation]) -> None:
    predictions, evaluation = measured
    right, near = predictions.rank == 0, predictions.rank < 5
    per_category = [right[predictions.labels == k].mean() for k in range(7)]
    near_per_category = [near[predictions.labels == k].mean() for k in range(7)]
    assert evaluation.drawings == 1500
    assert evaluation.top1.value == pytest.approx(right.mean())
    assert evaluation.top5.value == pytest.approx(near.mean())
    assert evaluation.macro_top1.value == pytest.approx(np.mean(per_category))
    assert evaluation.macro_top5.value == pytest.approx(np.mean(near_per_category))
    assert [c.top1.value for c in evaluation.per_category] == pytest.approx(per_category)
    assert [c.top5 for c in evaluation.per_category] == pytest.approx(near_per_category)
    assert evaluation.scores == scores_of(predictions, NAMES)
    assert describe(evaluation.scores).endswith("of 1,500 drawings")


def test_intervals_agree_with_resampling_the_drawings_one_by_one(measured: tuple[Predictions, Evaluation]) -> None:
    predictions, evaluation = measured
    rng = np.random.default_rng(0)
    right, labels = predictions.rank == 0, predictions.labels
    top1, macro, ece = [], [], []
    for _ in range(1500):
        chosen = rng.integers(0, 1500, 1500)
        top1.append(right[chosen].mean())
        macro.append(np.mean([right[chosen][labels[chosen] == k].mean() for k in range(7)]))
        ece.append(expected_calibration_error(reliability(predictions.confidence[chosen], right[chosen])))
    for found, values in ((evaluation.top1, top1), (evaluation.macro_top1, macro), (evaluation.ece, ece)):
        low, high = np.quantile(values, [0.025, 0.975])
        assert (found.low, found.high) == pytest.approx((low, high), abs=0.004)


def test_the_same_seed_gives_the_same_intervals(measured: tuple[Predictions, Evaluation]) -> None:
    predictions, evaluation = measured
    assert evaluate(predictions, NAMES, seed=3).macro_top1 == evaluation.macro_top1
    assert evaluate(predictions, NAMES, seed=4).macro_top1 != evaluation.macro_top1


def test_confusions_and_weakest_categories(measured: tuple[Predictions, Evaluation]) -> None:
    predictions, evaluation = measured
    for true in range(7):
        for named in range(7):
            assert evaluation.confusion[true, named] == len(predictions.where(true, named))
    worst = evaluation.confusions(3)
    assert [c.count for c in worst] == sorted((c.count for c in evaluation.confusions(99)), reverse=True)[:3]
    assert all(c.true != c.predicted for c in worst)
    assert worst[0].share == worst[0].count / int((predictions.labels == NAMES.index(worst[0].true)).sum())
    shares = [c.top1.value for c in evaluation.weakest(7)]
    assert shares == sorted(shares)


def test_groups_hold_every_drawing_once(measured: tuple[Predictions, Evaluation]) -> None:
    predictions, evaluation = measured
    assert [g.label for g in evaluation.by_strokes] == [*map(str, range(1, 11)), "11–15"]
    assert sum(g.drawings for g in evaluation.by_strokes) == 1500
    three = evaluation.by_strokes[2]
    assert three.top1.value == pytest.approx((predictions.rank[predictions.strokes == 3] == 0).mean())
    assert [(g.label, g.categories) for g in evaluation.by_training] == [
        ("0", 1), ("50–99", 2), ("500–999", 1), ("2,000–4,999", 2), ("5,000–9,999", 1),
    ]  # fmt: skip
    assert sum(g.drawings for g in evaluation.by_training) == 1500
    assert evaluate(predictions, NAMES).by_training == ()


def test_categories_without_drawings_do_not_count() -> None:
    predictions = Predictions.of([[0.6, 0.4, 0], [0.6, 0.4, 0], [0.3, 0.7, 0]], [0, 1, 1], [1, 2, 60])
    evaluation = evaluate(predictions, ("a", "b", "c"), resamples=50)
    assert evaluation.macro_top1.value == pytest.approx((1 + 0.5) / 2)
    assert [c.name for c in evaluation.per_category] == ["a", "b"]
    assert evaluation.by_strokes[-1].label == "51 or more"
    with pytest.raises(ValueError, match="nothing to measure"):
        evaluate(Predictions.of(np.zeros((0, 3)), [], []), ("a", "b", "c"))


def test_everything_can_be_written_as_json(measured: tuple[Predictions, Evaluation]) -> None:
    _, evaluation = measured
    found = json.loads(json.dumps(evaluation.to_json(), allow_nan=False))
    assert found["top1"] == round(evaluation.top1.value, 4)
    assert found["intervals"]["macro_top1"]["low"] == evaluation.macro_top1.low
    assert found["intervals"]["resamples"] == 2000
    assert sum(map(sum, found["confusion_matrix"]["counts"])) == 1500
    assert {k: found[k] for k in facts_of(evaluation.scores)} == facts_of(evaluation.scores)
    assert found["categories"][0]["training_drawings"] == 55


@pytest.mark.parametrize("fact", [None, 3, {}, {"a": "many"}, {"a": -1}, {"a": True}])
def test_training_drawings_are_not_guessed(fact: Any) -> None:
    assert training_drawings_of({"drawings_per_category": fact}) is None
    assert training_drawings_of({}) is None
    assert training_drawings_of({"drawings_per_category": {"a": 7}}) == {"a": 7}


# Calibration ------------------------------------------------------------------------------------------------


def test_calibration_of_a_case_counted_by_hand() -> None:
    """Two bins: 0.55 with half of four right, 0.95 with one of two right."""
    confidence = [0.55, 0.55, 0.55, 0.55, 0.95, 0.95]
    right = [True, False, True, False, True, False]
    table = reliability(confidence, right)
    assert len(table) == 15
    filled = [b for b in table if b.drawings]
    assert [(b.drawings, b.accuracy) for b in filled] == [(4, 0.5), (2, 0.5)]
    assert [b.confidence for b in filled] == pytest.approx([0.55, 0.95])
    assert all(b.low < b.confidence <= b.high for b in filled)
    assert expected_calibration_error(table) == pytest.approx((4 * 0.05 + 2 * 0.45) / 6)


def test_the_ends_of_bins_belong_to_the_lower_bin() -> None:
    table = reliability([0.0, 1 / 15, 1.0], [True, True, True])
    assert [b.drawings for b in table] == [2, *[0] * 13, 1]


def test_a_calibrated_network_has_a_small_error() -> None:
    rng = np.random.default_rng(0)
    confidence = rng.uniform(0.2, 1, 40_000)
    right = rng.random(40_000) < confidence
    calm = calibration_estimate(confidence, right, 200, rng)
    boastful = calibration_estimate(np.minimum(confidence + 0.1, 1), right, 200, rng)
    assert calm.value < 0.012
    assert boastful.value == pytest.approx(0.1, abs=0.02)
    assert boastful.low < boastful.value < boastful.high
    assert expected_calibration_error(reliability([], [])) != expected_calibration_error(reliability([], []))  # NaN


def test_a_perfect_network_is_not_certain_to_be_one() -> None:
    """Macro figures too: with as many answers as a plain share of the same variance has."""
    labels = np.repeat(np.arange(3), [4, 16, 40])
    predictions = Predictions.of(np.eye(5)[labels], labels, np.ones(60, np.int32))
    found = evaluate(predictions, ("a", "b", "c", "d", "e"))
    assert found.top1.value == found.macro_top1.value == 1.0
    assert found.top1.low == pytest.approx(1 / (1 + 1.959964**2 / 60))
    effective = 9 / (1 / 4 + 1 / 16 + 1 / 40)
    assert found.macro_top1.low == found.macro_top5.low == pytest.approx(1 / (1 + 1.959964**2 / effective))
    assert found.macro_top1.high == 1.0
