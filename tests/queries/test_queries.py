"""Every stored query gives, on the small dataset, the answer that was worked out by hand."""

import csv
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat

from conftest import FIXTURES
from samverkan.assets import asset
from samverkan.query.answer import ask, plain, table
from samverkan.query.binder import bind
from samverkan.query.checking import check
from samverkan.query.header import StoredQuery
from samverkan.query.library import shipped_library
from samverkan.sources.dataset import read_dataset
from samverkan.store.view import View, dump, prepare

FOLDER = asset("queries")
QUERIES = {query.name: query for query in shipped_library()}
WITH_GAPS = sorted(
    path.name.removesuffix(".expected-gaps.csv") for path in FOLDER.glob("*.expected-gaps.csv")
)


def _view(name: str) -> View:
    view = prepare(read_dataset(FIXTURES / name))
    view.describe_queries(shipped_library().quads())
    return view


@pytest.fixture(scope="module")
def small() -> View:
    return _view("small")


@pytest.fixture(scope="module")
def small_gaps() -> View:
    return _view("small-gaps")


def _answer(view: View, query: StoredQuery) -> list[list[str]]:
    found = table(ask(view.store, bind(query, query.example)))
    return [list(found.variables), *([plain(cell) for cell in row] for row in found.rows)]


def _written(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def test_there_are_at_least_thirty_questions():
    assert len(QUERIES) >= 30


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_every_stored_query_gives_the_answer_written_beside_it(name: str, small: View):
    assert _answer(small, QUERIES[name]) == _written(FOLDER / f"{name}.expected.csv")


@pytest.mark.parametrize("name", WITH_GAPS)
def test_a_query_for_what_is_missing_finds_it_where_it_is_missing(name: str, small_gaps: View):
    written = _written(FOLDER / f"{name}.expected-gaps.csv")

    assert len(written) > 1
    assert _answer(small_gaps, QUERIES[name]) == written


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_every_header_tells_all_in_both_languages(name: str, small: View):
    query = QUERIES[name]

    assert set(query.questions) == set(query.summaries) == {"sv", "en"}
    assert query.tags
    assert all(set(p.descriptions) == {"sv", "en"} for p in query.parameters.values())
    assert list(query.columns) == _answer(small, query)[0]
    assert all(set(texts) == {"sv", "en"} for texts in query.columns.values())


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_the_default_in_the_header_is_the_one_in_the_text(name: str, small: View):
    query = QUERIES[name]
    defaults = {p.name: p.default for p in query.parameters.values() if p.default is not None}

    as_it_stands = table(ask(small.store, query.text)).rows
    assert as_it_stands == table(ask(small.store, bind(query, defaults))).rows


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_every_stored_query_would_be_taken_from_a_folder_of_ones_own(name: str):
    check(QUERIES[name], FOLDER / f"{name}.rq")


def test_several_values_of_a_parameter_give_the_rows_of_each(small: View):
    def rows(*chosen: str) -> list[list[str]]:
        text = bind(QUERIES["conformance-by-requirement"], {"chosenOrganization": list(chosen)})
        return [[plain(cell) for cell in row] for row in table(ask(small.store, text)).rows]

    one, other, both = rows("1460"), rows("mun:1461"), rows("1460", "1461", "1460")
    assert one
    assert other
    assert sorted(both) == sorted(one + other)
    assert len(rows()) > len(both)


@pytest.fixture(scope="module")
def exported(small: View) -> rdflib.Graph:
    """The prepared graph as another SPARQL tool gets it."""
    text = dump(small.store, RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=text, format="nt")


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_another_engine_gives_the_same_answer_on_the_exported_graph(
    name: str, small: View, exported: rdflib.Graph
):
    text = bind(QUERIES[name], QUERIES[name].example)
    theirs = [["" if cell is None else str(cell) for cell in row] for row in exported.query(text)]

    assert _by_value(theirs) == _by_value(_answer(small, QUERIES[name])[1:])


def _by_value(rows: list[list[str]]) -> list[list[str | Decimal]]:
    """Numbers by their value: 282000 and 282000.0 are one decimal, written two ways."""
    return [[_number(cell) for cell in row] for row in rows]


def _number(cell: str) -> str | Decimal:
    try:
        return Decimal(cell)
    except InvalidOperation:
        return cell


def test_no_answer_file_is_left_over():
    names = {path.name.split(".")[0] for path in FOLDER.glob("*.csv")}

    assert names == set(QUERIES)
