"""Measures on games whose answers are known, and against another implementation."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch
from captum.metrics import infidelity as captum_infidelity
from captum.metrics import sensitivity_max

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.explain import metrics, recoveries
from sketchxai_desktop.explain.captum_tools import over_masks
from sketchxai_desktop.explain.measures import MEASURES, why_not_measured
from sketchxai_desktop.explain.question import Cancelled, Question
from sketchxai_desktop.explain.randomisation import cascade, randomised, similarity_under_cascade
from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.explain.scoring import Scorer
from sketchxai_desktop.explain.value import StrokeValue
from tests.explain.conftest import Toy, scribble

WEIGHTS = np.array([5.0, 1.0, 3.0, -2.0])


@pytest.fixture
def additive() -> Toy:
    """The output is a sum over strokes, so its own weights are the perfect explanation."""
    return Toy(4, lambda mask: 1.0 + float(WEIGHTS @ mask))


def test_curves_and_areas(additive: Toy) -> None:
    np.testing.assert_allclose(metrics.deletion_curve(additive, WEIGHTS), [8, 3, 0, -1, 1])
    np.testing.assert_allclose(metrics.insertion_curve(additive, WEIGHTS), [1, 6, 9, 10, 8])
    assert metrics.deletion(additive, WEIGHTS) == pytest.approx((8 / 2 + 3 + 0 - 1 + 1 / 2) / 4)
    assert metrics.insertion(additive, WEIGHTS) == pytest.approx((1 / 2 + 6 + 9 + 10 + 8 / 2) / 4)
    assert metrics.deletion(additive, WEIGHTS) < metrics.deletion(additive, -WEIGHTS)
    assert metrics.area(np.array([3.0, 3.0, 3.0])) == pytest.approx(3)


def test_comprehensiveness_and_sufficiency(additive: Toy) -> None:
    # 1, 5, 10 and 20 % of four strokes are one stroke, 50 % are two.
    assert metrics.comprehensiveness(additive, WEIGHTS) == pytest.approx((4 * 5 + 8) / 5)
    assert metrics.sufficiency(additive, WEIGHTS) == pytest.approx((4 * (8 - 6) + (8 - 9)) / 5)


def test_sensitivity_n(additive: Toy) -> None:
    for n in (1, 2, 3):
        assert metrics.sensitivity_n(additive, WEIGHTS, n) == pytest.approx(1)
        assert metrics.sensitivity_n(additive, -2 * WEIGHTS, n) == pytest.approx(-1)
        assert metrics.sensitivity_n(additive, np.ones(4), n) == 0
    assert math.isnan(metrics.sensitivity_n(additive, WEIGHTS, 4))
    assert metrics.mean_sensitivity_n(additive, WEIGHTS) == pytest.approx(1)
    assert math.isnan(metrics.mean_sensitivity_n(Toy(3, lambda _mask: 1.0), np.arange(3.0)))
    assert metrics.sensitivity_n(additive, WEIGHTS[[1, 0, 2, 3]], 1) == pytest.approx(
        np.corrcoef(WEIGHTS[[1, 0, 2, 3]], WEIGHTS)[0, 1]
    )
    large = Toy(20, lambda mask: float(np.arange(20) @ mask))
    assert metrics.sensitivity_n(large, np.arange(20.0), 7) == pytest.approx(1)
    assert large.asked <= 101


def test_infidelity(additive: Toy) -> None:
    assert metrics.infidelity(additive, WEIGHTS, normalise=False) == pytest.approx(0)
    assert metrics.infidelity(additive, 10 * WEIGHTS) == pytest.approx(0)
    assert metrics.infidelity(additive, 10 * WEIGHTS, normalise=False) > 1
    falls = metrics.removals(4, 0) @ WEIGHTS
    assert metrics.infidelity(additive, np.zeros(4)) == pytest.approx(np.mean(falls**2))
    assert len(metrics.removals(4, 0)) == 15
    assert 250 < len(metrics.removals(20, 0)) <= 256


@pytest.mark.parametrize("normalise", [False, True])
def test_captum_finds_the_same_infidelity(masked: Checkpoint, normalise: bool) -> None:
    value = StrokeValue(masked, scribble(1, 5), Question("cat", output="logit"))
    scores = np.array([0.5, -1.0, 2.0, 0.1, 0.3])
    removed = torch.from_numpy(metrics.removals(5, 0)).float()

    def remove(inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return removed, inputs - removed

    theirs = captum_infidelity(
        lambda masks: over_masks(value)(masks).float(),
        remove,
        torch.ones(1, 5),
        torch.from_numpy(scores).float().unsqueeze(0),
        n_perturb_samples=len(removed),
        normalize=normalise,
    )
    assert metrics.infidelity(value, scores, normalise=normalise) == pytest.approx(float(theirs[0]), rel=1e-3)


@pytest.mark.parametrize("normalise", [False, True])
def test_captum_finds_the_same_location_infidelity(checkpoint: Checkpoint, normalise: bool) -> None:
    value = StrokeValue(checkpoint, scribble(1, 5), Question("cat", output="logit"))
    scores = np.array([0.5, -1.0, 2.0, 0.1, 0.3])
    drawn = value.locations.numpy()
    layouts = np.stack(metrics.jitters(drawn, 20, seed=3, radius=metrics.LARGE_JITTER))
    distances = np.linalg.norm(layouts - drawn, axis=2).astype(np.float64)

    def move(_inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """A stroke's score stands in the first of its two coordinates, and there is the way it went."""
        went = np.stack([distances, np.zeros_like(distances)], axis=2)
        return torch.from_numpy(went).float(), torch.from_numpy(layouts)

    theirs = captum_infidelity(
        lambda places: torch.from_numpy(value.at_layouts(places.numpy())).float(),
        move,
        torch.from_numpy(drawn).unsqueeze(0),
        torch.from_numpy(np.stack([scores, np.zeros(5)], axis=1)).float().unsqueeze(0),
        n_perturb_samples=len(layouts),
        normalize=normalise,
    )
    falls = value.at_layouts(drawn[None])[0] - value.at_layouts(layouts)
    ours = metrics.location_infidelity(distances, falls, scores, normalise=normalise)
    assert ours == pytest.approx(float(theirs[0]), rel=1e-3)
    assert ours > 0


