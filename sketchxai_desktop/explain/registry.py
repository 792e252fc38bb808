"""Every method of attribution by name. No torch here: a method's file is imported when it is run."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sketchxai_desktop.core.errors import UserError

if TYPE_CHECKING:
    from sketchxai_desktop.explain.question import Attribution
    from sketchxai_desktop.explain.value import ValueFunction

Family = Literal["saliency", "attention", "perturbation", "inversion", "control"]


@dataclass(frozen=True)
class Method:
    """A way to say how much each stroke counts.

    Attributes:
        name: as on the command line; `methods/<name>.py` carries it out.
        title: for people.
        family: what it looks at.
        sentence: what it says of a stroke.
        gradients: it differentiates the network, so it needs the tokens of strokes and not just coalitions.
        per_point: it also scores the points of every stroke.
        on_parts: it works for any players, so also for parts of strokes.
        signed: it can speak against the target; the others only say how much a stroke is looked at.
        drawn_places: where strokes were drawn plays a part.
    """

    name: str
    title: str
    family: Family
    sentence: str
    gradients: bool = False
    per_point: bool = False
    on_parts: bool = False
    signed: bool = True
    drawn_places: bool = True

    @property
    def scores_parts(self) -> bool:
        """It says something of parts of strokes: by taking them away, or by the sum of their points' scores."""
        return self.on_parts or self.per_point

    def run(self, value: ValueFunction, seed: int = 0) -> Attribution:
        """Attribute `value` to its players. Raises whatever the value function's check raises."""
        module = importlib.import_module(f"sketchxai_desktop.explain.methods.{self.name}")
        result: Attribution = module.attribute(value, seed)
        return result


_ALL = (
    Method(
        "gradient_x_input",
        "Gradient \N{MULTIPLICATION SIGN} input",
        "saliency",
        "How much the output would change, by its slope here, if the stroke's token shrank to nothing.",
        gradients=True,
        per_point=True,
    ),
    Method(
        "grad_cam",
        "Grad-CAM",
        "saliency",
        "How strongly the stroke shows those features of the last layer that raise the output.",
        gradients=True,
    ),
    Method(
        "full_grad",
        "FullGrad",
        "saliency",
        "Gradient \N{MULTIPLICATION SIGN} input plus what the biases of all layers add at the stroke's token.",
        gradients=True,
    ),
    Method(
        "ablation_cam",
        "Ablation-CAM",
        "saliency",
        "How strongly the stroke shows those features of the last layer whose removal lowers the output.",
    ),
    Method(
        "integrated_gradients",
        "Integrated gradients",
        "saliency",
        "The slope summed up on the way from an empty slot to the stroke's token.",
        gradients=True,
        per_point=True,
    ),
    Method(
        "attention_last",
        "Last-layer attention",
        "attention",
        "How much the last layer's classification token looks at the stroke.",
        signed=False,
    ),
    Method(
        "attention_rollout",
        "Attention rollout",
        "attention",
        "How much of the stroke reaches the classification token when attention is followed through all layers.",
        signed=False,
    ),
    Method(
        "attention_gradient",
        "Gradient-weighted attention",
        "attention",
        "Attention followed through all layers, counting only where more of it would raise the output.",
        gradients=True,
        signed=False,
    ),
    Method(
        "leave_one_out",
        "Leave one out",
        "perturbation",
        "How much the output falls when this stroke alone is taken away.",
        on_parts=True,
    ),
    Method(
        "lime",
        "LIME",
        "perturbation",
        "The stroke's weight in a linear model of the output, fitted to random removals near the sketch.",
        on_parts=True,
    ),
    Method(
        "kernel_shap",
        "KernelSHAP",
        "perturbation",
        "Shapley values, estimated by a weighted linear fit to random removals.",
        on_parts=True,
    ),
    Method(
        "exact_shapley",
        "Exact Shapley",
        "perturbation",
        "Its fair share: what the stroke adds to the output, averaged over all orders in which strokes can join.",
        on_parts=True,
    ),
    Method(
        "anchors",
        "Anchors",
        "perturbation",
        "The fewest strokes that hold the answer whatever happens to the others; how much each is needed for that.",
        on_parts=True,
    ),
    Method(
        "inversion_displacement",
        "Inversion displacement",
        "inversion",
        "How far stroke location inversion moves the stroke from scattered places until the target is seen.",
        gradients=True,
        signed=False,
        drawn_places=False,
    ),
    Method(
        "inversion_gain",
        "Inversion gain",
        "inversion",
        "How much of what inversion has won is lost when this stroke goes back to where it was scattered.",
        gradients=True,
        drawn_places=False,
    ),
    Method(
        "random",
        "Random (control)",
        "control",
        "Drawn by lot: whatever is no better than this says nothing.",
        on_parts=True,
    ),
)
METHODS: dict[str, Method] = {method.name: method for method in _ALL}


def chosen_methods(names: str | Iterable[str]) -> list[Method]:
    """The methods of a list of names, or of "all" or "a,b,c", in the order given, each once.

    Raises:
        UserError: there is no such method; the message names all.
    """
    if isinstance(names, str):
        names = list(METHODS) if names.strip() == "all" else [part.strip() for part in names.split(",")]
    chosen = {}
    for name in names:
        if name not in METHODS:
            raise UserError(
                'There is no method "{name}"; the methods are {methods}.', name=name, methods=", ".join(METHODS)
            )
        chosen[name] = METHODS[name]
    return list(chosen.values())
