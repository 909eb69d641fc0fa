"""The fast engine says what another does, of shapes that it is given in another form."""

import pytest
from benchmarks.turbo import turbo
from pyoxigraph import RdfFormat, parse, serialize

from conftest import FIXTURES, near_quads
from samverkan.graphs import n_triples
from samverkan.sources.opening import open_source
from samverkan.store.view import open_view
from samverkan.validate.fast import fast, typed
from samverkan.validate.raw_results import EngineError
from samverkan.validate.shapes import shipped_shapes


def nt(turtle: str) -> str:
    return serialize(parse(turtle, RdfFormat.TURTLE), format=RdfFormat.N_TRIPLES).decode()


SHAPE = nt("""
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<x:S> a sh:NodeShape ; sh:targetSubjectsOf <x:p> ; sh:or ( [ sh:class <x:A> ] _:b ) .
_:b sh:class <x:B> .
""")
DATA = """
<x:one> <x:p> "1" .
<x:one> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <x:B> .
<x:two> <x:p> "2" .
<x:two> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <x:C> .
"""


@pytest.mark.parametrize("name", ["small", "small-gaps"])
def test_it_finds_in_the_small_datasets_what_another_engine_finds(name):
    view = open_view(open_source(str(FIXTURES / name)).dataset, shared=near_quads())
    data = n_triples(view.store)
    shapes = shipped_shapes().for_policies(view.dataset.policies).for_engine()

    assert fast(data, shapes) == turbo(data, shapes)


def test_one_of_several_classes_is_asked_as_one_look_at_the_type():
    assert "qualifiedValueShape" in typed(SHAPE)
    assert "shacl#class" not in typed(SHAPE).split("shacl#or")[0]

    [result] = fast(DATA, SHAPE)

    assert result == turbo(DATA, SHAPE)[0]
    assert result.focus == "<x:two>"
    assert result.component == "<http://www.w3.org/ns/shacl#OrConstraintComponent>"


def test_an_alternative_that_is_more_than_a_class_is_left_as_it_is():
    more = nt(
        "@prefix sh: <http://www.w3.org/ns/shacl#> ."
        "<x:S> sh:or ( [ sh:class <x:A> ] [ sh:class <x:B> ; sh:nodeKind sh:IRI ] ) ."
    )

    assert "qualifiedValueShape" not in typed(more)


@pytest.mark.parametrize("shapes", ["", "\n", "<x:a> <x:b> <x:c> .\n"])
def test_it_refuses_to_pass_data_by_shapes_that_hold_no_shape(shapes):
    with pytest.raises(EngineError, match="the fast SHACL engine stopped: it found no shape"):
        fast(DATA, shapes)


def test_it_refuses_data_that_are_no_n_triples():
    with pytest.raises(EngineError, match="the fast SHACL engine stopped"):
        fast("not data", SHAPE)


def test_values_are_written_as_another_engine_writes_them():
    shapes = nt(
        "@prefix sh: <http://www.w3.org/ns/shacl#> ."
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
        "<x:S> a sh:NodeShape ; sh:targetSubjectsOf <x:p> ; sh:property <x:P> ."
        "<x:P> sh:path <x:p> ; sh:datatype xsd:date ."
    )
    data = '<x:one> <x:p> "å \\"\\n\\\\"@sv .\n<x:one> <x:p> "01"^^<x:t> .\n'

    assert fast(data, shapes) == turbo(data, shapes)
    assert len(fast(data, shapes)) == 2
