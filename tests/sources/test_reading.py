"""Reading a file gives its quads, or the place and the reason why not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, serialize

from samverkan.sources.formats import SUFFIXES
from samverkan.sources.reading import (
    BlankNodeError,
    SourceNotFoundError,
    SourceSyntaxError,
    read,
)

Write = Callable[[str, str | bytes], Path]
QUAD = Quad(NamedNode("http://x/s"), NamedNode("http://x/p"), Literal("Åmål", language="sv"))
RDF_XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">\n'


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_says_the_same(suffix: str, write: Write):
    form = SUFFIXES[suffix]
    statement = QUAD if form.supports_datasets else QUAD.triple
    path = write(f"a{suffix}", serialize([statement], format=form) or b"")

    assert list(read(path)) == [QUAD]


@pytest.mark.parametrize("suffix", [".ttl", ".jsonld", ".rdf", ".nt"])
def test_a_byte_order_mark_is_read_over(suffix: str, write: Write):
    text = serialize([QUAD.triple], format=SUFFIXES[suffix]) or b""

    assert list(read(write(f"a{suffix}", b"\xef\xbb\xbf" + text))) == [QUAD]


def test_graphs_are_kept_where_the_format_has_them(write: Write):
    [quad] = read(write("a.trig", "GRAPH <http://x/g> { <http://x/s> <http://x/p> 1 }"))

    assert quad.graph_name == NamedNode("http://x/g")


def test_a_relative_iri_never_shows_where_the_file_lies(write: Write):
    [quad] = read(write("mine.ttl", "<s> <http://x/p> 1 ."))

    assert quad.subject == NamedNode("https://w3id.org/samverkan/id/mine/s")


@pytest.mark.parametrize(
    ("name", "text", "place", "why"),
    [
        ("a.ttl", "<http://x/s> <http://x/p>\n  ex:o .", ":2:3", "prefix ex: has not been"),
        ("a.ttl", "<http://x/s> <http://x/p> 1\n\n<http://x/t> <http://x/p> 1 .", ":3:1", "dot"),
        ("a.ttl", "<http://x/s> <http://x/p> 'never closed .\n", ":1:27", "Unexpected end"),
        ("a.nt", "<http://x/s> <http://x/p> 1 .\n<http://x/s> 1 .", ":1:27", "object"),
        ("a.trig", "GRAPH <http://x/g> {\n <http://x/s> ;\n}", ":2:15", "predicate"),
        ("a.jsonld", '{"@id": "http://x/s",\n "http://x/p": [1, 2 }', ":2:22", "comma"),
        ("a.rdf", RDF_XML + "<rdf:Description>\n</rdf:RDF>", ":3:3", "</rdf:Description>"),
        ("a.rdf", "<html><p/></html>", "", "namespaces"),
        ("a.jsonld", '{"@context": "http://x/c", "name": "x"}', "", "nothing is fetched"),
        ("a.ttl", "<http://x/s> <http://x/p> 'Åmål' .".encode("latin-1"), ":1:28", "UTF-8"),
        ("a.ttl", "<http://x/s> <http://x/p> 1 .".encode("utf-16"), ":1:1", "UTF-8"),
    ],
)
def test_a_syntax_error_names_line_and_column_in_one_line(
    name: str, text: str | bytes, place: str, why: str, write: Write
):
    path = write(name, text)
    with pytest.raises(SourceSyntaxError) as caught:
        list(read(path))

    message = str(caught.value)
    assert message.startswith(f"{path}{place}: ")
    assert why in message
    assert message.endswith("; correct the file there and try again")
    assert "\n" not in message


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.ttl", "<http://x/s> <http://x/p>\n\n [ <http://x/q> 1 ] .", 3),
        (
            "a.ttl",
            "# [\n<http://x/(> <http://x/p> '_:' , \"[\" , '''\n(\n''' ; <http://x/q> _:b .",
            4,
        ),
        ("a.ttl", "@prefix x: <http://x/> .\nx:a_:b x:p () , x:\\( , x:a_ .\nx:s x:p [] .", 3),
        (
            "a.trig",
            '<http://x/s> <http://x/p> """\n\\"""[""" .\n_:g { <http://x/s> a <http://x/o> }',
            3,
        ),
        ("a.nt", "<http://x/s> <http://x/p> <http://x/o> .\n_:b <http://x/p> <http://x/o> .", 2),
        (
            "a.ttl",
            "<http://x/s> <http://x/p> 1 .\n<< <http://x/s> <http://x/p> 1 >> <http://x/q> 1 .",
            2,
        ),
    ],
)
def test_a_blank_node_is_refused_with_its_line(name: str, text: str, line: int, write: Write):
    path = write(name, text)
    with pytest.raises(BlankNodeError) as caught:
        list(read(path))

    assert caught.value.line == line
    assert str(caught.value).startswith(f"{path}:{line}: a blank node stands at ")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "[] a <https://w3id.org/samverkan/ns/RoleAssignment> .",
            "at rdf:type; name the thing, "
            "for example <https://w3id.org/samverkan/id/mellerud/role-assignment/1>",
        ),
        (
            "<http://x/s> <https://w3id.org/samverkan/ns/heldIn> _:b .",
            "at smv:heldIn; name the thing, "
            "for example <https://w3id.org/samverkan/id/mellerud/held-in/1>",
        ),
    ],
)
def test_a_blank_node_is_refused_with_an_iri_to_use_instead(text: str, told: str, write: Write):
    with pytest.raises(BlankNodeError) as caught:
        list(read(write("mellerud.ttl", text)))

    assert str(caught.value).endswith(told)


