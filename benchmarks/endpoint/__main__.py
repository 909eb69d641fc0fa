"""
Ask our endpoint and other SPARQL servers the same, in one run, in rounds.

`python -m benchmarks.endpoint`. Each server runs on one core, the clients on another; ours with
its protections on and, where it is not named, without its cache. All are up all the time, and asked
in turn, one after the other: the machine's own pace changes, and all are to have their share of it.
"""

import argparse
import os
import platform
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from statistics import median

import psutil

from benchmarks.endpoint import contenders
from benchmarks.endpoint.clients import seconds, throughput, tiny_rate
from benchmarks.endpoint.contenders import Server
from benchmarks.endpoint.data import applications, prepared
from benchmarks.endpoint.questions import QUESTIONS, TINY, text_of
from benchmarks.measuring import ratio, table

Start = Callable[[Path], AbstractContextManager[Server]]
OURS, BASE = "Samverkan", "Oxigraph"
CONTENDERS: dict[str, Start] = {
    OURS: contenders.samverkan,
    BASE: contenders.oxigraph,
    "Virtuoso": contenders.virtuoso,
    "rdflib-endpoint": contenders.rdflib_endpoint,
}
#: Beyond this size rdflib takes too long to load and to answer.
ONLY_SMALL = ("rdflib-endpoint",)


def main() -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.endpoint")
    parser.add_argument("--sizes", nargs="+", default=["100k", "1m"])
    parser.add_argument("--data", type=Path, default=Path("build/benchmarks"))
    parser.add_argument("--times", type=int, default=5, help="answers of each question in a round")
    parser.add_argument("--rounds", type=int, default=5, help="rounds that the medians are of")
    parser.add_argument("--limit", type=float, default=60, help="seconds for one answer")
    parser.add_argument("--lasting", type=int, default=5, help="seconds of each load")
    parser.add_argument("--only", nargs="+", choices=list(CONTENDERS), default=list(CONTENDERS))
    options = parser.parse_args()
    print(
        f"{os.cpu_count()} cores, Python {platform.python_version()}; a server has one of them.\n"
    )
    for size in options.sizes:
        file = prepared(size, options.data)
        names = [
            name
            for name in options.only
            if contenders.there_is(name) and (size == "100k" or name not in ONLY_SMALL)
        ]
        with file.open("rb") as lines:
            triples = sum(1 for _ in lines)
        print(f"## {size}: {triples} triples\n", flush=True)
        _measure(file, names, options)


def _measure(file: Path, names: list[str], options: argparse.Namespace) -> None:
    things = applications(file)
    tiny = [text_of(TINY, thing) for thing in things]
    mix = [text_of(name) for name in QUESTIONS]
    with ExitStack() as running:
        servers = {}
        for name in names:
            servers[name] = running.enter_context(CONTENDERS[name](file))
            print(f"up: {name}", flush=True)
        kept = running.enter_context(contenders.samverkan(file, cache=True))
        for server in (*servers.values(), kept):
            _pin(server)
            server.rest()
        alone: dict[str, dict[str, list[float | None]]] = {}
        loads: dict[str, list[list[float | None]]] = {name: [[], []] for name in names}
        of_kept: list[float | None] = []
        for number in range(options.rounds):
            for name, server in servers.items():
                asked = alone.setdefault(name, {})
                for question in QUESTIONS:
                    took = seconds(server.endpoint, text_of(question), options.times, options.limit)
                    asked.setdefault(question, []).append(took)
                loads[name][0].append(throughput(server.endpoint, mix, 8, options.lasting))
                rate = tiny_rate(server.endpoint, tiny, options.lasting, _other_core())
                loads[name][1].append(rate)
            of_kept.append(tiny_rate(kept.endpoint, tiny[:50], options.lasting, _other_core()))
            print(f"measured: round {number + 1} of {options.rounds}", flush=True)
    print("\nOne client, milliseconds (median); in brackets the ratio to Oxigraph's:\n")
    print(_alone(_middle_of(alone), names))
    print("Eight clients, answers a second (median); in brackets the ratio to Oxigraph's:\n")
    rates = {name: [_middle(each) for each in both] for name, both in loads.items()}
    rows = [
        [name, *(_with_ratio(rate, of) for rate, of in zip(rates[name], _base(rates), strict=True))]
        for name in names
    ]
    rows.append([f"{OURS}, answers kept", "", _with_ratio(_middle(of_kept), _base(rates)[1])])
    print(table(("server", "all twelve in turn", f"only “{TINY}”"), rows), flush=True)


def _middle_of(
    alone: dict[str, dict[str, list[float | None]]],
) -> dict[str, dict[str, float | None]]:
    return {
        name: {question: _middle(took) for question, took in asked.items()}
        for name, asked in alone.items()
    }


def _middle(measured: list[float | None]) -> float | None:
    """The median; None if any of them failed."""
    told = [one for one in measured if one is not None]
    return median(told) if told and len(told) == len(measured) else None


def _base(loads: dict[str, list[float | None]]) -> list[float | None]:
    return loads.get(BASE, [None, None])


def _alone(alone: dict[str, dict[str, float | None]], names: list[str]) -> str:
    rows = []
    for question in QUESTIONS:
        base = alone.get(BASE, {}).get(question)
        row: list[object] = [question]
        for name in names:
            took = alone[name][question]
            if took is None:
                row.append("failed, or past the limit")
            else:
                told = f" ({ratio(took, base)})" if base and name != BASE else ""
                row.append(f"{took * 1000:.1f}{told}")
        rows.append(row)
    return table(("question", *names), rows)


def _with_ratio(rate: float | None, base: float | None) -> str:
    if rate is None:
        return "-"
    return f"{rate:.1f} ({rate / base:.2f})" if base else f"{rate:.1f}"


def _pin(server: Server) -> None:
    """Leave the server the first core only, with all its threads and children."""
    for process in [server.process, *server.process.children(recursive=True)]:
        for thread in process.threads():
            try:
                psutil.Process(thread.id).cpu_affinity([0])
            except (psutil.NoSuchProcess, AttributeError):
                continue
    psutil.Process().cpu_affinity([int(_other_core())])


def _other_core() -> str:
    return str((os.cpu_count() or 2) - 1)


if __name__ == "__main__":
    main()
