"""The small dataset with something changed in it."""

from dataclasses import dataclass, replace
from functools import cache

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from conftest import FIXTURES, NEAR, TEXTS
from samverkan.namespaces import PREFIXES, THINGS
from samverkan.sources.dataset import Dataset, SourceFile, read_dataset
from samverkan.sources.shared import shared_quads
from samverkan.store.view import View, open_view

#: Things are written in updates as `<small-mellerud/application/finance>`.
HEAD = f"BASE <{THINGS}>\n" + "\n".join(
    f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in PREFIXES.items()
)
#: What people read and shapes ask for all the same.
ASKED_FOR = {PREFIXES["skos"] + "prefLabel", PREFIXES["smv"] + "paraphrase"}


@dataclass(frozen=True)
class Held(SourceFile):
    """A source file whose content is in memory."""

    content: tuple[Quad, ...] = ()

    def quads(self) -> list[Quad]:
        return list(self.content)


def changed(update: str) -> View:
    """
    The small dataset after a SPARQL update of its source triples.

    The update sees the triples of all sources in the default graph. What it leaves there goes
    to the file whose IRIs the subject belongs to; what it puts into a graph stays in that one.
    """
    dataset = small()
    store = Store()
    store.bulk_extend(plain(quad) for file in dataset.files for quad in file.quads())
    store.update(f"{HEAD}\n{update}")
    files = [
        Held(
            **{name: getattr(file, name) for name in SourceFile.__dataclass_fields__},
            content=tuple(
                Quad(quad.subject, quad.predicate, quad.object, file.graph)
                for quad in store
                if quad.graph_name == file.graph
                or (quad.graph_name == DefaultGraph() and belongs(quad.subject, file))
            ),
        )
        for file in dataset.files
    ]
    if len(store) != sum(len(file.content) for file in files):
        raise ValueError("the update leaves triples that belong to no file of the dataset")
    return open_view(replace(dataset, files=tuple(files)), shared=near())


def drop(thing: str) -> str:
    """Remove the thing and what points at it."""
    return f"DELETE WHERE {{ <{thing}> ?p ?o }} ; DELETE WHERE {{ ?s ?p <{thing}> }}"


def without(thing: str, name: str) -> str:
    """Remove the thing's values of that property."""
    return f"DELETE WHERE {{ <{thing}> {name} ?value }}"


def put(thing: str, name: str, value: str) -> str:
    """Give the thing that value of the property instead of what it has."""
    return f"{without(thing, name)} ; {add(f'<{thing}> {name} {value}')}"


def add(triples: str) -> str:
    """Add triples."""
    return f"INSERT DATA {{ {triples} }}"


def remove(triples: str) -> str:
    """Remove triples."""
    return f"DELETE DATA {{ {triples} }}"


def day(text: str) -> str:
    """An xsd:date."""
    return f'"{text}"^^xsd:date'


def belongs(subject: NamedNode, file: SourceFile) -> bool:
    return subject == file.graph or subject.value.startswith(file.id_bases)


def plain(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object)


@cache
def small() -> Dataset:
    return read_dataset(FIXTURES / "small")


@cache
def near() -> tuple[Quad, ...]:
    """The shared graphs, of the municipalities only those near by, and few of the texts."""
    base = PREFIXES["mun"]
    far = {
        quad.subject
        for quad in shared_quads()
        if any(
            isinstance(node, NamedNode)
            and node.value.startswith(base)
            and not node.value.endswith(NEAR)
            for node in (quad.subject, quad.object)
        )
    }
    return tuple(
        quad
        for quad in shared_quads()
        if quad.subject not in far and quad.predicate.value not in TEXTS - ASKED_FOR
    )
