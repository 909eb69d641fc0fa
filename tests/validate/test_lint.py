"""Shapes that would check nothing are refused, each with its name and what to do."""

from importlib.resources import files
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse

from samverkan.namespaces import PREFIXES, SH
from samverkan.validate import lint as module
from samverkan.validate import shacl_terms as terms
from samverkan.validate.lint import ShapesError, lint, problems
from samverkan.validate.shapes import read_shapes, shipped_shapes

HEAD = "".join(f"@prefix {name}: <{iri}> . " for name, iri in PREFIXES.items())
TEXTS = 'sh:name "Name"@en ; sh:message "Do this."@en ; sh:severity sh:Violation'
TARGET = "sh:targetClass smv:Cost"
GOOD = f"""
    smvsh:Host a sh:NodeShape ; {TARGET} ; sh:property smvsh:Sum .
    smvsh:Sum a sh:PropertyShape ; sh:path smv:amount ; sh:minCount 1 ; {TEXTS} .
"""

#: What is wrong, shapes that have it (beside good ones), whom and what the message names.
FAULTS = [
    (
        "a constraint is misspelt",
        f"smvsh:S a sh:PropertyShape ; {TARGET} ; sh:path smv:from ; sh:mincount 1 ; {TEXTS} .",
        [
            "smvsh:S: it has a target and asks nothing; add a constraint, or remove it",
            "smvsh:S: sh:mincount is no term of SHACL; did you mean sh:minCount?",
        ],
    ),
    (
        "a class of SHACL stands where a property belongs",
        f"smvsh:S a sh:NodeShape ; {TARGET} ; sh:class smv:Use ; sh:NodeShape smv:Use ; {TEXTS} .",
        ["smvsh:S: sh:NodeShape is no property; correct it, or remove it"],
    ),
    (
        "a kind of node is misspelt",
        f"smvsh:S a sh:NodeShape ; {TARGET} ; sh:nodeKind sh:Iri ; {TEXTS} .",
        ["smvsh:S: sh:Iri is no term of SHACL; did you mean sh:IRI?"],
    ),
    (
        "nothing in SHACL looks like it",
        f"smvsh:S a sh:NodeShape ; {TARGET} ; sh:class smv:Use ; sh:qqqqqqqq 1 ; {TEXTS} .",
        ["smvsh:S: sh:qqqqqqqq is no term of SHACL; correct it, or remove it"],
    ),
    (
        "an advanced feature is used, with which no engine here does anything",
        f"smvsh:S a sh:NodeShape ; {TARGET} ; sh:class smv:Use ; sh:rule [] ; {TEXTS} .",
        ["smvsh:S: sh:rule does nothing here; say it with SHACL Core"],
    ),
    (
        "the misspelling stands deep in a blank node",
        f"smvsh:S a sh:NodeShape ; {TARGET} ; {TEXTS} ; "
        "sh:not [ sh:or ( [ sh:class smv:Use ; sh:clas smv:Use ] [ sh:class smv:Cost ] ) ] .",
        ["within smvsh:S: sh:clas is no term of SHACL; did you mean sh:class?"],
    ),
    (
        "a property shape has no path",
        f"smvsh:S a sh:PropertyShape ; {TARGET} ; sh:minCount 1 ; {TEXTS} .",
        ["smvsh:S: a property shape with 0 sh:path; give it exactly one"],
    ),
    (
        "a property shape has two paths",
        f"smvsh:S a sh:PropertyShape ; {TARGET} ; sh:path smv:from , smv:until ; "
        f"sh:minCount 1 ; {TEXTS} .",
        ["smvsh:S: a property shape with 2 sh:path; give it exactly one"],
    ),
    (
        "a shape that is used as property shape has no path",
        f"smvsh:S a sh:NodeShape ; {TARGET} ; sh:property smvsh:P . "
        f"smvsh:P sh:minCount 1 ; {TEXTS} .",
        ["smvsh:P: a property shape with 0 sh:path; give it exactly one"],
    ),
    (
        "a node shape has a path",
        f"smvsh:S a sh:NodeShape ; {TARGET} ; sh:path smv:from ; sh:class smv:Use ; {TEXTS} .",
        ["smvsh:S: a node shape with sh:path; make it a sh:PropertyShape"],
    ),
    (
        "a path leads nowhere",
        f"smvsh:S a sh:PropertyShape ; {TARGET} ; sh:path [] ; sh:minCount 1 ; {TEXTS} .",
        ["smvsh:S: its sh:path leads nowhere; name a property or a path of SHACL"],
    ),
    (
        "a step of a path leads nowhere",
        f"smvsh:S a sh:PropertyShape ; {TARGET} ; sh:path ( smv:from [ sh:inversePath [] ] ) ; "
        f"sh:minCount 1 ; {TEXTS} .",
        ["smvsh:S: its sh:path leads nowhere; name a property or a path of SHACL"],
    ),
    (
        "a shape has no target and nobody refers to it",
        f"smvsh:S a sh:PropertyShape ; sh:path smv:from ; sh:minCount 1 ; {TEXTS} .",
        ["smvsh:S: no target and no shape leads to it; add sh:targetClass, or refer to it"],
    ),
    (
        "two shapes without target refer to one another",
        "smvsh:S a sh:NodeShape ; sh:node smvsh:T . smvsh:T a sh:NodeShape ; sh:node smvsh:S .",
        [
            "smvsh:S: no target and no shape leads to it; add sh:targetClass, or refer to it",
            "smvsh:T: no target and no shape leads to it; add sh:targetClass, or refer to it",
        ],
    ),
    (
        "a shape without a name of its own has no target",
        "[] a sh:NodeShape ; sh:class smv:Use .",
        ["a blank node: no target and no shape leads to it; add sh:targetClass, or refer to it"],
    ),
    (
        "a target is text",
        f'smvsh:S a sh:NodeShape ; sh:targetClass "smv:Cost" ; sh:class smv:Use ; {TEXTS} .',
        ["smvsh:S: sh:targetClass takes an IRI; write one"],
    ),
    (
        "a shape that is referred to is not there",
        f"smvsh:S a sh:NodeShape ; {TARGET} ; sh:property smvsh:Gone .",
        ["smvsh:S: sh:property names smvsh:Gone, which is not there; add it, or correct it"],
    ),
    (
        "a member of a list of shapes is not there",
        f"smvsh:S a sh:NodeShape ; {TARGET} ; {TEXTS} ; "
        "sh:or ( smvsh:Gone [ sh:class smv:Use ] ) .",
        ["smvsh:S: sh:or names smvsh:Gone, which is not there; add it, or correct it"],
    ),
    (
        "a property of ours is misspelt",
        f"smvsh:S a sh:PropertyShape ; {TARGET} ; sh:path smv:amuont ; sh:minCount 1 ; {TEXTS} .",
        ["smvsh:S: smv:amuont is not declared; did you mean smv:amount?"],
    ),
    (
        "a class of ours is misspelt, as a target",
        f"smvsh:S a sh:NodeShape ; sh:targetClass smv:Costs ; sh:class smv:Use ; {TEXTS} .",
        ["smvsh:S: smv:Costs is not declared; did you mean smv:Cost?"],
    ),
    (
        "a property of ours that shapes have is misspelt",
        f"smvsh:S a sh:NodeShape ; {TARGET} ; sh:class smv:Use ; smv:standin true ; {TEXTS} .",
        ["smvsh:S: smv:standin is not declared; did you mean smv:standIn?"],
    ),
    (
        "there is no such code",
        f"smvsh:S a sh:PropertyShape ; {TARGET} ; sh:path smv:costPurpose ; "
        f"sh:in ( code:costPurpose-transitoin ) ; {TEXTS} .",
        ["code:costPurpose-transitoin is not declared; did you mean code:costPurpose-transition?"],
    ),
    (
        "there is no such requirement",
        f"smvsh:S a sh:NodeShape ; {TARGET} ; sh:class smv:Use ; "
        f"smv:enforces dalsland:R-99.9 ; {TEXTS} .",
        ["smvsh:S: dalsland:R-99.9 is not declared"],
    ),
    (
        "there is no such datatype",
        f"smvsh:S a sh:PropertyShape ; {TARGET} ; sh:path smv:from ; sh:datatype xsd:Date ; "
        f"{TEXTS} .",
        ["smvsh:S: xsd:Date is no datatype; did you mean xsd:date?"],
    ),
    (
        "the form of a datatype is left to the fast engine, which does not look",
        f"smvsh:S a sh:PropertyShape ; {TARGET} ; sh:path smv:budgetYear ; "
        f"sh:datatype xsd:gYear ; {TEXTS} .",
        [
            "smvsh:S: xsd:gYear is not looked into by the fast engine; "
            "say its form with sh:pattern too"
        ],
    ),
    (
        "a pattern is read differently by engines",
        f"smvsh:S a sh:PropertyShape ; {TARGET} ; sh:path smv:from ; "
        rf'sh:pattern "^\\p{{L}}+$" ; {TEXTS} .',
        ["smvsh:S: its sh:pattern is read differently by engines; do without \\p and (?"],
    ),
    (
        "a shape has neither name nor message nor severity",
        f"smvsh:S a sh:NodeShape ; {TARGET} ; sh:class smv:Use .",
        [
            f"smvsh:S: it has no sh:{name}; add one, for results to be understood"
            for name in ("message", "name", "severity")
        ],
    ),
    (
        "a severity is our own",
        f"smvsh:S a sh:NodeShape ; {TARGET} ; sh:class smv:Use ; sh:severity smv:Cost ; "
        'sh:name "Name"@en ; sh:message "Do this."@en .',
        ["smvsh:S: its severity is none of sh:Violation, sh:Warning and sh:Info"],
    ),
    (
        "a property shape has no name of its own",
        f"smvsh:S a sh:NodeShape ; {TARGET} ; "
        f"sh:property [ sh:path smv:from ; sh:minCount 1 ; {TEXTS} ] .",
        ["within smvsh:S: a blank node gives results that nobody can look up; give it an IRI"],
    ),
    (
        "a shape that something else checks has no message",
        'smvsh:S a sh:NodeShape ; smv:checkedBy "source check" ; sh:name "Name"@en ; '
        "sh:severity sh:Info .",
        ["smvsh:S: it has no sh:message; add one, for results to be understood"],
    ),
]

