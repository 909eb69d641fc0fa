"""What a change to a live view's sources does, and what it refuses."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from incremental.editing import TYPE, live_view, sources, view_of
from samverkan.derive.evaluation import NoDatasetNodeError
from samverkan.incremental import LiveView, NotPlainError, revalidate
from samverkan.namespaces import GRAPHS, PREFIXES, THINGS, smv
from samverkan.sources.reading import read
from samverkan.store.view import TwiceDescribedError, View
from samverkan.validate.fast import fast
from samverkan.validate.raw_results import EngineError
from samverkan.validate.shapes import ShapesGraph

MELLERUD = NamedNode(GRAPHS + "small-mellerud")
FINANCE = NamedNode(THINGS + "small-mellerud/application/finance")


@pytest.fixture
def live():
    """The live view of the small dataset, put back as it was."""
    found = live_view("small")
    before = set(sources(found.view))
    yield found
    now = set(sources(found.view))
    found.revalidate(now - before, before - now)


def about(live, thing):
    return [quad for quad in sources(live.view) if quad.subject == thing]


def of(local):
    return NamedNode(THINGS + "small-mellerud/" + local)


def test_an_owner_that_goes_is_missed_and_when_back_no_longer(live):
    owner = about(live, of("role-assignment/finance-owner"))
    before = live.report.results

    report = revalidate(live, owner, [])
    assert "GovernedApplication-systemOwner" in {result.code for result in report.results}

    assert revalidate(live, [], owner).results == before


def test_what_points_at_a_thing_that_changes_its_class_is_looked_at_again(live):
    unit = of("it-unit/it")
    typed = Quad(unit, TYPE, smv("ITUnit"), MELLERUD)

    report = revalidate(live, [typed], [Quad(unit, TYPE, smv("Administration"), MELLERUD)])

    found = {result.focus for result in report.results}
    assert FINANCE.value in found
    assert "ApplicationInUse-operatorIsITUnit" in {result.code for result in report.results}


def test_a_date_moves_an_application_out_of_use_and_its_results_with_it(live):
    retired = Quad(FINANCE, smv("retiredOn"), _day("2019-01-01"), MELLERUD)
    owner = about(live, of("role-assignment/finance-owner"))

    without = {r.focus for r in revalidate(live, owner, []).results}
    assert FINANCE.value in without

    after = {(r.focus, r.code) for r in revalidate(live, [], [retired]).results}
    assert (FINANCE.value, "GovernedApplication-systemOwner") not in after


def test_what_is_not_there_cannot_go_and_what_is_there_does_not_come_twice(live):
    known = about(live, FINANCE)
    stranger = Quad(FINANCE, smv("until"), _day("2019-01-01"), MELLERUD)
    before, results = set(live.view.store), live.report.results

    assert revalidate(live, [stranger], known).results == results
    assert set(live.view.store) == before


def test_a_thing_described_in_two_graphs_is_refused_and_the_view_left_as_it_was(live):
    before, results = set(live.view.store), live.report.results
    elsewhere = Quad(FINANCE, smv("inUseFrom"), _day("2019-01-01"), NamedNode(GRAPHS + "small-dkf"))

    with pytest.raises(TwiceDescribedError, match=r"finance> is described in|finance is described"):
        live.revalidate([], [elsewhere])

    assert (set(live.view.store), live.report.results) == (before, results)


def test_a_dataset_without_description_is_refused_and_the_view_left_as_it_was(live):
    before, results = set(live.view.store), live.report.results

    with pytest.raises(NoDatasetNodeError, match=r"nothing is stated of the dataset"):
        live.revalidate(about(live, live.view.dataset.iri), [])

    assert (set(live.view.store), live.report.results) == (before, results)


def test_an_engine_that_gives_up_leaves_the_view_as_it_was():
    calls = []

    def engine(data, shapes):
        calls.append(data)
        if len(calls) > 1:
            raise EngineError("test", "no more")
        return fast(data, shapes)

    live = LiveView(view_of("small"), engine)
    before = set(live.view.store)

    with pytest.raises(EngineError, match="no more"):
        live.revalidate(about(live, FINANCE), [])
    assert set(live.view.store) == before


def test_a_class_put_above_another_has_everything_derived_anew(live):
    above = Quad(
        smv("Cost"), NamedNode(PREFIXES["rdfs"] + "subClassOf"), smv("Agreement"), MELLERUD
    )

    live.revalidate([], [above])

    cost = of("cost/hardware-2019")
    assert Quad(cost, TYPE, smv("Agreement")) in live.view.store


def test_the_report_of_the_view_itself_is_not_kept_when_it_is_stale():
    live = LiveView(view_of("small"))
    before = live.view.report.results

    live.revalidate(about(live, of("role-assignment/finance-owner")), [])

    assert live.view.report.results != before


def test_a_view_that_holds_findings_is_refused():
    with pytest.raises(NotPlainError, match="holds findings, which rules would read as sources"):
        LiveView(view_of("small").validated())


def test_a_view_of_no_dataset_is_refused():
    with pytest.raises(NotPlainError, match="of a file as it is, held against no rules"):
        LiveView(View(Store(), ""))


def test_a_shape_in_sparql_is_held_against_everything(tmp_path):
    path = tmp_path / "sparql.ttl"
    path.write_text(
        """
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix smv: <https://w3id.org/samverkan/ns/> .
        @prefix smvsh: <https://w3id.org/samverkan/shapes/> .
        smvsh:Application-many a sh:NodeShape ;
          sh:targetClass smv:Application ;
          sh:message "Fewer applications than agreements."@en ;
          sh:sparql [ a sh:SPARQLConstraint ; sh:message "Fewer."@en ; sh:select \"\"\"
            SELECT $this WHERE {
              $this <https://w3id.org/samverkan/ns/inUseFrom> ?day .
              ?other <https://w3id.org/samverkan/ns/inUseFrom> ?later .
              FILTER (STR(?later) > STR(?day))
            }\"\"\" ] .
        smvsh:Application-label a sh:PropertyShape ;
          sh:targetClass smv:Application ;
          sh:path smv:inUseFrom ; sh:minCount 1 ; sh:message "No day."@en .
        """
    )
    view = view_of("small")
    view.shapes = ShapesGraph(read(path, blank_nodes=True))
    live = LiveView(view)
    before = {result.focus for result in live.report.results if result.code == "Application-many"}

    latest = max(
        (q for q in sources(view) if q.predicate == smv("inUseFrom")), key=lambda q: q.object.value
    )
    later = Quad(latest.subject, latest.predicate, _day("2099-01-01"), latest.graph_name)
    earliest = Quad(latest.subject, latest.predicate, _day("1999-01-01"), latest.graph_name)

    assert latest.subject.value not in before
    results = live.revalidate([latest], [earliest]).results
    found = {result.focus for result in results if result.code == "Application-many"}
    assert latest.subject.value in found
    results = live.revalidate([earliest], [later]).results
    found = {result.focus for result in results if result.code == "Application-many"}
    assert latest.subject.value not in found


def test_shapes_that_all_are_in_sparql_are_held_against_everything(tmp_path):
    live = LiveView(with_shapes(tmp_path, SPARQL))
    found = {result.focus for result in live.report.results}
    assert found == {FINANCE.value}

    gone = [quad for quad in about(live, FINANCE) if quad.predicate == smv("inUseFrom")]
    assert not live.revalidate(gone, []).results


def test_a_view_without_an_active_shape_is_refused(tmp_path):
    with pytest.raises(EngineError, match="found no shape"):
        LiveView(with_shapes(tmp_path, ""))


SPARQL = """
    @prefix sh: <http://www.w3.org/ns/shacl#> .
    <https://w3id.org/samverkan/shapes/Finance-used> a sh:NodeShape ;
        sh:targetNode <https://w3id.org/samverkan/id/small-mellerud/application/finance> ;
        sh:sparql [ a sh:SPARQLConstraint ; sh:select
            "SELECT $this WHERE { $this <https://w3id.org/samverkan/ns/inUseFrom> ?day }" ] .
"""


def with_shapes(folder, turtle):
    """The small dataset's view, with those shapes and no others."""
    path = folder / "shapes.ttl"
    path.write_text(turtle, encoding="utf-8")
    view = view_of("small")
    view.shapes = ShapesGraph(read(path, blank_nodes=True))
    return view


def _day(text):
    return Literal(text, datatype=NamedNode(PREFIXES["xsd"] + "date"))
