"""Which numbers to compute with."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

import torch

#: As `torch.cpu.get_capabilities` calls units that multiply bf16 natively (x86: AVX-512, AMX, AVX10; ARM).
_BF16_UNITS = ("avx512_bf16", "amx_bf16", "avx10_2", "bf16", "sve_bf16")


def has_bf16(device: torch.device) -> bool:
    """Whether bf16 is computed by the hardware itself; where it is not, it is slower than float32."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    capabilities = getattr(torch.cpu, "get_capabilities", None)
    if capabilities is not None:
        found = capabilities()
        return any(found.get(unit) for unit in _BF16_UNITS)
    # Before torch had that list.
    tests = (getattr(torch.cpu, name, None) for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported"))
    return any(test() for test in tests if test is not None)


def resolve_precision(wanted: str, device: torch.device) -> torch.dtype:
    """float32 or bfloat16 for "auto", "float32" or "bf16"."""
    if wanted == "auto":
        return torch.bfloat16 if has_bf16(device) else torch.float32
    return {"float32": torch.float32, "bf16": torch.bfloat16}[wanted]


def autocast(device: torch.device, precision: torch.dtype) -> AbstractContextManager[object]:
    """While inside, matrix products are computed in `precision`; weights and their gradients stay float32."""
    if precision == torch.float32:
        return nullcontext()
    return torch.autocast(device.type, dtype=precision)
