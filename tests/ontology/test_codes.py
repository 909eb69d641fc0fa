"""What every code list and code says of itself."""

from rdflib import RDFS, SKOS, Literal, URIRef

from ontology.vocabulary import CODE, SMV


def languages(graph, subject, predicate):
    return sorted(str(text.language) for text in graph.objects(subject, predicate))


def test_every_list_and_code_has_a_label_and_a_definition_in_each_language(
    ontology, schemes, codes
):
    for subject in (*schemes, *codes):
        for predicate in (SKOS.prefLabel, SKOS.definition):
            assert languages(ontology, subject, predicate) == ["en", "sv"], (subject, predicate)


def test_every_list_and_code_belongs_to_this_vocabulary(ontology, schemes, codes):
    for subject in (*schemes, *codes):
        assert (subject, RDFS.isDefinedBy, URIRef(SMV)) in ontology, subject


def test_a_codes_address_is_its_list_a_hyphen_and_its_notation(ontology, codes):
    for code in codes:
        scheme = ontology.value(code, SKOS.inScheme)
        notation = ontology.value(code, SKOS.notation)
        assert code == URIRef(f"{scheme}-{notation}")
        assert scheme.startswith(str(CODE))


def test_every_code_stands_at_the_top_of_the_one_list_it_is_in(ontology, codes):
    for code in codes:
        [scheme] = ontology.objects(code, SKOS.inScheme)
        assert list(ontology.objects(code, SKOS.topConceptOf)) == [scheme]


def test_no_list_is_empty(ontology, schemes):
    assert [scheme for scheme in schemes if (None, SKOS.inScheme, scheme) not in ontology] == []


def test_no_two_codes_of_a_list_share_a_label(ontology, schemes):
    for scheme in schemes:
        labels = [
            label
            for code in ontology.subjects(SKOS.inScheme, scheme)
            for label in ontology.objects(code, SKOS.prefLabel)
        ]
        assert len(labels) == len(set(labels)), scheme


def test_an_ordered_list_ranks_all_its_codes_from_one(ontology):
    ranked = set(ontology.subjects(SMV.rank))
    ordered = {ontology.value(code, SKOS.inScheme) for code in ranked}
    assert ordered == {CODE.cooperationLevel, CODE.rating}
    for scheme in ordered:
        members = list(ontology.subjects(SKOS.inScheme, scheme))
        ranks = sorted(int(ontology.value(code, SMV.rank)) for code in members)
        assert ranks == list(range(1, len(members) + 1))


def test_the_cooperation_levels_are_numbered_and_a_note_says_why(ontology):
    levels = set(ontology.subjects(SKOS.inScheme, CODE.cooperationLevel))
    assert {str(ontology.value(level, SKOS.notation)) for level in levels} == set("12345")
    assert {str(note.language) for note in ontology.objects(CODE.cooperationLevel, SKOS.note)} == {
        "en",
        "sv",
    }


def test_the_kinds_of_document_that_the_policy_speaks_of_name_the_body_that_decides(ontology):
    bodies = {
        kind: ontology.value(CODE[f"documentKind-{kind}"], SMV.decidingBody)
        for kind in ("itPolicy", "annex", "itStrategies", "itInstructions")
    }
    assert bodies == {
        "itPolicy": CODE["decidingBody-council"],
        "annex": CODE["decidingBody-council"],
        "itStrategies": CODE["decidingBody-executiveBoard"],
        "itInstructions": None,
    }


def test_every_code_list_is_named_like_the_property_that_uses_it(ontology, schemes):
    #: Lists whose property is named otherwise.
    named = {
        "checkKind": "howChecked",
        "cooperationAim": "aim",
        "cooperationLevel": "level",
        "cooperationReason": "reason",
        "decisionOutcome": "outcome",
        "trainingAudience": "audience",
    }
    for scheme in schemes:
        name = scheme.removeprefix(str(CODE))
        used_by = SMV[named.get(name, name)]
        assert (used_by, RDFS.label, None) in ontology, name
        assert isinstance(ontology.value(scheme, SKOS.definition), Literal)