def test_location_infidelity_is_zero_where_scores_foretell_what_moving_does() -> None:
    distances = np.random.default_rng(0).random((30, 4))
    assert metrics.location_infidelity(distances, distances @ WEIGHTS, 3 * WEIGHTS) == pytest.approx(0)
    assert metrics.location_infidelity(distances, distances @ WEIGHTS, WEIGHTS, normalise=False) == pytest.approx(0)
    assert metrics.location_infidelity(distances, distances @ WEIGHTS, -WEIGHTS) == pytest.approx(0), "at best scale"
    assert metrics.location_infidelity(distances, distances @ WEIGHTS, WEIGHTS[::-1]) > 0.1


def test_layouts_are_worth_what_the_strokes_are_worth_there(checkpoint: Checkpoint) -> None:
    value = StrokeValue(checkpoint, scribble(6, 4), Question("cat"))
    drawn = value.locations.numpy()
    layouts = np.stack([drawn, *metrics.jitters(drawn, 3, seed=1, radius=0.3)])
    np.testing.assert_allclose(value.at_layouts(layouts), [value.at(one).value for one in layouts], atol=1e-5)
    assert value.at_layouts(layouts)[0] == pytest.approx(value.value, abs=1e-5)


def test_captum_finds_the_same_max_sensitivity(masked: Checkpoint) -> None:
    value = StrokeValue(masked, scribble(2, 4), Question("cat", output="logit"))
    places = metrics.jitters(value.locations.numpy(), 3, seed=5)
    method = METHODS["exact_shapley"]

    def explanation(inputs: tuple[torch.Tensor]) -> tuple[torch.Tensor]:
        return (torch.from_numpy(np.stack([method.run(value.at(one.numpy())).scores for one in inputs[0]])),)

    theirs = sensitivity_max(
        explanation,
        value.locations.unsqueeze(0),
        perturb_func=lambda _inputs, _radius: (torch.from_numpy(np.stack(places)),),
        n_perturb_samples=3,
    )
    scores = method.run(value).scores
    ours = metrics.max_sensitivity(scores, [method.run(value.at(one)).scores for one in places])
    assert ours == pytest.approx(float(theirs[0]), rel=1e-4)
    assert ours > 0
    assert math.isnan(metrics.max_sensitivity(np.zeros(3), [np.ones(3)]))
    assert max(np.abs(one - value.locations.numpy()).max() for one in places) <= 0.02


