"""`samverkan export` writes what another tool reads the same."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner, Result
from pyoxigraph import DefaultGraph, RdfFormat, Store

from samverkan.cli import main
from samverkan.query.answer import ask, plain, table
from samverkan.query.binder import bind
from samverkan.query.library import shipped_library
from samverkan.sources.finding import shipped
from samverkan.sources.formats import format_of
from samverkan.store.view import load_as_it_is, version_of

from .conftest import SMALL

Run = Callable[..., Result]
Refused = Callable[..., str]
Prepared = Callable[[str], Path]
GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"


def _read(path: Path) -> Store:
    store = Store()
    store.load(path=path, format=format_of(path))
    return store


def _graphs(store: Store) -> list[str]:
    return [row["g"].value.rsplit("/", 1)[-1] for row in store.query(GRAPHS)]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The prepared small dataset in the format of that name's ending, written once."""
    folder = tmp_path_factory.mktemp("export")

    @cache
    def export(name: str) -> Path:
        words = ["export", "--prepared", "--dataset", SMALL, "-o", str(folder / name)]
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, result.output
        assert result.stdout == ""
        assert result.stderr.startswith(f"{folder / name}: ")
        return folder / name

    return export


@pytest.mark.parametrize("name", ["x.ttl", "x.nt", "x.rdf", "x.jsonld", "x.nq", "x.trig"])
def test_every_format_holds_the_same_prepared_triples(name: str, prepared: Prepared):
    path = prepared(name)
    size = len(load_as_it_is(prepared("x.nt")).store)
    store = load_as_it_is(path).store
    triples = len(list(store.quads_for_pattern(None, None, None, DefaultGraph())))

    assert triples == size > 10_000
    assert not list(path.parent.glob("*.part"))


def test_a_format_with_graphs_keeps_them_the_three_derived_among_them(prepared: Prepared):
    graphs = _graphs(_read(prepared("x.trig")))

    assert {"evaluation", "derived", "findings", "small-mellerud", "dataset-small"} <= set(graphs)
    assert {"ontology", "policy", "reference", "queries", "shapes"} <= set(graphs)


@pytest.mark.parametrize("name", ["who-owns", "organisation-forms", "cost-per-municipality"])
def test_rdflib_answers_stored_queries_on_the_export_as_the_store_does(
    name: str, prepared: Prepared, in_rdflib: Callable[[], rdflib.Graph]
):
    query = shipped_library().find(name)
    text = bind(query, query.example)
    path = prepared("x.nt")
    found = table(ask(load_as_it_is(path).store, text))
    expected = [[plain(cell) for cell in row] for row in found.rows]

    def written(cell: object) -> str:
        number = isinstance(cell, rdflib.Literal) and cell.datatype == rdflib.XSD.decimal
        return f"{cell.toPython().normalize():f}" if number else "" if cell is None else str(cell)

    assert expected
    assert [[written(cell) for cell in row] for row in in_rdflib().query(text)] == expected


@pytest.fixture(scope="module")
def in_rdflib(prepared: Prepared) -> Callable[[], rdflib.Graph]:
    return cache(lambda: rdflib.Graph().parse(prepared("x.nt")))


def test_a_prepared_export_is_asked_like_the_dataset_it_was_made_from(run: Run, prepared: Prepared):
    path = prepared("x.trig")

    answer = run("query", "who-owns", "--dataset", path).stdout
    assert answer == run("query", "who-owns", "--dataset", SMALL).stdout


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("query", "who-owns", "--as-of", "2019-10-02", "--dataset"), "a file is taken as it is"),
        (("serve", "--port", "0", "--as-of", "2019-10-02", "--dataset"), "a file is taken as it"),
        (("validate",), "an export that was prepared as of a day; name the dataset"),
        (("export", "--dataset"), "an export that was prepared as of a day; name the dataset"),
    ],
)
def test_a_prepared_export_is_not_taken_for_the_sources(
    command: tuple[str, ...], told: str, refused: Refused, prepared: Prepared
):  # fmt: skip
    path = prepared("x.trig")

    assert refused(*command, path).startswith(f"samverkan: {path}: {told}")


def test_the_sources_come_out_as_they_went_in(run: Run, tmp_path: Path):
    first, second = tmp_path / "first.trig", tmp_path / "second.nq"
    run("export", "--dataset", SMALL, "-o", first)
    assert "small-bengtsfors-internal" in _graphs(_read(first))
    assert "derived" not in _graphs(_read(first))

    run("export", "--dataset", first, "-o", second)
    assert version_of(_read(second)) == version_of(_read(first))


def test_the_public_export_holds_nothing_of_an_internal_file(run: Run, tmp_path: Path):
    path = tmp_path / "public.nq"
    run("export", "--dataset", SMALL, "--access", "public", "-o", path)

    assert "small-bengtsfors" in _graphs(_read(path))
    assert "id/small-bengtsfors-internal/" not in path.read_text(encoding="utf-8").replace(
        '"https://w3id.org/samverkan/id/small-bengtsfors-internal/"', ""
    ).replace("<https://w3id.org/samverkan/id/small-bengtsfors-internal/>", "")


def test_without_a_file_the_export_goes_to_standard_output(run: Run):
    turtle = run("export", "--dataset", SMALL)
    quads = run("export", "--dataset", SMALL, "--format", "nquads")

    assert turtle.stderr == ""
    in_turtle = rdflib.Graph().parse(data=turtle.stdout, format="turtle")
    store = Store()
    store.load(quads.stdout.encode(), format=RdfFormat.N_QUADS)
    assert len(in_turtle) == len(store) > 1000


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_dataset_can_be_exported(name: str, run: Run, tmp_path: Path):
    assert run("export", "--dataset", name, "-o", tmp_path / "x.trig").exit_code == 0


def test_an_export_that_has_nowhere_to_go_is_refused_before_the_work(
    refused: Refused, tmp_path: Path
):
    assert refused("export", "-o", tmp_path / "x.csv").startswith(
        f"samverkan: {tmp_path / 'x.csv'}: cannot tell the format from the ending '.csv'; name it"
    )
    assert refused("export", "-o", tmp_path / "no" / "x.ttl") == (
        f"samverkan: invalid value for '--output' / '-o': there is no folder {tmp_path / 'no'}; "
        "see `samverkan export --help`"
    )
    assert "is a directory; see `samverkan export --help`" in refused("export", "-o", tmp_path)
