"""A local server, and no pauses between attempts."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx2
import pytest

from sketchxai_desktop.downloads import transfer
from tests.local_server import LocalServer


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalServer]:
    """A server that is both the hub and the bucket."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(transfer, "FIRST_PAUSE", 0.0)
    with LocalServer().running() as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        monkeypatch.setenv("SKETCHXAI_QUICKDRAW_URL", f"{running.url}/full")
        yield running


@pytest.fixture
def client() -> Iterator[httpx2.Client]:
    with transfer.open_client() as opened:
        yield opened


def lines(count: int, word: str = "cat", points: int = 30) -> bytes:
    """A file of drawings."""
    xs = list(range(points))
    return b"".join(
        json.dumps({"word": word, "key_id": str(k), "drawing": [[xs, [(k * x) % 256 for x in xs]]]}).encode() + b"\n"
        for k in range(count)
    )


@pytest.fixture(name="lines")
def _lines() -> object:
    """`lines(count, word="cat")`: a file of drawings."""
    return lines
