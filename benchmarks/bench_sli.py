"""How long a step of stroke location inversion takes, against the same step through the library transformers.

The other way is what a user of that library would write: a ViTModel with the same weights gets the same 196 slots and
CLS, the loss is put back through it by autograd, and SGD moves the locations. `ViTModel.from_pretrained(...).eval()`
leaves all weights asking for gradients, so that is how it is timed; the remark below a row says what is left of the
ratio when its user freezes them. Both ways give the same run: the benchmark stops if they do not.

Weights are random ones of the right shape, initialised as for training. The sketch has five strokes, the middle of
Quick, Draw!'s drawings.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import torch
import torch.nn.functional as F
from rows import Row, hand_over, in_turn, in_words, missing
from torch import Tensor, nn

from sketchxai_desktop import paths
from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.drawing_file import open_drawings
from sketchxai_desktop.core.inversion import invert, start_locations, start_run, step_size_at
from sketchxai_desktop.core.network import SketchXAINet, base, tiny
from sketchxai_desktop.core.run import InversionSettings, Step
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.tensors import batch_of

CATEGORIES = tuple(f"category {k}" for k in range(30))
SETTINGS = InversionSettings("recovery", CATEGORIES[3], seed=1)
STROKES, TOLERANCE, COMPARED = 5, 1e-3, 6
AIM_UNMASKED, AIM_MASKED, AIM_PATHS = 2.0, 15.0, 150.0
GPU_AIMS = {1: 0.060, 1024: 0.5}


def sketch_of(strokes: int) -> Sketch:
    """The first of the program's own sample sketches with so many strokes."""
    source = open_drawings(paths.resource("samples.ndjson"))
    return next(sketch for k in range(len(source)) if len(sketch := source.sketch(k)) == strokes)


def checkpoint_of(size: str, mask_empty: bool) -> Checkpoint:
    torch.manual_seed(0)
    config = {"tiny": tiny, "base": base}[size](len(CATEGORIES), mask_empty=mask_empty)
    return Checkpoint(SketchXAINet(config).eval().requires_grad_(False), CATEGORIES)


def vit_like(network: SketchXAINet) -> nn.Module:
    """transformers' ViTModel with the weights of ours; its patches and positions are not used."""
    from transformers import ViTConfig, ViTModel

    c = network.config
    vit = ViTModel(
        ViTConfig(
            hidden_size=c.width,
            num_hidden_layers=c.layers,
            num_attention_heads=c.heads,
            intermediate_size=c.mlp_width,
            layer_norm_eps=1e-12,
            qkv_bias=True,
        ),
        add_pooling_layer=False,
    ).eval()
    pairs: list[tuple[nn.Module, nn.Module]] = [(vit.layernorm, network.norm)]
    for theirs, ours in zip(vit.layers, network.layers, strict=True):
        pairs += [
            (theirs.layernorm_before, ours.attention_norm),
            (theirs.layernorm_after, ours.mlp_norm),
            (theirs.attention.o_proj, ours.attention_out),
            (theirs.mlp.fc1, ours.mlp_in),
            (theirs.mlp.fc2, ours.mlp_out),
        ]
        attention = theirs.attention
        with torch.no_grad():
            for k, part in enumerate((attention.q_proj, attention.k_proj, attention.v_proj)):
                part.weight.copy_(ours.qkv.weight.chunk(3)[k])
                part.bias.copy_(ours.qkv.bias.chunk(3)[k])
    for module, same in pairs:
        module.load_state_dict(same.state_dict())
    return vit


