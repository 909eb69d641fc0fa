"""Places: every term of every triple is found exactly where it is written."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, RdfFormat, parse

from samverkan.sources.places import Position, places_in, places_in_text
from samverkan.sources.turtle import triples_with_offsets

BASE = "https://example.org/base/"
ROOT = Path(__file__).parent.parent.parent
HEAD = "@prefix ex: <https://example.org/> .\n@prefix å: <https://example.org/å#> .\n"

#: How one IRI may be written, and the IRI.
IRIS = {
    "ex:thing": "https://example.org/thing",
    "ex:a.b": "https://example.org/a.b",
    "ex:12:3": "https://example.org/12:3",
    "ex:with\\-escape\\.": "https://example.org/with-escape.",
    "ex:100%25": "https://example.org/100%25",
    "ex:": "https://example.org/",
    "å:ärende": "https://example.org/å#ärende",
    "<https://example.org/full>": "https://example.org/full",
    "<relative>": "https://example.org/base/relative",
    "<https://example.org/\\u00E5>": "https://example.org/å",
    "<https://example.org/#not-a-comment>": "https://example.org/#not-a-comment",
}
LITERALS = [
    '"short"', "'single'", '"åäö 😀"@sv', '"date"^^ex:date', '"with \\" and \\\\"',
    '"""two\nlines"""', '"""one " and two "" quotes"""', "'''it's\r\n# no comment'''@sv-FI",
    '"" ', "42", "-1", "4.50", ".5", "1e3", "-1.5E-3", "true", "false",
    '"typed"^^<https://example.org/type>', '"spaced" ^^ ex:date',
]  # fmt: skip
BLANKS = [" ", "\n", "\r\n", "\t", " # comment ; . \" '\n", "\n\n  ", " # å # b # c\r\n"]

iris = st.sampled_from(sorted(IRIS))
verbs = st.one_of(st.just("a"), iris)
values = st.one_of(iris, st.sampled_from([literal.strip() for literal in LITERALS]))
gaps = st.sampled_from(BLANKS)
#: subject -> predicate -> objects
statements = st.lists(
    st.tuples(iris, st.lists(st.tuples(verbs, st.lists(values, min_size=1, max_size=3)),
                             min_size=1, max_size=3)),
    min_size=1, max_size=4,
)  # fmt: skip


def _position(text: str) -> Position:
    """Where the next character will stand, worked out the slow way."""
    lines = text.replace("\r\n", "\n").split("\n")
    return Position(len(lines), len(lines[-1]) + 1)


@given(statements, st.data())
@settings(max_examples=150, deadline=None)
def test_the_text_at_the_place_is_the_term(written, data):
    text, expected = HEAD, []
    for subject, predicates in written:
        subject_at = _position(text)
        text += subject
        for number, (verb, objects) in enumerate(predicates):
            text += (data.draw(gaps) + ";" if number else "") + data.draw(gaps)
            verb_at = _position(text)
            text += verb
            for count, value in enumerate(objects):
                text += (data.draw(gaps) + "," if count else "") + data.draw(gaps)
                expected.append((subject_at, verb_at, _position(text)))
                text += value
        text += data.draw(gaps) + "." + data.draw(gaps)

    parsed = list(parse(text.encode(), RdfFormat.TURTLE, base_iri=BASE))
    told = list(triples_with_offsets(text, BASE))
    found = [tuple(_position(text[: at.start]) for at in triple) for triple in told]

    assert found == expected
    assert [tuple(at.term for at in triple) for triple in told] == [
        (str(q.subject), str(q.predicate), str(q.object)) for q in parsed
    ]


@pytest.mark.parametrize("folder", ["ontology", "shapes", "data", "tests/fixtures/small"])
def test_every_triple_of_our_own_files_has_a_place(folder: str):
    files = list((ROOT / folder).rglob("*.ttl"))
    assert files
    for file in files:
        text = file.read_bytes()
        wanted = {
            (str(q.subject), str(q.predicate), str(q.object))
            for q in parse(text, RdfFormat.TURTLE, base_iri=BASE)
            if not isinstance(q.subject, BlankNode) and not isinstance(q.object, BlankNode)
        }
        told = triples_with_offsets(text.decode(), BASE)

        assert wanted <= {(s.term, p.term, o.term) for s, p, o in told}, file


