"""Fixtures that several folders of tests share."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
from pyoxigraph import NamedNode, Quad

from samverkan.namespaces import DATASETS, GRAPHS, PREFIXES, REFERENCE_GRAPH, THINGS, smv
from samverkan.sources.dataset import Access, Dataset, SourceFile
from samverkan.sources.reading import read
from samverkan.sources.shared import shared_quads
from samverkan.store.view import View, open_view

T = TypeVar("T")

FIXTURES = Path(__file__).parent / "fixtures"
FRAME = FIXTURES / "frame.ttl"
ON = date(2019, 10, 1)
#: The reference data that fixtures use: Dalsland and its two neighbours.
NEAR = ("1438", "1439", "1460", "1461", "1492", "1765", "1785")


#: What people read and no shape or rule does.
TEXTS = {
    PREFIXES["skos"] + name for name in ("definition", "example", "scopeNote", "note", "prefLabel")
} | {PREFIXES["rdfs"] + "isDefinedBy", PREFIXES["rdfs"] + "comment", smv("paraphrase").value}


@cache
def near_quads() -> tuple[Quad, ...]:
    """The shared graphs without the municipalities that no fixture speaks of."""
    base = PREFIXES["mun"]
    far = {
        quad.subject.value
        for quad in shared_quads()
        if quad.graph_name == REFERENCE_GRAPH
        and any(
            node.value.startswith(base) and not node.value.endswith(NEAR)
            for node in (quad.subject, quad.object)
            if isinstance(node, NamedNode)
        )
    }
    return tuple(
        quad
        for quad in shared_quads()
        if quad.subject.value not in far and quad.predicate.value not in TEXTS
    )


def framed(path: Path) -> Dataset:
    """A dataset of one file, described by the frame, or by the file itself if it does that."""
    own = list(read(path))
    description = own if any(quad.object == smv("Dataset") for quad in own) else list(read(FRAME))
    return Dataset(
        iri=NamedNode(DATASETS + "fixture"),
        name="fixture",
        labels={},
        files=(
            SourceFile(
                path,
                NamedNode(GRAPHS + "fixture"),
                id_bases=(THINGS + "fixture/",),
                publisher=NamedNode(PREFIXES["mun"] + "1461"),
                access=Access.PUBLIC,
            ),
        ),
        members=tuple(q.object for q in description if q.predicate == smv("member")),
        policies=tuple(q.object for q in description if q.predicate == smv("evaluatedAgainst")),
        evaluation_date=ON,
        fictional=True,
        description=() if description is own else tuple(description),
    )


@pytest.fixture(scope="session")
def fixture_view() -> Callable[[Path], View]:
    """Open a fixture file in the frame, as of 2019-10-01, with the reference data near by."""
    return lambda path: open_view(framed(path), ON, shared=near_quads())


def run(awaited: Coroutine[Any, Any, T]) -> T:
    """What it gives, in an event loop and a thread of its own: tests with a browser have a loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, awaited).result()
