"""What is called small is so for the engine too, whatever stands in its text."""

from unittest.mock import patch

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from samverkan.errors import SamverkanError
from samverkan.namespaces import PREFIXES
from samverkan.query.mentions import mentions
from samverkan.query.question import Head, Question, Tail
from samverkan.query.refusal import QuerySyntaxError, refuse
from samverkan.query.replying import reply
from samverkan.query.slowness import slow
from samverkan.query.small import Small, small
from samverkan.query.tokens import code

EX = "PREFIX ex: <http://x/> "
SMV = PREFIXES["smv"]
ANNA, BO, KNOWS, NAME = (f"http://x/{name}" for name in ("anna", "bo", "knows", "name"))


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("ASK { <http://x/bo> <http://x/knows> <http://x/anna> }", [BO, KNOWS, ANNA]),
        ("select distinct ?p ?o where{<http://x/bo> ?p ?o.}limit 5", [BO]),
        (EX + "SELECT * { ex:bo ex:knows ?w . ?w ex:name ?n }", [BO, KNOWS, NAME]),
        (EX + "SELECT ?n{ex:bo ex:knows?w;ex:name?n}", [BO, KNOWS, NAME]),
        (EX + "SELECT * { ex:bo ex:knows ex:anna , ?w ; a ?c . }", [BO, KNOWS, ANNA]),
        (EX + "SELECT * { ex:bo ?p ?w . ?w ?q ?v . ?v ?r ?u }", [BO]),
        (EX + "SELECT * { ex:bo ex:knows ?w . ex:anna ex:name ?n }", [BO, KNOWS, ANNA, NAME]),
        ("\tPREFIX : <http://x/>\nPREFIX b: <http://x/b> ASK\n{ b:o :knows ?w }", [BO, KNOWS]),
        (EX + "SELECT ?n { ex:bo ex:name ?n } # SERVICE <http://x/> {}\n# the end", [BO, NAME]),
        (EX + "ASK { ex:a.b ex:c:d ex:e..f:g- }", ["http://x/a.b", "http://x/c:d", "http://x/e..f:g-"]),
        (EX + "ASK { ex:bo ?p ?1 , ?2 , ?3 , ?4 ; ?q ?5 , ?6 , ?7 , ?8 }", [BO]),
    ],
)  # fmt: skip
def test_what_hangs_on_named_things_is_small(query: str, terms: list[str]):
    Store().query(query)

    assert small(query) == Small(tuple(terms), {})


def test_of_our_prefixes_those_are_told_that_it_uses_without_declaring_them():
    query = "PREFIX org: <http://x/> SELECT * { smv:Agreement rdfs:label ?l ; org:name smv:x }"

    assert small(query) == Small(
        (SMV + "Agreement", PREFIXES["rdfs"] + "label", NAME, SMV + "x"),
        {"smv": SMV, "rdfs": PREFIXES["rdfs"]},
    )


