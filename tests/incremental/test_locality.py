"""What each derivation reads is told from its query; what cannot be told is run whole."""

import pytest
from pyoxigraph import NamedNode, Quad, Store, Variable

from samverkan.derive import plan
from samverkan.derive.rules import Rule
from samverkan.incremental.graph import Change
from samverkan.incremental.locality import OrderError, families, localised
from samverkan.incremental.patterns import NotReadableError, read_query
from samverkan.namespaces import smv

SMV = "PREFIX smv: <https://w3id.org/samverkan/ns/>\n"


def rule(name, where, writes="smv:x", construct="?a smv:x ?b", reads=()):
    return Rule(name, "", reads, (writes,), f"{SMV}CONSTRUCT {{ {construct} }} WHERE {{ {where} }}")


def test_of_the_shipped_rules_only_those_that_compare_everything_are_run_whole():
    whole = [local.derivation.name for local in localised(plan(), {}) if local.whole]

    assert whole == ["72-missing-chapters", "85-joint-training-plans"]


def test_the_shipped_rules_that_write_the_same_can_run_together():
    together = [
        [local.derivation.name for local in family]
        for family in families(localised(plan(), {}))
        if len(family) > 1
    ]

    assert together == [["55-unconcerned-bearers", "56-unconcerned-bearers-of-shares"]]


def test_only_the_rules_on_classes_and_labels_must_not_see_what_comes_later():
    hidden = [local.derivation.name for local in localised(plan(), {}) if local.hidden]

    assert hidden == ["00-superclasses", "01-labels"]


def test_an_edge_for_each_pattern_and_step_of_a_path_and_a_way_for_each_union():
    query = read_query(
        f"{SMV}CONSTRUCT {{ ?a smv:x ?c }} WHERE {{ ?a smv:p/smv:q* ?c . "
        "{ ?c smv:r ?d } UNION { ?c ^smv:s ?d } OPTIONAL { ?d smv:t | smv:u ?e } }"
    )

    assert query.anchors == (Variable("a"),)
    first, second = query.blocks
    assert [edge.many for edge in first.edges] == [False, True, False]
    assert second.edges[2].subject == Variable("d")
    [optional] = first.inner
    [[edge]] = [block.edges for block in optional.blocks]
    assert edge.predicates == {smv("t"), smv("u")}


def test_a_variable_that_a_subquery_keeps_to_itself_is_another_variable():
    query = read_query(
        f"{SMV}CONSTRUCT {{ ?a smv:x ?b }} WHERE {{ ?a smv:p ?b . "
        "{ SELECT ?a WHERE { ?a smv:q ?b } } }"
    )

    [block] = query.blocks
    outer, inner = block.edges
    assert outer.subject == inner.subject
    assert outer.object != inner.object


def test_values_limit_what_a_pattern_matches():
    query = read_query(
        f"{SMV}CONSTRUCT {{ ?a smv:x ?b }} WHERE {{ VALUES ?b {{ smv:One smv:Two }} ?a a ?b }}"
    )

    [[edge]] = [block.edges for block in query.blocks]
    assert edge.values == {smv("One"), smv("Two")}


@pytest.mark.parametrize(
    ("where", "what"),
    [
        ("?a ?p ?b", "path ?p"),
        ("?a !smv:p ?b", "path"),
        ("GRAPH ?g { ?a smv:p ?b }", "Graph"),
        ("?a (smv:p/smv:q)+ ?b", "path"),
    ],
)
def test_a_query_whose_reach_is_not_plain_is_refused(where, what):
    with pytest.raises(NotReadableError, match="what it reads cannot be told from the query"):
        read_query(f"{SMV}CONSTRUCT {{ ?a smv:x ?b }} WHERE {{ {where} }}")


def test_a_rule_with_parts_that_hang_together_with_nothing_is_refused_by_name():
    loose = rule("50-loose", "?a smv:p ?b . ?c smv:q ?d")

    with pytest.raises(NotReadableError, match="rule 50-loose, a part with"):
        localised([loose], {})


