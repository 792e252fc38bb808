"""The network's forward pass and loss for training: the numbers of `SketchXAINet.forward`, without waiting.

`SketchXAINet.forward` asks the device for sizes, which makes the processor wait for the graphics card in every step.
Here all sizes are known beforehand, and strokes come packed as the recurrent network wants them.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.network import SketchXAINet
from sketchxai_desktop.training.batches import TrainingBatch


class TrainingForward(nn.Module):
    """A network that takes a `TrainingBatch`. The parameters are those of the network itself."""

    def __init__(self, network: SketchXAINet) -> None:
        super().__init__()
        self.network = network

    def forward(self, batch: TrainingBatch) -> Tensor:
        """(B, categories) float32 logits."""
        network = self.network
        # Without shapes, the recurrent network would be three quarters of the work for nothing.
        without_shape = "shape" in network.config.without
        nothing = batch.points.new_zeros(len(batch.lengths), network.config.width)
        shapes = nothing if without_shape else self.shapes(batch)
        tokens = network.tokens(shapes, batch.orders, batch.locations)
        slots = batch.slots if network.config.mask_empty else network.config.order_slots
        size = (len(batch.labels), slots)
        at = (batch.sketches, batch.orders)
        padded = tokens.new_zeros(*size, tokens.shape[1]).index_put(at, tokens)
        if network.config.mask_empty and batch.full:
            return network.classify(padded)
        stroke_there = torch.ones_like(batch.orders, dtype=torch.bool)
        present = stroke_there.new_zeros(size).index_put(at, stroke_there)
        if network.config.mask_empty:
            return network.classify(padded, present)
        orders = torch.arange(slots, device=tokens.device)
        blank = tokens.new_zeros(slots, tokens.shape[1])
        empty = network.tokens(blank, orders, blank[:, :2])
        return network.classify(torch.where(present.unsqueeze(-1), padded, empty))

    def shapes(self, batch: TrainingBatch) -> Tensor:
        """(N, D) float32 shape embeddings, strokes in the order of the batch."""
        with _float32_on_cpu(batch.points.device):
            outputs = self.network.shape_extractor(PackedSequence(batch.points, batch.sizes))[0].data
        # Sums of up to 32 numbers lose too much in half precision.
        zeros = batch.points.new_zeros(len(batch.lengths), outputs.shape[1])
        summed = zeros.index_add(0, batch.owners, outputs.float())
        return summed / batch.lengths.to(summed).unsqueeze(1) if self.network.config.pooling == "mean" else summed


def _float32_on_cpu(device: torch.device) -> AbstractContextManager[object]:
    """No bf16 for a recurrent network on a CPU: its small steps gain nothing there."""
    return torch.autocast("cpu", enabled=False) if device.type == "cpu" else nullcontext()


class Teacher:
    """A trained network whose probabilities a student imitates.

    Args:
        checkpoint: of the teacher; `categories` are the student's, which the teacher must know.

    Raises:
        UserError: it does not know one of them.
    """

    def __init__(self, checkpoint: Checkpoint, categories: tuple[str, ...], device: torch.device) -> None:
        self._forward = TrainingForward(checkpoint.network.to(device).eval().requires_grad_(False))
        chosen = [checkpoint.category_index(name) for name in categories]
        self._chosen = torch.tensor(chosen, device=device)
        if len(set(chosen)) < len(chosen):
            raise UserError("Two categories differ only in upper and lower case; a teacher cannot tell them apart.")

    @torch.no_grad()
    def probabilities(self, batch: TrainingBatch) -> Tensor:
        """(B, categories) of the student's categories, sum 1."""
        logits: Tensor = self._forward(batch)
        return logits[:, self._chosen].softmax(dim=1)


def loss_of(
    logits: Tensor, batch: TrainingBatch, smoothing: float, taught: Tensor | None = None, share: float = 0.0
) -> Tensor:
    """This process's part of the step's mean loss: the parts of all processes add up to it.

    Args:
        logits: (B, C). smoothing: of the labels.
        taught: (B, C) probabilities of a teacher; the divergence from them then makes up `share` of the loss.
    """
    loss = F.cross_entropy(logits, batch.labels, label_smoothing=smoothing, reduction="sum")
    if taught is not None:
        divergence = F.kl_div(logits.log_softmax(dim=1), taught, reduction="sum")
        loss = (1 - share) * loss + share * divergence
    return loss * (0.0 if batch.stand_in else 1.0 / batch.total)