@pytest.mark.parametrize(
    "query",
    [
        # It searches.
        "SELECT * { ?s ex:knows ex:anna }",
        "SELECT * { ex:bo ex:knows ?w . ?x ex:name ?n }",
        "SELECT * { ?w ex:name ?n . ex:bo ex:knows ?w }",
        "SELECT * { ex:bo ex:knows ?v . ex:anna ex:knows ?w . ?v ex:age ?a . ?w ex:age ?b }",
        "SELECT * { ex:bo ex:knows* ?w }",
        "SELECT * { ex:bo ^ex:knows ?w }",
        "SELECT * { ex:bo ex:knows/ex:name ?n }",
        "SELECT * { ex:bo ex:knows|ex:name ?n }",
        "SELECT * { ex:bo !ex:knows ?n }",
        "SELECT * { ex:bo ex:knows? ?w }",
        "SELECT * { ex:bo ex:knows??w }",
        "SELECT * { ex:bo ex:knows?ex:anna }",
        "SELECT * { ex:bo ex:knows?<http://x/anna> }",
        "SELECT * { _:b ex:knows ?w }",
        "SELECT * { ex:bo ex:knows _:b }",
        "SELECT * { ex:bo ex:knows [] }",
        "SELECT * { ex:bo ex:knows () }",
        # It has more than triples.
        "SELECT * { ex:bo ex:name ?n FILTER(?n != 'Bo') }",
        "SELECT * { ex:bo ex:name ?n OPTIONAL { ex:bo ex:age ?a } }",
        "SELECT * { { ex:bo ex:name ?n } }",
        "SELECT * { GRAPH ?g { ex:bo ex:name ?n } }",
        "SELECT * FROM <http://x/g> { ex:bo ex:name ?n }",
        "SELECT * { ex:bo ex:name ?n } ORDER BY ?n",
        "SELECT * { ex:bo ex:name ?n } OFFSET 1",
        "SELECT * { ex:bo ex:name ?n } LIMIT 1234567",
        "SELECT * { ex:bo ex:name ?n } VALUES ?n { 1 }",
        "SELECT (COUNT(*) AS ?c) { ex:bo ex:name ?n }",
        "SELECT REDUCED * { ex:bo ex:name ?n }",
        "CONSTRUCT WHERE { ex:bo ex:name ?n }",
        "DESCRIBE ex:bo",
        # It has other terms than names.
        "ASK { ex:bo ex:name 'Bo' }",
        'ASK { ex:bo ex:name "Bo"@sv }',
        "ASK { ex:bo ex:age 40 }",
        "ASK { ex:bo ex:age 40.5 }",
        "ASK { ex:bo ex:age true }",
        "SELECT * { ex:bo ex:name $n }",
        "ASK { ex:bo a\\u0062 ex:anna }",
        "ASK { ex:b\\-o ex:knows ?w }",
        "ASK { ex:b%6F ex:knows ?w }",
        "ASK { ex:bo ex:känner ?w }",
        # Its names are not known.
        "ASK { nobody:bo ex:knows ?w }",
        "ASK { :bo ex:knows ?w }",
        "BASE <http://x/> ASK { <bo> ex:knows ?w }",
        "ASK { <bo> ex:knows ?w }",
        "SELECT ?x { ex:bo ex:knows ?w }",
        "SELECT ?w ?x { ex:bo ex:knows ?w }",
        # It is none, or would do what none may.
        "",
        "ASK {}",
        "ASK { . }",
        "ASK { ex:bo ex:knows }",
        "ASK { ex:bo ex:knows ?w",
        "ASK { ex:bo ex:knows ?w . . }",
        "ASK { ex:bo a a }",
        "ASK { ex:bo ex:knows ?w } }",
        "ASK { ex:bo ex:knows ?w } # a comment\rASK",
        "ASK { SERVICE <http://x/> { ex:bo ex:knows ?w } }",
        "ASK { ex:bo ex:knows ?w SERVICE<http://x/>{} }",
        "INSERT DATA { ex:bo ex:knows ex:cia }",
        "DELETE WHERE { ex:bo ex:knows ?w }",
        "LOAD <http://x/>",
        # It is large.
        "ASK { ex:bo ?p ?1 , ?2 , ?3 , ?4 ; ?q ?5 , ?6 , ?7 , ?8 , ?9 }",
        "ASK { ex:bo ex:knows ?w } #" + "x" * 4000,
    ],
)  # fmt: skip
def test_what_may_be_anything_is_not_small(query: str):
    assert small(EX + query if query else query) is None


NAMES = ["ex:anna", "ex:bo", "ex:cia", "<http://x/anna>", ":o", "ex:a.b:c", "smv:x", "bo:"]
LINKS = ["ex:knows", "ex:name", "ex:age", "a", "<http://x/knows>", ":knows", "rdf:type"]
VARIABLES = ["?a", "?b", "?c", "?SERVICE"]
PROLOGUE = "PREFIX ex: <http://x/>\nprefix : <http://x/> PREFIX bo: <http://x/bo> "


@st.composite
def questions(draw: st.DrawFn, subjects: str) -> str:
    """Texts of at most eight triples, whose subjects are named, found before, or either."""
    bound: list[str] = []
    statements = []
    left = draw(st.integers(1, 8))
    while left:
        found = bound and subjects != "named"
        choice = [*(NAMES if subjects == "either" or not found else []), *(bound if found else [])]
        written = draw(st.sampled_from(choice))
        for sign in ("", " ; ")[: draw(st.integers(1, min(2, left)))]:
            link = draw(st.sampled_from(LINKS + VARIABLES))
            objects = draw(st.lists(st.sampled_from(NAMES + VARIABLES), min_size=1, max_size=2))
            objects = objects[: max(1, left - 1)]
            left -= len(objects)
            written += f"{sign or ' '}{link} {', '.join(objects)}"
            bound += [term for term in (link, *objects) if term[0] == "?"]
            if not left:
                break
        statements.append(written)
    selected = draw(st.lists(st.sampled_from(bound), max_size=2, unique=True)) if bound else []
    form = draw(st.sampled_from(["ASK", "SELECT *", "SELECT DISTINCT *", "select  *\nWHERE"]))
    if selected:
        form = f"SELECT {' '.join(selected)} "
    end = draw(st.sampled_from(["}", ".}", "} LIMIT 2", "} # SERVICE <a:b> {}\n", "}# å\\u000A"]))
    return f"{PROLOGUE}{form} {{ {' . '.join(statements)}{end}"


