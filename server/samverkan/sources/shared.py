"""What all datasets share: the vocabulary, the policies and the reference data."""

from functools import cache

from pyoxigraph import NamedNode, Quad, Store

from samverkan.assets import asset
from samverkan.namespaces import ONTOLOGY_GRAPH, POLICY_GRAPH, RDF, REFERENCE_GRAPH, smv
from samverkan.sources.finding import EmptyFolderError
from samverkan.sources.reading import read


@cache
def shared_quads() -> tuple[Quad, ...]:
    """Ontology, policies and reference data, each in its graph; read once."""
    folders = (
        (asset("ontology"), ONTOLOGY_GRAPH),
        (asset("data") / "policy", POLICY_GRAPH),
        (asset("data") / "reference", REFERENCE_GRAPH),
    )
    quads: list[Quad] = []
    for folder, graph in folders:
        files = sorted(folder.glob("*.ttl"))
        if not files:
            raise EmptyFolderError(folder)
        for file in files:
            for quad in read(file, blank_nodes=graph == ONTOLOGY_GRAPH):
                quads.append(Quad(quad.subject, quad.predicate, quad.object, graph))
    return tuple(quads)


@cache
def policies() -> tuple[NamedNode, ...]:
    """The policies that are shipped as data."""
    found = {
        quad.subject
        for quad in shared_quads()
        if quad.predicate == _TYPE and quad.object == smv("Policy")
    }
    return tuple(sorted((n for n in found if isinstance(n, NamedNode)), key=lambda n: n.value))


@cache
def bound_municipalities() -> frozenset[NamedNode]:
    """The municipalities that some policy is written for."""
    return frozenset(
        quad.object
        for quad in shared_quads()
        if quad.predicate == smv("binds") and isinstance(quad.object, NamedNode)
    )


def shared_store() -> Store:
    """A new store with what all datasets share, for looking terms up."""
    store = Store()
    store.bulk_extend(shared_quads())
    return store


_TYPE = NamedNode(RDF + "type")
