"""
Throw queries at the endpoint that never end, while others ask what they always ask.

`python -m benchmarks.endpoint.evil`: the latency of good queries calm and under attack, what is
left of processor use after the last limit, and the memory before and after. Fails (exit 1) where
a promise of docs/operations.md is not kept.
"""

import argparse
import contextlib
import http.client
import os
import socket
import sys
import time
from pathlib import Path
from statistics import quantiles
from threading import Event, Thread
from urllib.parse import urlencode, urlsplit

from benchmarks.endpoint import contenders
from benchmarks.endpoint.clients import Client
from benchmarks.endpoint.contenders import Server
from benchmarks.endpoint.data import prepared
from benchmarks.endpoint.questions import QUESTIONS, text_of
from benchmarks.measuring import table

#: Each of them is asked until the run ends, or until it is stopped.
EVIL = {
    "three times everything": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
    "FILTER(?c != ?f) }",
    "everything beside everything, ordered": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a ?c",
    "any path from anywhere": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x:a>|^!<urn:x:b>)* ?b . "
    "?b (!<urn:x:a>|^!<urn:x:b>)+ ?c }",
    "a trap of NOT EXISTS": "SELECT (COUNT(*) AS ?n) { ?a ?p ?b FILTER NOT EXISTS { ?c ?q ?b . "
    "?c ?r ?d . ?d ?s ?a FILTER(?d != ?b) } }",
    "a regular expression without end": "SELECT (COUNT(*) AS ?n) { ?a ?p ?o . ?b ?q ?r "
    'FILTER(REGEX(CONCAT(STR(?o), STR(?r)), "(a+)+(b|c|d)*(e|f)+x$")) }',
    "rows without end": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "a hash of everything": "SELECT (COUNT(DISTINCT ?h) AS ?n) { ?a ?b ?c . ?d ?e ?f "
    "BIND(SHA512(CONCAT(STR(?c), STR(?f))) AS ?h) }",
}
GOOD = [name for name in QUESTIONS if name not in ("who uses what, whole", "text in labels")]


def main() -> None:
    """Measure, print a table, and say whether the promises were kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.endpoint.evil")
    parser.add_argument("--size", default="100k")
    parser.add_argument("--data", type=Path, default=Path("build/benchmarks"))
    parser.add_argument("--attackers", type=int, default=20)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--lasting", type=int, default=30, help="seconds, calm and under attack")
    parser.add_argument("--query-seconds", type=int, default=5)
    options = parser.parse_args()
    os.environ["SAMVERKAN_QUERY_SECONDS"] = str(options.query_seconds)
    file = prepared(options.size, options.data)
    with contenders.samverkan(file) as server:
        server.rest()
        _good(server, options.clients, 5)
        calm = _good(server, options.clients, options.lasting)
        time.sleep(6)
        before = server.memory()
        stop = Event()
        attackers = [
            Thread(target=_attack, args=(server, number, stop))
            for number in range(options.attackers)
        ]
        for attacker in attackers:
            attacker.start()
        time.sleep(2)
        attacked = _good(server, options.clients, options.lasting)
        stop.set()
        for attacker in attackers:
            attacker.join()
        time.sleep(2)
        used = _processor_in(server, 3)
        _good(server, options.clients, options.lasting)
        time.sleep(6)
        after = server.memory()
    rows = [
        (name, len(took), f"{_at(took, 50):.1f}", f"{_at(took, 99):.1f}", failed)
        for name, (took, failed) in (("calm", calm), ("under attack", attacked))
    ]
    print(table(("", "answers", "median, ms", "p99, ms", "not answered"), rows))
    worse = _at(attacked[0], 99) / _at(calm[0], 99)
    grown = after / before - 1
    print(f"p99 under attack: {worse:.1f} times the calm one")
    print(f"processor time in 3 s, 2 s after the last attack: {used:.2f} s")
    print(f"memory: {before / 2**20:.0f} MB before, {after / 2**20:.0f} MB after ({grown:+.0%})")
    sys.exit(worse >= 3 or used > 0.3 or grown > 0.1)


def _good(server: Server, clients: int, lasting: float) -> tuple[list[float], int]:
    """Seconds of each good answer, and how many were none."""
    took: list[float] = []
    failed = [0]
    end = time.monotonic() + lasting
    queries = [text_of(name) for name in GOOD]

    def ask(number: int) -> None:
        client = Client(server.endpoint)
        place = number
        while time.monotonic() < end:
            begun = time.perf_counter()
            try:
                status, _ = client.ask(queries[place % len(queries)])
            except (http.client.HTTPException, OSError):
                status = 0
            if status == 200:
                took.append(time.perf_counter() - begun)
            else:
                failed[0] += 1
            place += 1
            time.sleep(0.02)

    threads = [Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, failed[0]


def _attack(server: Server, number: int, stop: Event) -> None:
    """Ask one evil query after another; every fifth attacker reads a byte a second."""
    queries = list(EVIL.values())
    place = number
    while not stop.is_set():
        query = queries[place % len(queries)]
        place += 1
        with contextlib.suppress(OSError, http.client.HTTPException):
            if number % 5 == 4:
                _read_slowly(server, EVIL["rows without end"], stop)
            else:
                Client(server.endpoint, 20).ask(query)


def _read_slowly(server: Server, query: str, stop: Event) -> None:
    parts = urlsplit(server.endpoint)
    with socket.create_connection((parts.hostname or "", parts.port or 80), 20) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line = f"GET {parts.path}?{urlencode({'query': query})} HTTP/1.1\r\n"
        sock.sendall(f"{line}Host: {parts.netloc}\r\nAccept: text/csv\r\n\r\n".encode())
        while not stop.is_set() and sock.recv(1):
            time.sleep(1)


def _processor_in(server: Server, lasting: float) -> float:
    before = server.processor()
    time.sleep(lasting)
    return server.processor() - before


def _at(took: list[float], percent: int) -> float:
    return 1000 * quantiles(took, n=100)[percent - 1]


if __name__ == "__main__":
    main()
