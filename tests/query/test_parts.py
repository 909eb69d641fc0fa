"""A part of a table, its total, and labels beside its IRIs."""

import csv
import io

import pytest
from pyoxigraph import Store

from samverkan.query.engine import _Kept
from samverkan.query.labelling import Labels, NamedNode
from samverkan.query.parts import PartError
from samverkan.query.question import PAGE, Part, Question
from samverkan.query.replying import reply
from samverkan.sources.reading import read
from samverkan.store.view import add

DATA = """\
@prefix ex: <http://x/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:g {
  ex:a rdfs:label "A på svenska"@sv, "A in English"@en ; ex:n 1 .
  ex:b rdfs:label "B in English"@en, "B auf Deutsch"@de ; ex:n 2 .
  ex:c skos:prefLabel "C" ; ex:n 3 .
  ex:d ex:n 4 .
}
"""
ALL = "SELECT ?n ?x { ?x <http://x/n> ?n } ORDER BY ?n"


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("named") / "named.trig"
    path.write_text(DATA, encoding="utf-8")
    store = Store()
    add(store, list(read(path)))
    return store


def _asked(store: Store, part: Part | None, query: str = ALL, form: str = "text/csv") -> object:
    sink = _Kept()
    tail = reply(store, Question(query, table_form=form, part=part), sink)
    return sink.head, list(csv.reader(io.StringIO(b"".join(sink.pieces).decode()))), tail


def test_a_part_has_its_rows_and_the_whole_tables_total(named: Store):
    head, rows, tail = _asked(named, Part(1, 2))

    assert [row[0] for row in rows] == ["n", "2", "3"]
    assert (head.total, tail.total, tail.rows) == (4, 4, 2)


@pytest.mark.parametrize(("offset", "limit"), [(4, 2), (99, 1), (0, 0)])
def test_beyond_the_end_there_are_no_rows_but_a_total(offset: int, limit: int, named: Store):
    head, rows, _ = _asked(named, Part(offset, limit))

    assert rows == [["n", "x"]]
    assert head.total == 4


def test_an_offset_alone_leaves_out_rows_and_counts_none(named: Store):
    head, rows, _ = _asked(named, Part(3))

    assert [row[0] for row in rows] == ["n", "4"]
    assert head.total is None


def test_pages_of_a_query_without_order_are_all_its_rows(named: Store):
    query = "SELECT ?x ?p { ?x ?p ?o }"
    _, every, _ = _asked(named, None, query)
    pages = [_asked(named, Part(start, 2), query)[1][1:] for start in range(0, 10, 2)]

    assert sorted(row for page in pages for row in page) == sorted(every[1:])


def test_labels_stand_beside_iris_in_the_language_or_the_nearest(named: Store):
    head, rows, _ = _asked(named, Part(labels="sv"))

    assert head.variables == ("n", "x", "xLabel")
    assert [row[2] for row in rows] == ["xLabel", "A på svenska", "B in English", "C", ""]
    _, english, _ = _asked(named, Part(labels="en"))
    assert english[1][2] == "A in English"


def test_a_column_that_has_labels_gets_no_others(named: Store):
    query = "SELECT ?x ?xLabel { ?x <http://x/n> ?n BIND('own' AS ?xLabel) }"
    head, _, _ = _asked(named, Part(labels="sv"), query)

    assert head.variables == ("x", "xLabel")


def test_all_parts_have_the_same_columns(named: Store):
    query = "SELECT ?v { VALUES (?i ?v) { (1 <http://x/a>) (2 'text') } } ORDER BY ?i"
    heads = [_asked(named, Part(start, 1, "sv"), query)[0] for start in (0, 1)]

    assert heads[0].variables == heads[1].variables == ("v", "vLabel")


@pytest.mark.parametrize("query", ["ASK {}", "DESCRIBE <http://x/a>"])
@pytest.mark.parametrize("part", [Part(0, 1), Part(labels="sv")])
def test_only_a_table_has_parts(query: str, part: Part, named: Store):
    with pytest.raises(PartError) as caught:
        _asked(named, part, query)

    assert str(caught.value) == (
        f"the answer is a {caught.value.kind}; only a table has parts and labels, so leave limit, "
        "offset and labels out"
    )


def test_a_page_has_the_same_rows(named: Store):
    head, _, tail = _asked(named, Part(1, 2, "sv"), form=PAGE)

    assert (head.total, tail.rows, head.variables) == (4, 2, ("n", "x", "xLabel"))


def test_labels_are_forgotten_and_found_again(named: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("samverkan.query.labelling._REMEMBERED", 1)
    labels = Labels(named, "sv")

    for _ in range(2):
        for name, label in (("a", "A på svenska"), ("c", "C")):
            assert labels.of(NamedNode(f"http://x/{name}")).value == label
