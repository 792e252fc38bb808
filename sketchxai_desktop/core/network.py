"""SketchXAINet: one token per stroke (shape + order + location), a ViT encoder, a linear classifier.

Source: Qu et al., "SketchXAI: A First Look at Explainability for Human Sketches", CVPR 2023, section 3.
Letters in shape comments: B sketches, S stroke slots, N strokes of the whole batch, T points, D width.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence

from sketchxai_desktop.core.sentences import Sentence
from sketchxai_desktop.core.tensors import POINT_FEATURES, StrokeBatch

ATTRIBUTES = ("order", "shape", "location")


@dataclass(frozen=True)
class NetworkConfig:
    """What is needed to build the network.

    Attributes:
        categories: number of labels.
        width: D, size of every embedding; divisible by `heads` and by 2.
        layers, heads, mlp_width: of the encoder.
        order_slots: rows of the order table, the most strokes that the network can tell apart.
        shape_extractor: "lstm" or "gru", bidirectional, two layers.
        pooling: "sum" or "mean" of the extractor's outputs over the points of a stroke.
        mask_empty: True: empty stroke slots do not exist. False: all `order_slots` slots are always
            there and attended to (needed by weights from the authors' code, which trains that way).
        without: attributes left out of the tokens (ablations): any of "order", "shape", "location".
        dropout: of tokens, attention output and MLP, while training.
    """

    categories: int
    width: int = 192
    layers: int = 12
    heads: int = 3
    mlp_width: int = 768
    order_slots: int = 196
    shape_extractor: str = "lstm"
    pooling: str = "sum"
    mask_empty: bool = True
    without: tuple[str, ...] = ()
    dropout: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "without", tuple(self.without))
        sizes = (self.categories, self.width, self.layers, self.heads, self.mlp_width, self.order_slots)
        if not all(type(n) is int and 0 < n <= 65_536 for n in sizes):
            raise ValueError(Sentence("network sizes must be whole numbers from 1 to 65536"))
        if self.width % self.heads or self.width % 2:
            raise ValueError(
                Sentence(
                    "width {width} must be even and divisible by {heads} heads", width=self.width, heads=self.heads
                )
            )
        if self.shape_extractor not in ("lstm", "gru"):
            raise ValueError(Sentence("unknown shape extractor {value!r}", value=self.shape_extractor))
        if self.pooling not in ("sum", "mean"):
            raise ValueError(Sentence("unknown pooling {value!r}", value=self.pooling))
        if type(self.mask_empty) is not bool:
            raise ValueError(Sentence("mask_empty must be true or false, not {value!r}", value=self.mask_empty))
        if type(self.dropout) not in (int, float) or not 0 <= self.dropout < 1:
            raise ValueError(Sentence("dropout {value!r} is no share", value=self.dropout))
        if not set(self.without) <= set(ATTRIBUTES):
            raise ValueError(Sentence("unknown attributes to leave out: {value!r}", value=self.without))

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> NetworkConfig:
        """Raises ValueError for unknown or unusable entries."""
        unknown = set(values) - {f.name for f in fields(cls)}
        if unknown:
            raise ValueError(Sentence("unknown network settings: {names}", names=", ".join(sorted(unknown))))
        try:
            return cls(**values)
        except TypeError as error:
            raise ValueError(str(error)) from error


def tiny(categories: int, **changes: Any) -> NetworkConfig:
    """SketchXAINet-Tiny: D 192, 12 layers, 3 heads, MLP 768."""
    return NetworkConfig(categories, **changes)


def base(categories: int, **changes: Any) -> NetworkConfig:
    """SketchXAINet-Base: D 768, 12 layers, 12 heads, MLP 3072."""
    return NetworkConfig(categories, **{"width": 768, "heads": 12, "mlp_width": 3072, **changes})


class EncoderLayer(nn.Module):
    """Pre-norm transformer layer: x + attention(norm(x)), then x + mlp(norm(x))."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        d = config.width
        self.heads = config.heads
        self.attention_norm = nn.LayerNorm(d, eps=1e-12)
        self.qkv = nn.Linear(d, 3 * d)
        self.attention_out = nn.Linear(d, d)
        self.mlp_norm = nn.LayerNorm(d, eps=1e-12)
        self.mlp_in = nn.Linear(d, config.mlp_width)
        self.mlp_out = nn.Linear(config.mlp_width, d)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, x: Tensor, mask: Tensor | None, *, cls_only: bool = False) -> Tensor:
        """Look at everything; of the outcome, all is kept or only what becomes of CLS.

        Args:
            x: (B, 1 + S, D); mask: (B, 1, 1, 1 + S) bool, True where there is something to attend to.

        Returns:
            (B, 1 + S, D), or (B, 1, D) of `cls_only`.
        """
        b, s, d = x.shape
        q, k, v = self.qkv(self.attention_norm(x)).view(b, s, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        if cls_only:
            q, x = q[:, :, :1], x[:, :1]
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)  # (B, heads, 1 + S, D / heads)
        x = x + self.dropout(self.attention_out(mixed.transpose(1, 2).reshape(b, -1, d)))
        out: Tensor = x + self.dropout(self.mlp_out(F.gelu(self.mlp_in(self.mlp_norm(x)))))
        return out


