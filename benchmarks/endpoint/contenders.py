"""Start the servers that are measured, with the same triples in each, and stop them again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import psutil

BIN = Path(sys.executable).parent
#: Seconds that a server has to come up with its data.
PATIENCE = 900
#: Seconds of processor time in a second that a server at rest may use.
_AT_REST = 0.03


@dataclass(frozen=True)
class Server:
    """A server that answers: its name, its endpoint, its process."""

    name: str
    endpoint: str
    process: psutil.Process

    def memory(self) -> int:
        """Bytes of memory of its own, with all its children; what they share counts once."""
        return sum(_private(process) for process in self._all())

    def processor(self) -> float:
        """Seconds of processor time so far of all that is alive."""
        return sum(sum(process.cpu_times()[:2]) for process in self._all())

    def rest(self) -> None:
        """Wait until it has done what it does after it has begun to answer."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            before = self.processor()
            time.sleep(1)
            if self.processor() - before < _AT_REST:
                return

    def _all(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]


def _private(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except (psutil.NoSuchProcess, psutil.AccessDenied, AttributeError):
        return 0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def url(endpoint: str, sparql: str) -> str:
    """The address of an answer."""
    return f"{endpoint}?{urlencode({'query': sparql})}"


@contextmanager
def samverkan(file: Path, *, cache: bool = False, name: str = "Samverkan") -> Iterator[Server]:
    """Our own server, protections on; without its cache unless it is asked for."""
    port = free_port()
    environment = {
        "SAMVERKAN_CACHE_MEGABYTES": "64" if cache else "0",
        "SAMVERKAN_REQUESTS_PER_MINUTE": "0",
        "SAMVERKAN_REQUESTS_AT_ONCE": "0",
    }
    command = [str(BIN / "samverkan"), "serve", "--port", str(port), "--dataset", str(file)]
    with _running(command, environment) as process:
        yield _ready(name, f"http://127.0.0.1:{port}/sparql", process)


@contextmanager
def oxigraph(file: Path) -> Iterator[Server]:
    """Oxigraph's own server, in memory."""
    port = free_port()
    command = [str(BIN / "oxigraph"), "serve", "--bind", f"127.0.0.1:{port}"]
    with _running(command) as process:
        base = f"http://127.0.0.1:{port}"
        _ready("Oxigraph", f"{base}/query", process)
        body = Request(
            f"{base}/store?default",
            file.read_bytes(),
            {"Content-Type": "application/n-triples"},
            method="POST",
        )
        urlopen(body, timeout=PATIENCE).close()
        yield Server("Oxigraph", f"{base}/query", process)


@contextmanager
def rdflib_endpoint(file: Path) -> Iterator[Server]:
    """rdflib-endpoint, on a graph of rdflib's."""
    port = free_port()
    options = ["--host", "127.0.0.1", "--port", str(port)]
    command = [str(BIN / "rdflib-endpoint"), "serve", *options, str(file)]
    with _running(command) as process:
        yield _ready("rdflib-endpoint", f"http://127.0.0.1:{port}/", process)


@contextmanager
def virtuoso(file: Path) -> Iterator[Server]:
    """Virtuoso as Debian has it, with memory for a million triples."""
    port, sql = free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "virtuoso.ini"
        settings.write_text(_VIRTUOSO.format(folder=folder, port=port, sql=sql, data=file.parent))
        command = ["virtuoso-t", "+foreground", "+configfile", str(settings)]
        with _running(command) as process:
            _ready("Virtuoso", f"http://127.0.0.1:{port}/sparql", process)
            named = f"ld_dir('{file.parent}', '{file.name}', 'urn:bench')"
            statements = f"{named}; rdf_loader_run(); checkpoint;"
            subprocess.run(
                ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={statements}"],
                check=True,
                capture_output=True,
                timeout=PATIENCE,
            )
            yield Server("Virtuoso", f"http://127.0.0.1:{port}/sparql", process)


def there_is(name: str) -> bool:
    """Whether that server can be started here."""
    commands = {"Virtuoso": "virtuoso-t", "Oxigraph": str(BIN / "oxigraph")}
    commands["rdflib-endpoint"] = str(BIN / "rdflib-endpoint")
    return shutil.which(commands.get(name, sys.executable)) is not None


_VIRTUOSO = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
TransactionFile = {folder}/virtuoso.trx
LockFile = {folder}/virtuoso.lck
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
DirsAllowed = {data}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000000
DefaultGraph = urn:bench
"""


@contextmanager
def _running(command: list[str], more: dict[str, str] | None = None) -> Iterator[psutil.Process]:
    process = subprocess.Popen(
        command,
        env={**os.environ, **(more or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=tempfile.gettempdir(),
    )
    try:
        yield psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _ready(name: str, endpoint: str, process: psutil.Process) -> Server:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            urlopen(url(endpoint, "ASK { <urn:a> <urn:a> <urn:a> }"), timeout=30).close()
        except (URLError, ConnectionError, TimeoutError):
            if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
                raise SystemExit(f"{name} ended before it answered") from None
            time.sleep(0.2)
        else:
            return Server(name, endpoint, process)
    raise SystemExit(f"{name} did not answer within {PATIENCE} s")
