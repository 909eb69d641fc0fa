"""
Real servers of small datasets, each a process of its own, and what they say.

`serve` starts one as people do, with words on the command line, and listens to its log; `start`
one with settings, of which all headers can be seen, by `live.py`.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest

from conftest import FIXTURES
from serving.live import Served, stop
from serving.live import serve as serve_live

JSON = {"Accept": "application/sparql-results+json"}


@dataclass
class Answer:
    status: int
    headers: Any
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def values(self) -> list[str]:
        """The first column; nothing where there is no table."""
        if self.status != 200:
            return []
        rows = self.json["results"]["bindings"]
        return [next(iter(row.values()))["value"] for row in rows]


@dataclass
class Server:
    """A server that runs, and the lines of its log."""

    process: subprocess.Popen[str]
    address: str = ""
    lines: list[str] = field(default_factory=list)

    def get(self, path: str, timeout: float = 60, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.address + path, headers=named)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())

    def ask(self, sparql: str, **more: str) -> Answer:
        asked = urllib.parse.urlencode({"query": sparql, **more})
        return self.get(f"sparql?{asked}", **JSON)

    def tree(self) -> list[psutil.Process]:
        """The process and all that it started."""
        process = psutil.Process(self.process.pid)
        return [process, *process.children(recursive=True)]

    def front(self) -> psutil.Process:
        """The process that listens."""
        port = int(self.address.rstrip("/").rpartition(":")[2])
        for process in psutil.Process(self.process.pid).children():
            for connection in process.net_connections("tcp"):
                if connection.status == "LISTEN" and connection.laddr.port == port:
                    return process
        raise AssertionError("nobody listens")

    def roots(self) -> list[psutil.Process]:
        """The processes that hold the data: those that have views, which have workers."""
        return [
            process
            for process in psutil.Process(self.process.pid).children()
            if process.pid != self.front().pid and process.children()
        ]

    def until(self, told: str, seconds: float = 60) -> str:
        """The line of the log with that in it, awaited."""
        return wait_for(
            lambda: next((line for line in self.lines if re.search(told, line)), ""), seconds
        )

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


def wait_for(what: Callable[[], Any], seconds: float = 60) -> Any:
    """What it gives as soon as that is something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(OSError, psutil.Error, AssertionError):
            found = what()
            if found:
                return found
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} seconds: {what}")


def start_server(*words: str, folder: Path | None = None, **environment: str) -> Server:
    """Start the command, without limits per client, and wait until it listens."""
    unlimited = {"SAMVERKAN_REQUESTS_PER_MINUTE": "0", "SAMVERKAN_REQUESTS_AT_ONCE": "0"}
    process = subprocess.Popen(
        [sys.executable, "-m", "samverkan", "serve", "--port", "0", *words],
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, **unlimited, **environment},
    )
    server = Server(process)

    def listen() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            server.lines.append(line.rstrip("\n"))

    threading.Thread(target=listen, daemon=True).start()
    try:
        line = wait_for(
            lambda: (
                next((one for one in server.lines if " answers for " in one), "")
                or ("ended" if process.poll() is not None else "")
            )
        )
        found = re.search(r"http://\S+/", line)
        assert found, server.lines
    except BaseException:
        process.kill()
        raise
    server.address = found[0]
    return server


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[..., Server]]:
    """Start servers, and see to it that they end with the module."""
    started: list[Server] = []

    def start(*words: str, folder: Path | None = None, **environment: str) -> Server:
        started.append(start_server(*words, folder=folder, **environment))
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.process.kill()
        server.process.wait(timeout=30)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small dataset that may be changed."""
    return Path(shutil.copytree(FIXTURES / "small", tmp_path / "small"))


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Served]]:
    """Start servers with changed settings; all are stopped in the end."""
    running: list[Served] = []

    def begin(dataset: Path | str = FIXTURES / "small", **settings: Any) -> Served:
        folder = tmp_path_factory.mktemp("served")
        running.append(serve_live(folder, dataset, **settings))
        return running[-1]

    yield begin
    for served in running:
        if served.process.poll() is None:
            stop(served)


@pytest.fixture(scope="module")
def live(start: Callable[..., Served]) -> Served:
    """A server with the small dataset, without tokens and limits per client."""
    return start()
