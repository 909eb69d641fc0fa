"""The JSON-LD context gives the same triples as Turtle."""

import json
import re

import pytest
from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef

import make_context as tool
from ontology.vocabulary import CODE, ROOT, SMV

CONTEXT = ROOT / "ontology" / "context.jsonld"
THING = "https://w3id.org/samverkan/id/fixture/agreement/one"


@pytest.fixture(scope="module")
def read_json():
    context = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
    return lambda node: Graph().parse(
        data=json.dumps({"@context": context, "id": THING, **node}), format="json-ld"
    )


def test_the_file_is_what_the_tool_makes():
    assert CONTEXT.read_text(encoding="utf-8") == tool.text(), "run python tools/make_context.py"


def test_a_property_without_known_datatype_is_refused(ontology):
    with pytest.raises(KeyError):
        tool.context(ontology, Graph())


def test_only_properties_that_no_source_states_have_their_datatype_in_the_tool(ontology):
    shapes = tool.read(ROOT / "shapes" / "wellformed")
    for name, datatype in tool.NOT_IN_SOURCES.items():
        assert (SMV[name], RDFS.label, None) in ontology, name
        asked = {
            shapes.value(shape, URIRef("http://www.w3.org/ns/shacl#datatype"))
            for shape in shapes.subjects(URIRef("http://www.w3.org/ns/shacl#path"), SMV[name])
        }
        assert asked <= {None, datatype}, name


@pytest.mark.parametrize(
    ("key", "value", "term"),
    [
        ("type", "Agreement", SMV.Agreement),
        ("from", "2019-01-01", Literal("2019-01-01", datatype=XSD.date)),
        ("amount", "1200.50", Literal("1200.50", datatype=XSD.decimal)),
        ("noticeMonths", 6, Literal("6", datatype=XSD.integer)),
        ("fictional", True, Literal("true", datatype=XSD.boolean)),
        ("agreementKind", "code:agreementKind-operation", CODE["agreementKind-operation"]),
        (
            "provider",
            "mun:1461",
            URIRef("https://w3id.org/samverkan/id/reference/municipality/1461"),
        ),
        ("label", {"sv": "Avtal"}, Literal("Avtal", lang="sv")),
        ("responsibilities", {"en": "Shared."}, Literal("Shared.", lang="en")),
        ("section", "3", Literal("3")),
    ],
)
def test_a_value_is_read_with_its_type(read_json, key, value, term):
    [(subject, _, found)] = read_json({key: value})

    assert (subject, found) == (URIRef(THING), term)


def test_a_misspelt_key_is_kept_for_validation_to_find(read_json):
    assert (URIRef(THING), SMV.untill, Literal("2019-12-31")) in read_json({"untill": "2019-12-31"})
    assert (URIRef(THING), RDF.type, SMV.Aggreement) in read_json({"type": "Aggreement"})


def test_the_example_in_the_readme_uses_only_declared_terms(read_json, terms, codes):
    readme = (ROOT / "ontology" / "README.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```json\n(.*?)```", readme, re.DOTALL)
    node = {key: value for key, value in json.loads(example).items() if key != "@context"}

    graph = read_json(node)

    assert len(graph) == 9
    used = {term for triple in graph for term in triple if str(term).startswith(str(SMV))}
    assert used <= {*terms, *codes}