class UsersLoop:
    """Inversion of one path as it is written with transformers' encoder, torch's SGD and gradient clipping."""

    def __init__(self, checkpoint: Checkpoint, sketch: Sketch, vit: nn.Module) -> None:
        self.network, self.vit, self.index = checkpoint.network, vit, 0
        self.head = nn.Linear(self.network.config.width, len(CATEGORIES))
        self.head.load_state_dict(self.network.head.state_dict())
        batch = batch_of([sketch], self.network.config.order_slots)
        slots = torch.arange(self.network.config.order_slots)
        with torch.no_grad():
            # Generous to it: shapes and orders are embedded once, and not at every step.
            shapes = self.network.embed_shapes(batch.points, batch.lengths)
            self.rest = self.network.embed_orders(slots) + F.pad(shapes, (0, 0, 0, len(slots) - len(shapes)))
        self.empty = torch.zeros(len(slots) - len(sketch), 2)
        self.locations = torch.from_numpy(start_locations(sketch, SETTINGS)[0]).requires_grad_(True)
        self.optimizer = torch.optim.SGD([self.locations], lr=SETTINGS.initial_step_size)
        self.target = torch.tensor([CATEGORIES.index(SETTINGS.target)])

    def freeze(self, frozen: bool) -> None:
        for parameter in (*self.vit.parameters(), *self.head.parameters()):
            parameter.requires_grad_(not frozen)
            parameter.grad = None

    def step(self) -> Tensor:
        """(C,) probabilities of the present state; then the locations move."""
        rate = step_size_at(SETTINGS, min(self.index, SETTINGS.steps - 1))
        self.optimizer.param_groups[0]["lr"] = rate
        self.optimizer.zero_grad()
        located = self.network.embed_locations(torch.cat([self.locations, self.empty]))
        hidden = torch.cat([self.network.cls_token[0], self.rest + located])[None]
        for layer in self.vit.layers:
            hidden = layer(hidden)
        logits = self.head(self.vit.layernorm(hidden)[:, 0])
        F.cross_entropy(logits, self.target).backward()
        nn.utils.clip_grad_norm_([self.locations], SETTINGS.clip / (rate + 1e-8))
        self.optimizer.step()
        self.index += 1
        return logits.detach().softmax(dim=1)[0]


def endless(checkpoint: Checkpoint, sketch: Sketch, number: int, device: str = "cpu") -> Iterator[Step]:
    """States of one run after another; the embedding of the shapes, once a run, is in the first of each."""
    while True:
        run = start_run(checkpoint, sketch, replace(SETTINGS, paths=number))
        yield from invert(checkpoint, run, device=device)


def same_run(checkpoint: Checkpoint, sketch: Sketch, vit: nn.Module) -> float:
    """By how much locations and the target's probability differ at most over the first states. Stops beyond 1e-3."""
    loop = UsersLoop(checkpoint, sketch, vit)
    loop.freeze(True)
    most = 0.0
    for ours, _ in zip(endless(checkpoint, sketch, 1), range(COMPARED), strict=False):
        before = loop.locations.detach().numpy().copy()
        probability = float(loop.step()[loop.target])
        most = max(most, float(np.abs(ours.locations[0] - before).max()))
        most = max(most, abs(float(ours.target_probability[0]) - probability))
    if not most < TOLERANCE:
        sys.exit(f"The two ways do not give the same run: they differ by {most:.2g}.")
    return most


def ratio_rows(size: str, rounds: int) -> Iterator[Row]:
    """The rows of one size: unmasked; for Tiny also masked, with one path and with 64."""
    sketch, name = sketch_of(STROKES), f"{size.capitalize()}, random weights"
    ours, remark = checkpoint_of(size, mask_empty=False), missing("transformers")
    states = endless(ours, sketch, 1)
    ways: dict[str, Callable[[], object]] = {"ours": states.__next__}
    if size == "tiny":
        masked = checkpoint_of(size, mask_empty=True)
        one, many = endless(masked, sketch, 1), endless(masked, sketch, 64)
        ways |= {"one": one.__next__, "many": many.__next__}
    if not remark:
        vit = vit_like(ours.network)
        difference = same_run(ours, sketch, vit)
        loop = UsersLoop(ours, sketch, vit)
        # Each way has its own encoder, so that switching between them costs nothing.
        loop.freeze(False)
        frozen = UsersLoop(ours, sketch, vit_like(ours.network))
        frozen.freeze(True)
        ways |= {"theirs": loop.step, "frozen": frozen.step}
    # With one thread, time of the processor: that of others who want it does not count.
    clock = time.process_time if torch.get_num_threads() == 1 else time.perf_counter
    times = in_turn(ways, rounds, warm_up=1, clock=clock)

    def row(what: str, key: str, aim: float, number: int = 1) -> Row:
        own = times[key]
        text = f"{in_words(own.best / number)}{' a path' if number > 1 else ''}"
        if remark:
            return Row(what, text, aim=f"{aim:g}x", note=remark)
        theirs, still = times["theirs"], times["frozen"]
        found = theirs.best / own.best * number
        middle = theirs.middle / own.middle * number
        note = (
            f"of the middle times {middle:.3g}x; its weights frozen: {in_words(still.best)}, "
            f"{still.best / own.best * number:.3g}x"
        )
        if key == "ours":
            note += f"; the runs differ by {difference:.0e} over {COMPARED} states"
        return Row(what, text, in_words(theirs.best), found, f"{aim:g}x", found >= aim, note)

    yield row(f"SLI step, 196 slots unmasked: {name}", "ours", AIM_UNMASKED)
    if size == "tiny":
        yield row(f"SLI step, masked, {STROKES} strokes, one path: {name}", "one", AIM_MASKED)
        yield row(f"SLI step, masked, {STROKES} strokes, 64 paths: {name}", "many", AIM_PATHS, 64)


