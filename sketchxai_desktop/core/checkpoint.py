"""Checkpoints: own format and the authors' format, read without executing anything from the file."""

from __future__ import annotations

import difflib
import hashlib
import json
import pickle
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import safetensors
import safetensors.torch
import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode

from sketchxai_desktop import paths
from sketchxai_desktop.core.categories import default_names
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.files import atomic_path
from sketchxai_desktop.core.network import NetworkConfig, SketchXAINet
from sketchxai_desktop.core.safe_unpickle import HostilePickleError
from sketchxai_desktop.core.sentences import Sentence, either, reason_of
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.core.weights_pickle import require_weights

#: Written into every own checkpoint; raised when an older program could not read a newer file.
FORMAT = 1
PREPROCESSING = "quickdraw-simplified, centred, longer side 1.48"
_METADATA_KEY = "sketchxai"
_AUTHORS_HEAD = "vit.fc.weight"
#: What a description may be: JSON takes thirty times its size in memory, and each layer takes its time to build.
_MAX_DESCRIPTION, _MAX_LAYERS, _MAX_NAME = 4_000_000, 200, 200
#: Characters of a reason that a file had a say in.
_MAX_REASON = 200
#: What fills new tensors with random numbers.
_FILLING = (torch.nn.init.normal_, torch.nn.init.trunc_normal_, torch.nn.init.uniform_, torch.Tensor.normal_)


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A network ready to use, with what it calls its labels and where it comes from.

    Attributes:
        network: in eval mode (as loaded), float32, on the CPU.
        categories: one name per label.
        training: facts about how the weights came about; empty for the authors' format.
        name: bundled name or file name.
        path: the file that was read, if any.
        sha256: of that file, hexadecimal.
        origin: "own" or "authors".
    """

    network: SketchXAINet
    categories: tuple[str, ...]
    training: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    path: Path | None = None
    sha256: str = ""
    origin: str = "own"

    @property
    def parameters(self) -> int:
        return sum(p.numel() for p in self.network.parameters())

    def summary(self) -> CheckpointSummary:
        config = self.network.config
        return CheckpointSummary(
            self.name,
            str(self.path or ""),
            self.origin,
            self.categories,
            self.parameters,
            config.width,
            config.layers,
            config.heads,
            config.order_slots,
            config.mask_empty,
            self.sha256,
            self.training,
        )

    def category_index(self, name: str) -> int:
        """Label of a category; upper and lower case do not matter.

        Raises:
            UserError: the network does not know it; the message suggests near names.
        """
        folded = [c.casefold() for c in self.categories]
        if name.casefold() in folded:
            return folded.index(name.casefold())
        near = difflib.get_close_matches(name.casefold(), folded, n=3)
        names = [self.categories[folded.index(n)] for n in near]
        hint = Sentence(" Did you mean {names}?", names=either(names)) if near else ""
        raise UserError('This network has no category "{name}".{hint}', name=name, hint=hint)


def resolve(name_or_path: str | Path) -> Path:
    """The file or folder that a bundled or downloaded name or a path means.

    Raises:
        UserError: there is neither.
    """
    path = Path(name_or_path).expanduser()
    bundled = paths.models() / f"{name_or_path}.safetensors"
    if path.exists() and not (bundled.exists() and path.is_dir()):
        return path
    if str(name_or_path) in paths.bundled_checkpoints():
        return bundled
    downloaded = paths.downloaded_checkpoints()
    if str(name_or_path) in downloaded:
        return paths.user_models() / name_or_path
    names = ", ".join(paths.bundled_checkpoints()) or Sentence("none")
    others = Sentence(", the downloaded ones {names}", names=", ".join(downloaded)) if downloaded else ""
    raise UserError(
        'There is no checkpoint "{name}": no such file or folder, and the bundled ones are {names}{others}.',
        name=name_or_path,
        names=names,
        others=others,
    )


def load_checkpoint(name_or_path: str | Path) -> Checkpoint:
    """Load a bundled name, an own `.safetensors` file, or a folder (or weights file) from the authors' code.

    Raises:
        UserError: it is missing, damaged, hostile, or for another network; the message says which.
    """
    path = resolve(name_or_path)
    if path.is_dir():
        return _load_authors(path, _weights_in(path))
    if path.suffix == ".safetensors":
        metadata, tensors = _read_safetensors(path)
        if _METADATA_KEY in metadata:
            return _own(path, metadata[_METADATA_KEY], tensors)
        if _AUTHORS_HEAD in tensors:
            return _authors(path, path.parent / "config.json", tensors)
        raise UserError("{file} holds tensors, but not those of a SketchXAINet.", file=path.name)
    if path.suffix in (".bin", ".pt", ".pth"):
        return _load_authors(path.parent, path)
    raise UserError(
        "{file} is not a checkpoint; expected .safetensors, .bin, or a folder with config.json.", file=path.name
    )


def save_checkpoint(checkpoint: Checkpoint, path: Path, dtype: torch.dtype = torch.float16) -> None:
    """Write the own format: one .safetensors whose metadata carries everything but the weights.

    Weights are stored as `dtype` (half precision halves the file); they load as float32.
    """
    network = checkpoint.network
    description = {
        "format": FORMAT,
        "config": network.config.to_dict(),
        "categories": list(checkpoint.categories),
        "preprocessing": PREPROCESSING,
        "training": checkpoint.training,
    }
    tensors = {k: v.detach().to("cpu", dtype).contiguous() for k, v in network.state_dict().items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_path(path) as temporary:
        safetensors.torch.save_file(tensors, temporary, {_METADATA_KEY: json.dumps(description)})


# Own format -------------------------------------------------------------------------------------------


def _own(path: Path, description_json: str, tensors: dict[str, Tensor]) -> Checkpoint:
    if len(description_json) > _MAX_DESCRIPTION:
        raise UserError("{file} is damaged: its description is too long.", file=path.name)
    try:
        description = json.loads(description_json)
        version = description["format"]
        if version != FORMAT:
            raise UserError(
                "{file} has checkpoint format {version}; this program reads format {format}. Update it.",
                file=path.name,
                version=str(version)[:20],
                format=FORMAT,
            )
        config = NetworkConfig.from_dict(description["config"])
        categories = tuple(map(str, description["categories"]))
        if any(len(name) > _MAX_NAME for name in categories):
            raise ValueError(Sentence("a category has a name that is too long"))
        training = dict(description["training"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UserError(
            "{file} is damaged: its description cannot be read ({reason}).", file=path.name, reason=_short(error)
        ) from None
    if len(categories) != config.categories:
        raise UserError(
            "{file} is damaged: {names} names for {categories} categories.",
            file=path.name,
            names=len(categories),
            categories=config.categories,
        )
    network = _build(path, config, tensors)
    return Checkpoint(network, categories, training, path.stem, path, _sha256(path), "own")


# The authors' format ----------------------------------------------------------------------------------


def _weights_in(folder: Path) -> Path:
    for name in ("model.safetensors", "pytorch_model.bin"):
        if (folder / name).is_file():
            return folder / name
    raise UserError(
        "{folder} holds no checkpoint: neither model.safetensors nor pytorch_model.bin is there.", folder=folder
    )


def _load_authors(folder: Path, weights: Path) -> Checkpoint:
    tensors = _read_safetensors(weights)[1] if weights.suffix == ".safetensors" else _read_bin(weights)
    return _authors(weights, folder / "config.json", tensors)


def _authors(path: Path, config_path: Path, tensors: dict[str, Tensor]) -> Checkpoint:
    """Weights as saved by the authors' code: always 196 slots, unmasked; `vit.fc` is the classifier."""
    try:
        with config_path.open("rb") as file:
            text = file.read(_MAX_DESCRIPTION + 1)
        if len(text) > _MAX_DESCRIPTION:
            raise ValueError(Sentence("it is too long"))
        config = json.loads(text.decode("utf-8"))
    except FileNotFoundError:
        raise UserError("{file} needs its config.json beside it, and there is none.", file=path.name) from None
    except (OSError, ValueError, RecursionError) as error:
        raise UserError("{path} cannot be read ({reason}).", path=config_path, reason=_short(error)) from None
    if _AUTHORS_HEAD not in tensors:
        raise UserError(
            "{file} is not a SketchXAI checkpoint: it has no {tensor}.", file=path.name, tensor=_AUTHORS_HEAD
        )
    head = tensors[_AUTHORS_HEAD]
    labels = head.shape[0] if head.ndim == 2 else 0
    order_table = tensors.get("vit.embeddings.order_embeddings.weight")
    try:
        ours = NetworkConfig(
            categories=labels,
            width=config["hidden_size"],
            layers=config["num_hidden_layers"],
            heads=config["num_attention_heads"],
            mlp_width=config["intermediate_size"],
            order_slots=order_table.shape[0] if order_table is not None and order_table.ndim == 2 else 196,
            mask_empty=False,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(
            "{file} does not describe a SketchXAI network ({reason}).", file=config_path.name, reason=_short(error)
        ) from None
    network = _build(path, ours, _translate(tensors))
    names = config.get("id2label")
    categories = default_names(labels)
    nameless = {f"LABEL_{k}" for k in range(labels)}
    if (
        isinstance(names, dict)
        and len(names) == labels
        and not all(isinstance(name, str) and name in nameless for name in names.values())
    ):
        categories = tuple(str(names.get(str(k), default))[:_MAX_NAME] for k, default in enumerate(categories))
    return Checkpoint(network, categories, {}, path.parent.name, path, _sha256(path), "authors")


_AUTHORS_NAMES = (
    (r"vit\.embeddings\.cls_token", "cls_token"),
    (r"vit\.embeddings\.order_embeddings\.(.+)", r"order_table.\1"),
    (r"vit\.embeddings\.location_embeddings\.(.+)", r"location_map.\1"),
    (r"vit\.embeddings\.stroke_embeddings\.(.+)", r"shape_extractor.\1"),
    (r"vit\.layernorm\.(.+)", r"norm.\1"),
    (r"vit\.fc\.(.+)", r"head.\1"),
    (r"vit\.encoder\.layer\.(\d+)\.layernorm_before\.(.+)", r"layers.\1.attention_norm.\2"),
    (r"vit\.encoder\.layer\.(\d+)\.layernorm_after\.(.+)", r"layers.\1.mlp_norm.\2"),
    (r"vit\.encoder\.layer\.(\d+)\.attention\.output\.dense\.(.+)", r"layers.\1.attention_out.\2"),
    (r"vit\.encoder\.layer\.(\d+)\.intermediate\.dense\.(.+)", r"layers.\1.mlp_in.\2"),
    (r"vit\.encoder\.layer\.(\d+)\.output\.dense\.(.+)", r"layers.\1.mlp_out.\2"),
)
_AUTHORS_QUERY = re.compile(r"vit\.encoder\.layer\.(\d+)\.attention\.attention\.query\.(weight|bias)")


def _translate(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """The authors' key names to ours. Left-overs that their forward pass never uses are dropped."""
    out = {}
    for key, value in tensors.items():
        for pattern, ours in _AUTHORS_NAMES:
            match = re.fullmatch(pattern, key)
            if match:
                out[match.expand(ours)] = value
        query = _AUTHORS_QUERY.fullmatch(key)
        if query:
            parts = [tensors.get(key.replace(".query.", f".{part}.")) for part in ("query", "key", "value")]
            present = [p for p in parts if p is not None]
            if len(present) == 3 and len({p.shape for p in present}) == 1:
                out[f"layers.{query[1]}.qkv.{query[2]}"] = torch.cat(present)
    return out


# Reading ----------------------------------------------------------------------------------------------


def _read_safetensors(path: Path) -> tuple[dict[str, str], dict[str, Tensor]]:
    try:
        with safetensors.safe_open(path, framework="pt") as file:
            return file.metadata() or {}, {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
    except OSError as error:
        raise UserError("{path} cannot be read: {reason}.", path=path, reason=reason_of(error)) from None
    except Exception as error:  # safetensors raises its own type, ValueError or RuntimeError by the damage
        raise UserError(
            "{file} is damaged or not a .safetensors file ({reason}).", file=path.name, reason=_short(error)
        ) from None


def _short(error: Exception) -> str:
    """What is wrong, on one line: a file can put any amount of text into a message."""
    reason = "" if isinstance(error, OSError) else reason_of(error)
    fits = isinstance(reason, Sentence) and len(reason) <= _MAX_REASON
    return reason if fits else " ".join(str(error)[:_MAX_REASON].split())


def _read_bin(path: Path) -> dict[str, Tensor]:
    """A PyTorch file through torch's restricted unpickler, which builds tensors and runs nothing else."""
    _require_uncompressed(path)
    try:
        require_weights(path)
        loaded = torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise UserError("{path} cannot be read: {reason}.", path=path, reason=reason_of(error)) from None
    except (pickle.UnpicklingError, HostilePickleError):
        raise UserError(
            "{file} was refused: it contains something other than weights, which could run code on this computer.",
            file=path.name,
        ) from None
    except Exception as error:  # damaged archives surface as RuntimeError, EOFError, KeyError, ...
        raise UserError(
            "{file} is damaged or not a PyTorch weights file ({kind}).", file=path.name, kind=type(error).__name__
        ) from None
    if isinstance(loaded, dict) and isinstance(loaded.get("state_dict"), dict):
        loaded = loaded["state_dict"]
    if not isinstance(loaded, dict):
        raise UserError("{file} does not hold named weights.", file=path.name)
    tensors = {str(k): v for k, v in loaded.items() if isinstance(v, Tensor)}
    for key, tensor in tensors.items():
        if tensor.layout != torch.strided or tensor.device.type != "cpu":
            raise UserError(
                "{file} was refused: {tensor} is not a plain array of numbers.", file=path.name, tensor=key[:80]
            )
        # A few bytes can pose as gigabytes by repeating themselves.
        if tensor.untyped_storage().nbytes() < tensor.numel() * tensor.element_size():
            raise UserError(
                "{file} was refused: {tensor} claims more numbers than the file holds.", file=path.name, tensor=key[:80]
            )
    return tensors


def _require_uncompressed(path: Path) -> None:
    """PyTorch never compresses what it saves; an archive that is compressed can unpack to any size."""
    try:
        if not zipfile.is_zipfile(path):
            return
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        too_large = unpacked > path.stat().st_size
    except OSError as error:
        raise UserError("{path} cannot be read: {reason}.", path=path, reason=reason_of(error)) from None
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UserError(
            "{file} is damaged or not a PyTorch weights file ({reason}).", file=path.name, reason=error
        ) from None
    if too_large:
        raise UserError("{file} was refused: it is compressed, which PyTorch's own files never are.", file=path.name)


def _build(path: Path, config: NetworkConfig, tensors: dict[str, Tensor]) -> SketchXAINet:
    """The network with these weights; shapes are compared before anything of that size is allocated."""
    last = f"layers.{config.layers - 1}.qkv.weight"
    if last not in tensors:
        raise UserError(
            "{file} lacks {tensor}, although its description says {layers} layers.",
            file=path.name,
            tensor=last,
            layers=config.layers,
        )
    if config.layers > _MAX_LAYERS:
        raise UserError("{file} was refused: no network has {layers} layers.", file=path.name, layers=config.layers)
    with torch.device("meta"), _Unfilled():
        network = SketchXAINet(config)
    expected = {k: v.shape for k, v in network.state_dict().items()}
    missing = sorted(set(expected) - set(tensors))
    if missing:
        raise UserError(
            "{file} lacks {count} of the network's tensors, among them {first}.",
            file=path.name,
            count=len(missing),
            first=missing[0],
        )
    for key, shape in expected.items():
        if tensors[key].shape != shape:
            found, wanted = ("x".join(map(str, s)) for s in (tensors[key].shape, shape))
            raise UserError(
                "{file} does not fit its description: {tensor} is {found}, expected {wanted}.",
                file=path.name,
                tensor=key,
                found=found,
                wanted=wanted,
            )
        if not torch.isfinite(tensors[key]).all():
            raise UserError(
                "{file} is damaged: {tensor} contains values that are not finite numbers.", file=path.name, tensor=key
            )
    network.load_state_dict({k: tensors[k].float() for k in expected}, assign=True)
    for module in network.modules():
        if isinstance(module, torch.nn.RNNBase):
            module.flatten_parameters()
    return network.eval().requires_grad_(False)


class _Unfilled(TorchFunctionMode):
    """Networks are made without initial weights. Filling tensors that have no memory yet would make torch import its
    compiler, which takes longer than all the rest of loading a checkpoint."""

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        if func in _FILLING:
            return args[0] if args else kwargs["tensor"]
        return func(*args, **kwargs)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
