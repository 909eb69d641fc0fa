"""Shapes as a graph: which are chosen, what they say and where they look."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from samverkan.namespaces import DALSLAND, POLICIES, PREFIXES, SHAPES, SMV
from samverkan.validate import shapes as module
from samverkan.validate.fast import fast
from samverkan.validate.shapes import NoShapesError, Shape, ShapesGraph, shipped_shapes

HEAD = "".join(f"@prefix {name}: <{iri}> . " for name, iri in PREFIXES.items())
HEAD += f"@prefix other: <{POLICIES}other-2020/> . "
THIS, OTHER = NamedNode(DALSLAND + "policy"), NamedNode(POLICIES + "other-2020/policy")
TWO_POLICIES = """
    smvsh:Host a sh:NodeShape ; sh:targetClass smv:Cost ;
        sh:property smvsh:Ours , smvsh:Theirs , smvsh:Both , smvsh:Form .
    smvsh:Ours a sh:PropertyShape ; sh:path smv:amount ; sh:maxCount 0 ;
        smv:enforces dalsland:R-6.1 .
    smvsh:Theirs a sh:PropertyShape ; sh:path smv:amount ; sh:maxCount 0 ;
        smv:enforces other:R-1 .
    smvsh:Both a sh:PropertyShape ; sh:path smv:amount ; sh:maxCount 0 ;
        smv:enforces dalsland:R-6.1 , other:R-2 .
    smvsh:Form a sh:PropertyShape ; sh:path smv:amount ; sh:maxCount 0 .
