"""The patterns that this engine is slow at are known, and none that is fast is taken for one."""

import time

import pytest
from pyoxigraph import NamedNode, Quad, Store

from samverkan.query.answer import ask
from samverkan.query.slowness import slow_patterns

EX = "PREFIX ex: <http://x/>\n"


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("?a a ex:App\nFILTER NOT EXISTS { ?g ex:covers ?a ; ex:kind ex:k }", "slow-not-exists"),
        ("?a a ex:App\nFILTER NOT EXISTS { ?g ex:kind ex:k . ?g ex:covers ?a }", "slow-not-exists"),
        ("?a a ex:App\nFILTER NOT EXISTS { ?a ex:owner ?p . ?p ex:unit ?u }", "slow-not-exists"),
        ("?a a ex:App\nFILTER NOT EXISTS { ?a ex:owner/ex:unit ?u }", "slow-not-exists"),
        ("?a a ex:App\nFILTER(NOT EXISTS { ?a ^ex:covers/ex:kind ex:k })", "slow-not-exists"),
        (
            "?a a ex:App FILTER EXISTS {\n{ SELECT (COUNT(?g) AS ?n) { ?g ex:covers ?a } } }",
            "slow-aggregate",
        ),
        ("\n?a a ex:App . ?b a ex:Unit", "slow-product"),
        ("?a a ex:App OPTIONAL {\n?b a ex:Unit . ?c a ex:Post }", "slow-product"),
        ("{ SELECT * {\n?a ex:p ?b . ?c ex:p ?d } }", "slow-product"),
        ("\n?a ex:partOf* ?b", "slow-path"),
        ("\n?a (ex:partOf|ex:in)+ ?b . ?c a ex:App FILTER(?c = ?a)", "slow-path"),
    ],
)
def test_a_slow_pattern_is_found_with_its_line(pattern: str, code: str):
    query = f"{EX}SELECT * {{ {pattern} }}"
    ask(Store(), query)
    found = slow_patterns(query)

    expected = 2 if code in ("slow-product", "slow-path") and pattern[0] == "\n" else 3
    lines = {"slow-product": {"2", "3"}}.get(code, {str(expected), "3"})
    assert [notice.code for notice in found] == [code]
    assert found[0].values["line"] in lines


@pytest.mark.parametrize(
    "pattern",
    [
        "?a a ex:App MINUS { ?g ex:covers ?a ; ex:kind ex:k }",
        "?a a ex:App FILTER NOT EXISTS { ?g ex:covers ?a }",
        "?a a ex:App FILTER NOT EXISTS { ?g ex:covers ?a . }",
        "?a a ex:App FILTER NOT EXISTS { ?a a ex:Unit ; ex:kind ex:k }",
        "?a a ex:App FILTER EXISTS { ?g ex:covers ?a ; ex:kind ex:k }",
        "?a a ex:App OPTIONAL { ?g ex:covers ?a ; ex:kind ex:k } FILTER(!BOUND(?g))",
        "?a a ex:App . ?b a ex:Unit FILTER(?a = ?b)",
        "?a a ex:App . ex:here ex:on ?day",
        "VALUES ?x { 1 2 } ?a a ex:App",
        "?a ex:p ?b . ?c ex:q ?d . ?b ex:r ?c",
        "{ ?a a ex:App } UNION { ?b a ex:Unit }",
        "?a a ex:App { ?a ex:p ?b } UNION { ?a ex:q ?c }",
        "?a a ex:App OPTIONAL { ?a ex:p ?b } OPTIONAL { ?a ex:q ?c }",
        "?a a ex:App ; ex:partOf* ?b",
        "?a ex:partOf* ?b . ?b a ex:Unit",
        "?a ex:partOf* ex:top",
        "?a ex:owner/ex:partOf* ?b",
        "?a ex:n ?n BIND(?n * 2 AS ?m) FILTER((?n + 1) * ?m > 3)",
        "?a ex:list (1 ?x) . [] ex:of ?a",
    ],
)
def test_a_fast_pattern_is_passed_over(pattern: str):
    query = f"{EX}SELECT * {{ {pattern} }}"
    ask(Store(), query)

    assert slow_patterns(query) == ()


def test_what_is_said_to_be_slow_is_slow_and_what_is_said_to_be_fast_is_fast():
    store = Store()
    ex = "http://x/"
    quads = []
    for n in range(1500):
        application, agreement = NamedNode(f"{ex}a{n}"), NamedNode(f"{ex}g{n}")
        quads += [
            Quad(application, NamedNode(ex + "in"), NamedNode(ex + "use")),
            Quad(agreement, NamedNode(ex + "covers"), application),
            Quad(agreement, NamedNode(ex + "kind"), NamedNode(f"{ex}k{n % 3}")),
        ]
    store.bulk_extend(quads)
    pattern = "{ ?g ex:covers ?a ; ex:kind ex:k1 }"

    def seconds(negation: str) -> float:
        begun = time.perf_counter()
        rows = ask(store, f"{EX}SELECT ?a {{ ?a ex:in ex:use {negation} {pattern} }}")
        assert len(list(rows)) == 1000  # type: ignore[arg-type]
        return time.perf_counter() - begun

    assert seconds("FILTER NOT EXISTS") > 5 * seconds("MINUS")
