"""A server on this computer that speaks as the Hugging Face hub and as Google's bucket, and fails on request."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Resource:
    """What is at an address.

    Attributes:
        etag: "" for none. headers: more of them. moved_to: answered with a redirect there.
    """

    content: bytes = b""
    etag: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    moved_to: str = ""


@dataclass
class Fault:
    """Something that goes wrong once, at the next request for content of that address.

    Attributes:
        status: answered instead, if not 0. cut: bytes after which the connection ends. headers: beside `status`.
        stall: True: nothing more comes after `cut` bytes until the server is told to go on.
        ignore_range: True: answers with everything. ignore_if_range: True: answers with the rest whatever it is of.
    """

    status: int = 0
    cut: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    stall: bool = False
    ignore_range: bool = False
    ignore_if_range: bool = False


@dataclass(frozen=True)
class Asked:
    """A request that came."""

    method: str
    path: str
    query: str
    headers: dict[str, str]

    @property
    def range(self) -> str:
        return self.headers.get("range", "")


class LocalServer:
    """Serves `resources` by path. Requests that came are in `asked`."""

    def __init__(self) -> None:
        self.resources: dict[str, Resource] = {}
        self.faults: dict[str, list[Fault]] = {}
        self.asked: list[Asked] = []
        self.go_on = threading.Event()
        self.stalled = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = False
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    @contextmanager
    def running(self) -> Iterator[LocalServer]:
        thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, name="local server")
        thread.start()
        try:
            yield self
        finally:
            self.go_on.set()
            self._http.shutdown()
            thread.join()
            self._http.server_close()  # waits for its threads

    def fail(self, path: str, *faults: Fault) -> None:
        self.faults.setdefault(path, []).extend(faults)

    def contents_asked(self, path: str) -> list[Asked]:
        return [a for a in self.asked if a.path == path and a.method == "GET"]

    # The hub ------------------------------------------------------------------------------------------

    def publish(self, repository: str, files: dict[str, bytes], *, licence: str | None = "apache-2.0") -> None:
        """Put a model on the hub: large files are stored elsewhere and redirected to, as there."""
        siblings: list[dict[str, Any]] = []
        for name, content in files.items():
            sibling: dict[str, Any] = {"rfilename": name, "size": len(content)}
            blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            sibling["blobId"] = blob
            resolve = f"/{repository}/resolve/{COMMIT}/{name}"
            common = {"X-Repo-Commit": COMMIT}
            if name.endswith((".bin", ".safetensors")):
                sha256 = hashlib.sha256(content).hexdigest()
                sibling["lfs"] = {"sha256": sha256, "size": len(content), "pointerSize": 134}
                linked = {"X-Linked-Size": str(len(content)), "X-Linked-ETag": f'"{sha256}"'}
                self.resources[resolve] = Resource(headers=common | linked, moved_to=f"/cdn/{sha256}")
                self.resources[f"/cdn/{sha256}"] = Resource(content, etag=f'"cdn-{sha256[:8]}"')
            else:
                self.resources[resolve] = Resource(content, etag=f'"{blob}"', headers=common)
            siblings.append(sibling)
        card = {"license": licence} if licence else {}
        info = {
            "_id": "0" * 24, "id": repository, "modelId": repository, "author": repository.split("/")[0], "sha": COMMIT,
            "private": False, "gated": False, "disabled": False, "downloads": 12, "likes": 3,
            "tags": ["pytorch", "vit"], "cardData": card, "siblings": siblings,
            "lastModified": "2023-06-01T00:00:00.000Z", "createdAt": "2023-06-01T00:00:00.000Z",
        }  # fmt: skip
        content = json.dumps(info).encode()
        self.resources[self.info_path(repository)] = Resource(content, headers={"Content-Type": "application/json"})

    @staticmethod
    def info_path(repository: str) -> str:
        return f"/api/models/{repository}/revision/main"


def _handler(server: LocalServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self._answer(with_content=False)

        def do_GET(self) -> None:
            self._answer(with_content=True)

        def log_message(self, *_: object) -> None:
            pass

        def _answer(self, *, with_content: bool) -> None:
            self.close_connection = True
            parts = urlsplit(self.path)
            path = unquote(parts.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            server.asked.append(Asked(self.command, path, parts.query, headers))
            resource = server.resources.get(path)
            faults = server.faults.get(path, [])
            fault = faults.pop(0) if faults and with_content else Fault()
            if fault.status:
                self._send(fault.status, fault.headers, b"", with_content)
            elif resource is None:
                self._send(404, {"X-Error-Code": "RepoNotFound"}, b"Not Found", with_content)
            elif resource.moved_to:
                self._send(302, resource.headers | {"Location": resource.moved_to}, b"", with_content)
            else:
                self._send_content(resource, fault, headers, with_content)

        def _send_content(self, resource: Resource, fault: Fault, asked: dict[str, str], with_content: bool) -> None:
            content, headers = resource.content, dict(resource.headers)
            headers["Accept-Ranges"] = "bytes"
            if resource.etag:
                headers["ETag"] = resource.etag
            first = asked.get("range", "").removeprefix("bytes=").removesuffix("-")
            condition = asked.get("if-range", resource.etag)
            status = 200
            if first and not fault.ignore_range and (condition == resource.etag or fault.ignore_if_range):
                start = int(first)
                if start >= len(content):
                    self._send(416, {"Content-Range": f"bytes */{len(content)}"}, b"", with_content)
                    return
                headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
                content, status = content[start:], 206
            self._send(status, headers, content, with_content, fault)

        def _send(
            self, status: int, headers: dict[str, str], content: bytes, with_content: bool, fault: Fault | None = None
        ) -> None:
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Connection", "close")
                self.end_headers()
                if not with_content:
                    return
                self.wfile.write(content if fault is None or fault.cut is None else content[: fault.cut])
                self.wfile.flush()
                if fault is not None and fault.stall:
                    server.stalled.set()
                    server.go_on.wait(60)
            except OSError:
                pass  # whoever asked has left

    return Handler