#: What looks wrong and is not.
HARMLESS = {
    "a datatype with its form beside it": f"smvsh:S a sh:PropertyShape ; {TARGET} ; "
    f'sh:path smv:budgetYear ; sh:datatype xsd:gYear ; sh:pattern "^[0-9]{{4}}$" ; {TEXTS} .',
    "a target that is the class itself": "smv:Cost a sh:NodeShape , <http://www.w3.org/2002/07/owl#"
    f"Class> ; sh:class smv:Use ; {TEXTS} .",
    "something else checks it": f'smvsh:S a sh:NodeShape ; smv:checkedBy "waivers" ; {TEXTS} .',
    "a shape that is switched off": "smvsh:S a sh:NodeShape ; sh:deactivated true ; "
    "sh:class smv:Use .",
    "values without names, messages and severities": f"smvsh:S a sh:NodeShape ; {TARGET} ; "
    f"{TEXTS} ; sh:or ( [ sh:class smv:Use ] "
    "[ sh:property [ sh:path smv:from ; sh:minCount 1 ] ] ) .",
    "a path of every kind of step": f"smvsh:S a sh:PropertyShape ; {TARGET} ; sh:minCount 1 ; "
    "sh:path ( [ sh:inversePath smv:covers ] [ sh:alternativePath ( smv:from smv:until ) ] "
    "[ sh:zeroOrMorePath [ sh:oneOrMorePath smv:about ] ] [ sh:zeroOrOnePath smv:amount ] ) ; "
    f"{TEXTS} .",
    "a constraint component of one's own": f"smvsh:S a sh:NodeShape ; {TARGET} ; "
    f"<https://example.org/lang> 1 ; {TEXTS} . "
    "<https://example.org/Component> a sh:ConstraintComponent ; "
    "sh:parameter [ sh:path <https://example.org/lang> ; sh:datatype xsd:integer ] .",
}


