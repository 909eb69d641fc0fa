"""What every class and property says of itself."""

import re

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from ontology.vocabulary import SMV

HEADER = URIRef(SMV)


def lacking(graph: Graph, subjects: list[URIRef], predicate: URIRef) -> list[URIRef]:
    """Those that do not say this exactly once in Swedish and once in English."""
    return [
        subject
        for subject in subjects
        if sorted(str(text.language) for text in graph.objects(subject, predicate)) != ["en", "sv"]
    ]


def test_every_term_has_one_label_in_each_language(ontology, terms):
    assert lacking(ontology, terms, RDFS.label) == []


def test_every_term_has_one_definition_in_each_language(ontology, terms):
    assert lacking(ontology, terms, SKOS.definition) == []


def test_every_term_has_an_example(ontology, terms):
    assert [term for term in terms if (term, SKOS.example, None) not in ontology] == []


def test_every_term_belongs_to_this_vocabulary(ontology, terms):
    assert [term for term in terms if not term.startswith(str(SMV))] == []
    assert [term for term in terms if (term, RDFS.isDefinedBy, HEADER) not in ontology] == []


def test_every_text_is_a_whole_sentence(ontology):
    texts = [
        text
        for predicate in (SKOS.definition, SKOS.scopeNote)
        for text in ontology.objects(None, predicate)
    ]
    assert texts
    assert [text for text in texts if not re.fullmatch(r"[A-ZÅÄÖ].*\.", text)] == []


def test_no_definition_repeats_the_label_alone(ontology, terms):
    for term in terms:
        labels = {str(label).lower() for label in ontology.objects(term, RDFS.label)}
        definitions = {
            str(text).lower().rstrip(".") for text in ontology.objects(term, SKOS.definition)
        }
        assert not labels & definitions, term


def test_no_two_classes_and_no_two_properties_share_a_definition(ontology, terms):
    seen: dict[Literal, URIRef] = {}
    for term in terms:
        for text in ontology.objects(term, SKOS.definition):
            assert seen.setdefault(text, term) == term
    assert seen


def test_no_two_terms_share_a_label(ontology, terms):
    seen: dict[Literal, URIRef] = {}
    for term in terms:
        for label in ontology.objects(term, RDFS.label):
            assert seen.setdefault(label, term) == term
    assert seen


def test_class_names_begin_with_a_capital_and_property_names_do_not(ontology, terms):
    for term in terms:
        is_class = (term, RDF.type, OWL.Class) in ontology
        assert term.removeprefix(str(SMV))[0].isupper() == is_class, term


def test_a_derived_class_is_below_a_class_that_is_not_derived(ontology):
    derived = set(ontology.subjects(SMV.derived, Literal(True))) & set(
        ontology.subjects(RDF.type, OWL.Class)
    )
    standing_alone = {SMV.Conformance, SMV.Current}
    assert standing_alone < derived
    for cls in derived - standing_alone:
        parents = set(ontology.objects(cls, RDFS.subClassOf))
        assert parents, cls
        assert not parents & derived, cls


def test_a_parent_in_this_vocabulary_is_declared(ontology, terms):
    above = {*ontology.objects(None, RDFS.subClassOf), *ontology.objects(None, RDFS.subPropertyOf)}
    own = {parent for parent in above if parent.startswith(str(SMV))}
    assert own
    assert own <= set(terms)


def test_derived_is_said_as_a_boolean_and_only_of_terms(ontology, terms):
    said = list(ontology.subject_objects(SMV.derived))
    assert said
    assert {value for _, value in said} == {Literal(True)}
    assert {value.datatype for _, value in said} == {XSD.boolean}
    assert {term for term, _ in said} <= set(terms)


def test_every_requirement_cited_exists(ontology, policy):
    cited = {
        source
        for source in ontology.objects(None, URIRef("http://purl.org/dc/terms/source"))
        if "/policy/" in source
    }
    assert cited
    assert cited <= set(policy.subjects(RDF.type, SMV.Requirement))
