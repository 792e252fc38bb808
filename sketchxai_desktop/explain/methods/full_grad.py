"""FullGrad on the stroke tokens.

Source: Srinivas & Fleuret, "Full-Gradient Representation for Neural Network Visualization", NeurIPS 2019.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from sketchxai_desktop.explain.captum_tools import strokes_of, to_scores
from sketchxai_desktop.explain.eager import encoder_layers
from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.value import StrokeValue, ValueFunction


def attribute(value: ValueFunction, seed: int) -> Attribution:
    """Score of a stroke: gradient x input of its token, plus gradient x bias of every layer at its token.

    The biases are those of all linear maps and normalisations of the encoder. No stroke is removed. Range: any
    number, in units of the output. The sum over everything would be the output exactly if the network were
    piecewise linear; GELU, softmax and LayerNorm make that approximate, and what the biases add at the
    classification token belongs to no stroke. Signs are kept; the original takes them off for its pictures.
    """
    strokes = strokes_of(value)
    tokens = strokes.tokens().requires_grad_()
    outputs, biases = _outputs_with_bias(strokes, tokens)
    answer, *seen = outputs
    gradients = torch.autograd.grad(answer, [tokens, *seen], allow_unused=True)
    assert gradients[0] is not None
    scores = (gradients[0] * tokens).sum(dim=-1)[0]
    for gradient, bias in zip(gradients[1:], biases, strict=True):
        if gradient is not None:
            part = (gradient[0, 1 : 1 + value.players] * bias).sum(dim=-1)
            # The end of the last layer is worked out for CLS alone: nothing of the strokes passes through it.
            scores = scores + part if len(part) else scores
    return Attribution("full_grad", to_scores(scores))


def _outputs_with_bias(strokes: StrokeValue, tokens: Tensor) -> tuple[list[Tensor], list[Tensor]]:
    """The output (1,) and what every layer with a bias puts out, each (1, 1 + S, any),
    or (1, 1, any) where only CLS is worked out; and their biases."""
    seen: list[Tensor] = []
    biases: list[Tensor] = []

    def watch(module: nn.Module, _inputs: object, out: Tensor) -> None:
        assert isinstance(module.bias, Tensor)
        seen.append(out)
        biases.append(module.bias)

    modules = [m for layer in encoder_layers(strokes.network) for m in layer.modules()]
    hooks = [m.register_forward_hook(watch) for m in modules if isinstance(m, (nn.Linear, nn.LayerNorm))]
    try:
        strokes.check()
        network = strokes.network
        # Not `classify`, whose last layer leaves out what the answer does not need.
        answer = strokes.output(network.head(network.encode(strokes.full(tokens))[:, 0]).float())
    finally:
        for hook in hooks:
            hook.remove()
    return [answer, *seen], biases
