"""The endpoint and the dataset describe themselves, in the terms of the vocabularies for that."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Store
from rdflib import RDF, VOID, Graph, Literal, Namespace, URIRef

from samverkan.namespaces import BASE, GRAPHS, PREFIXES, SMV
from samverkan.query.answer import GRAPH_FORMATS, RESULT_FORMATS
from samverkan.query.describing import FORMAT_NAMES
from samverkan.query.features import EXTENSIONS, FUNCTIONS, GEOSPARQL
from samverkan.store.view import View

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
DCTERMS, DCAT, FOAF = (Namespace(PREFIXES[prefix]) for prefix in ("dcterms", "dcat", "foaf"))
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
VOID_ADDRESS = "http://localhost/.well-known/void"
RDF_FORMS = [m for m in GRAPH_FORMATS if m != "text/plain"]

#: Domain and range of the properties, from SPARQL 1.1 Service Description, section 3.2.
SERVICE_TERMS = {
    SD.endpoint: (SD.Service, None),
    SD.feature: (SD.Service, None),
    SD.defaultEntailmentRegime: (SD.Service, None),
    SD.extensionFunction: (SD.Service, SD.Function),
    SD.languageExtension: (SD.Service, SD.Feature),
    SD.supportedLanguage: (SD.Service, None),
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.resultFormat: (SD.Service, None),
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.namedGraph: (SD.Dataset, SD.NamedGraph),
    SD.name: (SD.NamedGraph, None),
    SD.graph: (SD.NamedGraph, SD.Graph),
}


@pytest.fixture(scope="module")
def service(app: Flask) -> Graph:
    return Graph().parse(data=app.test_client().get("/sparql").data, format="turtle")


@pytest.fixture(scope="module")
def void(app: Flask) -> Graph:
    return Graph().parse(data=app.test_client().get("/.well-known/void").data, format="turtle")


def _count(public: View, pattern: str, what: str = "*") -> int:
    [row] = public.store.query(f"SELECT (COUNT({what}) AS ?n) WHERE {{ {pattern} }}")
    return int(row["n"].value)


@pytest.mark.parametrize("address", ["/sparql", "/.well-known/void"])
@pytest.mark.parametrize("media_type", RDF_FORMS)
def test_a_description_comes_in_every_form_of_rdf(
    address: str, media_type: str, client: FlaskClient
):
    response = client.get(address, headers={"Accept": media_type})
    store = Store()
    store.load(response.data, GRAPH_FORMATS[media_type])
    turtle = Store()
    turtle.load(client.get(address).data, GRAPH_FORMATS["text/turtle"])

    assert (response.status_code, response.mimetype) == (200, media_type)
    assert len(store) == len(turtle) > 100
    assert response.headers["Link"] == f'<{VOID_ADDRESS}>; rel="describedby"'


@pytest.mark.parametrize("name", ["turtle", "jsonld", "nt", "rdfxml", "trig", "nq"])
def test_the_form_of_a_description_may_stand_in_the_address(name: str, client: FlaskClient):
    for address in ("/sparql", "/.well-known/void"):
        response = client.get(f"{address}?format={name}", headers={"Accept": BROWSER})

        assert response.status_code == 200
        assert response.mimetype in RDF_FORMS


def test_a_head_request_on_the_endpoint_tells_of_its_description(client: FlaskClient):
    response = client.head("/sparql")

    assert (response.status_code, response.data) == (200, b"")
    assert response.mimetype == "text/turtle"


def test_the_endpoint_names_itself_and_its_language(service: Graph):
    [here] = service.subjects(RDF.type, SD.Service)

    assert list(service.objects(here, SD.endpoint)) == [URIRef("http://localhost/sparql")]
    assert list(service.objects(here, SD.supportedLanguage)) == [SD.SPARQL11Query]


def test_only_what_is_done_is_among_the_features(service: Graph):
    features = set(service.objects(None, SD.feature))

    assert features == {SD.UnionDefaultGraph}
    assert SD.BasicFederatedQuery not in set(service.objects())


def test_every_term_of_the_service_vocabulary_stands_where_it_may(service: Graph):
    used = {p for p in service.predicates() if p.startswith(SD)}

    assert used == set(SERVICE_TERMS)
    for subject, predicate, object_ in service:
        if predicate not in SERVICE_TERMS:
            continue
        domain, range_ = SERVICE_TERMS[predicate]
        assert (subject, RDF.type, domain) in service, (subject, predicate)
        if range_ is not None:
            assert (object_, RDF.type, range_) in service, (predicate, object_)
    for dataset in service.subjects(RDF.type, SD.Dataset):
        assert len(list(service.objects(dataset, SD.defaultGraph))) == 1
    for named in service.subjects(RDF.type, SD.NamedGraph):
        assert len(list(service.objects(named, SD.name))) == 1


def test_every_form_that_an_answer_can_have_is_declared(service: Graph):
    declared = set(service.objects(None, SD.resultFormat))
    forms = {**RESULT_FORMATS, **GRAPH_FORMATS}
    engines = {str(form) for form in forms.values()}

    assert declared == {FORMATS[name] for name in FORMAT_NAMES.values()}
    assert {str(forms[media_type]) for media_type in FORMAT_NAMES} == engines


def test_the_default_dataset_has_the_graphs_that_there_are(service: Graph, public: View):
    found = {
        str(service.value(named, SD.name)): int(
            service.value(service.value(named, SD.graph), VOID.triples)
        )
        for named in service.objects(None, SD.namedGraph)
    }
    [default] = service.objects(None, SD.defaultGraph)

    assert found == {
        g.value: _count(public, f"GRAPH {g} {{ ?s ?p ?o }}") for g in public.store.named_graphs()
    }
    assert int(service.value(default, VOID.triples)) == _count(public, "?s ?p ?o")


def test_every_extension_that_is_declared_is_shown_by_its_example(
    service: Graph, client: FlaskClient
):
    declared = set(service.objects(None, SD.languageExtension))
    assert len(declared) == len(EXTENSIONS)
    for feature in declared:
        example = service.value(feature, URIRef(PREFIXES["skos"] + "example"))
        answer = client.post("/sparql", data={"query": str(example)})

        assert answer.status_code == 200, f"{example}\n{answer.text}"
        assert answer.json["boolean"] is True, example


def test_every_function_that_is_declared_gives_a_value(service: Graph, client: FlaskClient):
    declared = set(service.objects(None, SD.extensionFunction))
    assert declared == {URIRef(GEOSPARQL + name) for name in FUNCTIONS}
    for name, arguments in FUNCTIONS.items():
        query = f"SELECT (<{GEOSPARQL}{name}>({arguments}) AS ?x) {{}}"
        answer = client.post("/sparql", data={"query": query})

        assert answer.status_code == 200, f"{name}: {answer.text}"
        assert "x" in answer.json["results"]["bindings"][0], name


@pytest.mark.parametrize("name", ["boundary", "buffer", "asWKT", "geometryType", "nothing"])
def test_a_function_that_is_not_declared_is_not_there(name: str, client: FlaskClient):
    query = f'SELECT (<{GEOSPARQL}{name}>("POINT(1 1)") AS ?x) {{}}'
    answer = client.post("/sparql", data={"query": query})

    assert name not in FUNCTIONS
    assert (answer.status_code, answer.json["type"].split("/")[-1]) == (400, "UnanswerableQuery")


def test_every_term_of_void_that_is_used_exists(void: Graph):
    used = {t for triple in void for t in triple if str(t).startswith(str(VOID))}

    assert len(used) > 20
    assert used <= set(dir(VOID)) | {VOID["class"]}


def test_the_dataset_has_its_name_its_date_its_version_and_the_notice(void: Graph, public: View):
    dataset = URIRef(VOID_ADDRESS + "#dataset")
    assert set(void.objects(dataset, DCTERMS.title)) == {
        Literal("Liten testmängd", "sv"),
        Literal("Small test dataset", "en"),
    }
    assert void.value(dataset, DCTERMS.source) == URIRef(f"{BASE}dataset/small")
    assert str(void.value(dataset, URIRef(SMV + "asOf"))) == "2019-10-01"
    assert str(void.value(dataset, DCAT.version)) == public.version
    assert void.value(dataset, URIRef(SMV + "fictional")).toPython() is True
    comments = {
        c.language: str(c) for c in void.objects(dataset, URIRef(PREFIXES["rdfs"] + "comment"))
    }
    assert comments["sv"].startswith("Påhittade data")
    assert comments["en"].startswith("Made-up data")
    assert (URIRef(VOID_ADDRESS), RDF.type, VOID.DatasetDescription) in void
    assert (URIRef(VOID_ADDRESS), FOAF.primaryTopic, dataset) in void


def test_the_dataset_is_counted_right(void: Graph, public: View):
    dataset = URIRef(VOID_ADDRESS + "#dataset")
    all_of_it = "?s ?p ?o"
    for term, pattern, what in (
        (VOID.triples, all_of_it, "*"),
        (VOID.distinctSubjects, all_of_it, "DISTINCT ?s"),
        (VOID.distinctObjects, all_of_it, "DISTINCT ?o"),
        (VOID.properties, all_of_it, "DISTINCT ?p"),
        (VOID.classes, "?s a ?c FILTER(isIRI(?c))", "DISTINCT ?c"),
        (VOID.entities, f'?s ?p ?o FILTER(STRSTARTS(STR(?s), "{BASE}"))', "DISTINCT ?s"),
    ):
        assert int(void.value(dataset, term)) == _count(public, pattern, what), term


def test_every_class_and_property_is_counted_right(void: Graph, public: View):
    dataset = URIRef(VOID_ADDRESS + "#dataset")
    classes = list(void.objects(dataset, VOID.classPartition))
    properties = list(void.objects(dataset, VOID.propertyPartition))
    application = URIRef(SMV + "Application")

    assert sum(int(void.value(p, VOID.triples)) for p in properties) == _count(public, "?s ?p ?o")
    [part] = [p for p in classes if void.value(p, VOID["class"]) == application]
    assert int(void.value(part, VOID.entities)) == 13
    for part in properties:
        iri = void.value(part, VOID.property).n3()
        assert int(void.value(part, VOID.triples)) == _count(public, f"?s {iri} ?o")
        for term, what in ((VOID.distinctSubjects, "?s"), (VOID.distinctObjects, "?o")):
            counted = _count(public, f"?s {iri} ?o", f"DISTINCT {what}")
            assert int(void.value(part, term)) == counted, (iri, term)


def test_every_graph_is_a_part_with_title_publisher_size_and_address(
    void: Graph, public: View, client: FlaskClient
):
    mellerud = URIRef(VOID_ADDRESS + "#graph-small-mellerud")
    dataset = URIRef(VOID_ADDRESS + "#dataset")
    parts = set(void.objects(dataset, VOID.subset)) - set(void.subjects(RDF.type, VOID.Linkset))

    assert len(parts) == len(list(public.store.named_graphs()))
    assert void.value(mellerud, DCTERMS.title) == Literal("Mellerud", "sv")
    assert str(void.value(mellerud, DCTERMS.publisher)) == PREFIXES["mun"] + "1461"
    assert str(void.value(mellerud, VOID.uriSpace)) == f"{BASE}id/small-mellerud/"
    assert void.value(mellerud, DCTERMS.source) == URIRef(GRAPHS + "small-mellerud")
    for part in parts:
        dump = str(void.value(part, VOID.dataDump)).removeprefix("http://localhost")
        assert client.get(dump + "?format=nt").text.count(" .\n") == int(
            void.value(part, VOID.triples)
        )


def test_the_dumps_hold_the_whole_and_the_example_resources_exist(
    void: Graph, public: View, client: FlaskClient
):
    dataset = URIRef(VOID_ADDRESS + "#dataset")
    dumps = [str(d).removeprefix("http://localhost") for d in void.objects(dataset, VOID.dataDump)]
    assert len(dumps) == 2
    for dump in dumps:
        got = client.get(dump)
        assert got.status_code == 200
        store = Store()
        store.load(got.data, GRAPH_FORMATS[got.mimetype])
        assert len(store) == _count(public, "?s ?p ?o")
    examples = list(void.objects(dataset, VOID.exampleResource))
    assert len(examples) == 5
    assert all(_count(public, f"{example.n3()} ?p ?o") for example in examples)


def test_links_to_other_sites_are_linksets(void: Graph, public: View):
    linksets = list(void.subjects(RDF.type, VOID.Linkset))
    assert linksets
    for linkset in linksets:
        predicate = void.value(linkset, VOID.linkPredicate).n3()
        space = void.value(void.value(linkset, VOID.objectsTarget), VOID.uriSpace)
        counted = _count(
            public,
            f'?s {predicate} ?o FILTER(isIRI(?o) && STRSTARTS(STR(?s), "{BASE}") '
            f'&& STRSTARTS(STR(?o), "{space}") && !STRSTARTS(STR(?o), "{BASE}"))',
        )
        assert int(void.value(linkset, VOID.triples)) == counted > 0
        assert re.fullmatch(r"https?://[^/]+/", space)


def test_the_numbers_are_a_page_in_both_languages(client: FlaskClient):
    for language, heading in (("sv", "Datamängden i siffror"), ("en", "The dataset in numbers")):
        page = client.get(f"/.well-known/void?lang={language}", headers={"Accept": BROWSER})

        assert (page.status_code, page.mimetype) == (200, "text/html")
        assert f"<h1>{heading}</h1>" in page.text
        assert (
            '<td title="https://w3id.org/samverkan/ns/Application">smv:Application</td>'
            in page.text
        )


def test_a_form_that_a_description_does_not_have_is_refused(client: FlaskClient):
    assert client.get("/.well-known/void?format=csv").status_code == 406
    assert client.get("/.well-known/void", headers={"Accept": "image/png"}).status_code == 406


def test_a_file_as_it_is_is_described_without_what_only_a_dataset_has(
    as_it_is: Callable[[str], FlaskClient],
):
    client = as_it_is("<http://x/s> a <http://x/C> ; <http://x/p> 1 , 2 .")
    service = Graph().parse(data=client.get("/sparql").data, format="turtle")
    void = Graph().parse(data=client.get("/.well-known/void").data, format="turtle")
    dataset = URIRef(VOID_ADDRESS + "#dataset")

    assert not list(service.objects(None, SD.feature))
    assert not list(void.objects(dataset, VOID.uriSpace))
    assert int(void.value(dataset, VOID.entities)) == 1
    assert int(void.value(dataset, VOID.triples)) == 3
    assert not list(void.objects(dataset, DCTERMS.title))


def test_the_numbers_are_counted_once_for_a_view(
    as_it_is: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch
):
    client = as_it_is("<http://x/s> a <http://x/C> .")
    asked = []
    engine = client.application.config["LEVELS"].public
    ask = engine.ask
    monkeypatch.setattr(engine, "ask", lambda *args: asked.append(args) or ask(*args))
    for _ in range(3):
        assert client.get("/.well-known/void").status_code == 200
        assert client.get("/sparql").status_code == 200

    assert 0 < len(asked) < 10


def test_addresses_keep_the_date_that_was_asked_for(client: FlaskClient):
    got = client.get("/.well-known/void?asOf=2019-10-01")
    void = Graph().parse(data=got.data, format="turtle")
    dumps = [str(dump) for dump in void.objects(None, VOID.dataDump)]

    assert dumps
    assert all("asOf=2019-10-01" in dump for dump in dumps)
