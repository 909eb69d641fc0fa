"""Clients that ask and read to the end, one or several, over kept connections."""

import http.client
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from threading import Thread
from urllib.parse import urlencode, urlsplit

ACCEPT = (
    "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.8, */*;q=0.1"
)


class Client:
    """One connection to an endpoint."""

    def __init__(self, endpoint: str, timeout: float = 60) -> None:
        parts = urlsplit(endpoint)
        self._path, self._timeout = parts.path, timeout
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._connection = http.client.HTTPConnection(self._host, self._port, timeout=timeout)

    def ask(self, sparql: str) -> tuple[int, bytes]:
        """Status and body of the answer."""
        body = urlencode({"query": sparql})
        headers = {"Accept": ACCEPT, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            self._connection.request("POST", self._path, body, headers)
            response = self._connection.getresponse()
            return response.status, response.read()
        except (http.client.HTTPException, OSError):
            self._connection.close()
            self._connection = http.client.HTTPConnection(
                self._host, self._port, timeout=self._timeout
            )
            raise


def seconds(endpoint: str, sparql: str, times: int, limit: float) -> float | None:
    """Median seconds of an answer; None past the limit or where it fails."""
    client = Client(endpoint, limit)
    took = []
    for _ in range(times + 1):
        begun = time.perf_counter()
        try:
            status, _ = client.ask(sparql)
        except (http.client.HTTPException, OSError):
            return None
        if status != 200:
            return None
        took.append(time.perf_counter() - begun)
    return median(took[1:])


def throughput(endpoint: str, queries: Sequence[str], clients: int, lasting: float) -> float:
    """Answers a second that so many clients get, each asking all of them in turn."""
    counts = [0] * clients
    end = time.monotonic() + lasting

    def work(number: int) -> None:
        client = Client(endpoint, 60)
        place = number  # in a remark below, so that no two ask the same to the letter
        while time.monotonic() < end:
            try:
                status, _ = client.ask(f"{queries[place % len(queries)]}\n# {number} {place}")
            except (http.client.HTTPException, OSError):
                continue
            counts[number] += status == 200
            place += 1

    threads = [Thread(target=work, args=(number,)) for number in range(clients)]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.monotonic() - begun)


def tiny_rate(endpoint: str, queries: Sequence[str], lasting: int, core: str) -> float | None:
    """Requests a second by wrk with eight connections from that core; None where it is not."""
    if not shutil.which("wrk"):
        return None
    parts = urlsplit(endpoint)
    paths = [f"{parts.path}?{urlencode({'query': query})}" for query in queries]
    listed = ",".join(f'"{path}"' for path in paths)
    script = (
        f"local paths = {{{listed}}}\nlocal n = 0\n"
        'wrk.headers["Accept"] = "application/sparql-results+json"\n'
        "request = function() n = n % #paths + 1 return wrk.format(nil, paths[n]) end\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ask.lua"
        file.write_text(script)
        base = f"{parts.scheme}://{parts.netloc}"
        told = subprocess.run(
            ["taskset", "-c", core, "wrk", "-t1", "-c8", f"-d{lasting}s", "-s", str(file), base],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    if "Non-2xx" in told:
        return None
    return float(next(line.split()[1] for line in told.splitlines() if "Requests/sec" in line))
