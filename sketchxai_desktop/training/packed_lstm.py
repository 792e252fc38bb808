"""The shape extractor's LSTM with a backward pass made for training on a CPU.

torch's own backward of an LSTM over packed strokes adds up weight gradients step by step and keeps a graph of a
thousand small nodes. Here the recurrence alone goes step by step; everything else is one matrix product over all
points. The parameters stay those of the `nn.LSTM`, and the numbers agree with it to rounding.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence


@dataclass(frozen=True)
class _Steps:
    """Where the rows of packed strokes lie: step t holds `sizes[t]` rows from `starts[t]` on, longest stroke first."""

    sizes: list[int]
    starts: list[int]
    before: Tensor
    after: Tensor

    @classmethod
    def of(cls, batch_sizes: Tensor) -> _Steps:
        sizes = batch_sizes.tolist()
        starts = [0]
        for n in sizes[:-1]:
            starts.append(starts[-1] + n)
        # Row of the same stroke one step earlier, for rows of steps 1, 2, ...; and one step later, where there is one.
        before = torch.cat([torch.arange(s, s + n) for s, n in zip(starts, [*sizes[1:], 0], strict=True)])
        return cls(sizes, starts, before, torch.arange(sizes[0], sum(sizes)))


class _Direction(torch.autograd.Function):
    """One layer in one direction: (P, I) packed inputs to (P, H) packed outputs."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, w_ih: Tensor, w_hh: Tensor, bias: Tensor, steps: _Steps, backwards: bool
    ) -> Tensor:
        width = w_hh.shape[1]
        gates = torch.addmm(bias, x, w_ih.t())  # (P, 4 H): input, forget, cell, output; activated below, in place
        out, cells, squashed = (x.new_empty(len(x), width) for _ in range(3))
        turned = w_hh.t().contiguous()
        previous: slice | None = None
        order = range(len(steps.sizes))
        for t in reversed(order) if backwards else order:
            n, start = steps.sizes[t], steps.starts[t]
            rows = slice(start, start + n)
            gate = gates[rows]
            known = 0
            if previous is not None:
                # Forwards strokes end, backwards they begin: the first `known` rows have a past.
                known = min(n, previous.stop - previous.start)
                past = slice(previous.start, previous.start + known)
                gate[:known].addmm_(out[past], turned)
            gate[:, : 2 * width].sigmoid_()
            gate[:, 2 * width : 3 * width].tanh_()
            gate[:, 3 * width :].sigmoid_()
            cell = cells[rows]
            torch.mul(gate[:, :width], gate[:, 2 * width : 3 * width], out=cell)
            if known:
                cell[:known].addcmul_(gate[:known, width : 2 * width], cells[past])
            torch.tanh(cell, out=squashed[rows])
            torch.mul(gate[:, 3 * width :], squashed[rows], out=out[rows])
            previous = rows
        ctx.save_for_backward(x, w_ih, w_hh, gates, cells, squashed, out)
        ctx.steps, ctx.backwards = steps, backwards
        return out

    @staticmethod
    def backward(ctx: Any, d_out: Tensor) -> tuple[Tensor | None, ...]:
        x, w_ih, w_hh, gates, cells, squashed, out = ctx.saved_tensors
        steps, width = ctx.steps, w_hh.shape[1]
        d_gates = torch.empty_like(gates)
        d_cell = d_hidden = None  # what the step just undone hands to the one before it
        order = range(len(steps.sizes))
        undo = list(order) if ctx.backwards else list(reversed(order))
        # Factors that need no recurrence, for all rows at once.
        input_gate, forget, cell_gate, output = gates.split(width, 1)
        through_tanh = output * (1 - squashed * squashed)
        to_output = squashed * output * (1 - output)
        to_input = cell_gate * input_gate * (1 - input_gate)
        to_cell = input_gate * (1 - cell_gate * cell_gate)
        past_cells = torch.zeros_like(cells)
        if ctx.backwards:
            past_cells[steps.before] = cells[steps.after]
        else:
            past_cells[steps.after] = cells[steps.before]
        to_forget = past_cells * forget * (1 - forget)
        for place, t in enumerate(undo):
            n, start = steps.sizes[t], steps.starts[t]
            rows = slice(start, start + n)
            d_h = d_out[rows]
            if d_hidden is not None and d_cell is not None:
                known = min(n, len(d_hidden))
                d_h = d_h.clone()
                d_h[:known] += d_hidden[:known]
                d_c = d_h * through_tanh[rows]
                d_c[:known] += d_cell[:known]
            else:
                d_c = d_h * through_tanh[rows]
            d_gate = d_gates[rows]
            torch.mul(d_c, to_input[rows], out=d_gate[:, :width])
            torch.mul(d_c, to_forget[rows], out=d_gate[:, width : 2 * width])
            torch.mul(d_c, to_cell[rows], out=d_gate[:, 2 * width : 3 * width])
            torch.mul(d_h, to_output[rows], out=d_gate[:, 3 * width :])
            if place + 1 < len(undo):
                reach = min(n, steps.sizes[undo[place + 1]])
                d_hidden = d_gate[:reach] @ w_hh
                d_cell = d_c[:reach] * forget[rows][:reach]
        now, past = (steps.before, steps.after) if ctx.backwards else (steps.after, steps.before)
        d_w_hh = d_gates[now].t() @ out[past]
        d_x = d_gates @ w_ih if ctx.needs_input_grad[0] else None
        return d_x, d_gates.t() @ x, d_w_hh, d_gates.sum(0), None, None


def run_packed(lstm: nn.LSTM, packed: PackedSequence) -> PackedSequence:
    """What `lstm(packed)[0]` gives, with a faster backward pass.

    Args:
        lstm: with biases, without projections or dropout; any number of layers, one or two directions.
        packed: strokes of I features on the CPU.
    """
    steps = _Steps.of(packed.batch_sizes)
    rows = packed.data
    for layer in range(lstm.num_layers):
        outputs = []
        for suffix in ("", "_reverse") if lstm.bidirectional else ("",):
            w_ih, w_hh, b_ih, b_hh = (
                lstm.get_parameter(f"{name}_l{layer}{suffix}")
                for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
            )
            outputs.append(_Direction.apply(rows, w_ih, w_hh, b_ih + b_hh, steps, bool(suffix)))
        rows = torch.cat(outputs, 1) if len(outputs) > 1 else outputs[0]
    return PackedSequence(rows, packed.batch_sizes, packed.sorted_indices, packed.unsorted_indices)


class FastLSTM(nn.LSTM):
    """An `nn.LSTM` that takes the fast way where gradients of packed strokes are wanted on a CPU."""

    def forward(self, input: Any, hx: Any = None) -> Any:
        if (
            isinstance(input, PackedSequence)
            and hx is None
            and torch.is_grad_enabled()
            and input.data.device.type == "cpu"
        ):
            return run_packed(self, input), None
        return super().forward(input, hx)


@contextmanager
def fast_shapes(network: nn.Module) -> Iterator[None]:
    """While inside, the network's LSTM is a `FastLSTM` (same parameters)."""
    extractor = network.get_submodule("shape_extractor")
    if type(extractor) is not nn.LSTM:
        yield
        return
    extractor.__class__ = FastLSTM
    try:
        yield
    finally:
        extractor.__class__ = nn.LSTM