def _places(text: str, *names: str):
    return places_in_text(text, {f"<https://example.org/{name}>" for name in names}, BASE)


def test_a_trig_graph_name_is_no_subject():
    text = HEAD + "ex:g { ex:a ex:p ex:b }\nGRAPH ex:h {\n  ex:a ex:p 1 . }\n"
    found = _places(text, "a", "g", "h")

    assert found.subjects == {"<https://example.org/a>": Position(3, 8)}
    assert [
        t.object for t in found.triples["<https://example.org/a>", "<https://example.org/p>"]
    ] == [
        Position(3, 18),
        Position(5, 13),
    ]


def test_a_blank_node_stands_where_it_opens_and_what_it_holds_where_it_is():
    text = HEAD + "ex:a ex:p [ ex:q ex:b ;\n ex:r [ ex:s 1 ] ] ; ex:t 2 .\n[ ex:u ex:c ] ex:v 3 .\n"
    found = _places(text, "a", "b", "c")

    [held] = found.triples["<https://example.org/a>", "<https://example.org/p>"]
    [after] = found.triples["<https://example.org/a>", "<https://example.org/t>"]
    assert held.object == Position(3, 11)
    assert after.object == Position(4, 27)
    assert found.mentions["<https://example.org/b>"] == Position(3, 18)
    assert found.mentions["<https://example.org/c>"] == Position(5, 8)


def test_a_member_of_a_list_has_the_place_of_the_triple_that_holds_the_list():
    text = HEAD + "ex:a ex:p\n  ( ex:b ( ex:c ) [ ex:q ex:d ] ) , ex:e ."
    found = _places(text, "a", "c", "d")
    triples = found.triples["<https://example.org/a>", "<https://example.org/p>"]

    assert {t.value: t.object for t in triples if "_:" not in t.value} == {
        "<https://example.org/b>": Position(4, 3),
        "<https://example.org/c>": Position(4, 3),
        "<https://example.org/e>": Position(4, 37),
    }
    assert found.mentions["<https://example.org/d>"] == Position(4, 26)


def test_sparql_style_directives_and_a_new_base_count():
    text = "PREFIX ex: <https://example.org/>\nbase <https://example.org/x/>\n<a> ex:p <b> ."
    found = places_in_text(text, {"<https://example.org/x/a>"}, BASE)

    assert found.subjects == {"<https://example.org/x/a>": Position(3, 1)}


def test_a_byte_order_mark_does_not_move_the_first_line(tmp_path: Path):
    file = tmp_path / "bom.ttl"
    file.write_bytes(b"\xef\xbb\xbf<https://example.org/a> a <https://example.org/B> .\r\n")

    found = places_in(file, ["<https://example.org/a>"])
    assert found.subjects["<https://example.org/a>"] == Position(1, 1)


def test_formats_without_places_give_none(tmp_path: Path):
    file = tmp_path / "data.nq"
    file.write_text("<urn:a> <urn:p> <urn:b> <urn:g> .", encoding="utf-8")

    assert not places_in(file, ["<urn:a>"]).subjects


def test_what_has_no_place_ends_the_reading_without_an_error():
    text = HEAD + "ex:a ex:p 1 .\n<< ex:a ex:p 1 >> ex:q 2 .\nex:b ex:p 1 ."

    assert _places(text, "a", "b").subjects == {"<https://example.org/a>": Position(3, 1)}


def test_reading_places_is_not_slower_for_comments_full_of_signs():
    text = "# " + "# " * 20_000 + "\n" + '"' * 3
    before = time.monotonic()

    assert not list(triples_with_offsets(text, BASE))
    assert time.monotonic() - before < 1


def test_bytes_in_a_comment_that_are_no_utf_8_shift_nothing(tmp_path: Path):
    path = tmp_path / "source.ttl"
    path.write_bytes(b"#\x80\xff\n <urn:x:a> <urn:x:p> 1 . # \x80\n")
    found = places_in(path, {"<urn:x:a>"})

    assert found.subjects["<urn:x:a>"] == Position(2, 2)
