"""Stroke location inversion: what moves, how far, and that the same run comes out the same."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch

from sketchxai_desktop.core import inversion
from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.inspection import classify_sketches
from sketchxai_desktop.core.inversion import invert, single_step, start_locations, start_run, step_size_at
from sketchxai_desktop.core.layout import Placement
from sketchxai_desktop.core.network import SketchXAINet
from sketchxai_desktop.core.run import InversionSettings, Run
from sketchxai_desktop.core.sketch import Sketch, Stroke, locations


def carry_out(checkpoint: Checkpoint, sketch: Sketch, settings: InversionSettings) -> Run:
    run = start_run(checkpoint, sketch, settings)
    run.steps.extend(invert(checkpoint, run, device="cpu"))
    return run


RECOVERY = InversionSettings("recovery", "cat", steps=12, paths=3, seed=5)
TRANSFER = InversionSettings("transfer", "eye", steps=12, paths=3, seed=5)


@pytest.mark.parametrize(
    "settings", [RECOVERY, TRANSFER, replace(RECOVERY, rule="adam"), replace(TRANSFER, rule="momentum")]
)
def test_the_same_seed_gives_the_same_run_bit_for_bit(
    checkpoint: Checkpoint, sketches: list[Sketch], settings: InversionSettings
) -> None:
    first, second = (carry_out(checkpoint, sketches[0], settings) for _ in range(2))
    assert first.locations.tobytes() == second.locations.tobytes()
    assert first.target_probability.tobytes() == second.target_probability.tobytes()
    other = carry_out(checkpoint, sketches[0], replace(settings, seed=6))
    assert not np.array_equal(first.locations, other.locations)


@pytest.mark.parametrize("settings", [RECOVERY, TRANSFER])
def test_a_path_starts_at_the_same_place_however_many_run_beside_it(
    sketches: list[Sketch], settings: InversionSettings
) -> None:
    few, many = (start_locations(sketches[0], replace(settings, paths=p)) for p in (2, 40))
    np.testing.assert_array_equal(few, many[:2])
    assert len({path.tobytes() for path in many}) == 40


def test_recovery_scatters_around_the_centre_with_the_asked_noise(sketches: list[Sketch]) -> None:
    start = start_locations(sketches[1], replace(RECOVERY, paths=2000, noise=0.1))
    assert start.mean() == pytest.approx(0, abs=0.005)
    assert start.std() == pytest.approx(0.1, rel=0.02)


def test_the_first_path_of_a_transfer_starts_where_the_strokes_are(sketches: list[Sketch]) -> None:
    start = start_locations(sketches[1], replace(TRANSFER, paths=500))
    home = locations(sketches[1])
    np.testing.assert_array_equal(start[0], home)
    assert (start[1:] - home).std() == pytest.approx(0.1, rel=0.05)


def test_only_the_chosen_strokes_move(checkpoint: Checkpoint, sketches: list[Sketch]) -> None:
    sketch = sketches[1]
    home = locations(sketch)
    for settings in (RECOVERY, TRANSFER, replace(RECOVERY, rule="adam"), replace(TRANSFER, rule="momentum")):
        run = carry_out(checkpoint, sketch, replace(settings, strokes=(1, 4)))
        still = [0, 2, 3, 5]
        assert (run.locations[:, :, still] == home[still]).all()
        moved = np.abs(np.diff(run.locations[:, :, [1, 4]], axis=0)).max(axis=(0, 1, 3))
        assert (moved > 0).all()


def test_a_given_start_is_used_for_every_path(checkpoint: Checkpoint, sketches: list[Sketch]) -> None:
    start = ((0.1, 0.2), (-0.3, 0.4), (0.0, 0.0))
    run = carry_out(checkpoint, sketches[0], replace(RECOVERY, start=start, steps=1))
    np.testing.assert_array_equal(run.locations[0], np.float32([start] * 3))
    with pytest.raises(UserError, match="2 starting locations for 3 strokes"):
        start_locations(sketches[0], replace(RECOVERY, start=start[:2]))


def test_all_strokes_together_move_at_most_by_the_clip(checkpoint: Checkpoint, sketches: list[Sketch]) -> None:
    steep = replace(checkpoint, network=_steeper(checkpoint.network))
    run = carry_out(steep, sketches[1], replace(RECOVERY, steps=30, paths=4))
    moves = np.linalg.norm(np.diff(run.locations, axis=0).reshape(30, 4, -1), axis=2)
    assert moves.max() <= 0.5 + 1e-5
    assert moves.max() > 0.49, "nothing was clipped, so this says nothing"
    assert not np.allclose(moves[0], moves[0, 0]) or moves[0].max() > 0.49


def _steeper(network: SketchXAINet) -> SketchXAINet:
    copy = SketchXAINet(network.config).eval().requires_grad_(False)
    copy.load_state_dict(network.state_dict())
    copy.location_map.weight.mul_(5.0)
    return copy


def test_probabilities_are_those_of_the_sketch_laid_out_like_that(checkpoint: Checkpoint) -> None:
    # Strokes that keep the box as it is however the small one moves, so that no frame changes.
    frame = Stroke(np.array([(0, 0), (255, 0), (255, 255), (0, 255)]))
    sketch = Sketch((frame, Stroke(np.array([(100, 100), (130, 120), (110, 150)]))), word="cat")
    settings = replace(TRANSFER, strokes=(1,), clip=0.02, paths=1)
    run = carry_out(checkpoint, sketch, settings)
    assert np.ptp(run.target_probability) > 1e-3
    for step in run.steps:
        laid_out = Placement(sketch).laid_out(step.locations[0])
        row = classify_sketches(checkpoint, [laid_out])[0]
        assert row[4] == pytest.approx(step.target_probability[0], abs=1e-4)
        assert row[2] == pytest.approx(step.original_probability[0], abs=1e-4)
        assert int(row.argmax()) == step.top_category[0]
        assert step.loss[0] == pytest.approx(-math.log(step.target_probability[0]), abs=1e-3)


def test_shapes_are_embedded_once(
    checkpoint: Checkpoint, sketches: list[Sketch], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    embed = SketchXAINet.embed_shapes
    monkeypatch.setattr(SketchXAINet, "embed_shapes", lambda *a: (calls.append(1), embed(*a))[1])
    carry_out(checkpoint, sketches[0], RECOVERY)
    assert len(calls) == 1


@pytest.mark.parametrize("rule", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("options", [{}, {"mask_empty": False}])
def test_every_rule_makes_the_target_more_probable(
    make_network: Callable[..., SketchXAINet], sketches: list[Sketch], rule: str, options: dict[str, object]
) -> None:
    checkpoint = Checkpoint(make_network(seed=2, **options), ("apple", "book", "cat", "door", "eye"))
    gains = []
    for target in checkpoint.categories:
        settings = InversionSettings("transfer", target, steps=40, rule=rule, step_size=0.02)  # type: ignore[arg-type]
        run = carry_out(checkpoint, sketches[1], settings)
        gains.append(np.log(run.target_probability[-1, 0]) - np.log(run.target_probability[0, 0]))
    assert min(gains) > -1e-3
    assert max(gains) > 0.05


def test_the_penalty_keeps_strokes_closer_to_the_canvas(checkpoint: Checkpoint, sketches: list[Sketch]) -> None:
    far = tuple((2.0, -1.5) for _ in range(6))
    settings = replace(RECOVERY, start=far, steps=40, paths=1, step_size=0.05)
    free, held = (carry_out(checkpoint, sketches[1], replace(settings, bounds_penalty=w)) for w in (0.0, 5.0))
    outside = [np.maximum(np.abs(run.locations[-1]) - 0.74, 0).sum() for run in (free, held)]
    assert outside[1] < 0.5 * outside[0]
    assert held.steps[0].loss[0] > free.steps[0].loss[0]


def test_step_sizes_follow_torchs_own_schedule() -> None:
    settings = InversionSettings("recovery", "cat")
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=10.0)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 100, eta_min=1e-5)
    for step in range(100):
        assert step_size_at(settings, step) == pytest.approx(schedule.get_last_lr()[0], rel=1e-6)
        optimizer.step()
        schedule.step()


@pytest.mark.parametrize("rule", ["momentum", "adam"])
def test_other_rules_are_torchs_own(checkpoint: Checkpoint, sketches: list[Sketch], rule: str) -> None:
    """A flat schedule and no clipping, against torch.optim."""
    settings = InversionSettings(
        "transfer", "eye", steps=10, rule=rule, step_size=0.02, final_step_size=0.02, clip=1e6  # type: ignore[arg-type]
    )  # fmt: skip
    run = carry_out(checkpoint, sketches[1], settings)
    place = torch.nn.Parameter(torch.from_numpy(run.locations[0].copy()))
    choice: torch.optim.Optimizer = (
        torch.optim.Adam([place], lr=0.02) if rule == "adam" else torch.optim.SGD([place], lr=0.02, momentum=0.9)
    )
    gradients = [single_gradient(checkpoint, run, k) for k in range(10)]
    for k, gradient in enumerate(gradients):
        np.testing.assert_allclose(place.detach().numpy(), run.locations[k], atol=1e-5)
        place.grad = gradient
        choice.step()


def single_gradient(checkpoint: Checkpoint, run: Run, index: int) -> torch.Tensor:
    """The gradient at a recorded state, from one plain update of size 1."""
    plain = replace(run.settings, rule="sgd", step_size=1.0, final_step_size=1.0, clip=1e6)
    layout = run.locations[index]
    _, after = single_step(checkpoint, start_run(checkpoint, run.sketch, plain), layout, index)
    return torch.from_numpy(layout - after)


def test_single_steps_put_together_are_the_run(checkpoint: Checkpoint, sketches: list[Sketch]) -> None:
    run = carry_out(checkpoint, sketches[0], RECOVERY)
    for index in range(RECOVERY.steps):
        state, after = single_step(checkpoint, run, run.locations[index], index)
        np.testing.assert_allclose(after, run.locations[index + 1], atol=1e-6)
        np.testing.assert_allclose(state.target_probability, run.target_probability[index], atol=1e-6)


def test_many_paths_are_looked_at_in_parts(
    checkpoint: Checkpoint, sketches: list[Sketch], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(RECOVERY, paths=7, steps=3)
    at_once = carry_out(checkpoint, sketches[0], settings)
    sizes: list[int] = []
    classify = SketchXAINet.classify_strokes
    monkeypatch.setattr(
        SketchXAINet, "classify_strokes", lambda s, a, b, x, *r: (sizes.append(len(x)), classify(s, a, b, x, *r))[1]
    )
    monkeypatch.setattr(inversion, "_TOKENS_AT_ONCE", 8)
    in_parts = carry_out(checkpoint, sketches[0], settings)
    assert set(sizes) == {2, 1}
    np.testing.assert_allclose(in_parts.locations, at_once.locations, atol=1e-4)


def test_nothing_is_computed_before_it_is_asked_for(
    checkpoint: Checkpoint, sketches: list[Sketch], monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    classify = SketchXAINet.classify_strokes
    monkeypatch.setattr(SketchXAINet, "classify_strokes", lambda *a: (looks.append(1), classify(*a))[1])
    run = start_run(checkpoint, sketches[0], RECOVERY)
    states = invert(checkpoint, run, device="cpu")
    assert looks == []
    for wanted in (1, 2, 3):
        next(states)
        assert len(looks) == wanted
    states.close()
    assert len(looks) == 3
    assert run.steps == []


def test_a_run_leaves_the_network_as_it_was(checkpoint: Checkpoint, sketches: list[Sketch]) -> None:
    before = {k: v.clone() for k, v in checkpoint.network.state_dict().items()}
    carry_out(checkpoint, sketches[0], RECOVERY)
    assert all(torch.equal(v, before[k]) for k, v in checkpoint.network.state_dict().items())
    assert not checkpoint.network.training
    assert all(p.grad is None for p in checkpoint.network.parameters())


# When the graphics card fails -----------------------------------------------------------------------------


def test_without_a_graphics_card_the_cpu_takes_over_and_says_so(
    checkpoint: Checkpoint, sketches: list[Sketch], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    said: list[str] = []
    run = start_run(checkpoint, sketches[0], RECOVERY)
    run.steps.extend(invert(checkpoint, run, device="cuda", notify=said.append))
    assert run.complete
    assert {step.device for step in run.steps} == {"cpu"}
    assert said == ["No usable CUDA graphics card was found; computing on the CPU instead."]


def test_a_busy_graphics_card_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise RuntimeError("CUDA error: all CUDA-capable devices are busy or unavailable\nmore")

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch, "zeros", busy)
    device, message = inversion.pick_device("auto")
    assert device.type == "cpu"
    assert message is not None
    assert message.startswith("The graphics card cannot be used (CUDA error: all CUDA-capable devices are busy")


@pytest.mark.parametrize("fails_at", [0, 5])
@pytest.mark.parametrize("rule", ["sgd", "adam"])
def test_a_graphics_card_that_runs_out_of_memory_loses_no_step(
    checkpoint: Checkpoint, sketches: list[Sketch], monkeypatch: pytest.MonkeyPatch, rule: str, fails_at: int
) -> None:
    settings = replace(RECOVERY, rule=rule)  # type: ignore[arg-type]
    undisturbed = carry_out(checkpoint, sketches[0], settings)
    # "meta" stands in for the card: another device, on which a copy of the network can be made.
    card = torch.device("meta")
    monkeypatch.setattr(inversion, "pick_device", lambda _wanted: (card, None))
    on_cpu = inversion._Eye(checkpoint, [start_run(checkpoint, sketches[0], settings)], torch.device("cpu"))
    looks: list[int] = []
    look = inversion._Eye.look

    def failing(eye: inversion._Eye, places: torch.Tensor, *, with_gradient: bool) -> object:
        if eye.device != card:
            return look(eye, places, with_gradient=with_gradient)
        looks.append(1)
        if len(looks) > fails_at:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.\nMore words.")
        return look(on_cpu, places, with_gradient=with_gradient)

    monkeypatch.setattr(inversion._Eye, "look", failing)
    said: list[str] = []
    run = start_run(checkpoint, sketches[0], settings)
    run.steps.extend(invert(checkpoint, run, notify=said.append))
    assert [step.device for step in run.steps] == ["meta"] * fails_at + ["cpu"] * (settings.steps + 1 - fails_at)
    np.testing.assert_array_equal(run.locations, undisturbed.locations)
    assert said == [
        "The graphics card failed (CUDA out of memory. Tried to allocate 2.00 GiB); the run goes on on the CPU."
    ]


def test_a_defect_is_not_taken_for_a_failing_card(
    checkpoint: Checkpoint, sketches: list[Sketch], monkeypatch: pytest.MonkeyPatch
) -> None:
    def defect(*_: object, **__: object) -> None:
        raise RuntimeError("shapes do not match")

    monkeypatch.setattr(inversion, "pick_device", lambda _wanted: (torch.device("meta"), None))
    monkeypatch.setattr(inversion._Eye, "look", defect)
    with pytest.raises(RuntimeError, match="shapes do not match"):
        next(invert(checkpoint, start_run(checkpoint, sketches[0], RECOVERY)))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA graphics card")
@pytest.mark.parametrize("options", [{}, {"mask_empty": False}])
def test_runs_on_a_graphics_card_repeat_bit_for_bit_and_agree_with_the_cpu(
    make_network: Callable[..., SketchXAINet], sketches: list[Sketch], options: dict[str, object]
) -> None:
    checkpoint = Checkpoint(make_network(order_slots=196, **options), ("apple", "book", "cat", "door", "eye"))
    settings = replace(RECOVERY, step_size=0.5)
    runs = []
    for _ in range(3):
        run = start_run(checkpoint, sketches[1], settings)
        run.steps.extend(invert(checkpoint, run, device="cuda"))
        runs.append(run)
    assert {step.device for step in runs[0].steps} == {"cuda"}
    assert checkpoint.network.device.type == "cpu"
    assert len({run.locations.tobytes() for run in runs}) == 1
    np.testing.assert_allclose(runs[0].locations, carry_out(checkpoint, sketches[1], settings).locations, atol=1e-3)


# What cannot be done ----------------------------------------------------------------------------------------


def test_categories_and_originals(checkpoint: Checkpoint, sketches: list[Sketch]) -> None:
    sketch = sketches[0]
    unknown = replace(sketch, word="zebra")
    assert start_run(checkpoint, sketch, replace(TRANSFER, target="EYE")).target == "eye"
    assert start_run(checkpoint, sketch, TRANSFER).original == "cat"
    assert start_run(checkpoint, sketch, replace(TRANSFER, original="Door")).original == "door"
    assert start_run(checkpoint, unknown, replace(RECOVERY, target="book")).original == "book"
    seen = checkpoint.categories[int(classify_sketches(checkpoint, [unknown])[0].argmax())]
    assert start_run(checkpoint, unknown, TRANSFER).original == seen
    with pytest.raises(UserError, match=r'no category "aple"\. Did you mean apple\?'):
        start_run(checkpoint, sketch, replace(TRANSFER, target="aple"))


def test_what_cannot_be_moved_is_refused_in_words(checkpoint: Checkpoint, sketches: list[Sketch]) -> None:
    with pytest.raises(UserError, match="no stroke yet"):
        start_run(checkpoint, Sketch(), RECOVERY)
    with pytest.raises(UserError, match="no size"):
        start_run(checkpoint, Sketch((Stroke(np.array([(3, 3)])),)), RECOVERY)
    with pytest.raises(UserError, match="There is no stroke 4: the sketch has 3 strokes"):
        start_locations(sketches[0], replace(RECOVERY, strokes=(0, 3)))
    with pytest.raises(UserError, match="No stroke was chosen"):
        start_locations(sketches[0], replace(RECOVERY, strokes=()))


def test_raw_ink_is_simplified_first(checkpoint: Checkpoint) -> None:
    t = np.linspace(0, 2 * np.pi, 400)
    ink = Stroke(np.stack([900 + 700 * np.cos(t), 500 + 300 * np.sin(t)], axis=1), raw=True)
    sketch = Sketch((ink, Stroke(np.array([(300, 300), (310, 900)]), raw=True)))
    run = carry_out(checkpoint, sketch, replace(TRANSFER, paths=1))
    assert run.complete
    assert np.abs(run.locations[0]).max() <= 0.74 + 1e-6
