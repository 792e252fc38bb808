"""Our measures against Quantus, an independent implementation; it is not among our dependencies.

Only what both define alike is compared: removing the best-scored strokes one by one, the correlation over random sets
of removed strokes, and Spearman's correlation. (Quantus' "SensitivityN" removes the best-scored features in steps,
which is not the measure of Ancona et al.; its "FaithfulnessCorrelation" with sets of one size is.)
"""

from __future__ import annotations

import numpy as np
import pytest
from torch import Tensor, nn

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.explain import metrics
from sketchxai_desktop.explain.captum_tools import over_masks
from sketchxai_desktop.explain.question import Question
from sketchxai_desktop.explain.value import StrokeValue
from tests.explain.conftest import scribble

quantus = pytest.importorskip("quantus", reason="compares with Quantus where it is installed: pip install quantus")

STROKES = 6
SCORES = np.array([0.5, -1.0, 2.0, 0.1, 0.3, -0.2])


class Strokes(nn.Module):
    """(K, 1, S) ones where a stroke is there to (K, 1) outputs, as Quantus wants its models."""

    def __init__(self, value: StrokeValue) -> None:
        super().__init__()
        self.forward_masks = over_masks(value)

    def forward(self, masks: Tensor) -> Tensor:
        return self.forward_masks(masks[:, 0]).float().unsqueeze(1)


@pytest.fixture
def value(masked: Checkpoint) -> StrokeValue:
    return StrokeValue(masked, scribble(1, STROKES), Question("cat", output="logit"))


def ask(metric: object, value: StrokeValue) -> object:
    """What a metric of Quantus says of the scores."""
    x, a = np.ones((1, 1, STROKES), np.float32), SCORES[None, None].astype(np.float32)
    return metric(  # type: ignore[operator]
        model=Strokes(value).eval(),
        x_batch=x,
        y_batch=np.array([0]),
        a_batch=a,
        channel_first=True,
        softmax=False,
        device="cpu",
    )


OPTIONS = {
    "abs": False,
    "normalise": False,
    "perturb_baseline": 0.0,
    "display_progressbar": False,
    "disable_warnings": True,
}


def test_the_same_deletion_curve(value: StrokeValue) -> None:
    (theirs,) = ask(quantus.PixelFlipping(features_in_step=1, **OPTIONS), value)  # type: ignore[misc]
    np.testing.assert_allclose(metrics.deletion_curve(value, SCORES)[1:], theirs, atol=1e-5)


@pytest.mark.parametrize("n", [1, 2, 4])
def test_the_same_sensitivity_n(value: StrokeValue, n: int) -> None:
    """Theirs draws sets at random, ours looks at all of that size."""
    np.random.seed(0)
    options = {**OPTIONS, "similarity_func": quantus.similarity_func.correlation_pearson}
    (theirs,) = ask(quantus.FaithfulnessCorrelation(nr_runs=3000, subset_size=n, **options), value)  # type: ignore[misc]
    assert metrics.sensitivity_n(value, SCORES, n) == pytest.approx(float(theirs), abs=0.04)


def test_the_same_rank_correlation() -> None:
    draws = np.random.default_rng(0)
    for first, second in draws.integers(0, 6, (20, 2, 9)).astype(float):
        theirs = float(quantus.similarity_func.correlation_spearman(first, second))
        assert metrics.rank_correlation(first, second) == pytest.approx(theirs)


def test_the_same_similarity_at_every_stage_of_randomisation(masked: Checkpoint) -> None:
    from sketchxai_desktop.explain.randomisation import cascade
    from sketchxai_desktop.explain.registry import METHODS

    value = StrokeValue(masked, scribble(3, STROKES), Question("cat", output="logit"))
    method = METHODS["leave_one_out"]
    trained = method.run(value).scores
    for _, stage in cascade(masked, seed=2):
        scores = method.run(value.through(stage)).scores
        theirs = float(quantus.similarity_func.correlation_spearman(trained, scores))
        assert metrics.rank_correlation(scores, trained) == pytest.approx(theirs)