def test_a_list_is_refused_with_the_way_to_say_it_without(write: Write):
    path = write("a.ttl", "<http://x/s> <http://x/p>\n  ( 1 2 ) .")
    with pytest.raises(BlankNodeError) as caught:
        list(read(path))

    assert str(caught.value) == (
        f"{path}:2: a list is made of blank nodes; repeat the property, once for each value"
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonld", '{"@id": "http://x/s", "http://x/p": {"http://x/q": 1}}'),
        ("a.rdf", RDF_XML + "<rdf:Description><x:p>1</x:p></rdf:Description></rdf:RDF>"),
    ],
)
def test_a_blank_node_without_a_sign_of_its_own_is_refused_too(name: str, text: str, write: Write):
    with pytest.raises(BlankNodeError) as caught:
        list(read(write(name, text)))

    assert caught.value.line is None


def test_blank_nodes_pass_where_they_are_let_through(write: Write):
    assert len(list(read(write("a.ttl", "[] <http://x/p> [] ."), blank_nodes=True))) == 1


def test_a_triple_as_a_value_is_refused_since_no_rule_reads_it(write: Write):
    text = "<http://x/s> <http://x/p> <<( <http://x/s> <http://x/p> 1 )>> ."
    with pytest.raises(SourceSyntaxError, match="a triple stands as a value at http://x/p"):
        list(read(write("a.ttl", text)))


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path):
    missing, folder = tmp_path / "a.ttl", tmp_path / "b.ttl"
    folder.mkdir()
    with pytest.raises(SourceNotFoundError) as caught:
        list(read(missing))
    assert str(caught.value) == f"{missing}: no such file or directory; check the path"

    with pytest.raises(SourceNotFoundError) as caught:
        list(read(folder))
    assert str(caught.value) == f"{folder}: a folder, not a file; check the path"


def test_a_parser_that_quotes_the_whole_file_is_cut_short(tmp_path: Path):
    path = tmp_path / "source.ttl"
    path.write_text(f'"{"long " * 2000}" a <x> .', encoding="utf-8")

    with pytest.raises(SourceSyntaxError, match=r" \.\.\. .* is not a valid subject") as raised:
        list(read(path))

    assert len(str(raised.value)) < 500


def test_an_encoding_that_is_none_is_told_as_such(tmp_path: Path):
    path = tmp_path / "a.rdf"
    path.write_text('<?xml version="1.0" encoding="UATF-8"?>\n<a/>', encoding="utf-8")

    with pytest.raises(SourceSyntaxError, match=r"a\.rdf:1: .*UTF-8"):
        list(read(path))
