"""A store that is laid out anew holds what it held."""

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from samverkan.namespaces import XSD
from samverkan.store.packing import packed

#: Whatever can stand in a literal, with what ends lines and texts more often than by chance.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.text(
    st.sampled_from("\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029'\"\\.<>_:@^ å"), max_size=8
)
NAMED = st.sampled_from(["urn:x:a", "urn:x:b", "http://x/å", "http://x/a#b"]).map(NamedNode)
BLANK = st.sampled_from(["a", "b", "c1f"]).map(BlankNode)
NUMBERS = st.sampled_from(["1", "01", "-0", "1.50", "1e3", "NaN", "many"])
TYPES = st.sampled_from(["integer", "decimal", "double", "date"]).map(lambda n: NamedNode(XSD + n))
LITERALS = st.one_of(
    st.builds(Literal, TEXTS),
    st.builds(
        lambda text, tag: Literal(text, language=tag), TEXTS, st.sampled_from(["sv", "en-gb"])
    ),
    st.builds(lambda number, kind: Literal(number, datatype=kind), NUMBERS, TYPES),
)
TERMS = NAMED | BLANK | LITERALS
TRIPLES = st.builds(Triple, NAMED | BLANK, NAMED, TERMS)
GRAPHS = NAMED | BLANK
QUADS = st.builds(Quad, NAMED | BLANK, NAMED, TERMS | TRIPLES, GRAPHS | st.builds(DefaultGraph))


@given(st.lists(QUADS, max_size=12), st.lists(GRAPHS, max_size=2))
def test_all_quads_and_graphs_are_there_again_as_they_were(
    quads: list[Quad], graphs: list[NamedNode | BlankNode]
):
    store = Store()
    store.extend(quads)
    for graph in graphs:
        store.add_graph(graph)
    fresh = packed(store)

    assert set(fresh) == set(store)
    assert set(fresh.named_graphs()) == set(store.named_graphs())
    assert fresh is not store
