"""Many inversions at once: each as it is alone, and counted right."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.inversion import invert, invert_together
from sketchxai_desktop.core.run import Run
from sketchxai_desktop.evaluation.drawings import Labelled, LabelledDrawings
from sketchxai_desktop.evaluation.inversion import inversion_scores, success_by_category
from sketchxai_desktop.evaluation.poster import RECOVERY, TRANSFER, poster_runs
from sketchxai_desktop.evaluation.trials import (
    Trials,
    carry_out,
    location_error,
    runs_of,
    try_out,
    with_random_weights,
)

Make = Callable[..., Checkpoint]


@pytest.fixture
def drawings(folder: Path, make_checkpoint: Make) -> list[Labelled]:
    return list(LabelledDrawings([folder], make_checkpoint().categories))


def alone(checkpoint: Checkpoint, run: Run) -> Run:
    again = Run(run.sketch, run.settings, run.target, run.original, run.checkpoint)
    again.steps.extend(invert(checkpoint, again, device="cpu"))
    return again


@pytest.mark.parametrize("options", [{}, {"mask_empty": False}, {"without": ("order",)}, {"order_slots": 2}])
@pytest.mark.parametrize("mode", ["recovery", "transfer"])
def test_runs_side_by_side_are_as_they_are_alone(
    make_checkpoint: Make, drawings: list[Labelled], options: dict[str, object], mode: str
) -> None:
    checkpoint = make_checkpoint(**options)
    runs, sketches = runs_of(checkpoint, drawings[::3], mode, paths=3, steps=8, seed=5)  # type: ignore[arg-type]
    assert sketches == list(range(8))
    for place, step in carry_out(checkpoint, runs, device="cpu"):
        runs[place].steps.append(step)
    for run in runs:
        expected = alone(checkpoint, run)
        assert [s.index for s in run.steps] == list(range(9))
        np.testing.assert_allclose(run.locations, expected.locations, atol=2e-3)
        np.testing.assert_allclose(run.target_probability, expected.target_probability, atol=2e-3)
        np.testing.assert_allclose(run.original_probability, expected.original_probability, atol=2e-3)
        np.testing.assert_array_equal(run.locations[0], expected.locations[0])


def test_a_network_without_locations_has_nothing_to_invert(make_checkpoint: Make, drawings: list[Labelled]) -> None:
    with pytest.raises(UserError, match="small was trained without locations"):
        runs_of(make_checkpoint(without=("location",)), drawings, "recovery")


def test_runs_that_do_not_go_together_are_refused(make_checkpoint: Make, drawings: list[Labelled]) -> None:
    checkpoint = make_checkpoint()
    runs, _ = runs_of(checkpoint, drawings, "recovery", steps=3)
    with pytest.raises(ValueError, match="as many strokes"):
        next(invert_together(checkpoint, runs[:2]))
    others, _ = runs_of(checkpoint, drawings, "recovery", steps=4)
    with pytest.raises(ValueError, match="the same steps"):
        next(invert_together(checkpoint, [runs[0], others[0]]))
    with pytest.raises(ValueError, match="no run"):
        next(invert_together(checkpoint, []))


def test_runs_may_have_different_numbers_of_paths(make_checkpoint: Make, drawings: list[Labelled]) -> None:
    checkpoint = make_checkpoint()
    few, _ = runs_of(checkpoint, [drawings[1]], "recovery", paths=1, steps=4)
    many, _ = runs_of(checkpoint, [drawings[9]], "recovery", paths=5, steps=4)
    *_, last = invert_together(checkpoint, [few[0], many[0]], device="cpu")
    assert [len(step.locations) for step in last] == [1, 5]
    np.testing.assert_allclose(last[1].target_probability, alone(checkpoint, many[0]).target_probability[-1], atol=1e-3)


def test_targets(make_checkpoint: Make, drawings: list[Labelled]) -> None:
    checkpoint = make_checkpoint()
    recovery, _ = runs_of(checkpoint, drawings, "recovery")
    assert all(run.target == run.original for run in recovery)
    random, _ = runs_of(checkpoint, drawings, "transfer", seed=1)
    assert all(run.target != run.original for run in random)
    assert len({run.target for run in random}) == 3
    assert [r.target for r in runs_of(checkpoint, drawings, "transfer", seed=1)[0]] == [r.target for r in random]
    chosen, sketches = runs_of(checkpoint, drawings, "transfer", targets=["CAT", "bed"])
    assert {(run.original, run.target) for run in chosen} == {
        ("apple", "cat"), ("apple", "Bed"), ("Bed", "cat"), ("cat", "Bed"),
    }  # fmt: skip
    assert len(chosen) == 8 * 4
    assert len(set(sketches)) == 24
    assert len({run.seed for run in chosen}) == 24
    with pytest.raises(UserError, match="no category"):
        runs_of(checkpoint, drawings, "transfer", targets=["dog"])


def test_location_error() -> None:
    home = np.array([[0.0, 0.0], [1.0, 0.0]])
    assert location_error(home + np.array([3.0, -2.0]), home) == pytest.approx(0)
    # Drawn apart by 0.4: each stroke is 0.2 from its place once the two are aligned.
    assert location_error([[-0.2, 0.0], [1.2, 0.0]], home) == pytest.approx(0.2)
    layouts = np.random.default_rng(0).normal(size=(4, 5, 6, 2))
    assert location_error(layouts, layouts[0, 0]).shape == (4, 5)
    assert np.isnan(location_error([[[1.0, 2.0]]], [[0.0, 0.0]])).all()


def test_the_control_is_repeatable_and_has_learned_nothing(make_checkpoint: Make) -> None:
    checkpoint = make_checkpoint()
    before = torch.random.get_rng_state()
    first, again, other = (with_random_weights(checkpoint, seed) for seed in (0, 0, 1))
    assert torch.equal(torch.random.get_rng_state(), before)
    assert first.network.config == checkpoint.network.config
    assert not first.network.training
    assert torch.equal(first.network.head.weight, again.network.head.weight)
    assert not torch.equal(first.network.head.weight, other.network.head.weight)
    assert not torch.equal(first.network.head.weight, checkpoint.network.head.weight)


def test_trials_tell_what_the_runs_did(make_checkpoint: Make, drawings: list[Labelled]) -> None:
    checkpoint = make_checkpoint()
    runs, sketches = runs_of(checkpoint, drawings[:6], "recovery", paths=2, steps=6)
    seen: list[None] = []
    trials = try_out(checkpoint, runs, sketches, device="cpu", progress=lambda: seen.append(None))
    assert len(seen) == 6 * 7
    for k, run in enumerate(runs):
        expected = alone(checkpoint, run)
        label = checkpoint.category_index(run.target)
        tops = np.stack([s.top_category for s in expected.steps])
        np.testing.assert_array_equal(trials.hits[:, k], tops == label)
        np.testing.assert_allclose(trials.probability[:, k], expected.target_probability, atol=2e-3)
    assert np.isnan(trials.end_error).all(axis=1).tolist() == [len(run.sketch) == 1 for run in runs]


def made_up() -> Trials:
    """Three sketches, four runs (two of the last sketch) of two paths, five states."""
    hits = np.zeros((5, 4, 2), bool)
    hits[:, 0, 0] = True  # from the start
    hits[[1, 3, 4], 0, 1] = True  # lost again in between: since 3
    hits[4, 1, 0] = True  # since 4
    hits[0, 1, 1] = True  # lost: not reached
    hits[2:, 2, 0] = True  # since 2
    probability = np.linspace(0, 1, 40, dtype=np.float32).reshape(5, 4, 2)
    errors = np.array([[0.1, 0.3], [np.nan, np.nan], [0.2, 0.2], [0.4, 0.4]])
    return Trials(np.array([0, 1, 7, 7]), hits, probability, errors, errors / 2)


def test_scores_are_counted_right() -> None:
    trials = made_up()
    assert trials.since[trials.reached].tolist() == [0, 3, 4, 2]
    scores = inversion_scores(trials, "recovery", resamples=400)
    assert scores.success.value == 4 / 8
    assert scores.at_start.value == 2 / 8
    assert scores.steps.value == 2.5
    assert scores.final_probability.value == pytest.approx(float(trials.probability[-1].mean()))
    assert scores.start_error.value == pytest.approx((0.1 + 0.3 + 4 * 0.3) / 6)
    assert scores.location_error.value == pytest.approx(scores.start_error.value / 2)
    assert scores.success_by_state == (2 / 8, 2 / 8, 2 / 8, 3 / 8, 4 / 8)
    assert 0 <= scores.success.low < 0.5 < scores.success.high <= 1
    assert np.isnan(inversion_scores(trials, "transfer", resamples=50).location_error.value)
    json.dumps(scores.to_json(), allow_nan=False)
    by_category = success_by_category(trials, ["a", "B", "c", "c"], resamples=50)
    assert [(name, count, success.value) for name, count, success in by_category] == [
        ("a", 1, 1.0), ("B", 1, 0.5), ("c", 1, 0.25),
    ]  # fmt: skip


def test_paths_of_one_sketch_are_no_independent_evidence() -> None:
    """A hundred paths of four sketches leave as much doubt as four."""
    hits = np.zeros((2, 4, 100), bool)
    hits[:, :2] = True
    trials = Trials(np.arange(4), hits, hits.astype(np.float32), np.zeros((4, 100)), np.zeros((4, 100)))
    success = inversion_scores(trials, "recovery").success
    assert (success.value, success.low, success.high) == (0.5, 0.0, 1.0)


def test_nothing_that_succeeds_has_no_steps() -> None:
    hits = np.zeros((3, 2, 1), bool)
    trials = Trials(np.arange(2), hits, hits.astype(np.float32), np.zeros((2, 1)), np.zeros((2, 1)))
    scores = inversion_scores(trials, "recovery", resamples=20)
    assert np.isnan(scores.steps.value)
    assert scores.success.value == 0
    z = 1.959964
    assert scores.success.high == pytest.approx(z**2 / (2 + z**2))  # Wilson, 0 of 2


# The poster ---------------------------------------------------------------------------------------------------


def test_the_posters_runs(make_checkpoint: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sketchxai_desktop.evaluation.poster.STATES", (0, 1, 3))
    checkpoint = make_checkpoint(("apple", "bed", "bicycle", "broom"))
    rows = []
    for k in range(30):
        points = np.random.default_rng(k).integers(0, 256, (3, 2, 4)).tolist()
        rows.append(json.dumps({"word": ("apple", "bed", "bicycle")[k % 3], "drawing": points[: 1 + k % 2]}))
    path = tmp_path / "some.ndjson"
    path.write_text("\n".join(rows), encoding="utf-8")
    runs, missing = poster_runs(checkpoint, [path], device="cpu")
    assert [(run.mode, run.original) for run in runs] == [
        ("recovery", "bed"), ("recovery", "bicycle"), ("transfer", "apple"), ("transfer", "bicycle"),
    ]  # fmt: skip
    assert all(run.complete and len(run.sketch) > 1 for run in runs)
    assert all((run.original == run.target) == (run.mode == "recovery") for run in runs)
    unknown = sorted({*RECOVERY, *TRANSFER} - set(checkpoint.categories))
    assert sorted(missing) == sorted(
        [*(f"The network does not know {name}." for name in unknown), "The data have no broom of two strokes or more."]
    )