class SketchXAINet(nn.Module):
    """The stroke-based classifier. Any batch size; runs wherever its weights are."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        d = config.width
        recurrent = nn.LSTM if config.shape_extractor == "lstm" else nn.GRU
        self.shape_extractor = recurrent(POINT_FEATURES, d // 2, num_layers=2, batch_first=True, bidirectional=True)
        self.order_table = nn.Embedding(config.order_slots, d)
        self.location_map = nn.Linear(2, d)
        self.cls_token = nn.Parameter(torch.zeros(1, 1, d))
        self.token_dropout = nn.Dropout(config.dropout)
        self.layers = nn.ModuleList(EncoderLayer(config) for _ in range(config.layers))
        self.norm = nn.LayerNorm(d, eps=1e-12)
        self.head = nn.Linear(d, config.categories)
        self._initialise()

    def _initialise(self) -> None:
        """ViT's initialisation for the encoder; stroke embeddings start with comparable sizes.

        Offsets between points are about 0.1 in normalised units, far below the unit variance that recurrent
        layers are initialised for, and a location embedding started at ViT's 0.02 would drown in the shape's.
        """
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.trunc_normal_(module.weight, std=0.02 if module is self.head else module.in_features**-0.5 / 2)
                nn.init.zeros_(module.bias)
        nn.init.uniform_(self.location_map.weight, -1.0, 1.0)
        nn.init.trunc_normal_(self.order_table.weight, std=0.1)
        nn.init.trunc_normal_(self.cls_token, std=0.02)
        self.shape_extractor.get_parameter("weight_ih_l0").data.mul_(8.0)
        self.shape_extractor.get_parameter("weight_ih_l0_reverse").data.mul_(8.0)

    @property
    def device(self) -> torch.device:
        return self.cls_token.device

    @property
    def dtype(self) -> torch.dtype:
        return self.cls_token.dtype

    # The three embeddings of a stroke -------------------------------------------------------------

    def embed_shapes(self, points: Tensor, lengths: Tensor) -> Tensor:
        """(N, T, 4) point features and (N,) lengths (on the CPU) to (N, D) shape embeddings."""
        packed = pack_padded_sequence(points.to(self.dtype), lengths, batch_first=True, enforce_sorted=False)
        outputs = self.shape_extractor(packed)[0]  # data: (points of all strokes, D), time-major
        restore = outputs.unsorted_indices
        assert restore is not None
        # Pooling straight over the packed rows: row r of step t belongs to sorted stroke r.
        owner = torch.cat([torch.arange(n) for n in outputs.batch_sizes.tolist()]).to(points.device)
        pooled: Tensor = outputs.data.new_zeros(len(lengths), outputs.data.shape[1])
        pooled = pooled.index_add(0, owner, outputs.data)
        summed: Tensor = pooled[restore]
        return summed / lengths.to(summed).unsqueeze(1) if self.config.pooling == "mean" else summed

    def embed_orders(self, orders: Tensor) -> Tensor:
        """(...,) 0-based orders to (..., D)."""
        out: Tensor = self.order_table(orders)
        return out

    def embed_locations(self, locations: Tensor) -> Tensor:
        """(..., 2) normalised locations to (..., D)."""
        out: Tensor = self.location_map(locations.to(self.dtype))
        return out

    # Tokens, encoder, classifier ------------------------------------------------------------------

    def tokens(self, shapes: Tensor, orders: Tensor, locations: Tensor, without: Iterable[str] = ()) -> Tensor:
        """The sum of the embeddings that are in use.

        Args:
            shapes: (..., D) shape embeddings; orders: (...,) int64; locations: (..., 2).
            without: attributes to leave out beside those the network was built without.
        """
        left_out = {*self.config.without, *without}
        parts = {"shape": shapes, "order": self.embed_orders(orders), "location": self.embed_locations(locations)}
        kept = [part for name, part in parts.items() if name not in left_out]
        return sum(kept[1:], kept[0]) if kept else torch.zeros_like(shapes)

    def fill_slots(self, tokens: Tensor, without: Iterable[str] = ()) -> Tensor:
        """(B, S, D) tokens of sketches to all (B, order_slots, D), as unmasked networks need them.

        An empty slot carries the order embedding plus the location embedding of (0, 0), its bias.
        `tokens` must be those of sketches that all have exactly S strokes.
        """
        empty = torch.arange(tokens.shape[1], self.config.order_slots, device=tokens.device)
        filler = self._empty_tokens(empty, without).expand(tokens.shape[0], -1, -1)
        return torch.cat([tokens, filler], dim=1)

    def _empty_tokens(self, orders: Tensor, without: Iterable[str] = ()) -> Tensor:
        nothing = self.cls_token.new_zeros(len(orders), self.config.width)
        return self.tokens(nothing, orders, nothing[:, :2], without)

    def encode(self, tokens: Tensor, present: Tensor | None = None) -> Tensor:
        """(B, S, D) tokens to (B, 1 + S, D) outputs, CLS first.

        Args:
            present: (B, S) bool, False where a slot is to be ignored; None: all are there.
        """
        return self._encode(tokens, present, cls_only=False)

    def _encode(self, tokens: Tensor, present: Tensor | None, cls_only: bool) -> Tensor:
        cls = self.cls_token.expand(tokens.shape[0], -1, -1)
        x = self.token_dropout(torch.cat([cls, tokens], dim=1))
        mask = None if present is None else F.pad(present, (1, 0), value=True)[:, None, None, :]
        last = len(self.layers) - 1
        for number, layer in enumerate(self.layers):
            x = layer(x, mask, cls_only=cls_only and number == last)
        out: Tensor = self.norm(x)
        return out

    def classify(self, tokens: Tensor, present: Tensor | None = None) -> Tensor:
        """(B, S, D) tokens to (B, categories) float32 logits."""
        # Of the last layer only CLS is read. Training works it all out, as dropout draws a number for every token.
        logits: Tensor = self.head(self._encode(tokens, present, cls_only=not self.training)[:, 0])
        return logits.float()

    def classify_strokes(
        self, shapes: Tensor, orders: Tensor, locations: Tensor, without: Iterable[str] = ()
    ) -> Tensor:
        """(P, C) float32 logits of P layouts of S strokes.

        Args:
            shapes: (S, D), or (P, S, D) where every layout has strokes of its own; orders: (S,);
                locations: (P, S, 2), or (S, 2) for one layout.
            without: attributes to leave out of the tokens.
        """
        layouts = locations.view(-1, *locations.shape[-2:])
        # Without locations, tokens are the same for every layout and have no axis for them.
        tokens = self.tokens(shapes, orders, layouts, without).expand(len(layouts), -1, -1)
        if not self.config.mask_empty:
            tokens = self.fill_slots(tokens, without)
        return self.classify(tokens)

    def forward(self, batch: StrokeBatch, without: Iterable[str] = ()) -> Tensor:
        """(B, categories) float32 logits of a batch."""
        shapes = self.embed_shapes(batch.points, batch.lengths)
        tokens = self.tokens(shapes, batch.orders, batch.locations, without)  # (N, D)
        if self.config.mask_empty:
            slots = batch.slots
            present = batch.present(slots)
            return self.classify(batch.scatter(tokens, slots), None if bool(present.all()) else present)
        slots = self.config.order_slots
        empty = self._empty_tokens(torch.arange(slots, device=tokens.device), without)
        present = batch.present(slots).unsqueeze(-1)
        return self.classify(torch.where(present, batch.scatter(tokens, slots), empty))