def test_a_triple_of_something_that_is_no_variable_is_refused():
    with pytest.raises(NotReadableError, match="scope: whole"):
        read_query(f"{SMV}CONSTRUCT {{ smv:one smv:x ?b }} WHERE {{ ?a smv:p ?b }}")


def test_two_rules_that_write_the_same_around_one_that_reads_it_are_refused():
    rules = [
        rule("10-first", "?a smv:p ?b"),
        rule("20-between", "?a smv:x ?b", writes="smv:y", construct="?a smv:y ?b"),
        rule("30-last", "?a smv:q ?b"),
    ]

    with pytest.raises(OrderError, match=r"10-first and 30-last write the same .* 20-between"):
        families(localised(rules, {}))


def test_a_changed_triple_is_followed_to_what_is_derived_by_the_narrowest_way():
    joined = rule(
        "10-joined", "?a smv:wide ?hub . ?c smv:wide ?hub . ?c smv:narrow ?a . ?c smv:p ?b"
    )
    fans = {smv("wide"): 1000.0, smv("narrow"): 1.0}
    [local] = localised([joined], fans)

    [trigger] = local.triggers[smv("p")]

    followed = {predicate for step in trigger.way.steps for predicate in step.edge.predicates}
    assert followed == {NamedNode(smv("narrow").value)}


def test_of_all_that_a_changed_triple_leads_to_only_what_matches_at_its_other_ends_is_left():
    joined = rule(
        "10-joined", "?a smv:uses ?product ; smv:of ?b . ?deal smv:covers ?product ; smv:with ?b"
    )
    [local] = localised([joined], {smv("uses"): 100.0, smv("with"): 100.0})
    store = Store()
    told = [("a", "uses", "x"), ("a", "of", "one"), ("far", "uses", "x"), ("far", "of", "two")]
    for subject, predicate, obj in [*told, ("deal", "with", "one")]:
        store.add(Quad(smv(subject), smv(predicate), smv(obj)))
    change = Change(store)

    change.replace([], [Quad(smv("deal"), smv("covers"), smv("x"), smv("graph"))])

    assert local.affected(change) == {smv("a")}


def test_what_was_at_its_other_ends_before_the_change_counts_as_well():
    joined = rule(
        "10-joined", "?a smv:uses ?product ; smv:of ?b . ?deal smv:covers ?product ; smv:with ?b"
    )
    [local] = localised([joined], {smv("uses"): 100.0})
    store = Store()
    for subject, predicate, obj in [("a", "uses", "x"), ("deal", "with", "one")]:
        store.add(Quad(smv(subject), smv(predicate), smv(obj)))
    gone = [
        Quad(smv("a"), smv("of"), smv("one"), smv("graph")),
        Quad(smv("deal"), smv("covers"), smv("x"), smv("graph")),
    ]
    store.extend([*gone, *(Quad(q.subject, q.predicate, q.object) for q in gone)])
    change = Change(store)

    change.replace(gone, [])

    assert local.affected(change) == {smv("a")}


@pytest.mark.parametrize("read_before", [False, True])
def test_values_are_found_whether_or_not_the_subject_was_read_before(read_before):
    store = Store()
    kept, gone = (Quad(smv("a"), smv("p"), smv(name), smv("graph")) for name in ("kept", "gone"))
    store.extend([gone, Quad(gone.subject, gone.predicate, gone.object)])
    change = Change(store)
    if read_before:
        assert change.about(smv("a")) and change.now.about(smv("a"))

    change.replace([gone], [kept])

    asked = {smv("kept"), smv("gone"), smv("other")}
    assert set(change.among(smv("a"), smv("p"), asked)) == {smv("kept"), smv("gone")}
    assert change.now.among(smv("a"), smv("p"), asked) == [smv("kept")]
    assert change.holds(smv("a"), smv("p"), {smv("gone")})
    assert not change.now.holds(smv("a"), smv("p"), {smv("gone")})
