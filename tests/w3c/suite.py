"""The W3C SHACL test suite, as the source distribution of pySHACL carries it: found, and read."""

import hashlib
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote, urlsplit

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse, serialize

from samverkan.namespaces import SH

VERSION = "0.40.1"
SHA256 = "011e3cf1a68b31747cb762ba3d755ae1bdcc464c8fad0dc212a9adc550719552"
#: Kept from one run to the next, and out of version control.
CACHE = Path(__file__).resolve().parents[2] / ".cache" / "w3c"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
VALIDATE, FAILURE = NamedNode(SHT + "Validate"), NamedNode(SHT + "Failure")
#: What a result says, the first five as `RawResult` has them.
PARTS = (
    "focusNode",
    "sourceShape",
    "sourceConstraintComponent",
    "resultPath",
    "value",
    "resultSeverity",
)


@dataclass(frozen=True)
class Case:
    """One case: two graphs as N-Triples, and the results that it must give (None: a failure)."""

    name: str
    data: str
    shapes: str
    expected: tuple[tuple[str, ...], ...] | None


def suite() -> Path | None:
    """The folder of the suite; fetched in CI if it is not there, None elsewhere."""
    archive = CACHE / f"pyshacl-{VERSION}.tar.gz"
    if not archive.is_file() and os.environ.get("CI") == "true":
        fetch()
    if not archive.is_file():
        return None
    folder = CACHE / f"pyshacl-{VERSION}"
    if not folder.is_dir():
        found = hashlib.sha256(archive.read_bytes()).hexdigest()
        assert found == SHA256, f"{archive} is not the one that was looked at: {found}"
        with TemporaryDirectory(dir=CACHE) as beside, tarfile.open(archive) as packed:
            packed.extractall(beside, filter="data")
            _keep(Path(beside) / folder.name, folder)
    return folder / "test" / "resources" / "sht_tests"


def fetch() -> None:
    """Download the source distribution into the cache, from wherever pip gets its packages."""
    CACHE.mkdir(parents=True, exist_ok=True)
    what = ["--no-deps", "--no-binary", ":all:", "--quiet", f"pyshacl=={VERSION}"]
    with TemporaryDirectory(dir=CACHE) as beside:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--dest", beside, *what],
            check=False,
            capture_output=True,
            timeout=300,
        )
        for archive in Path(beside).iterdir():
            _keep(archive, CACHE / archive.name)


def _keep(found: Path, place: Path) -> None:
    """Move it there at once, unless another process has been quicker."""
    with suppress(OSError):
        found.rename(place)


def cases(folder: Path) -> Iterator[Case]:
    """All cases of the suite's parts `core` and `sparql`, in order."""
    for part in ("core", "sparql"):
        for path in sorted((folder / part).rglob("*.ttl")):
            # Not a store: it would write 4.0 as 4.
            graph = list(_quads(path))
            for entry in [quad.subject for quad in graph if quad.object == VALIDATE]:
                action = _value(graph, entry, MF + "action")
                result = _value(graph, entry, MF + "result")
                yield Case(
                    name=path.relative_to(folder).with_suffix("").as_posix(),
                    data=_text(_value(graph, action, SHT + "dataGraph")),
                    shapes=_text(_value(graph, action, SHT + "shapesGraph")),
                    expected=None if result == FAILURE else _expected(graph, result),
                )


def _expected(graph: list[Quad], report: Any) -> tuple[tuple[str, ...], ...]:
    results = _values(graph, report, SH + "result")
    return tuple(sorted(tuple(_term(graph, node, SH + part) for part in PARTS) for node in results))


def _term(graph: list[Quad], node: Any, predicate: str) -> str:
    """As an engine's adapter writes it; a blank node, whose name means nothing, as `_:`."""
    term = _value(graph, node, predicate)
    return "_:" if isinstance(term, BlankNode) else str(term or "")


def _value(graph: list[Quad], node: Any, predicate: str) -> Any:
    return next(_values(graph, node, predicate), None)


def _values(graph: list[Quad], node: Any, predicate: str) -> Iterator[Any]:
    return (q.object for q in graph if q.subject == node and q.predicate.value == predicate)


def _text(graph: NamedNode) -> str:
    path = Path(unquote(urlsplit(graph.value).path))
    return (serialize(_quads(path), format=RdfFormat.N_TRIPLES) or b"").decode()


def _quads(path: Path) -> Iterator[Quad]:
    return parse(path.read_bytes(), RdfFormat.TURTLE, base_iri=path.as_uri())


if __name__ == "__main__":
    fetch()
    sys.stdout.write(f"{suite() or 'not found'}\n")