def found_in(turtle: str) -> list[str]:
    quads = parse(HEAD + turtle, format=RdfFormat.TURTLE)
    return [f"{shape}: {why}" for shape, why in problems(quads)]


@pytest.mark.parametrize(("turtle", "told"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_shapes_that_would_check_nothing_are_refused(turtle: str, told: list[str]):
    found = found_in(GOOD + turtle)

    assert len(found) == len(told), found
    for line, start in zip(found, told, strict=True):
        assert start in line


@pytest.mark.parametrize("turtle", HARMLESS.values(), ids=HARMLESS)
def test_shapes_that_do_check_something_are_let_through(turtle: str):
    assert found_in(GOOD + turtle) == []


def test_a_graph_without_any_shape_is_refused():
    [told] = found_in("smvsh:S rdfs:label 'Not a shape'@en .")

    assert told == "no shape: nothing would be checked; name a file with shapes"


def test_one_error_lists_every_problem_and_says_where(tmp_path: Path):
    (tmp_path / "one.ttl").write_text(HEAD + GOOD + FAULTS[0][1], encoding="utf-8")
    (tmp_path / "two.ttl").write_text(
        HEAD + FAULTS[6][1].replace("smvsh:S ", "smvsh:T "), encoding="utf-8"
    )

    with pytest.raises(ShapesError) as raised:
        read_shapes(tmp_path)

    assert str(raised.value) == (
        f"{tmp_path}: the shapes would not check what they seem to:\n"
        "  smvsh:S: it has a target and asks nothing; add a constraint, or remove it\n"
        "  smvsh:S: sh:mincount is no term of SHACL; did you mean sh:minCount?\n"
        "  smvsh:T: a property shape with 0 sh:path; give it exactly one"
    )
    assert [problem.shape for problem in raised.value.problems] == ["smvsh:S", "smvsh:S", "smvsh:T"]


def test_the_shapes_that_are_shipped_are_looked_over(monkeypatch: pytest.MonkeyPatch):
    lint(shipped_shapes().quads(), "shipped")
    monkeypatch.setattr(module, "_described", lambda: frozenset())

    with pytest.raises(ShapesError, match="is not declared"):
        shipped_shapes.__wrapped__()


def test_every_term_of_shacl_is_known():
    vocabulary = rdflib.Graph().parse(str(files("pyshacl") / "assets" / "shacl.ttl"))
    properties, names = set(), set()
    for term in vocabulary.subjects():
        name = str(term).removeprefix(SH)
        if name and name != str(term) and "-" not in name:
            is_property = (term, rdflib.RDF.type, rdflib.RDF.Property) in vocabulary
            (properties if is_property else names).add(name)

    assert len(properties) > 80
    assert properties - terms.PASSED_OVER == terms.PROPERTIES
    assert names - terms.PASSED_OVER == terms.NAMES
    assert properties | names >= terms.PASSED_OVER
    assert terms.CONSTRAINTS <= terms.PROPERTIES