"""
COST = f"<https://example.org/cost> a <{SMV}Cost> ; <{SMV}amount> 1 ."


def graph(turtle: str) -> ShapesGraph:
    return ShapesGraph(parse(HEAD + turtle, format=RdfFormat.TURTLE))


def fires(chosen: ShapesGraph, turtle: str = COST) -> set[str]:
    lines = [f"{triple} ." for triple in parse(HEAD + turtle, format=RdfFormat.TURTLE)]
    data = "\n".join(lines) + "\n"
    found = fast(data, chosen.for_engine())
    return {result.shape.removeprefix(f"<{SHAPES}").removesuffix(">") for result in found}


def only(turtle: str) -> Shape:
    """The one shape with a message of the graph."""
    [shape] = [shape for shape in graph(turtle).shapes.values() if shape.messages]
    return shape


@pytest.mark.parametrize(
    ("policies", "active"),
    [
        ([THIS], {"Ours", "Both", "Form"}),
        ([OTHER], {"Theirs", "Both", "Form"}),
        ([THIS, OTHER], {"Ours", "Theirs", "Both", "Form"}),
        ([], {"Form"}),
    ],
)
def test_shapes_are_active_for_the_policies_that_they_enforce(
    policies: list[NamedNode], active: set[str]
):
    chosen = graph(TWO_POLICIES).for_policies(policies)

    assert {shape.code for shape in chosen.shapes.values()} == active | {"Host"}
    assert fires(chosen) == active


def test_the_choice_for_the_same_policies_is_made_once():
    both = graph(TWO_POLICIES)

    assert both.for_policies([THIS, OTHER]) is both.for_policies([OTHER, THIS])
    assert both.for_policies([THIS]) is not both.for_policies([OTHER])


def test_a_policy_whose_name_begins_alike_is_another():
    near = NamedNode(POLICIES + "other-2020-annex/policy")

    assert fires(graph(TWO_POLICIES).for_policies([near])) == {"Form"}


def test_one_shape_alone_keeps_its_target_and_what_it_refers_to():
    many = graph(
        """
        smvsh:Host a sh:NodeShape ; sh:targetClass smv:Cost ;
            sh:property smvsh:One , smvsh:Two .
        smvsh:One a sh:PropertyShape ; sh:path ( smv:application smv:function ) ;
            sh:or ( [ sh:class smv:Product ] [ sh:node smvsh:Named ] ) .
        smvsh:Two a sh:PropertyShape ; sh:path smv:amount ; sh:maxCount 0 .
        smvsh:Named a sh:NodeShape ; sh:property [ sh:path rdfs:label ; sh:minCount 1 ] .
        """
    )
    data = f"{COST} <https://example.org/cost> smv:application [ smv:function smv:unnamed ] ."

    alone = many.only([SHAPES + "One"])

    assert fires(many, data) == {"One", "Two"}
    assert fires(alone, data) == {"One"}
    assert SHAPES + "Named" in alone.shapes


def test_each_shipped_shape_alone_looks_where_it_looks_among_all():
    everything = shipped_shapes()
    for shape in everything.shapes.values():
        if shape.messages:
            assert everything.only([shape.iri]).shapes[shape.iri].targets == shape.targets


def test_targets_are_found_in_all_the_ways_of_naming_them():
    told = """sh:path smv:amount ; sh:message "?"@en ; sh:targetClass smv:Cost ;
        sh:targetSubjectsOf smv:amount ; sh:targetObjectsOf smv:shareOf ; sh:targetNode smv:x ."""

    shape = only(f"smvsh:All a sh:PropertyShape ; {told}")

    assert set(shape.targets) == {
        f"?focus a <{SMV}Cost>",
        f"?focus <{SMV}amount> ?any",
        f"?any <{SMV}shareOf> ?focus",
        f"VALUES ?focus {{ <{SMV}x> }}",
    }
    assert shape.classes == (SMV + "Cost",)


def test_a_property_shape_has_the_targets_of_its_hosts():
    shape = only(
        """
        smvsh:A a sh:NodeShape ; sh:targetClass smv:Cost ; sh:property smvsh:Shared .
        smvsh:B a sh:NodeShape ; sh:targetClass smv:Change ; sh:property smvsh:Shared .
        smvsh:Shared a sh:PropertyShape ; sh:path smv:amount ; sh:message "?"@en .
        """
    )

    assert sorted(shape.classes) == [SMV + "Change", SMV + "Cost"]
    assert len(shape.targets) == 2


def test_a_shape_says_what_people_want_to_know():
    shape = only(
        """
        smvsh:Cost-bearer a sh:PropertyShape ; sh:path smv:borneBy ; sh:severity sh:Warning ;
            sh:name "Bearer"@en , "Bärare"@sv ; sh:message "State it"@en , "Ange den"@sv ;
            smv:enforces dalsland:R-6.6 , dalsland:R-6.1 ;
            smv:standIn true ; smv:needsInternal true .
        """
    )

    assert shape.code == "Cost-bearer"
    assert shape.severity == "Warning"
    assert shape.names == {"en": "Bearer", "sv": "Bärare"}
    assert shape.messages == {"en": "State it", "sv": "Ange den"}
    assert shape.requirements == (DALSLAND + "R-6.1", DALSLAND + "R-6.6")
    assert shape.path == SMV + "borneBy"
    assert shape.stand_in
    assert shape.needs_internal


def test_a_shape_that_says_little_is_a_violation_of_nothing_in_particular():
    shape = only('smvsh:S a sh:PropertyShape ; sh:path ( smv:a smv:b ) ; sh:message "?"@en .')

    assert shape.severity == "Violation"
    assert shape.requirements == shape.targets == shape.classes == ()
    assert shape.path is None
    assert not shape.stand_in
    assert not shape.needs_internal


def test_an_engine_gets_no_texts_and_every_constraint():
    told = shipped_shapes().for_engine()

    assert "shacl#message" not in told
    assert "shacl#name" not in told
    assert SMV + "enforces" not in told
    assert told.count("shacl#path>") == sum(
        quad.predicate.value == PREFIXES["sh"] + "path" for quad in shipped_shapes().quads()
    )


def test_every_shape_on_costs_says_that_it_needs_internal_data():
    on_costs = [s for s in shipped_shapes().shapes.values() if s.requirements and on_cost(s)]

    assert len(on_costs) > 15
    assert all(shape.needs_internal for shape in on_costs)


def on_cost(shape: Shape) -> bool:
    return any("Cost" in name or name.endswith("Share") for name in shape.classes)


@pytest.mark.parametrize("files", [{}, {"empty.ttl": ""}, {"note.txt": "smvsh:S a sh:NodeShape ."}])
def test_a_folder_without_shapes_is_refused(
    files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(module, "asset", lambda _: tmp_path)

    with pytest.raises(NoShapesError, match="no shape found") as raised:
        shipped_shapes.__wrapped__()

    assert raised.value.folder == tmp_path


def test_shapes_in_subfolders_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "one.ttl").write_text(
        HEAD + "smvsh:One a sh:NodeShape .", encoding="utf-8"
    )
    monkeypatch.setattr(module, "asset", lambda _: tmp_path)

    assert set(shipped_shapes.__wrapped__().shapes) == {SHAPES + "One"}
