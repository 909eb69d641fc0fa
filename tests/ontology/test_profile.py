"""The ontology stays within OWL 2 RL, and within the part of it that is easy to read."""

from rdflib import OWL, RDF, RDFS, BNode, URIRef

from ontology.vocabulary import PROPERTY_KINDS

ALLOWED_PREDICATES = {
    OWL.deprecated,
    OWL.disjointWith,
    OWL.inverseOf,
    OWL.members,
    OWL.versionIRI,
    OWL.versionInfo,
}
ALLOWED_TYPES = {
    OWL.AllDisjointClasses,
    OWL.AnnotationProperty,
    OWL.AsymmetricProperty,
    OWL.Class,
    OWL.DatatypeProperty,
    OWL.FunctionalProperty,
    OWL.IrreflexiveProperty,
    OWL.NamedIndividual,
    OWL.ObjectProperty,
    OWL.Ontology,
}


def in_owl(term):
    return isinstance(term, URIRef) and term.startswith(str(OWL))


def test_no_construct_outside_the_profile_is_used(ontology):
    assert {p for p in ontology.predicates() if in_owl(p)} <= ALLOWED_PREDICATES
    assert {t for t in ontology.objects(None, RDF.type) if in_owl(t)} <= ALLOWED_TYPES


def test_classes_and_properties_are_only_below_named_ones(ontology):
    above = [*ontology.objects(None, RDFS.subClassOf), *ontology.objects(None, RDFS.subPropertyOf)]
    assert above
    assert [parent for parent in above if isinstance(parent, BNode)] == []


def test_a_property_is_of_one_kind_only(ontology):
    for one in PROPERTY_KINDS:
        for other in PROPERTY_KINDS:
            if one != other:
                both = set(ontology.subjects(RDF.type, one)) & set(
                    ontology.subjects(RDF.type, other)
                )
                assert both == set()


def test_only_properties_that_link_things_are_asymmetric_or_irreflexive(ontology):
    links = set(ontology.subjects(RDF.type, OWL.ObjectProperty))
    for characteristic in (OWL.AsymmetricProperty, OWL.IrreflexiveProperty):
        found = set(ontology.subjects(RDF.type, characteristic))
        assert found
        assert found <= links


def test_no_property_has_a_domain_or_range_for_shapes_say_it(ontology):
    assert (None, RDFS.domain, None) not in ontology
    assert (None, RDFS.range, None) not in ontology
