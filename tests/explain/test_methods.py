"""Every method on every kind of network; and what each is, worked out another way."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
import torch
from captum.attr._core.lime import get_exp_kernel_similarity_function

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.inversion import invert, start_run
from sketchxai_desktop.core.run import InversionSettings
from sketchxai_desktop.explain import recoveries
from sketchxai_desktop.explain.attention import attention_maps
from sketchxai_desktop.explain.coalitions import all_coalitions
from sketchxai_desktop.explain.eager import before_last_layer, encoder_layers, from_last_layer
from sketchxai_desktop.explain.methods import kernel_shap, lime
from sketchxai_desktop.explain.methods.lime import nearness
from sketchxai_desktop.explain.points import shape_of_points
from sketchxai_desktop.explain.question import Attribution, Cancelled, Question
from sketchxai_desktop.explain.registry import METHODS, chosen_methods
from sketchxai_desktop.explain.value import StrokeValue
from sketchxai_desktop.explain.workbench import best_category, explain
from tests.explain.conftest import scribble

LOGIT = Question("cat", output="logit")


@pytest.fixture(autouse=True)
def _few_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recoveries, "STEPS", 4)
    monkeypatch.setattr(recoveries, "PATHS", 2)
    monkeypatch.setattr(lime, "SAMPLES", 64)
    monkeypatch.setattr(kernel_shap, "SAMPLES", 64)


def run(name: str, value: StrokeValue, seed: int = 0) -> Attribution:
    return METHODS[name].run(value, seed)


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("question", [Question("cat"), Question("cat", "eye", "logit", "compact")])
def test_one_finite_score_per_stroke_and_the_same_again(checkpoint: Checkpoint, name: str, question: Question) -> None:
    value = StrokeValue(checkpoint, scribble(1, 4), question)
    found, again = run(name, value, 3), run(name, value.fresh(), 3)
    assert found.method == name
    assert found.scores.shape == (4,)
    assert found.scores.dtype == np.float64
    assert np.isfinite(found.scores).all()
    np.testing.assert_array_equal(found.scores, again.scores)
    assert METHODS[name].signed or (found.scores >= 0).all()
    assert (found.points is not None) == METHODS[name].per_point
    if found.points is not None:
        assert [len(p) for p in found.points] == [len(s) for s in value.sketch.strokes]
        np.testing.assert_allclose([p.sum() for p in found.points], found.scores, atol=1e-9)


@pytest.mark.parametrize("name", METHODS)
def test_a_sketch_of_one_stroke(checkpoint: Checkpoint, name: str) -> None:
    value = StrokeValue(checkpoint, scribble(2, 1), Question("cat"))
    found = run(name, value)
    assert found.scores.shape == (1,)
    assert np.isfinite(found.scores).all()
    if name in ("exact_shapley", "kernel_shap", "leave_one_out"):
        assert found.scores[0] == pytest.approx(value.value - value.base, abs=1e-6)


@pytest.mark.parametrize("name", METHODS)
def test_every_method_can_be_cancelled(masked: Checkpoint, name: str) -> None:
    def stop() -> None:
        raise Cancelled

    value = StrokeValue(masked, scribble(1, 4), LOGIT)
    value.check = stop
    with pytest.raises(Cancelled):
        run(name, value)


def test_more_strokes_than_twelve_and_more_than_slots(make_checkpoint: Callable[..., Checkpoint]) -> None:
    small = make_checkpoint(order_slots=13)
    names = ["exact_shapley", "anchors", "leave_one_out", "inversion_gain", "attention_last"]
    for found in explain(small, scribble(3, 15), Question("cat"), names):
        assert found.scores.shape == (15,)
        assert found.scores[13:].tolist() == [0, 0]
        assert found.seconds > 0
        assert found.errors is None or found.errors.shape == (15,)


def test_integrated_gradients_are_complete(checkpoint: Checkpoint) -> None:
    value = StrokeValue(checkpoint, scribble(4, 5), LOGIT)
    found = run("integrated_gradients", value)
    with torch.no_grad():
        blank = float(value.output_of_tokens(value.blank_tokens())[0])
    assert found.scores.sum() == pytest.approx(value.value - blank, abs=2e-3 * max(1, abs(value.value - blank)))
    assert found.details["blank"] == pytest.approx(blank)
    if not checkpoint.network.config.mask_empty:
        assert blank == pytest.approx(value.base, abs=1e-5)


@pytest.mark.parametrize("changes", [{}, {"pooling": "mean", "shape_extractor": "gru"}, {"without": ("shape",)}])
def test_gradient_x_input_is_that(make_checkpoint: Callable[..., Checkpoint], changes: dict[str, object]) -> None:
    value = StrokeValue(make_checkpoint(**changes), scribble(5, 4), LOGIT)
    tokens = value.tokens().requires_grad_()
    (gradient,) = torch.autograd.grad(value.output_of_tokens(tokens), tokens)
    wanted = (gradient * tokens).sum(dim=-1)[0].detach().numpy()
    np.testing.assert_allclose(run("gradient_x_input", value).scores, wanted, atol=1e-4)


def test_the_points_of_a_stroke_make_its_shape(make_checkpoint: Callable[..., Checkpoint]) -> None:
    for pooling in ("sum", "mean"):
        value = StrokeValue(make_checkpoint(pooling=pooling), scribble(5, 4), LOGIT)
        with torch.no_grad():
            parts = shape_of_points(value.network, value.points, value.lengths)
        np.testing.assert_allclose(parts.sum(dim=1).numpy(), value.shapes.numpy(), atol=1e-5)


def test_the_last_features_lead_to_the_same_answer(checkpoint: Checkpoint) -> None:
    value = StrokeValue(checkpoint, scribble(6, 5), LOGIT)
    with torch.no_grad():
        x = before_last_layer(value.network, value.full(value.tokens()))
        normed = encoder_layers(value.network)[-1].attention_norm(x)
        logits = from_last_layer(value.network, x, normed)
    assert float(logits[0, 2]) == pytest.approx(value.value, abs=1e-4)


def test_cams_by_hand(checkpoint: Checkpoint) -> None:
    value = StrokeValue(checkpoint, scribble(6, 3), LOGIT)
    with torch.no_grad():
        x = before_last_layer(value.network, value.full(value.tokens()))
        features = encoder_layers(value.network)[-1].attention_norm(x)
    features.requires_grad_()
    answer = value.output(from_last_layer(value.network, x, features))
    (gradient,) = torch.autograd.grad(answer, features)
    cam = (gradient.mean(dim=1, keepdim=True) * features).sum(dim=-1)[0, 1:4].detach()
    np.testing.assert_allclose(run("grad_cam", value).scores, cam.numpy(), atol=1e-5)
    with torch.no_grad():
        falls = []
        for channel in range(features.shape[-1]):
            ablated = features.clone()
            ablated[..., channel] = 0
            falls.append(answer - value.output(from_last_layer(value.network, x, ablated)))
        cam = (torch.stack(falls, dim=-1) * features).sum(dim=-1)[0, 1:4]
    np.testing.assert_allclose(run("ablation_cam", value).scores, cam.numpy(), atol=1e-3)


def test_full_gradients_add_up_where_the_network_is_linear(make_checkpoint: Callable[..., Checkpoint]) -> None:
    """With attention and GELU cut out, only the normalisation of the classification token is left."""
    checkpoint = make_checkpoint(layers=1)
    value = StrokeValue(checkpoint, scribble(7, 4), LOGIT)
    before = run("full_grad", value).scores
    plain = run("gradient_x_input", value).scores
    assert not np.allclose(before, plain, atol=1e-4)
    with torch.no_grad():
        for name, parameter in value.network.layers.named_parameters():
            if name.endswith("bias"):
                parameter.zero_()
    value = value.fresh()
    np.testing.assert_allclose(run("full_grad", value).scores, run("gradient_x_input", value).scores, atol=1e-4)


def test_attention_maps(checkpoint: Checkpoint) -> None:
    value = StrokeValue(checkpoint, scribble(8, 5), LOGIT)
    maps = attention_maps(value)
    assert maps.weights.shape == (3, 3, 6, 6)
    assert maps.rollout.shape == (6, 6)
    if checkpoint.network.config.mask_empty:
        np.testing.assert_allclose(maps.weights.sum(axis=-1), 1, atol=1e-5)
        np.testing.assert_allclose(maps.rollout.sum(axis=-1), 1, atol=1e-5)
        rolled = np.eye(6)
        for layer in maps.weights:
            rolled = (layer.mean(axis=0) + np.eye(6)) / 2 @ rolled
        np.testing.assert_allclose(maps.rollout, rolled, atol=1e-5)
    np.testing.assert_allclose(run("attention_last", value).scores, maps.weights[-1, :, 0, 1:].mean(axis=0), atol=1e-6)
    np.testing.assert_allclose(run("attention_rollout", value).scores, maps.rollout[0, 1:], atol=1e-6)


def test_leave_one_out_is_that(checkpoint: Checkpoint) -> None:
    value = StrokeValue(checkpoint, scribble(9, 5), Question("cat"))
    wanted = value.value - value(~np.eye(5, dtype=bool))
    np.testing.assert_allclose(run("leave_one_out", value).scores, wanted, atol=1e-6)


def test_kernel_shap_is_near_and_efficient(masked: Checkpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel_shap, "SAMPLES", 512)
    value = StrokeValue(masked, scribble(10, 6), LOGIT)
    exact, found = run("exact_shapley", value).scores, run("kernel_shap", value).scores
    assert found.sum() == pytest.approx(value.value - value.base, abs=0.02 * abs(value.value - value.base))
    assert np.corrcoef(exact, found)[0, 1] > 0.98
    state = torch.get_rng_state()
    run("kernel_shap", value, 1)
    assert torch.equal(state, torch.get_rng_state())


def test_lime_weighs_coalitions_as_captum_does() -> None:
    theirs = get_exp_kernel_similarity_function("cosine", 0.25)
    whole = torch.ones(1, 6)
    for count in range(7):
        some = (torch.arange(6) < count).float().unsqueeze(0)
        assert nearness(some) == pytest.approx(theirs(whole, some, None), rel=1e-4)


def test_an_anchor_is_the_smallest_and_holds(masked: Checkpoint) -> None:
    for seed in range(4):
        sketch = scribble(20 + seed, 6)
        value = StrokeValue(masked, sketch, Question(best_category(masked, sketch)))
        masks = all_coalitions(6)
        holds = value.logits(masks).argmax(axis=1) == value.target
        precision = [holds[(masks | ~one).all(axis=1)].mean() for one in masks]
        found = run("anchors", value)
        smallest = min(one.sum() for one, p in zip(masks, precision, strict=True) if p >= 0.95)
        assert found.details["size"] == smallest
        assert found.details["precision"] >= 0.95
        assert found.details["precision"] == max(
            p for one, p in zip(masks, precision, strict=True) if one.sum() == smallest
        )
        assert (found.scores >= -1).all()
        assert np.count_nonzero(found.scores) <= smallest


def test_anchors_of_what_the_network_does_not_say_speak_against(masked: Checkpoint) -> None:
    sketch = scribble(21, 4)
    best = best_category(masked, sketch)
    other = next(c for c in masked.categories if c != best)
    found = run("anchors", StrokeValue(masked, sketch, Question(other)))
    assert found.details["holds"] == 0
    assert (found.scores <= 1e-12).all()


def test_inversion_scores_are_read_off_real_paths(checkpoint: Checkpoint) -> None:
    sketch = scribble(11, 4)
    value = StrokeValue(checkpoint, sketch, LOGIT)
    settings = InversionSettings("recovery", "cat", steps=4, paths=2, seed=7)
    record = start_run(checkpoint, sketch, settings)
    record.steps.extend(invert(checkpoint, record, device="cpu"))
    start, end = record.locations[0], record.locations[-1]
    wanted = np.linalg.norm(end - start, axis=2).mean(axis=0)
    np.testing.assert_allclose(run("inversion_displacement", value, 7).scores, wanted, atol=1e-6)
    back = end.copy()
    back[:, 2] = start[:, 2]
    gain = np.mean([value.at(e).value - value.at(b).value for e, b in zip(end, back, strict=True)])
    assert run("inversion_gain", value, 7).scores[2] == pytest.approx(gain, abs=1e-4)


def test_the_control_is_drawn_anew_for_another_network(make_checkpoint: Callable[..., Checkpoint]) -> None:
    value = StrokeValue(make_checkpoint(0), scribble(12, 5), LOGIT)
    other = value.through(make_checkpoint(1))
    assert not np.array_equal(run("random", value).scores, run("random", other).scores)
    assert not np.array_equal(run("random", value, 0).scores, run("random", value, 1).scores)


def test_methods_are_chosen_by_name() -> None:
    assert [m.name for m in chosen_methods("all")] == list(METHODS)
    assert [m.name for m in chosen_methods("lime, anchors,lime")] == ["lime", "anchors"]
    with pytest.raises(UserError, match='no method "shap"; the methods are gradient_x_input'):
        chosen_methods("shap")


def test_names_and_questions_load_neither_torch_nor_captum() -> None:
    code = (
        "import sys\n"
        "from sketchxai_desktop.explain import measures, question, registry\n"
        "sys.exit(str({'torch', 'captum', 'matplotlib'} & set(sys.modules)) if 'torch' in sys.modules else 0)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=110)
    assert answer.returncode == 0, answer.stderr