def gpu_rows() -> Iterator[Row]:
    """100 steps on a graphics card, against the plain loop with torch's usual kernels."""
    for number, aim in GPU_AIMS.items():
        what = f"100 steps on a GPU, Tiny masked, {number:,} path{'s' * (number > 1)}"
        if not torch.cuda.is_available():
            yield Row(what, aim=in_words(aim), note="not measured: no CUDA device")
            continue
        checkpoint, sketch = checkpoint_of("tiny", mask_empty=True), sketch_of(STROKES)

        def ours(number: int = number, checkpoint: Checkpoint = checkpoint, sketch: Sketch = sketch) -> None:
            run = start_run(checkpoint, sketch, replace(SETTINGS, paths=number))
            for _ in invert(checkpoint, run, device="cuda"):
                pass

        times = in_turn({"ours": ours, "eager": EagerOnGpu(checkpoint, sketch, number)}, 3)
        own, other = times["ours"], times["eager"]
        yield Row(
            what, in_words(own.best), in_words(other.best), other.best / own.best, in_words(aim), own.best <= aim,
            f"{torch.cuda.get_device_name()}; ours is eager, too, with kernels that repeat to the last bit",
        )  # fmt: skip


class EagerOnGpu:
    """100 steps of plain autograd on the graphics card, nothing read back but the probabilities."""

    def __init__(self, checkpoint: Checkpoint, sketch: Sketch, number: int) -> None:
        self.network = checkpoint_of("tiny", mask_empty=True).network.to("cuda")
        batch = batch_of([sketch], checkpoint.network.config.order_slots)
        with torch.no_grad():
            self.shapes = checkpoint.network.embed_shapes(batch.points, batch.lengths).to("cuda")
        self.orders = batch.orders[: len(sketch)].to("cuda")
        self.start = torch.from_numpy(start_locations(sketch, replace(SETTINGS, paths=number))).to("cuda")
        self.targets = torch.full((number,), CATEGORIES.index(SETTINGS.target), device="cuda")

    def __call__(self) -> None:
        locations = self.start.clone().requires_grad_(True)
        for index in range(SETTINGS.steps):
            rate = step_size_at(SETTINGS, index)
            logits = self.network.classify_strokes(self.shapes, self.orders, locations)
            loss = F.cross_entropy(logits, self.targets, reduction="sum")
            (gradient,) = torch.autograd.grad(loss, locations)
            norm = torch.linalg.vector_norm(gradient, dim=(1, 2), keepdim=True)
            with torch.no_grad():
                locations -= rate * gradient * (SETTINGS.clip / (rate + 1e-8) / (norm + 1e-6)).clamp(max=1)
            logits.detach().softmax(dim=1).cpu()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", default=["tiny", "base", "gpu"], help="tiny, base, gpu (default: all)")
    parser.add_argument("--threads", type=int, default=1, help="of torch, for all ways alike (default: 1)")
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--json", action="store_true", help="print rows for table.py")
    arguments = parser.parse_args()
    if unknown := set(arguments.sizes) - {"tiny", "base", "gpu"}:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    torch.set_num_threads(arguments.threads)
    for size in arguments.sizes:
        if size == "gpu":
            hand_over(gpu_rows(), arguments.json)
        else:
            rounds = {"tiny": (30, 10), "base": (5, 2)}[size][arguments.quick]
            hand_over(ratio_rows(size, rounds), arguments.json)


if __name__ == "__main__":
    main()
