"""Writing graphs that can be replaced: each triple in its graph and once in the default graph."""

from collections.abc import Iterable

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

_DEFAULT = DefaultGraph()


def write(store: Store, graph: NamedNode, triples: Iterable[Triple]) -> None:
    """Add the triples that the default graph does not have yet, to the graph and to it."""
    quads: list[Quad] = []
    for triple in set(triples):
        plain = Quad(triple.subject, triple.predicate, triple.object, _DEFAULT)
        if plain not in store:
            quads += plain, Quad(triple.subject, triple.predicate, triple.object, graph)
    store.extend(quads)


def clear(store: Store, graph: NamedNode) -> None:
    """
    Remove the graph, and its triples from the default graph.

    What another named graph says too stays in the default graph.
    """
    store.update(
        f"""
        DELETE {{ ?s ?p ?o }}
        WHERE {{
          GRAPH <{graph.value}> {{ ?s ?p ?o }}
          FILTER NOT EXISTS {{
            GRAPH ?other {{ ?s ?p ?o }}
            FILTER(?other != <{graph.value}>)
          }}
        }} ;
        DROP SILENT GRAPH <{graph.value}>
        """
    )
