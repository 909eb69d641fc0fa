"""Nothing that writes or calls out reaches the engine, however it is spelt."""

import socket
from collections.abc import Iterator

import pytest
from pyoxigraph import Store

from samverkan.query.answer import ask
from samverkan.query.refusal import OversizeQueryError, QuerySyntaxError, RefusedQueryError


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ^SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o .\n  ^service silent ?x { ?s ?p ?o } }",
        "ASK { { SELECT * { OPTIONAL { GRAPH ?g { ^Service<http://x/>{} } } } } }",
        "ASK { FILTER EXISTS { ^SERVICE ex:a { } } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ^SERVICE <http://x/> { ?s ?p ?o } }",
    ],
)
def test_service_is_refused_wherever_it_stands(query: str):
    before, _, after = query.partition("^")
    with pytest.raises(RefusedQueryError) as caught:
        ask(Store(), before + after)

    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    assert str(caught.value) == (
        f"SERVICE at line {line}, column {column} is refused: this endpoint calls no other; send "
        "the query to the other endpoint and name this one in a SERVICE there"
    )


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service $SERVICE { ?service ?SERVICE 1 }",
        "PREFIX ex: <http://x/> SELECT * { ?s ex:SERVICE ex:a.service }",
        "PREFIX service: <http://x/> SELECT * { ?s service:a ?o . service:b ?p ?o }",
        "SELECT * { ?s <http://x/SERVICE> 'SERVICE <http://x/> {}' }",
        'SELECT * { ?s ?p """SERVICE <http://x/> {}""" }',
        "SELECT * { ?s ?p ?o } # SERVICE <http://x/> {}",
        "SELECT * { ?s ?p 'x'@en-service }",
        "SELECT * { _:service ?p ?o }",
    ],
)
def test_a_name_a_text_or_a_comment_may_hold_the_word(query: str):
    assert list(ask(Store(), query)) == []


@pytest.fixture
def elsewhere() -> Iterator[socket.socket]:
    """A server that nobody should call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.mark.parametrize(
    "pattern",
    [
        "?s ?p 1e5SERVICE {} {{}}",
        "?s ?p trueSERVICE {} {{}}",
        "?s ?p ex:.SERVICE {} {{}}",
        "?s ?p 'a'@en.SERVICE{}{{}}",
        "SERVICE:foo {{}}",
        "SERVICESILENT ex:foo {{}}",
        "SERVICEex:foo {{}}",
        "SERVICESILENTex:foo {{}}",
        "?s ?p true.SERVICEex:foo {{}}",
        "FILTER(1<2)SERVICE{}{{}}",
        "FILTER('a'<'x>') SERVICE {} {{}} FILTER(''='z')",
        "?a ?b ?c FILTER(?a<?b#c>'''\n) SERVICE {} {{}} #'''",
        "?s ?p ?o .#\rSERVICE{}{{}}",
        "\\u0053ERVICE {} {{}}",
    ],
)
def test_the_engine_never_calls_out(pattern: str, elsewhere: socket.socket):
    iri = f"<http://127.0.0.1:{elsewhere.getsockname()[1]}/>"
    names = f"PREFIX ex: {iri} PREFIX : {iri} PREFIX SERVICEex: {iri} "
    with pytest.raises((RefusedQueryError, QuerySyntaxError)):
        list(ask(Store(), f"{names} SELECT * {{ {pattern.format(iri)} }}"))

    with pytest.raises(BlockingIOError):
        elsewhere.accept()


def test_a_mistake_beside_a_name_that_holds_the_word_is_shown_as_it_was_written():
    with pytest.raises(QuerySyntaxError) as caught:
        ask(Store(), "SELECT * { ?Service ?p ?microSERVICE ?service }")

    assert "line 1, column 38: ?service cannot stand here" in str(caught.value)


@pytest.mark.parametrize(
    ("query", "word", "column"),
    [
        ("INSERT DATA { <http://a> <http://b> 1 }", "INSERT", 1),
        ("PREFIX x: <http://x/> delete WHERE { ?s ?p ?o }", "DELETE", 23),
        ("WITH <http://g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "DELETE", 17),
        ("BASE <http://x/> LOAD <a>", "LOAD", 18),
        ("CLEAR DEFAULT", "CLEAR", 1),
        ("CREATE GRAPH <http://a>", "CREATE", 1),
        ("DROP ALL", "DROP", 1),
        ("COPY <http://a> TO <http://b>", "COPY", 1),
        ("MOVE <http://a> TO <http://b>", "MOVE", 1),
        ("ADD <http://a> TO <http://b>", "ADD", 1),
    ],
)
def test_every_update_is_refused_with_the_way_to_change_data(query: str, word: str, column: int):
    with pytest.raises(RefusedQueryError) as caught:
        ask(Store(), query)

    assert str(caught.value) == (
        f"{word} at line 1, column {column} is refused: this endpoint is for reading; change the "
        "source files and load them anew"
    )


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("ASK " + "{" * 101 + "}" * 101, "more than 100 brackets inside each other"),
        ("ASK { FILTER(" + "!" * 30_000 + "1) }", "more than 2000 words, signs and variables"),
        ("ASK { " + "OPTIONAL {} " * 1000 + "}", "more than 2000 words, signs and variables"),
    ],
)
def test_what_would_end_the_process_is_refused(query: str, why: str):
    with pytest.raises(OversizeQueryError) as caught:
        ask(Store(), query)

    assert str(caught.value) == f"the query has {why}; ask it in parts"


def test_a_long_list_of_values_is_no_reason_to_refuse():
    values = " ".join(f"<http://x/{number}>" for number in range(20_000))

    assert len(list(ask(Store(), f"SELECT * {{ VALUES ?x {{ {values} }} }}"))) == 20_000