SMALLS = st.sampled_from(["named", "found"]).flatmap(questions)


PIECES = [
    *"abx:?.;,#<>{}()[]^*+/|!-_%$\\'\"1é \n\r\t\f\x85\u2028",
    *("..", "?:", "??", ":b", ".b:c", ":c:d", "a ", " a ", "? ", "ex:", "<a:b>", "<b>", "_:b"),
    *("SERVICE<http://127.0.0.1:9/>{}", "SERVICE", "\\u0053ERVICE <http://127.0.0.1:9/> {}"),
    *("}#", "} {", "{}", "FILTER(1=1)", "OPTIONAL{}", "MINUS {}", "GRAPH ?g {}", "VALUES ?a {}"),
    *("?a", "FROM <http://x/bengtsfors>", "LIMIT 1", "INSERT DATA {}", "BASE <http://x/>"),
    *("OFFSET 1", "PREFIX ex: <http://y/>", "PREFIX a: <http://x/>", "PREFIX : <>", "true", "'t'"),
]  # fmt: skip


@st.composite
def changed(draw: st.DrawFn) -> str:
    """Such texts, with characters and whole pieces put in, taken out, or in the place of others."""
    text = draw(SMALLS | questions("either"))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.sampled_from([0, 0, 0, 1, 1, 2, 5]))
        text = text[:start] + draw(st.sampled_from(["", *PIECES])) + text[end:]
    return text


class Told:
    """A sink that keeps all."""

    def __init__(self) -> None:
        self.head: Head | None = None
        self.body = b""

    def begin(self, head: Head) -> None:
        self.head = head

    def write(self, data: bytes) -> None:
        self.body += data


def _answer(store: Store, sparql: str) -> tuple[Head | None, bytes, Tail | str]:
    """All that an answer says, or the error in its place."""
    told = Told()
    try:
        tail = reply(store, Question(sparql), told, add_prefixes=True)
    except SamverkanError as error:
        return None, b"", f"{type(error).__name__}: {error}"
    return told.head, told.body, tail


def _answer_of_any(store: Store, sparql: str) -> tuple[Head | None, bytes, Tail | str]:
    """The same, where no question is known to be small."""
    with (
        patch("samverkan.query.replying.small", return_value=None),
        patch("samverkan.query.answer.small", return_value=None),
    ):
        return _answer(store, sparql)


def _holds(store: Store, sparql: str, simple: Small) -> None:
    """What is said of small ones holds for this one."""
    answer = _answer(store, sparql)
    assert answer == _answer_of_any(store, sparql)
    if answer[0] is None:
        assert str(answer[2]).startswith("QuerySyntaxError")
        return  # the engine cannot read it
    refuse(sparql, PREFIXES)
    seen = code(sparql)
    assert set(mentions(seen, {}).terms.values()) == set(simple.terms)
    assert slow(seen) == []


@given(SMALLS)
def test_questions_that_begin_with_named_things_are_small_and_are_answered(
    store: Store, sparql: str
):
    simple = small(sparql)
    assert simple is not None
    _holds(store, sparql, simple)

    assert _answer(store, sparql)[0] is not None


@settings(max_examples=300)
@given(changed())
@example(EX + "ASK { ex:s ex:p ex:a.ex:c:d:e }")
@example(EX + "PREFIX : <http://x/> ASK { ex:bo ex:knows ex:a.ex:c:d:e }")
@example(PROLOGUE + "ASK { ex:bo ex:knows?:o }")
@example(PROLOGUE + "ASK { ex:bo ?a ?b . ex:cia ?c ?d . ?b ?e ?f . ?d ?g ?h }")
def test_nothing_that_is_called_small_is_read_otherwise_by_the_engine(store: Store, sparql: str):
    simple = small(sparql)
    event("small" if simple else "not small")
    if simple is not None:
        _holds(store, sparql, simple)


def test_a_small_question_that_is_not_sparql_is_told_so(store: Store):
    query = EX + "ASK { ex:bo ex:knows <1:x> } # SERVICE"

    assert small(query)
    with pytest.raises(QuerySyntaxError):
        reply(store, Question(query), Told())