def test_rank_correlation() -> None:
    first = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    assert metrics.rank_correlation(first, np.array([5.0, 6.0, 7.0, 8.0, 7.0])) == pytest.approx(0.8207827, abs=1e-6)
    assert metrics.rank_correlation(first, first**3) == pytest.approx(1)
    assert metrics.rank_correlation(first, -first) == pytest.approx(-1)
    assert metrics.rank_correlation(first, np.ones(5)) == 0
    assert math.isnan(metrics.rank_correlation(first[:2], first[:2]))
    assert metrics.ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [3.5, 1.0, 3.5, 2.0]


def test_randomised_networks_leave_the_trained_one_alone(checkpoint: Checkpoint) -> None:
    before = {k: v.clone() for k, v in checkpoint.network.state_dict().items()}
    value = StrokeValue(checkpoint, scribble(3, 4), Question("cat"))
    stages = dict(similarity_under_cascade(METHODS["leave_one_out"], value))
    assert list(stages) == [
        "classifier",
        "layer 3",
        "layer 2",
        "layer 1",
        "location map",
        "order table",
        "shape extractor",
    ]
    assert all(-1 <= found <= 1 for found in stages.values())
    *_, (_, last) = cascade(checkpoint, seed=4)
    full = randomised(checkpoint, seed=4)
    for name, weights in last.network.state_dict().items():
        assert torch.equal(weights, full.network.state_dict()[name]), name
    for name, weights in checkpoint.network.state_dict().items():
        assert torch.equal(weights, before[name]), name
        if weights.dim() > 1:
            assert not torch.equal(weights, full.network.state_dict()[name]), name


def test_a_sketch_is_scored_and_the_control_is_there(
    make_checkpoint: Callable[..., Checkpoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recoveries, "STEPS", 3)
    monkeypatch.setattr(recoveries, "PATHS", 2)
    scorer = Scorer(make_checkpoint(), ["exact_shapley", "integrated_gradients", "inversion_gain"], jittered=2)
    found = {score.method: score.measures for score in scorer.score(scribble(4, 5), Question("cat"))}
    assert list(found) == ["exact_shapley", "integrated_gradients", "inversion_gain", "random"]
    for measures in found.values():
        assert list(measures) == list(MEASURES)
        asked = {name: number for name, number in measures.items() if name != "max_sensitivity"}
        assert all(math.isfinite(number) for number in asked.values())
    assert found["exact_shapley"]["shapley_correlation"] == pytest.approx(1)
    assert found["exact_shapley"]["max_sensitivity"] > 0
    assert math.isnan(found["inversion_gain"]["max_sensitivity"]), "it does not look at where strokes were drawn"
    assert "Not applicable" in why_not_measured(METHODS["inversion_gain"], "max_sensitivity")
    assert not why_not_measured(METHODS["exact_shapley"], "max_sensitivity")
    assert found["random"]["max_sensitivity"] > 0
    alone = next(iter(scorer.score(scribble(4, 1), Question("cat"))))
    assert all(math.isnan(number) for number in alone.measures.values())


def test_scoring_can_be_cancelled(masked: Checkpoint) -> None:
    calls = 0

    def check() -> None:
        nonlocal calls
        calls += 1
        if calls > 3:
            raise Cancelled

    scorer = Scorer(masked, ["exact_shapley", "lime"], check=check)
    with pytest.raises(Cancelled):
        list(scorer.score(scribble(5, 6), Question("cat")))
