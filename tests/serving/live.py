"""Real servers, `samverkan serve` as processes of their own, on ports that are free."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from conftest import FIXTURES

_ROOT = Path(__file__).resolve().parent.parent.parent
_UP = re.compile(r"http://\S+:(\d+)/ answers")


@dataclass(frozen=True)
class Answer:
    """What came back; names of headers in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass
class Served:
    """
    A server that runs.

    Args:
        process: its supervisor.
        port: on 127.0.0.1.
        told: the file that it tells on what happens.
    """

    process: subprocess.Popen[bytes]
    port: int
    told: Path
    _read: int = field(default=0)

    def send(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Answer:
        """The answer to a request; a _ in a header's name stands for -."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            response = connection.getresponse()
            told = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, told, response.read())
        finally:
            connection.close()

    def ask(self, query: str, token: str = "", **fields: str) -> Answer:
        """The answer to a query, with a token if one is given."""
        shown = {"Authorization": f"Bearer {token}"} if token else {}
        return self.send("/sparql?" + urlencode({"query": query, **fields}), **shown)

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def reload(self) -> None:
        """Have the data read anew; see `wait_for` for when that is done."""
        self._read = self.told.stat().st_size
        self.process.send_signal(signal.SIGHUP)

    def wait_for(self, text: str, seconds: float = 20) -> None:
        """Wait until it tells that, from the last `reload` on."""
        for _ in range(int(seconds * 50)):
            if text in self.told.read_text(encoding="utf-8")[self._read :]:
                return
            assert self.process.poll() is None, self.told.read_text(encoding="utf-8")
            time.sleep(0.02)
        raise AssertionError(f"{text!r} was not told: {self.told.read_text(encoding='utf-8')}")


def serve(folder: Path, dataset: Path | str = FIXTURES / "small", **settings: Any) -> Served:
    """
    Start a server and wait until it answers; stop it with `stop`.

    Args:
        folder: to run in; its log is there.
        dataset: what to serve.
        settings: beside the defaults, by their names.

    Raises:
        RuntimeError: if it does not come up, with what it told.
    """
    given = {
        "host": "127.0.0.1",
        "port": 0,
        "dataset": dataset,
        "requests_per_minute": 0,
        "requests_at_once": 0,
        "spare_workers": 1,
        **settings,
    }
    told = folder / "told.txt"
    environment = {f"SAMVERKAN_{name.upper()}": str(value) for name, value in given.items()}
    with told.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "samverkan", "serve"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(_ROOT / "server"), **environment},
            stdout=log,
            stderr=log,
        )
    for _ in range(1500):
        found = _UP.search(told.read_text(encoding="utf-8"))
        if found:
            return Served(process, int(found[1]), told)
        if process.poll() is not None:
            break
        time.sleep(0.02)
    process.kill()
    process.wait()
    raise RuntimeError(told.read_text(encoding="utf-8"))


def stop(served: Served) -> int:
    """End a server as a service manager does; its exit code."""
    served.process.terminate()
    try:
        return served.process.wait(20)
    finally:
        served.process.kill()
