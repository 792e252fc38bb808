"""What the methods that Captum carries out have in common.

Captum is imported by the methods when they run, see `captum_import`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import Tensor

from sketchxai_desktop.core.sentences import Sentence
from sketchxai_desktop.explain.question import Scores
from sketchxai_desktop.explain.value import Game, StrokeValue, ValueFunction

#: Perturbed inputs that Captum hands over at once; the value function cuts them as it sees fit.
AT_ONCE = 256


def over_masks(game: Game) -> Callable[[Tensor], Tensor]:
    """The game as a function of (K, S) tensors of ones (there) and zeros (not there)."""

    def forward(masks: Tensor) -> Tensor:
        return torch.from_numpy(game(masks.detach().cpu().numpy() > 0.5))

    return forward


def everybody(game: Game) -> Tensor:
    """(1, S) ones: the input that is attributed."""
    return torch.ones(1, game.players)


@contextlib.contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Captum draws from torch's own generator; outside it stays as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield


def to_scores(values: Tensor) -> Scores:
    """(1, S) or (S,) to (S,) float64."""
    scores: Scores = values.detach().cpu().double().flatten().numpy().astype(np.float64)
    return scores


def fitted(samples: int, seed: int) -> Sentence:
    """What a linear model was fitted to."""
    return Sentence("Fitted to {count:,} random removals, seed {seed}.", count=samples, seed=seed)


def strokes_of(value: ValueFunction) -> StrokeValue:
    """For methods that need tokens of whole strokes. Raises TypeError for other players."""
    if not isinstance(value, StrokeValue):
        raise TypeError("this method explains whole strokes only")
    return value


class WeightedRidge:
    """The linear model inside LIME and KernelSHAP: weighted least squares with an intercept, in closed form.

    Follows the interface of Captum's interpretable models.
    """

    def __init__(self, penalty: float) -> None:
        self.penalty = penalty
        self._coefficients = torch.zeros(1, 0)

    def fit(self, train_data: torch.utils.data.DataLoader[tuple[Tensor, ...]], **_: object) -> None:
        batches = [[column.double() for column in batch] for batch in train_data]
        x, y, w = (torch.cat(columns) for columns in zip(*batches, strict=True))
        share = w / w.sum()
        x_mean, y_mean = share @ x, share @ y
        root = w.sqrt()
        a, b = root[:, None] * (x - x_mean), root * (y - y_mean)
        gram = a.T @ a + self.penalty * torch.eye(x.shape[1], dtype=x.dtype)
        # Least norm where the samples do not decide.
        self._coefficients = (torch.linalg.pinv(gram, hermitian=True) @ (a.T @ b)).unsqueeze(0)

    def representation(self) -> Tensor:
        return self._coefficients

    def __call__(self, x: Tensor) -> Tensor:
        return x.double() @ self._coefficients[0]
