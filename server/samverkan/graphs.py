"""Small things that every layer does with a store."""

from pyoxigraph import DefaultGraph, QuerySolutions, RdfFormat, Store


def select(store: Store, sparql: str) -> QuerySolutions:
    """The rows of a SELECT on the default graph."""
    answer = store.query(sparql)
    assert isinstance(answer, QuerySolutions)
    return answer


def n_triples(store: Store) -> str:
    """The default graph as N-Triples: text that every engine reads alike."""
    written = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    assert written is not None
    return written.decode()
